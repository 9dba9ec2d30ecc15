"""Giới thiệu gương người tốt, việc tốt, from a person's words to a code. A tip, never a formal proposal."""

from handlers.citizens.nominations import intake

COMMANDS = intake.COMMANDS
FLOWS = intake.FLOWS
ACTIONS = ()
