"""Two questions that only a nomination asks: on which days it happened, and how the nominator knows."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from handlers.choose import Option
from handlers.citizens.nominations.answers import in_words
from handlers.dates import Span, read_span
from handlers.questions import refuse, text_step, to, worded
from handlers.steps import Answers, Facts, Question, Said, Step
from messages.contexts import nominations as words
from messages.render import short_day
from messages.vi.deeds import KNOWN, MEMBER

_DAYS_SHOWN = 8
_KNOWN_LIMIT = 200  # UTF-16 units
TODAY, YESTERDAY, ANOTHER = "today", "yesterday", "another"


def when_step() -> Step:
    """On which days, within the campaign. The answer is {"first": ISO date, "last": ISO date}."""
    return Step(name="when", ask=_ask_when, accept=_accept_when, then=_after_when)


def _window(facts: Facts) -> tuple[date | None, date]:
    """The first and last day a deed may have; before the campaign begins, any day up to now."""
    today, campaign = _today(facts), facts.campaign
    return (campaign.starts if today >= campaign.starts else None), min(today, campaign.ends)


def _today(facts: Facts) -> date:
    return facts.campaign.local(facts.now).date()


def _fits(span: Span, facts: Facts) -> str:
    """Why these days cannot be; empty if they can."""
    first, last = _window(facts)
    if span.first > span.last:
        return "backwards"
    if span.last > _today(facts):
        return "future"
    if first and span.first < first:
        return "before"
    return "after" if span.last > last else ""


def _days(facts: Facts) -> dict[str, Span]:
    today = _today(facts)
    named = {TODAY: today, YESTERDAY: today - timedelta(1)}
    return {key: Span(at, at) for key, at in named.items() if not _fits(Span(at, at), facts)}


def _ask_when(answers: Answers, facts: Facts) -> Question:
    first, last = _window(facts)
    if not (answers.get("when") or {}).get("another"):
        labels = {TODAY: "Hôm nay", YESTERDAY: "Hôm qua"}
        near = [Option(key=key, label=labels[key]) for key in _days(facts)]
        return Question(
            text=worded(words.AskWhen(until=last), facts),
            options=(*near, Option(key=ANOTHER, label="Ngày khác")),
        )
    since = max(first or last, last - timedelta(_DAYS_SHOWN - 1))
    shown = [since + timedelta(n) for n in range((last - since).days + 1)]
    options = tuple(Option(key=each.isoformat(), label=short_day(each)) for each in shown)
    return Question(
        text=worded(words.AskDay(starts=first or since, until=last), facts), options=options, columns=4
    )


def _accept_when(said: Said, _answers: Answers, facts: Facts) -> dict[str, Any]:
    if said.choice == ANOTHER:
        return {"another": True}
    campaign = facts.campaign
    if said.choice in {TODAY, YESTERDAY}:
        span: Span | None = _days(facts)[said.choice]
    elif said.choice:
        span = Span(date.fromisoformat(said.choice), date.fromisoformat(said.choice))
    else:
        span = read_span(said.text, _today(facts), (campaign.starts, campaign.ends))
    why = "unread" if span is None else _fits(span, facts)
    if span is None or why:
        bad = words.BadDate(
            why=why,
            today=_today(facts),
            starts=campaign.starts,
            ends=campaign.ends,
            until=_window(facts)[1],
        )
        raise refuse(bad, facts)
    return {"first": span.first.isoformat(), "last": span.last.isoformat()}


def _after_when(answers: Answers, _facts: Facts) -> str:
    return "result" if "first" in answers["when"] else "when"


def days_of(answers: Answers) -> Span:
    """The days that the deed took."""
    when = answers["when"]
    return Span(date.fromisoformat(when["first"]), date.fromisoformat(when["last"]))


def known_step() -> Step:
    """One of the buttons, or any words of their own."""
    own = text_step(
        "known", lambda _a, _f: words.AskKnown(own_words=True), to("withheld"), limit=_KNOWN_LIMIT, voice=True
    )

    def waits(answers: Answers) -> bool:
        known = answers.get("known") or {}
        return known.get("how") == "other" and not (known["text"] or known["files"])

    def ask(answers: Answers, facts: Facts) -> Question:
        if waits(answers):
            return own.ask(answers, facts)
        ways = {**KNOWN, **MEMBER} if answers.get("who") == "collective" else KNOWN
        options = tuple(Option(key=key, label=label.capitalize()) for key, label in ways.items())
        return Question(text=worded(words.AskKnown(own_words=False), facts), options=options, columns=2)

    def accept(said: Said, answers: Answers, facts: Facts) -> dict[str, Any]:
        if said.choice:
            return {"how": said.choice, "text": "", "files": []}
        return {"how": "other", **own.accept(said, answers, facts)}

    def after(answers: Answers, _facts: Facts) -> str:
        return "known" if waits(answers) else "withheld"

    return replace(own, ask=ask, accept=accept, then=after)


def known_how(answers: Answers) -> str:
    """How it is known, in the nominator's words where they gave some."""
    if answers.get("known") is None:
        return "tự giới thiệu"
    return in_words(answers, "known") or {**KNOWN, **MEMBER}[answers["known"]["how"]]
