"""What new words make of a bulletin, and what keeps them from going out."""

from handlers import publicity
from messages.content import Reply
from messages.contexts import stories as words
from messages.encoding import load_reply
from messages.render import Words
from storage import bulletins, drafts
from storage.bulletins import ChangeKind
from storage.database import Tx
from storage.records import Bulletin


def reworded(made: Bulletin, kind: ChangeKind, text: str) -> Reply:
    """The whole message with this rich text: pictures and buttons stay; what tells of a recall is words alone."""
    if kind is ChangeKind.RECALL:
        return Reply(text=text)
    before = load_reply(made.reply)
    return Reply(text=text, rows=before.rows, attachments=before.attachments)


async def unfit(tx: Tx, made: Bulletin, reply: Reply) -> Words | None:
    """Why this must not go out as the new words of a bulletin; None if it may."""
    found = await publicity.in_reply(tx, await drafts.of_bulletin(tx, made.id), reply)
    return found and words.WordsNotAgreed(id=made.id, code=found.code, files=found.files)


async def unfit_now(tx: Tx, made: Bulletin, version: int) -> Words | None:
    """The same of the words of this version, if it is they that wait: somebody may have said no since."""
    waiting = await bulletins.pending(tx, made.id)
    if waiting is None or waiting.version != version:
        return None
    return await unfit(tx, made, load_reply(waiting.reply))


async def still_names(tx: Tx, made: Bulletin) -> words.BulletinUnnamed | None:
    """Whom a bulletin names, or shows, who has not agreed to it; None if nobody."""
    found = await publicity.in_reply(tx, await drafts.of_bulletin(tx, made.id), load_reply(made.reply))
    if found is None:
        return None
    return words.BulletinUnnamed(
        id=made.id,
        title=made.title,
        code=found.code,
        files=found.files,
        state=made.state.value,
        shown=await bulletins.public(tx, made.id) is not None,
    )
