"""More from somebody to what they filed: who may, how much in an hour, how long."""

from handlers.barring import ask_about
from handlers.citizens.reports.bins import MOST_WORDS
from handlers.turn import Turn
from messages.content import Reply
from messages.contexts import blocking, dialogs
from messages.length import utf16
from messages.render import Words
from storage import limits
from storage.outbox import Outgoing


async def taken(turn: Turn, text: str, *, asked: bool = False) -> bool:
    """Whether to keep what this turn adds; says why not. A cry for help among it was heeded before.

    Of a flood the first refusal of an hour is told, and the others are no news. `asked`: the desk waits for these
    words, which a block does not keep from it.
    """
    if utf16(text) > MOST_WORDS:
        turn.say(dialogs.TooLong(length=utf16(text), limit=MOST_WORDS))
        return False
    refusal = _blocked(turn) if not asked else None
    refusal = refusal or await _flooding(turn)
    if refusal is not None:
        _say_once(turn, refusal)
    return refusal is None


def _blocked(turn: Turn) -> Words | None:
    until = turn.person.blocked_until
    if until is None or until <= turn.now:
        return None
    return blocking.BlockedMore(
        until=turn.campaign.local(until),
        ask=ask_about(turn),
        health_line=turn.campaign.contacts.health_line,
    )


async def _flooding(turn: Turn) -> Words | None:
    """Holders of a role are not counted, as when they file."""
    campaign = turn.campaign
    if turn.grants:
        return None
    again = await limits.may_write_from(turn.tx, turn.person.id, campaign.limits, turn.now)
    if again is None:
        return None
    return blocking.TooMuchMore(
        at=campaign.local(again),
        per_hour=campaign.limits.follow_ups_per_hour,
        health_line=campaign.contacts.health_line,
    )


def _say_once(turn: Turn, words: Words) -> None:
    name = f"{type(words).__name__}:{turn.address.id}:{turn.local:%Y-%m-%dT%H}"
    turn.out.append(Outgoing(address=turn.address, reply=Reply(text=turn.words(words)), dedupe=name))


def receipt_name(turn: Turn, code: str) -> str:
    """The outbox name of the word that files have come: one a minute, however many come apart. Empty for words."""
    if turn.inbound.text.strip() or not turn.inbound.attachments:
        return ""
    return f"more:{code}:{turn.address.id}:{turn.local:%Y-%m-%dT%H:%M}"
