"""A list that does not fit one message: numbers that open its lines, and the way to the other pages."""

from collections.abc import Callable, Sequence

from messages import buttons
from messages.content import Choice

MOST_PAGES = 999


def numbers(command: str, codes: Sequence[str], first: int) -> list[list[Choice]]:
    """Opens one line of the page by its number, counted from `first` on."""
    made = [
        Choice(label=str(first + at), data=buttons.command(command, code))
        for at, code in enumerate(codes, start=1)
    ]
    return [made[at : at + 5] for at in range(0, len(made), 5)]


def turning(page: int, last: int, at: Callable[[int], str]) -> list[Choice]:
    """To the page before and after; `at` gives a button's data for a page, counted from 0."""
    found = [Choice(label="Trang trước", data=at(page - 1))] if page else []
    return [*found, Choice(label="Trang sau", data=at(page + 1))] if page < last else found
