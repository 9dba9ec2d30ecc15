"""Tracking codes: a prefix and five random characters of Crockford's base32, forgiving of how they are typed."""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
REPORT, NOMINATION, OBLIGATION, REMARK, OFFER = "KK", "GT", "NV", "PH", "GS"
RUMOUR = "KC"  # for staff: nobody follows a rumour by its code
PREFIXES = (REPORT, NOMINATION, OBLIGATION, REMARK, OFFER)
PATTERN = rf"({'|'.join(PREFIXES)})\s*[-–—]?\s*([0-9A-Z]{{5}})"  # as people type one
_READ_AS = str.maketrans("ILO", "110")
_CODE = re.compile(rf"\s*{PATTERN}\s*\Z")
_INSIDE = re.compile(rf"(?<!\w)({'|'.join(PREFIXES)})\s?[-–—]\s?([0-9A-Z]{{5}})(?!\w)")
_RUMOUR = re.compile(r"(?<!\w)(KC)\s?[-–—]?\s?([0-9A-Z]{5})(?!\w)")


def new(prefix: str) -> str:
    """A fresh code; 33 million of each prefix, so the caller tries again on a collision."""
    return f"{prefix}-{''.join(secrets.choice(ALPHABET) for _ in range(5))}"


def prefix_of(code: str) -> str:
    """What a code is of: one of PREFIXES; empty for no code."""
    prefix = code.partition("-")[0]
    return prefix if prefix in PREFIXES else ""


def read(text: str) -> str | None:
    """The code that `text` is, in its one true form; None if it is none. I and L read as 1, O as 0."""
    return _true_form(_CODE.match(text.upper()))


def find(text: str) -> str | None:
    """The first code inside `text`, as our own cards write it (with the dash)."""
    return _true_form(_INSIDE.search(text.upper()))


def rumour(text: str) -> str | None:
    """The first code of a rumour inside `text`."""
    return _true_form(_RUMOUR.search(text.upper()))


def is_code(text: str) -> bool:
    """Whether `text` is nothing but a code."""
    return read(text) is not None


def _true_form(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    body = match[2].translate(_READ_AS)
    return f"{match[1]}-{body}" if all(letter in ALPHABET for letter in body) else None
