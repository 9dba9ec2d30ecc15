"""Taking difficulties in: the dialog, and what else a citizen does with reports of others."""

from handlers.citizens.reports.intake import COMMANDS, FLOW
from handlers.citizens.reports.similar import ACTIONS

__all__ = ["ACTIONS", "COMMANDS", "FLOWS"]

FLOWS = (FLOW,)
