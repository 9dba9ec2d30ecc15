"""Drafts: what agencies write, submit, approve and start."""

from storage.drafts.moves import (
    NotNow,
    OwnWork,
    approve,
    drop,
    give_back,
    hold,
    show_again,
    start,
    submit,
)
from storage.drafts.planned import again, begun, due, planned
from storage.drafts.store import NewDraft, change, create, get, list_open, of_bulletin, of_subject

__all__ = [
    "NewDraft",
    "NotNow",
    "OwnWork",
    "again",
    "approve",
    "begun",
    "change",
    "create",
    "drop",
    "due",
    "get",
    "give_back",
    "hold",
    "list_open",
    "of_bulletin",
    "of_subject",
    "planned",
    "show_again",
    "start",
    "submit",
]
