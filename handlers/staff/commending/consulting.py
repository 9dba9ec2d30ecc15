"""Health proposes together with Home Affairs (plan V.3): its word is asked for before, and stands on the card."""

from collections.abc import Mapping

from handlers.staff.commending import does, seats
from handlers.staff.commending.common import at_work, event, record, tell_seat
from handlers.staff.commending.seats import Seat
from handlers.staff.commending.steps import Run
from handlers.turn import Turn
from messages.contexts import commending as words
from messages.contexts import triage
from messages.vi.commending import KEPT
from storage.records import AGREED, CONSULTED, Role


async def consult(turn: Turn, code: str) -> None:
    """Xin ý kiến phối hợp: Home Affairs gets the card, and is asked whether it agrees to propose."""
    found = await at_work(turn, code, does.CONSULT)
    if found is None:
        return
    if not await seats.chats_of(turn, found[0], Role.HOME_AFFAIRS):
        turn.say(words.BadWords(code=code, why="nơi phối hợp chưa có nhóm và chưa có cán bộ trên kênh này"))
        return
    after = await record(turn, found[0], event(turn, CONSULTED), does.CONSULT)
    if after is not None:
        await tell_seat(turn, after, Seat.OFFICE, Role.HEALTH, does.CONSULT)


async def agree(turn: Turn, code: str) -> None:
    """Thống nhất đề xuất: Home Affairs' word, once a round; Health reads it."""
    found = await at_work(turn, code, does.AGREE)
    if found is None:
        return
    if AGREED in await seats.round_of(turn, found[0]):
        turn.say(triage.Kept(code=code, what=KEPT[does.AGREE]), subject=code)
        return
    after = await record(turn, found[0], event(turn, AGREED), does.AGREE)
    if after is not None:
        await tell_seat(turn, after, Seat.HEALTH, Role.HOME_AFFAIRS, does.AGREE)


RUNS: Mapping[str, Run] = {does.CONSULT: consult, does.AGREE: agree}
