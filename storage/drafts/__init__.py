"""Drafts: what agencies write, submit, approve and start."""

from storage.drafts.moves import (
    NotNow,
    OwnWork,
    approve,
    drop,
    give_back,
    hold,
    put_off,
    show_again,
    start,
    submit,
)
from storage.drafts.planned import again, approved_for, due, next_due, planned, waiting_for_hours
from storage.drafts.store import NewDraft, change, create, get, list_open, of_bulletin, of_subject

__all__ = [
    "NewDraft",
    "NotNow",
    "OwnWork",
    "again",
    "approve",
    "approved_for",
    "change",
    "create",
    "drop",
    "due",
    "get",
    "give_back",
    "hold",
    "list_open",
    "next_due",
    "of_bulletin",
    "of_subject",
    "planned",
    "put_off",
    "show_again",
    "start",
    "submit",
    "waiting_for_hours",
]
