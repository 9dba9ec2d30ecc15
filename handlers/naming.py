"""The one-time code by which a nominee answers for themselves whether they may be named."""

from handlers.turn import Turn
from messages.contexts import naming as words
from storage import link_codes, nominees
from storage.records import Nomination

COMMAND = "neuten"


async def show_code(turn: Turn, nomination: Nomination, *, by_office: bool) -> None:
    """A fresh code, once, to whoever will hand it to the nominee."""
    code = await nominees.create(turn.tx, nomination, turn.now, by_office=by_office)
    told = words.NomineeCode(
        code=nomination.code, secret=link_codes.shown(code), days=nominees.LIFETIME.days, office=by_office
    )
    turn.say(told, subject=nomination.code)
