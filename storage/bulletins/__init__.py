"""Bulletins: one thing pushed to many, from its start to its last delivery."""

from storage.bulletins.filling import fill, finish, joined, low, sweep, waiting
from storage.bulletins.moves import CannotMove, cancel, close_all, pause, recall, resume
from storage.bulletins.store import (
    NewBulletin,
    Progress,
    Rule,
    count_audience,
    get,
    latest,
    list_recent,
    live,
    progress,
    rule,
    start,
    unswept,
)

__all__ = [
    "CannotMove",
    "NewBulletin",
    "Progress",
    "Rule",
    "cancel",
    "close_all",
    "count_audience",
    "fill",
    "finish",
    "get",
    "joined",
    "latest",
    "list_recent",
    "live",
    "low",
    "pause",
    "progress",
    "recall",
    "resume",
    "rule",
    "start",
    "sweep",
    "unswept",
    "waiting",
]
