"""/dangky, /dung and /ngungtin: what news somebody takes, from where and how often; and stopping."""

from handlers.citizens import consent, topics, whereabouts
from handlers.citizens.menu import menu_rows
from handlers.citizens.taking import ALL, DAILY, roundup_hour, show, without_consent
from handlers.registry import Command
from handlers.steps import Flow
from handlers.turn import Rows, Turn
from messages import buttons
from messages.content import Choice
from messages.contexts import subscriptions as words
from storage import people
from storage.records import Pace

SURE, ON, LESS = "chac", "tiep", "it"


async def settings(turn: Turn, argument: str) -> None:
    """What they take, and what can be changed; asks for consent where there is none."""
    if await without_consent(turn):
        return
    if argument in {DAILY, ALL}:
        await _change_pace(turn, Pace.DAILY if argument == DAILY else Pace.ALL)
        return
    await show(turn)


async def _change_pace(turn: Turn, pace: Pace) -> None:
    turn.person = await people.choose_pace(turn.tx, turn.person, pace)
    turn.say(
        words.PaceStored(daily=pace is Pace.DAILY, at=roundup_hour(turn)), [turn.registry.buttons("dangky")]
    )


async def stop(turn: Turn, argument: str) -> None:
    """Stop all news: asks back first; a button's argument is the answer."""
    if not consent.has_agreed(turn):
        turn.say(words.NothingToStop(), menu_rows(turn))
    elif argument == SURE:
        await consent.withdraw(turn)
        turn.say(words.Stopped(), [turn.registry.buttons("dangky"), turn.registry.buttons("trogiup")])
    elif argument == LESS:
        await _change_pace(turn, Pace.DAILY)
    elif argument == ON:
        turn.say(words.GoesOn(), menu_rows(turn))
    else:
        turn.say(words.Stop(), _stop_rows())


def _stop_rows() -> Rows:
    answers = {
        SURE: "Đúng, ngừng nhận tin",
        ON: "Không, nhận tiếp",
        LESS: "Nhận ít hơn (mỗi ngày một lần)",
    }
    return [(Choice(label=label, data=buttons.command("ngungtin", key)),) for key, label in answers.items()]


FLOWS: tuple[Flow, ...] = (*topics.FLOWS, *whereabouts.FLOWS)
COMMANDS: tuple[Command, ...] = (
    Command(
        name="dangky",
        title="Nhận tin",
        run=settings,
        words=("đăng ký nhận tin", "đăng ký", "đổi cách nhận tin"),
    ),
    Command(
        name="ngungtin",
        title="Ngừng nhận tin",
        run=stop,
        words=("ngừng tin", "thôi nhận tin", "hủy nhận tin", "hủy đăng ký", "không nhận tin nữa"),
    ),
    # "dung" alone is đúng, dừng, đừng or somebody's name: only the command itself asks.
    Command(name="dung", title="Dừng nhận tin", run=stop, menu=False),
    *topics.COMMANDS,
    *whereabouts.COMMANDS,
)
ACTIONS = ()
