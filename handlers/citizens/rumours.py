"""/kiemchung: is this true? Its correction if there is one; otherwise the agency is asked, and the asker told later."""

from typing import Any

from handlers import conversing
from handlers.questions import refuse, worded
from handlers.registry import EVERYONE, Action, Command
from handlers.rumours import asking, office, telling
from handlers.steps import Answers, Facts, Question, Said, Step, flow
from handlers.turn import Turn
from messages.buttons import Pressed
from messages.content import InboundKind
from messages.contexts import rumours as words
from messages.encoding import dump_attachments, load_attachments
from storage import rumours
from storage.records import Rumour

_STEP = "rumour"


async def begin(turn: Turn, argument: str) -> None:
    """With the rumour said already, by the command or before it: check it; otherwise ask for it."""
    text = str(turn.carried.get("text", "")) or ("" if argument == conversing.FRESH else argument)
    files = load_attachments(turn.carried.get("files", ()))
    if text or files:
        await asking.heard(turn, text, files)
    else:
        await conversing.enter(turn, asking.FLOW, argument)


def _asks(_answers: Answers, facts: Facts) -> Question:
    return Question(text=worded(words.AskRumour(), facts))


def _accepts(said: Said, _answers: Answers, facts: Facts) -> dict[str, Any]:
    files = said.inbound.attachments
    if said.inbound.kind is InboundKind.PRESS or not (said.text or asking.photos_of(files)):
        raise refuse(words.NeedRumour(heard=bool(files)), facts)
    return {"text": said.text, "files": dump_attachments(files)}


async def _finish(turn: Turn, answers: Answers) -> None:
    got = answers[_STEP]
    files = load_attachments(got["files"])
    await asking.heard(turn, got["text"], files, besides=str(answers.get("besides", "")))


async def helped(turn: Turn, code: str) -> None:
    """Có ích."""
    await _rate(turn, code, helped=True)


async def not_helped(turn: Turn, code: str) -> None:
    """Chưa rõ."""
    await _rate(turn, code, helped=False)


async def _rate(turn: Turn, code: str, *, helped: bool) -> None:
    rumour = await _asked(turn, code)
    if rumour is None:
        return
    if not await rumours.rate(turn.tx, rumour, turn.person.id, helped=helped):
        turn.say(words.Unknown(), [turn.registry.buttons(asking.FLOW)])
        return
    turn.say(words.Rated(helped=helped), [turn.registry.buttons(asking.FLOW, "tinmoi")])
    turn.out += await office.refresh(turn, rumour, quietly=True)


async def another(turn: Turn, code: str) -> None:
    """Không phải tin tôi hỏi: it is asked once more, and this item not taken for it."""
    if await _asked(turn, code) is not None:
        await conversing.enter(turn, asking.FLOW, answers={"besides": code})


async def no_news(turn: Turn, code: str) -> None:
    """Không cần báo lại."""
    rumour = await _asked(turn, code)
    if rumour is None:
        return
    stopped = await rumours.stop_telling(turn.tx, rumour, turn.person.id)
    turn.say(words.NoMoreNews() if stopped else words.Unknown(), [turn.registry.buttons("trogiup")])


async def _asked(turn: Turn, code: str) -> Rumour | None:
    rumour = await rumours.get(turn.tx, code)
    if rumour is None:
        turn.say(words.Unknown(), [turn.registry.buttons(asking.FLOW)])
    return rumour


FLOWS = (
    flow(
        asking.FLOW,
        "kiểm chứng một tin",
        (Step(name=_STEP, ask=_asks, accept=_accepts, then=lambda _a, _f: None, free_text=True, hears=True),),
        finish=_finish,
        cancelled="Dạ, chúng tôi không giữ lại gì.",
        guard=False,
    ),
)
COMMANDS = (
    Command(
        name=asking.FLOW,
        title="Kiểm chứng một tin",
        run=begin,
        words=("kiểm chứng", "kiểm chứng tin", "kiểm chứng tin đồn", "tin đồn"),
    ),
)
ACTIONS = tuple(
    Action(kind=Pressed.RUMOUR, name=name, run=run, roles=EVERYONE, desk_members=False)
    for name, run in (
        (telling.HELPED, helped),
        (telling.NOT_HELPED, not_helped),
        (telling.ANOTHER, another),
        (telling.NO_NEWS, no_news),
    )
)
