"""Asks officers (and authors) for words about a matter: by a prompt to reply to, in private by a dialog."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from handlers import albums, conversing
from handlers.card_buttons import NOTE
from handlers.choose import Option
from handlers.questions import refuse, worded
from handlers.steps import Answers, Facts, Question, Said, Step, flow
from handlers.turn import Turn
from messages import buttons
from messages.buttons import Press, Pressed
from messages.content import ChatKind, Choice, InboundKind, Reply
from messages.contexts import dialogs
from messages.contexts import triage as words
from messages.folding import phrase
from messages.render import day
from messages.vi import commending, triage
from storage import codes
from storage.outbox import Outgoing

DIALOG, STEP = "loidap", "words"
PROMPT, VERB = {**triage.PROMPT, **commending.PROMPT}, {**triage.VERB, **commending.VERB}
_KINDS = {codes.NOMINATION: Pressed.NOMINATION}  # of what is no report, by the prefix of its code
_ANY = "nhanthem"
_NAMED = re.compile(r"\s*([A-Z]{2}\s*[-–—]?\s*[0-9A-Z]{5})(?:\s+(.*))?\Z", re.IGNORECASE | re.DOTALL)


class Matter(Protocol):
    """What words are asked about: a report, a nomination, a duty of a body."""

    @property
    def code(self) -> str:
        """What people call it by."""
        ...

    @property
    def version(self) -> int:
        """Raised by each move."""
        ...


Hear = Callable[
    [Turn, str, str, int | None], Awaitable[None]
]  # code, words or key, the version that was seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearer:
    """What is done with the words asked for, and with a choice offered instead of words."""

    said: Hear
    chosen: Hear | None = None


HEARERS: dict[str, Hearer] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Something to press instead of writing: `action` is the button's, `key` what it stands for."""

    action: str
    key: str
    label: str


async def ask(turn: Turn, report: Matter, purpose: str, offers: Sequence[Offer] = ()) -> None:
    """Ask for the words of this purpose; in a group, and beside a dialog worth keeping, as a prompt to reply to."""
    if turn.address.kind is ChatKind.GROUP or _busy(turn):
        _prompt(turn, report, purpose, offers)
        return
    answers = {
        "code": report.code,
        "purpose": purpose,
        "seen": report.version,
        "offers": [[each.key, each.label] for each in offers],
    }
    await conversing.start(turn, DIALOG, answers)


def _busy(turn: Turn) -> bool:
    standing = turn.position
    found = turn.registry.flow(standing.flow) if standing and standing.flow else None
    return bool(found and found.guard and standing and standing.trail)


def _prompt(turn: Turn, report: Matter, purpose: str, offers: Sequence[Offer]) -> None:
    how = "reply" if turn.limits.replies else "code"
    asked = words.Prompt(
        code=report.code, what=_what(purpose, turn.local), verb=VERB.get(purpose, ""), how=how
    )
    rows = tuple((Choice(label=each.label, data=offered(report, each.action, each.key)),) for each in offers)
    name = f"prompt:{purpose}:{report.code}:{report.version}:{turn.token()}"
    turn.out.append(
        Outgoing(
            address=turn.address,
            reply=Reply(text=turn.words(asked), rows=rows),
            subject=report.code,
            dedupe=name,
        )
    )


def _what(purpose: str, today: date) -> str:
    """What is asked for; where a date is part of it, today's shows how it is written."""
    return PROMPT[purpose].replace("{today}", day(today))


def offered(report: Matter, action: str, key: str) -> str:
    """A button's data that carries the version of the report that its reader saw."""
    ref = f"{report.code}+{report.version}+{key}"
    kind = _KINDS.get(codes.prefix_of(report.code), Pressed.REPORT)
    return buttons.encode(Press(kind=kind, ref=ref, choice=action))


def read_offered(ref: str) -> tuple[str, int | None, str]:
    """(code, version, key) of `offered`."""
    code, _, rest = ref.partition("+")
    version, _, key = rest.partition("+")
    return code, int(version) if version.isdecimal() else None, key


def purpose_of(name: str) -> tuple[str, int | None]:
    """What a prompt with this outbox name asked for, and the version seen then; ("", None) if it is none."""
    kind, *parts = name.split(":")
    if kind == "album" and len(parts) == 4 and parts[2] == albums.INSIDE:
        return NOTE, None
    if kind != "prompt" or len(parts) != 4:
        return "", None
    return parts[0], int(parts[2]) if parts[2].isdecimal() else None


def _asks(answers: Answers, facts: Facts) -> Question:
    what = _what(str(answers.get("purpose", _ANY)), facts.campaign.local(facts.now))
    asked = words.Prompt(code=str(answers.get("code", "")), what=what, verb="", how="")
    options = tuple(Option(key=key, label=label) for key, label in answers.get("offers", ()))
    return Question(text=worded(asked, facts), options=options)


def _accepts(said: Said, answers: Answers, facts: Facts) -> dict[str, Any]:
    if said.choice:
        return {"choice": said.choice}
    code = str(answers.get("code", ""))
    # A reply to another card, or "KK-...: words", is meant for that one: it must not go astray.
    named = codes.find(said.inbound.quoted) or ""
    if (said.inbound.reply_to and named != code) or (codes.find(said.text[:12]) or code) != code:
        raise refuse(words.OtherReport(code=code), facts)
    text = _without(code, said.text, VERB.get(str(answers.get("purpose", "")), ""))
    if said.inbound.kind is InboundKind.PRESS or not (text or said.inbound.attachments):
        raise refuse(dialogs.NeedWords(voice=True), facts)
    return {"text": text}


def _without(code: str, text: str, verb: str) -> str:
    """The words without "KK-...: " or "KK-... verb: " before them: so it is typed where nothing is pressed."""
    named, colon, rest = text.partition(":")
    before = _NAMED.match(named)
    if not colon or before is None or codes.read(before[1]) != code:
        return text
    return rest.strip() if phrase(before[2] or "") in {"", phrase(verb)} else text


async def _finish(turn: Turn, answers: Answers) -> None:
    hearer, got = HEARERS[str(answers["purpose"])], answers[STEP]
    code, seen = str(answers["code"]), answers["seen"]
    if "choice" in got and hearer.chosen is not None:
        await hearer.chosen(turn, code, str(got["choice"]), seen)
    else:
        await hearer.said(turn, code, str(got["text"]), seen)


FLOW = flow(
    DIALOG,
    "viết về một việc",
    (Step(name=STEP, ask=_asks, accept=_accepts, then=lambda _answers, _facts: None, free_text=True),),
    finish=_finish,
    cancelled="Chưa có gì được gửi đi.",
    guard=False,
)
