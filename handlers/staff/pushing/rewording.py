"""What new words make of a bulletin, and what keeps them from going out."""

from dataclasses import replace

from handlers import publicity
from handlers.staff import framing
from handlers.staff.gaps import gaps_in, labels
from messages.content import Reply
from messages.contexts import pushing
from messages.contexts import stories as words
from messages.encoding import load_reply
from messages.render import Words
from storage import bulletins, drafts
from storage.bulletins import ChangeKind
from storage.campaign import Campaign
from storage.database import Tx
from storage.records import Bulletin


async def reworded(tx: Tx, campaign: Campaign, made: Bulletin, kind: ChangeKind, text: str) -> Reply:
    """The whole message with this rich text.

    Pictures and buttons stay, and of what an agency wrote heading, title, source, validity and its name; what tells of
    a recall is words alone.
    """
    if kind is ChangeKind.RECALL:
        return Reply(text=text)
    draft = await drafts.of_bulletin(tx, made.id)
    if draft is not None:
        corrects = kind is ChangeKind.CORRECT
        text = framing.message(campaign, replace(draft, text=text), corrects=corrects).text
    return replace(load_reply(made.reply), text=text)


async def unfit(tx: Tx, campaign: Campaign, made: Bulletin, reply: Reply) -> Words | None:
    """Why this must not go out as the new words of a bulletin; None if it may."""
    if left := gaps_in(reply.text):
        return pushing.WordsGaps(id=made.id, labels=labels(campaign, left))
    if (over := framing.too_long(reply)) is not None:
        return over
    found = await publicity.in_reply(tx, await drafts.of_bulletin(tx, made.id), reply)
    if found is None:
        return None
    return words.WordsNotAgreed(id=made.id, code=found.code, files=found.files)


async def unfit_now(tx: Tx, campaign: Campaign, made: Bulletin, version: int) -> Words | None:
    """The same of the words of this version, if it is they that wait: somebody may have said no since."""
    waiting = await bulletins.pending(tx, made.id)
    if waiting is None or waiting.version != version:
        return None
    return await unfit(tx, campaign, made, load_reply(waiting.reply))


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
