"""The parts of a draft as questions, for writing it and for writing one of them anew."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from handlers.albums import DRAFT_FILES
from handlers.choose import Option
from handlers.dates import read_span
from handlers.questions import SKIP, Then, files_step, refuse, rest_of_album, text_step, to, worded
from handlers.staff.marked_words import MARKS, dumped_places, words_of
from handlers.steps import Answers, Facts, Question, Said, Step, Unacceptable
from messages.contexts import drafting as words
from messages.encoding import dump_attachments
from messages.folding import fold

TITLE_LIMIT = 160  # UTF-16 units
TEXT_LIMIT = 3_000  # leaves room for title, source and the agency's name within one message
SOURCE_LIMIT = 200
FILES = DRAFT_FILES


def title(then: Then) -> Step:
    """The heading, plain."""
    return text_step("title", lambda _a, _f: words.AskTitle(limit=TITLE_LIMIT), then, limit=TITLE_LIMIT)


def source(then: Then) -> Step:
    """Where the facts come from, plain."""
    return text_step(
        "source", lambda _a, _f: words.AskSource(), then, limit=SOURCE_LIMIT, skip="Không ghi nguồn"
    )


def text(then: Then) -> Step:
    """The words, with simple marks; whatever is pasted is made safe. A forwarded post brings its files along.

    The answer is {"text": rich text, "files": [...], "loose": places that were not read as marks}.
    """

    def ask(_answers: Answers, facts: Facts) -> Question:
        return Question(text=worded(words.AskText(limit=TEXT_LIMIT), facts))

    def accept(said: Said, _answers: Answers, facts: Facts) -> dict[str, object]:
        written, places = words_of(said, facts, TEXT_LIMIT)
        files = dump_attachments(said.inbound.attachments)[:FILES]
        album = {"album": said.inbound.album} if said.inbound.album else {}
        return {"text": written, "files": files, "loose": dumped_places(places), **album}

    def next_(answers: Answers, facts: Facts) -> str | None:
        return MARKS if answers["text"]["loose"] else then(answers, facts)

    late = rest_of_album("text", FILES)
    return Step(name="text", ask=ask, accept=accept, then=next_, free_text=True, late=late)


def files() -> Step:
    """Picture, sound, document: up to three."""
    asks = lambda _a, f: words.AskFiles(limit=FILES, papers=f.limits.papers)  # noqa: E731
    asked = files_step("files", asks, "files", limit=FILES)
    done = lambda answers, _facts: None if (answers.get("files") or {}).get("done") else "files"  # noqa: E731
    return replace(asked, then=done)


def until() -> Step:
    """The time up to which it holds: "20:00 18/8", "18/8" (its end), "hôm nay". The answer is ISO, "" for none."""

    def ask(_answers: Answers, facts: Facts) -> Question:
        return Question(
            text=worded(words.AskUntil(day=_tomorrow(facts)), facts),
            options=(Option(key=SKIP, label="Không đặt thời hạn"),),
        )

    def accept(said: Said, _answers: Answers, facts: Facts) -> str:
        if said.choice == SKIP:
            return ""
        at = read_moment(said.text, facts)
        if at is None:
            raise refuse(words.BadUntil(past=False, day=_tomorrow(facts)), facts)
        if at <= facts.now:
            raise refuse(words.BadUntil(past=True, day=_tomorrow(facts)), facts)
        return at.isoformat()

    return Step(name="until", ask=ask, accept=accept, then=to(None), free_text=True)


def _tomorrow(facts: Facts) -> date:
    return facts.campaign.local(facts.now).date() + timedelta(days=1)


def read_moment(said: str, facts: Facts) -> datetime | None:
    """A day of the campaign with an hour, in either order; without an hour the end of that day."""
    campaign = facts.campaign
    day, hour = _hour_of(said)
    around = (campaign.starts, campaign.ends)
    span = read_span(day or "hôm nay", campaign.local(facts.now).date(), around)
    if span is None or span.first != span.last:
        return None
    return datetime.combine(span.first, hour or time(23, 59), campaign.zone_info)


def _hour_of(said: str) -> tuple[str, time | None]:
    """The text without its hour, and the hour: 20:00, 20h, 20h30, 20 giờ 30; in "20h 18/8" 18 is the day."""
    found = re.search(r"(?<!\d)([01]?\d|2[0-3])\s?(?:[:hH]|giờ)\s?([0-5]\d)?(?!\d|[/.-]\d)", said)
    if found is None:
        return said.strip(), None
    rest = f"{said[: found.start()]} {said[found.end() :]}".strip(" ,.")
    rest = re.sub(r"^(?:đến|trước|lúc|ngày)\s+|\s+(?:ngày|lúc)$", "", rest.strip())
    return rest.strip(" ,."), time(int(found[1]), int(found[2] or 0))


def when() -> Step:
    """The hour at which it goes out: "7h30 mai", "07:00 19/8", "hằng ngày 7h đến 24/8"; or as soon as it may.

    The answer is {"at": ISO or "", "daily": ISO or ""}.
    """

    def ask(_answers: Answers, facts: Facts) -> Question:
        return Question(
            text=worded(words.AskWhen(ends=facts.campaign.ends, day=_tomorrow(facts)), facts),
            options=(Option(key=SKIP, label="Ngay khi được duyệt"),),
        )

    def bad(why: str, facts: Facts) -> Unacceptable:
        return refuse(words.BadWhen(why=why, ends=facts.campaign.ends, day=_tomorrow(facts)), facts)

    def accept(said: Said, _answers: Answers, facts: Facts) -> dict[str, str]:
        if said.choice == SKIP:
            return {"at": "", "daily": ""}
        found = read_when(said.text, facts)
        if found is None:
            raise bad("", facts)
        at, last = found
        campaign = facts.campaign
        if at <= facts.now:
            raise bad("past", facts)
        if max(campaign.local(at).date(), last or campaign.local(at).date()) > campaign.ends:
            raise bad("after", facts)
        if last and last < campaign.local(at).date():  # its only hour of today has passed
            raise bad("none", facts)
        return {"at": at.isoformat(), "daily": last.isoformat() if last else ""}

    return Step(name="when", ask=ask, accept=accept, then=to(None), free_text=True)


_DAILY = re.compile(r"\s*(?:hang|moi)(?:\s+ngay\b)?")


def read_when(said: str, facts: Facts) -> tuple[datetime, date | None] | None:
    """The first time, and the last day of a daily one; None if the words say no hour."""
    campaign, today = facts.campaign, facts.campaign.local(facts.now).date()
    around = (campaign.starts, campaign.ends)
    rest, hour = _hour_of(said)
    daily = _DAILY.match(fold(said))
    rest = re.sub(r"^luc\b|\bluc$", "", _DAILY.sub("", fold(rest)).strip(" ,.")).strip(" ,.")
    if hour is None:
        return None
    if daily:
        last = read_span(re.sub(r"^(?:den|toi|cho den|het)\s+(?:ngay\s+|het\s+)?", "", rest), today, around)
        first = datetime.combine(today, hour, campaign.zone_info)
        if first <= facts.now:
            first += timedelta(days=1)
        if rest and (last is None or last.first != last.last):
            return None
        return first, last.last if rest and last else campaign.ends
    if re.fullmatch(r"(?:ngay\s+)?mai", rest):
        return datetime.combine(today + timedelta(days=1), hour, campaign.zone_info), None
    span = read_span(rest or "hôm nay", today, around)
    if span is None or span.first != span.last:
        return None
    return datetime.combine(span.first, hour, campaign.zone_info), None
