"""What the author of a report, and those who follow it, are told: each change of state once."""

from dataclasses import replace

from handlers import seats
from handlers.turn import Turn
from messages import buttons
from messages.content import Choice, Reply
from messages.contexts import progress as words
from messages.render import Words
from messages.vi import states
from storage import people, voices
from storage.outbox import Outgoing
from storage.records import RATEABLE, Address, Report, ReportState

TELL, NOT_SOLVED, CONTENT, DISCONTENT = "nhanthem", "chuaxong", "hailong", "chuahailong"
NO_ONE, NO_WAY = (
    "người gửi đã xóa dữ liệu của mình",
    "người gửi đã chặn kênh này hoặc không còn dùng tài khoản",
)


async def author(turn: Turn, report: Report) -> Address | None:
    """Where the author reads, in whichever channel; None if nowhere."""
    if report.person_id is None:
        return None
    found = await people.addresses_of(turn.tx, report.person_id)
    return found[0] if found and found[0].reachable else None


async def why_not(turn: Turn, report: Report) -> str:
    """Why its author cannot be told anything; empty if they can."""
    if report.person_id is None:
        return NO_ONE
    return "" if await author(turn, report) else NO_WAY


async def state(turn: Turn, report: Report, now: ReportState, body: str) -> None:
    """Push a change of state to its author and to those who follow it; `body` is who did it."""
    label = states.REPORT[now.value].lower()
    told = words.StateChanged(code=report.code, state=label, desk=body, own=True, unit=bool(report.on_behalf))
    await this(turn, report, told, closing(report) if now in RATEABLE else ())
    await others(turn, report, now, body)


async def this(turn: Turn, report: Report, what: Words, rows: tuple[tuple[Choice, ...], ...] = ()) -> None:
    """Say something about it to its author."""
    address = await author(turn, report)
    if address is not None:
        turn.send(address, Reply(text=turn.words(what), rows=rows), subject=report.code)


async def others(turn: Turn, report: Report, now: ReportState, body: str) -> None:
    """Tell those who follow it how it stands, and nothing of what was said to its author; closed, how did it go.

    Whoever did it by this very turn knows.
    """
    label = states.REPORT[now.value].lower()
    told = turn.words(words.StateChanged(code=report.code, state=label, desk=body, own=False, unit=False))
    for person_id in await voices.followers(turn.tx, report.id):
        if person_id in {report.person_id, turn.person.id}:
            continue
        for address in (await people.addresses_of(turn.tx, person_id))[:1]:
            if address.reachable:
                rows = closing(report) if now in RATEABLE else ()
                turn.send(address, Reply(text=told, rows=rows), subject=report.code)


async def merged(turn: Turn, report: Report, other: Report) -> None:
    """Tell its author, and those who follow it and hear of `other` from now on, that it goes on as that."""
    told = words.Merged(code=report.code, other=other.code, mine=report.person_id == other.person_id)
    await this(turn, report, told)
    hear = {other.person_id, *await voices.followers(turn.tx, other.id)} - {report.person_id, turn.person.id}
    for person_id in await voices.followers(turn.tx, report.id):
        if person_id not in hear:
            continue
        text = turn.words(replace(told, mine=person_id == other.person_id))
        for address in (await people.addresses_of(turn.tx, person_id))[:1]:
            if address.reachable:
                turn.send(address, Reply(text=text), subject=other.code)


async def answer(
    turn: Turn, report: Report, what: Words, name: str, rows: tuple[tuple[Choice, ...], ...]
) -> bool:
    """Say the desk's words to the author, files too, under a name by which they are taken back."""
    address = await author(turn, report)
    if address is None:
        return False
    reply = Reply(text=turn.words(what), attachments=turn.inbound.attachments, rows=rows)
    turn.out.append(Outgoing(address=address, reply=reply, subject=report.code, dedupe=name))
    return True


def closing(report: Report) -> tuple[tuple[Choice, ...], ...]:
    """One tap to say how it went, and one to say that it is not solved."""
    rated = (
        Choice(label="Hài lòng", data=buttons.report(report.code, CONTENT)),
        Choice(label="Chưa hài lòng", data=buttons.report(report.code, DISCONTENT)),
    )
    again = Choice(label="Chưa được giải quyết", data=buttons.report(report.code, NOT_SOLVED))
    return (rated, (again,))


def tell_more(report: Report, label: str = "Trả lời") -> tuple[tuple[Choice, ...], ...]:
    """A button to write about it, for those who do not answer a message by replying to it."""
    return ((Choice(label=label, data=buttons.report(report.code, TELL)),),)


def desk_of(turn: Turn, report: Report) -> str:
    """Who works on it now, as its author reads it."""
    return seats.body_name(turn.campaign, report.handler)


def moved(report: Report, to: ReportState, **changes: object) -> Report:
    """The report as it is after a move, for those who draw its card."""
    return replace(report, state=to, version=report.version + 1, **changes)  # type: ignore[arg-type]
