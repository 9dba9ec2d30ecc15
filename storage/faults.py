"""Where a crash would hurt most: named calls to a no-op that tests replace with a crash."""

from collections.abc import Callable

POINTS = (
    "inbox.before_commit",
    "inbox.after_commit",
    "turn.before_commit",
    "turn.after_commit",
    "claim.after_commit",
    "deliver.before",
    "deliver.after",
    "receipt.before_commit",
    "receipt.after_commit",
    "firing.before_commit",
    "firing.after_commit",
    "slice.after_commit",
    "job.before",
    "job.before_commit",
    "job.after_commit",
    "broadcast.before",
    "broadcast.after",
)

_hook: list[Callable[[str], None]] = []


def point(name: str) -> None:
    """Say where the program stands. Does nothing unless a test listens."""
    for hook in _hook:
        hook(name)


def listen(hook: Callable[[str], None]) -> None:
    """Call `hook` with the name of every point passed, from now on; for tests."""
    _hook.append(hook)
