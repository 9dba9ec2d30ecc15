"""Danger to life: where help is stands above whatever else is answered."""

from handlers.intents import sounds_like
from handlers.turn import Turn
from messages.content import InboundKind
from messages.contexts import basics


def first_words(turn: Turn, text: str) -> str:
    """What comes before all else if these words tell of somebody in danger, rich text; empty if they do not."""
    if not text or not sounds_like(text).emergency:
        return ""
    return turn.words(basics.Emergency(health_line=turn.campaign.contacts.health_line))


def heard_now(turn: Turn) -> str:
    """The same of what has just been typed."""
    return first_words(turn, turn.inbound.text if turn.inbound.kind is InboundKind.MESSAGE else "")


def heed(turn: Turn, text: str) -> None:
    """Say it, as a message of its own, if it is to be said."""
    if first := first_words(turn, text):
        turn.say(first)
