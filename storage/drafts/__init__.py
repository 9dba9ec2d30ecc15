"""Drafts: what agencies write, submit, approve and start."""

from storage.drafts.moves import NotNow, OwnWork, approve, drop, give_back, show_again, start, submit
from storage.drafts.store import NewDraft, change, create, get, list_open, of_bulletin, of_subject

__all__ = [
    "NewDraft",
    "NotNow",
    "OwnWork",
    "approve",
    "change",
    "create",
    "drop",
    "get",
    "give_back",
    "list_open",
    "of_bulletin",
    "of_subject",
    "show_again",
    "start",
    "submit",
]
