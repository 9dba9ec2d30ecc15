"""What people say back to a bulletin: heard, shown at the agency's desk, answered, or made a report or a rumour."""

from handlers.registry import Command
from handlers.remarks import desk, saying, typed

__all__ = ["ACTIONS", "COMMANDS", "FLOWS"]

COMMANDS: tuple[Command, ...] = ()
FLOWS = (saying.FLOW,)
ACTIONS = (*desk.ACTIONS, *typed.ACTIONS)
