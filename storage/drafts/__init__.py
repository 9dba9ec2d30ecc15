"""Drafts: what agencies write, submit, approve and start."""

from storage.drafts.listed import open_ids, waiting_ids
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
from storage.drafts.store import NewDraft, change, create, get, of_bulletin, of_subject
from storage.drafts.unanswered import unanswered, urge

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
    "next_due",
    "of_bulletin",
    "of_subject",
    "open_ids",
    "planned",
    "put_off",
    "show_again",
    "start",
    "submit",
    "unanswered",
    "urge",
    "waiting_for_hours",
    "waiting_ids",
]
