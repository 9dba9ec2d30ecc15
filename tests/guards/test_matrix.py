"""The page that says who may do what tells what the registry says."""

from handlers.everything import REGISTRY
from storage.records import Role
from tests.guards.matrix import PAGE, SHORT, page


def test_there_is_something_to_tell() -> None:
    """Every role has a column, every command and action a row."""
    assert set(SHORT) == set(Role)
    rows = [line for line in page().splitlines() if line.startswith("| `")]
    assert len(rows) == len(REGISTRY.commands) + len(REGISTRY.actions) > 50


def test_the_page_is_up_to_date() -> None:
    """After a command or an action has come, gone or changed hands: python -m tests.guards.matrix."""
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.guards.matrix"
