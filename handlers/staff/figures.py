"""/solieu: the health office enters the day's figures and signs them; before that no bulletin can quote them."""

from datetime import date, timedelta
from typing import Any

from handlers import conversing
from handlers.choose import Option
from handlers.conversing import FRESH
from handlers.questions import refuse, text_step, to, worded
from handlers.registry import Action, Command
from handlers.steps import Answers, Facts, Flow, Question, Said, Step, flow
from handlers.turn import Turn
from messages import buttons
from messages.buttons import Press, Pressed
from messages.content import Choice, Lane, Reply
from messages.contexts import figures as words
from storage import desks, figures
from storage.campaign import Campaign
from storage.figures import DayFigures
from storage.outbox import Outgoing
from storage.records import Role

HEALTH = frozenset({Role.HEALTH})
_SIGN = "ky"
_MOST = 10**9
_SOURCE = 200  # UTF-16 units
_TODAY, _YESTERDAY = "nay", "qua"


async def begin(turn: Turn, argument: str) -> None:
    """What is signed for today and yesterday, and a way to enter figures."""
    if not turn.campaign.figures:
        turn.say(words.NoFigures())
        return
    if argument == FRESH:
        await conversing.enter(turn, ENTER.name, argument)
        return
    days = (turn.local.date(), turn.local.date() - timedelta(days=1))
    found = [await figures.signed(turn.tx, day) for day in days]
    lines = tuple(words.Signed(day=each.day, by=_name(each.signed_by)) for each in found if each)
    new = Choice(label="Nhập số liệu", data=buttons.command(ENTER.name, FRESH))
    turn.say(words.Overview(signed=lines), [[new]])


def _name(actor: str) -> str:
    return actor.partition(" (")[0]


def _day_step() -> Step:
    def ask(_answers: Answers, facts: Facts) -> Question:
        options = (Option(key=_TODAY, label="Hôm nay"), Option(key=_YESTERDAY, label="Hôm qua"))
        return Question(text=worded(words.AskDay(), facts), options=options, columns=2)

    def accept(said: Said, _answers: Answers, facts: Facts) -> str:
        today = facts.campaign.local(facts.now).date()
        if not said.choice:
            raise refuse(words.BadDay(), facts)
        return (today if said.choice == _TODAY else today - timedelta(days=1)).isoformat()

    return Step(name="day", ask=ask, accept=accept, then=to("numbers"))


def _numbers_step() -> Step:
    """One figure after another; the answer is {key: number}."""

    def ask(answers: Answers, facts: Facts) -> Question:
        wanted = _missing(answers, facts.campaign)
        return Question(text=worded(words.AskNumber(label=wanted[0].label), facts))

    def accept(said: Said, answers: Answers, facts: Facts) -> dict[str, int]:
        wanted = _missing(answers, facts.campaign)[0]
        typed = said.text.replace(".", "").replace(" ", "")
        if not (typed.isascii() and typed.isdigit()) or int(typed) > _MOST:
            raise refuse(words.BadNumber(label=wanted.label), facts)
        return {**(answers.get("numbers") or {}), wanted.key: int(typed)}

    def then(answers: Answers, facts: Facts) -> str:
        return "numbers" if _missing(answers, facts.campaign) else "source"

    return Step(name="numbers", ask=ask, accept=accept, then=then, free_text=True)


def _missing(answers: Answers, campaign: Campaign) -> list[Any]:
    got = answers.get("numbers") or {}
    return [each for each in campaign.figures if each.key not in got]


async def _entered(turn: Turn, answers: Answers) -> None:
    known = {each.key for each in turn.campaign.figures}
    values = {key: int(value) for key, value in answers["numbers"].items() if key in known}
    made = await figures.enter(
        turn.tx,
        date.fromisoformat(str(answers["day"])),
        values,
        str(answers["source"]),
        turn.actor,
        turn.now,
    )
    await turn.log("figures.entered", str(made.id), day=made.day.isoformat(), values=values)
    press = Press(kind=Pressed.FIGURES, ref=str(made.id), choice=_SIGN)
    sign = Choice(label="Ký số liệu này", data=buttons.encode(press))
    again = Choice(label="Nhập lại", data=buttons.command(ENTER.name, FRESH))
    turn.say(_shown(turn.campaign, made), [[sign, again]])


def _shown(campaign: Campaign, made: DayFigures) -> words.Entered:
    lines = tuple(
        words.Line(label=each.label, number=made.values[each.key])
        for each in campaign.figures
        if each.key in made.values
    )
    return words.Entered(day=made.day, lines=lines, source=made.source)


async def sign(turn: Turn, ref: str) -> None:
    """Ký: from now on bulletins may quote them; editors hear of it where they take the place of others."""
    number = int(ref) if ref.isascii() and ref.isdigit() and len(ref) <= 18 else 0
    entered = await figures.get(turn.tx, number)
    before = await figures.signed(turn.tx, entered.day) if entered else None
    signed = await figures.sign(turn.tx, number, turn.actor, turn.now)
    if signed is None:
        turn.say(words.CannotSign())
        return
    await turn.log("figures.signed", str(signed.id), day=signed.day.isoformat(), values=dict(signed.values))
    turn.say(words.SignedNow(day=signed.day))
    told = words.ToEditors(day=signed.day, by=_name(signed.signed_by), again=before is not None)
    for address in await desks.holders(turn.tx, Role.EDITOR):
        turn.out.append(Outgoing(address=address, reply=Reply(text=turn.words(told)), lane=Lane.ALERTS))


ENTER: Flow = flow(
    "solieu",
    "nhập số liệu trong ngày",
    (
        _day_step(),
        _numbers_step(),
        text_step("source", lambda _a, _f: words.AskFiguresSource(), to(None), limit=_SOURCE),
    ),
    finish=_entered,
    cancelled="Đã thôi nhập. Chưa có số liệu nào được lưu.",
)
COMMANDS: tuple[Command, ...] = (
    Command(
        name="solieu",
        title="Số liệu trong ngày",
        run=begin,
        roles=HEALTH,
        words=("nhập số liệu", "số liệu dịch"),
    ),
)
FLOWS: tuple[Flow, ...] = (ENTER,)
ACTIONS = (Action(kind=Pressed.FIGURES, name=_SIGN, run=sign, roles=HEALTH, desk_members=False),)
