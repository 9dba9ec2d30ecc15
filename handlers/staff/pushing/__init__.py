"""Bulletins on their way, in the hands of staff: one message that follows each, with what can be done about it."""

from handlers.staff.pushing import aloud, articles, controls, late, new_words, results
from handlers.staff.pushing.articles import ask_article, tell_withdrawn
from handlers.staff.pushing.common import press_row
from handlers.staff.pushing.following import deciders, follow, progress_text, refresh, show_progress
from handlers.staff.pushing.late import ask_grown, ask_late
from handlers.staff.pushing.new_words import announce_approved, announce_words
from handlers.staff.pushing.rewording import reworded, still_names, unfit, unfit_now

__all__ = [
    "ACTIONS",
    "COMMANDS",
    "FLOWS",
    "announce_approved",
    "announce_words",
    "ask_article",
    "ask_grown",
    "ask_late",
    "deciders",
    "follow",
    "press_row",
    "progress_text",
    "refresh",
    "reworded",
    "show_progress",
    "still_names",
    "tell_withdrawn",
    "unfit",
    "unfit_now",
]

COMMANDS = ()
FLOWS = (new_words.FLOW,)
ACTIONS = (
    *aloud.ACTIONS,
    *articles.ACTIONS,
    *late.ACTIONS,
    *controls.ACTIONS,
    *new_words.ACTIONS,
    *results.ACTIONS,
)
