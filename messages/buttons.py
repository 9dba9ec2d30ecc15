"""What a button says when it is pressed: a stateless, versioned grammar of at most 64 bytes.

`1|kind|ref|choice|nonce`. 64 bytes is Telegram's limit for callback data. Whatever comes back is untrusted:
permission and state are checked on every press.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

LIMIT_BYTES = 64
BACK, CANCEL, HELP = "-back", "-cancel", "-help"  # what a dialog's navigation chooses
NAVIGATION = {BACK: "/quaylai", CANCEL: "/huy", HELP: "/trogiup"}  # the same, as it is typed
_VERSION = "1"
_FIELD = re.compile(r"[A-Za-z0-9_.+-]*\Z")


class Pressed(StrEnum):
    """What a button is about."""

    STEP = "s"  # answers the question of a dialog: choice is the option's key, nonce the question's
    COMMAND = "c"  # runs a command: ref is its name, choice its argument
    REPORT = "r"  # acts on a report: ref is its code, choice the action
    NOMINATION = "n"  # acts on a nomination
    RUMOUR = "k"  # acts on a rumour: ref is its code
    BULLETIN = "b"  # acts on a bulletin: ref is its id
    DRAFT = "d"  # acts on a draft: ref is its id, version and the beginning of the hash of what was shown
    OBLIGATION = "o"  # acts on what one body was asked to do: ref is its code
    REMARK = "p"  # acts on a reply to a bulletin: ref is its code
    OFFER = "g"  # acts on an offer of help: ref is its code
    DIRECTIVE = "w"  # acts on what many bodies were asked to do: ref is its id
    ZONE = "z"  # acts on an entry of zone changes: ref is its id
    FIGURES = "f"  # signs the day's figures: ref is their id
    ANSWER = "a"  # answers a bulletin: ref is its draft's id, choice the key of what was offered


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    kind: Pressed
    ref: str = ""
    choice: str = ""
    nonce: str = ""


def encode(press: Press) -> str:
    """The button's data.

    Raises:
        ValueError: a field holds other than ASCII letters, digits and `_.+-`, or the whole is over 64 bytes.
    """
    fields = (press.ref, press.choice, press.nonce)
    if not all(_FIELD.match(value) for value in fields):
        raise ValueError(f"button fields take ASCII letters, digits and _.+- only: {fields}")
    data = "|".join((_VERSION, press.kind.value, *fields))
    if len(data) > LIMIT_BYTES:
        raise ValueError(f"button data is {len(data)} bytes, over {LIMIT_BYTES}: {data}")
    return data


def decode(data: str) -> Press | None:
    """What was pressed; None for anything that `encode` did not write."""
    version, *rest = data.split("|") if len(data) <= LIMIT_BYTES else [""]
    if version != _VERSION or len(rest) != 4 or not all(_FIELD.match(value) for value in rest):
        return None
    try:
        kind = Pressed(rest[0])
    except ValueError:
        return None
    return Press(kind=kind, ref=rest[1], choice=rest[2], nonce=rest[3])


def command(name: str, argument: str = "") -> str:
    """Data of a button that runs a command."""
    return encode(Press(kind=Pressed.COMMAND, ref=name, choice=argument))


def step(choice: str, nonce: str) -> str:
    """Data of a button that answers a dialog's question."""
    return encode(Press(kind=Pressed.STEP, choice=choice, nonce=nonce))


def nomination(code: str, action: str) -> str:
    """Data of a button on a nomination's card."""
    return encode(Press(kind=Pressed.NOMINATION, ref=code, choice=action))


def report(code: str, action: str) -> str:
    """Data of a button on a report's card."""
    return encode(Press(kind=Pressed.REPORT, ref=code, choice=action))


def rumour(code: str, action: str, version: int | None = None) -> str:
    """Data of a button about a rumour; with a version, of what its reader saw."""
    ref = code if version is None else f"{code}+{version}"
    return encode(Press(kind=Pressed.RUMOUR, ref=ref, choice=action))
