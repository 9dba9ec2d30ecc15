"""What `check` says of an installation."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad a finding is: an error makes `check` fail."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at.

    `about`: settings, campaign, data, database, mail, telegram, zalo_bot, zalo_oa, bulletins.
    """

    level: Level
    about: str
    text: str
