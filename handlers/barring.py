"""Who may send something new, here and now: nobody who is blocked, or has sent as much as one person may."""

from handlers import cards
from handlers.turn import Turn
from messages.contexts import blocking as words
from messages.render import Words
from storage import limits


def blocked(turn: Turn) -> Words | None:
    """What to say to somebody from whom nothing new is taken for a while; None to all others."""
    campaign, until = turn.campaign, turn.person.blocked_until
    if until is None or until <= turn.now:
        return None
    return words.Blocked(
        until=campaign.local(until), ask=ask_about(turn), health_line=campaign.contacts.health_line
    )


def ask_about(turn: Turn) -> str:
    """Whom to ask about a block."""
    return turn.campaign.contacts.managing_body or cards.desk_name(turn.campaign)


async def barred(turn: Turn) -> Words | None:
    """What to say instead of taking something new; None if they may send it.

    Holders of a role are not counted: an officer may report for a whole unit. A block holds for everybody.
    """
    campaign, contacts = turn.campaign, turn.campaign.contacts
    refusal = blocked(turn)
    if refusal is not None or turn.grants:
        return refusal
    again = await limits.may_file_from(turn.tx, turn.person.id, campaign.limits, turn.now)
    if again is None:
        return None
    return words.TooMany(
        at=campaign.local(again),
        per_hour=campaign.limits.per_hour,
        per_day=campaign.limits.per_day,
        health_line=contacts.health_line,
    )
