"""An album arrives as several messages, of which only the first has words: the rest goes where the first went."""

import hashlib

from handlers import adding, cards, telling
from handlers.turn import Turn
from messages.content import Reply
from messages.contexts import drafts as words
from storage import bodies, drafts, reports
from storage.outbox import Outgoing
from storage.records import Report

PERSON, DESK, INSIDE, DRAFT = "person", "desk", "inside", "draft"
DRAFT_FILES = 3  # files of one bulletin


def name(turn: Turn, where: str, token: str) -> str:
    """The outbox name of what the first part is answered with; empty for a message that is no album."""
    return f"{_name(turn)}:{where}:{token}" if turn.inbound.album else ""


def _name(turn: Turn) -> str:
    album = hashlib.sha256(turn.inbound.album.encode()).hexdigest()[:16]
    return f"album:{turn.address.id}:{album}"


async def known_as(turn: Turn, where: str) -> bool:
    """Whether an earlier part of this album was answered under `where`."""
    return bool(await name_of(turn, where))


async def name_of(turn: Turn, where: str) -> str:
    """The name under which an earlier part of this album was answered under `where`; empty if none was."""
    known = await bodies.named(turn.tx, _name(turn)) if turn.inbound.album else None
    return known[0] if known and known[0].startswith(f"{_name(turn)}:{where}:") else ""


async def rest(turn: Turn) -> bool:
    """Pass on a later part of an album, without a word. False if this is none."""
    if not turn.inbound.album or not turn.inbound.attachments:
        return False
    if drawn := await name_of(turn, DRAFT):
        await _to_draft(turn, drawn.rpartition(":")[2])
        return True
    known = await bodies.named(turn.tx, _name(turn))
    report = await reports.get(turn.tx, known[1]) if known else None
    if known is None or report is None:
        return False
    where, token = known[0].removeprefix(f"{_name(turn)}:").split(":", 1)
    if where == DESK and not await adding.taken(turn, "", asked=True):
        return True
    await reports.add_files(turn.tx, report, token, turn.inbound.attachments)
    await _pass_on(turn, report, where, token)
    return True


async def _to_draft(turn: Turn, number: str) -> None:
    """The first part was the words of a bulletin: the others go with it, as far as one takes them."""
    draft = await drafts.get(turn.tx, int(number))
    if draft is None or turn.person.id not in draft.writers:
        return
    files = (*draft.attachments, *turn.inbound.attachments)[:DRAFT_FILES]
    over = len(files) == len(draft.attachments)
    if not over:
        changed = await drafts.change(turn.tx, draft.id, turn.person.id, turn.now, attachments=files)
        if changed is None:
            return
        await turn.log("draft.changed", str(draft.id), part="files", version=changed.version)
    told = words.FilesOfAlbum(id=draft.id, count=len(files), limit=DRAFT_FILES, over=over)
    name = f"more:{_name(turn)}:{number}:{len(files)}:{over}"  # not the newest of the album: that is the card
    reply = Reply(text=turn.words(told), rows=(tuple(turn.registry.buttons("soantin", roles=turn.roles)),))
    turn.out.append(Outgoing(address=turn.address, reply=reply, dedupe=name))


async def _pass_on(turn: Turn, report: Report, where: str, token: str) -> None:
    reply = Reply(text="", attachments=turn.inbound.attachments)
    if where == PERSON:
        address = await telling.author(turn, report)
        if address is not None:
            part = f"{answer_name(report.code, token)}:{turn.token()}"
            turn.out.append(Outgoing(address=address, reply=reply, subject=report.code, dedupe=part))
    if where != INSIDE:
        await cards.under(turn, report, reply, besides=turn.address.id)


def answer_name(code: str, token: str) -> str:
    """The outbox name of one answer, by which it is found again to be taken back."""
    return f"answer:{code}:{token}"
