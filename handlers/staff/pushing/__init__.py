"""Bulletins on their way, in the hands of staff: one message that follows each, with what can be done about it."""

from handlers.staff.pushing import articles, controls, late, new_words, results
from handlers.staff.pushing.articles import ask_article, tell_withdrawn
from handlers.staff.pushing.following import deciders, follow, progress_text, show_progress
from handlers.staff.pushing.late import ask_grown, ask_late
from handlers.staff.pushing.new_words import announce_approved, announce_words

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
    "progress_text",
    "show_progress",
    "tell_withdrawn",
]

COMMANDS = ()
FLOWS = (new_words.FLOW,)
ACTIONS = (*articles.ACTIONS, *late.ACTIONS, *controls.ACTIONS, *new_words.ACTIONS, *results.ACTIONS)
