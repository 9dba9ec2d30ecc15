"""How many people a bot's plan lets in: told in time."""

from dataclasses import replace
from typing import Any

from bot.crowding import Crowding
from messages.limits import AMPLE
from storage import people
from storage.database import Database, Tx
from tests.driver import NOON
from tests.simulators.channel import FakeChannel, FakeClock


class Told:
    """Who would tell the administrators."""

    def __init__(self) -> None:
        self.said: list[str] = []

    async def alert(self, _tx: Tx, what: str) -> None:
        self.said.append(what)


async def test_the_operator_hears_before_a_bot_is_full(database: Database) -> None:
    """At 80 % of the people that the plan allows, and when it is full, once each; other platforms are not counted."""
    told: Any = Told()
    few = FakeChannel(FakeClock(), replace(AMPLE, people=5))
    chore = Crowding(channels=[few, FakeChannel(FakeClock())], conversation=told)
    async with database.transaction() as tx:
        for number in range(1, 7):
            await people.meet(tx, "other", "1", f"p{number}", NOON)
            await people.meet(tx, few.name, few.bot, f"p{number}", NOON)
            await chore.look(tx, NOON)
            await chore.look(tx, NOON)
    assert [("4 trên 5" in each, "5 trên 5" in each) for each in told.said] == [(True, False), (False, True)]
