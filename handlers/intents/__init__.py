"""What free text sounds like: an emergency, a question about health, or one of the things this bot can do."""

from handlers.intents.kinds import suggest_kind
from handlers.intents.reading import Guess, Reading, sounds_like

__all__ = ["Guess", "Reading", "sounds_like", "suggest_kind"]
