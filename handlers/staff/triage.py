"""The desk's work on reports: take, resolve, take an answer back, and the queue."""

from dataclasses import replace

from handlers import cards
from handlers.registry import Action, Command
from handlers.threads import TAKE_BACK, answer_name
from handlers.turn import Turn
from messages import buttons
from messages.buttons import Pressed
from messages.content import Choice, Reply
from messages.contexts import reports as words
from messages.vi import states
from storage import outbox, people, reports
from storage.outbox import Outgoing
from storage.records import Report, ReportEvent, ReportState

PAGE = 10


async def take(turn: Turn, code: str) -> None:
    """Tiếp nhận: somebody at the desk looks into it."""
    await _move(turn, code, ReportState.RECEIVED)


async def resolve(turn: Turn, code: str) -> None:
    """Đã giải quyết."""
    await _move(turn, code, ReportState.RESOLVED)


async def _move(turn: Turn, code: str, state: ReportState) -> None:
    report = await reports.get(turn.tx, code)
    if report is None:
        turn.say(words.NoSuchCode(code=code))
    elif not await reports.move(turn.tx, report, state, turn.now):
        turn.say(words.CannotMove(code=code, state=states.REPORT[report.state.value]))
        await cards.refresh(turn, report)
    else:
        event = ReportEvent(at=turn.now, kind=state.value, actor=turn.actor)
        await reports.note(turn.tx, report, event)
        await turn.log(f"report.{state.value}", code)
        await _tell(turn, report, state)
        await cards.refresh(turn, replace(report, state=state), turn.actor.partition(" (")[0])


async def _tell(turn: Turn, report: Report, state: ReportState) -> None:
    """Push the change to its author, once."""
    told = words.StateChanged(
        code=report.code, state=states.REPORT[state.value].lower(), desk=cards.desk_name(turn.campaign)
    )
    for address in (await people.addresses_of(turn.tx, report.person_id or 0))[:1]:
        turn.send(address, Reply(text=turn.words(told)), subject=report.code)


async def take_back(turn: Turn, reference: str) -> None:
    """Thu hồi: delete the answer where the platform still can."""
    code, _, token = reference.partition("+")
    report = await reports.get(turn.tx, code)
    target = await outbox.row_of(turn.tx, answer_name(code, token))
    addresses = await people.addresses_of(turn.tx, report.person_id or 0) if report else []
    if target is None or not addresses:
        turn.say(words.NoSuchCode(code=code))
        return
    turn.out.append(Outgoing(address=addresses[0], reply=None, target=target, subject=code))
    await turn.log("report.answer_taken_back", code)
    turn.say(words.AnswerTakenBack(code=code))


async def queue(turn: Turn, argument: str) -> None:
    """/hangcho: open reports, the urgent first, then the oldest, ten to a page."""
    page = max(int(argument), 0) if argument.isdigit() else 0
    total = await reports.count_open(turn.tx)
    items = tuple(_line(turn, report) for report in await reports.waiting(turn.tx, PAGE, page * PAGE))
    row = []
    if page:
        row.append(Choice(label="Trang trước", data=buttons.command("hangcho", str(page - 1))))
    if (page + 1) * PAGE < total:
        row.append(Choice(label="Trang sau", data=buttons.command("hangcho", str(page + 1))))
    turn.say(words.Queue(items=items, first=page * PAGE + 1, total=total), [row] if row else [])


def _line(turn: Turn, report: Report) -> words.Mine:
    campaign = turn.campaign
    urgent = "GẤP - " if report.urgent else ""
    place = cards.place_label(campaign, report.place)
    return words.Mine(
        code=report.code,
        about=f"{urgent}{cards.kind_label(campaign, report.kind)} - {place}",
        state=states.REPORT[report.state.value],
        at=campaign.local(report.created_at).date(),
    )


ACTIONS = (
    Action(kind=Pressed.REPORT, name=cards.TAKE, run=take, roles=cards.DESK_ROLES),
    Action(kind=Pressed.REPORT, name=cards.RESOLVE, run=resolve, roles=cards.DESK_ROLES),
    Action(kind=Pressed.REPORT, name=TAKE_BACK, run=take_back, roles=cards.DESK_ROLES),
)
COMMANDS = (
    Command(
        name="hangcho",
        title="Việc đang chờ",
        run=queue,
        roles=cards.DESK_ROLES,
        words=("hàng chờ",),
        groups=True,
    ),
)
FLOWS = ()
