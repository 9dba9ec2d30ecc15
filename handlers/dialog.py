"""The dialog engine: small on purpose, and pure.

State must be in the transaction, survive restarts, and serve buttons and numbers alike, so a dialog is
a `Flow` of named `Step`s and a `Position` in it. `hear` reads what somebody said where they stand; `ask` words
the question of where they then stand. No I/O, no clock, no randomness: what a step needs is in its `Facts`.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from handlers.choose import Chosen, choose, is_cancel
from handlers.steps import Answers, Facts, Flow, Said, Several, Step, Unacceptable
from messages import buttons
from messages.content import Choice, Inbound, InboundKind, Reply
from messages.folding import phrase, tidy
from messages.vi.labels import Label
from storage.records import Position

BACK, CANCEL, HELP = buttons.BACK, buttons.CANCEL, buttons.HELP
_NAVIGATION = {BACK: Label.BACK, CANCEL: Label.CANCEL, HELP: Label.HELP}
_COMMANDS = {typed: key for key, typed in buttons.NAVIGATION.items()}
_WAS = "-was"  # the answer that a step had before it was asked again


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Now at `position`: ask there."""

    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Stays:
    """Still there: say this (if anything), then ask again."""

    say: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    answers: Answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """Heard already: the same press twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Taken in without a word, the question stays as it stands: the rest of an album."""

    position: Position


Result = Moved | Stays | Finished | Cancelled | Silent | Kept


def begin(flow: Flow, answers: Answers, nonce: str, now: datetime, step: str = "") -> Position:
    """The position at a flow's start; `nonce` is a fresh random token."""
    return Position(flow=flow.name, step=step or flow.first, answers=answers, nonce=nonce, asked_at=now)


def ask(flow: Flow, position: Position, facts: Facts, before: str = "") -> Reply | None:
    """The question of the step at `position`, with `before` said first; None if there is nothing to say."""
    question = flow.steps[position.step].ask(position.answers, facts)
    if question.quiet and not before:
        return None
    options = [Choice(label=o.label, data=buttons.step(o.key, position.nonce)) for o in question.options]
    rows = [tuple(options[i : i + question.columns]) for i in range(0, len(options), question.columns)]
    navigation = [key for key in _NAVIGATION if key != BACK or _may_go_back(position)]
    rows.append(tuple(Choice(label=_NAVIGATION[k], data=buttons.step(k, position.nonce)) for k in navigation))
    text = f"{before}\n\n{question.text}" if before else question.text
    return Reply(text=text, rows=tuple(rows), numeric=flow.steps[position.step].numeric)


def hear(
    flow: Flow, position: Position, inbound: Inbound, facts: Facts, *, stale: str, helps: str = ""
) -> Result:
    """What `inbound` means at `position`. `stale` is said to a press that is no answer here, `helps` to "help"."""
    step = flow.steps[position.step]
    late = _rest_of_album(flow, position, inbound)
    if late is not None:
        return late
    chosen = ""
    if inbound.kind is InboundKind.PRESS:
        press = buttons.decode(inbound.press)
        if press is None or press.nonce != position.nonce:
            return Silent() if press and press.nonce == position.prior else Stays(say=stale)
        chosen = press.choice
    else:
        chosen = _COMMANDS.get(phrase_command(inbound.text), "")
        if not chosen and not step.free_text:
            chosen = _navigation(inbound.text)
    if chosen in _NAVIGATION:
        return _navigate(chosen, position, step.help or helps)
    try:
        said = _read(step, position, inbound, chosen, facts, stale)
        answer = step.accept(said, position.answers, facts)
    except Unacceptable as refused:
        return Stays(say=refused.say)
    return _advance(position, step, answer, facts)


def phrase_command(text: str) -> str:
    """The command that a text is, lower case and without a bot's name; empty if it is none."""
    text = tidy(text).lower()
    return text.split(" ", 1)[0].split("@", 1)[0] if text.startswith("/") else ""


def _navigation(text: str) -> str:
    """Back, cancel or help said in words, where words are not an answer."""
    if is_cancel(text):
        return CANCEL
    said = phrase(text)
    return next((key for key in (BACK, HELP) if said == phrase(_NAVIGATION[key])), "")


def _rest_of_album(flow: Flow, position: Position, inbound: Inbound) -> Kept | None:
    for step in flow.steps.values() if inbound.album else ():
        more = step.late(position.answers, inbound) if step.late else None
        if more is not None:
            return Kept(position=replace(position, answers={**position.answers, **more}))
    return None


def _read(step: Step, position: Position, inbound: Inbound, pressed: str, facts: Facts, stale: str) -> Said:
    """Which option was meant, if any: a press must name one of this question's own."""
    options = step.ask(position.answers, facts).options
    if pressed:
        if all(option.key != pressed for option in options):
            raise Unacceptable(stale)
        return Said(inbound=inbound, choice=pressed)
    found = choose(inbound.text, options, numbered=not step.free_text) if inbound.text else None
    return Said(inbound=inbound, choice=found.key if isinstance(found, Chosen) else "")


def _navigate(where: str, position: Position, helps: str) -> Result:
    if where == CANCEL:
        return Cancelled()
    if where == HELP or not _may_go_back(position):
        return Stays(say=helps)
    return Moved(position=_back(position))


def _half_answered(position: Position) -> bool:
    """Whether the step asked has an answer already: a district, but no commune yet."""
    return position.answers.get(position.step) is not None


def _may_go_back(position: Position) -> bool:
    return bool(position.trail) or _half_answered(position)


def _back(position: Position) -> Position:
    """To the first question of a half-answered step, to the summary that sent us here, or one step back."""
    answers = {name: answer for name, answer in position.answers.items() if name != position.step}
    if _half_answered(position):
        return _at(position, answers=answers)
    *trail, last = position.trail
    if position.return_to:
        answers[position.step] = answers.pop(_WAS, None)
        return _at(position, step=position.return_to, answers=answers, trail=tuple(trail), return_to="")
    answers.pop(last, None)
    return _at(position, step=last, answers=answers, trail=tuple(trail))


def _advance(position: Position, step: Step, answer: Any, facts: Facts) -> Result:
    new = answer.answers if isinstance(answer, Several) else {step.name: answer}
    answers = {**position.answers, **new}
    return_to = answer.return_to if isinstance(answer, Several) else position.return_to
    target = step.then(answers, facts)
    if target is None:
        return Finished(answers=answers)
    if isinstance(answer, Several) and answer.return_to:
        answers[_WAS] = position.answers.get(target)
    if return_to and return_to == position.return_to and target != step.name:
        target, return_to = return_to, ""
    trail = position.trail if target == step.name else (*position.trail, step.name)
    if target in trail and not return_to:  # a summary again: "back" walks the way that first led there
        trail = trail[: trail.index(target)]
    return Moved(position=_at(position, step=target, answers=answers, trail=trail, return_to=return_to))


def _at(position: Position, **changes: Any) -> Position:
    """The position moved: a new question has a new nonce, and the one before is remembered."""
    return replace(position, **changes, prior=position.nonce, nonce=_next(position.nonce))


def _next(nonce: str) -> str:
    """The nonce of the next question: the random part stays, the count behind the dot goes up."""
    head, _, count = nonce.partition(".")
    return f"{head}.{int(count or 0) + 1}"
