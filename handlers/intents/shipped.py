"""The package's own data."""

import csv
from importlib.resources import files


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a shipped CSV file, by column."""
    text = files("handlers.intents").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
