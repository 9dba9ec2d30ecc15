"""Words and their contexts: missing data is an error before it is a message."""

import importlib
import pkgutil
import re
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from jinja2 import meta, nodes

from handlers.staff.digests import EXAMPLES, EXCERPT, MOST, TOP
from messages import contexts
from messages.length import fits, utf16
from messages.markup import check, visible
from messages.render import DEFAULT_LOCALE, ROOT, Words, environment, render, rich
from storage.statistics import KINDS

LIMIT = 4096  # UTF-16 units: the narrowest channel's message
FOLDER = ROOT / DEFAULT_LOCALE

# Whose words have no limit, or are as many as somebody has sent: the channel splits them (messages.markup.split).
SPLIT = {
    "calendar/closing",
    "calendar/reminder",
    "commending/whole",
    "news/bulletin",
    "plan/part",
    "privacy/export",
    "progress/asked",
    "progress/decided",
    "progress/not_ours",
    "reports/answer",
    "reports/desk_told",
    "reports/follow_up",
    "reports/my_one",
    "zone_files/bad_lines",
    "zone_entries/card",
    "zone_files/checked",
    "zone_entries/news",
    "zone_entries/put_right",
}
# Fields that hold more, or less, than a label does (UTF-16 units).
LENGTHS = {
    "code": 8,
    "contact": 60,
    "deed": 1500,
    "emergency": 200,
    "excerpt": 300,
    "keeps": 200,
    "known": 200,
    "proposal": 300,
    "link": 100,
    "name": 120,
    "result": 500,
    "text": 300,
    "title": 160,
    "unit": 200,
    "words": 1500,
}
LENGTHS_IN = {
    ("StoryLine", "words"): 300,
    ("DeedStep", "words"): 80,
    ("DeedStep", "what"): 30,
    ("DeedStep", "who"): 64,
    ("DeedCard", "deed"): 700,
    ("DeedCard", "unit"): 100,
    ("DeedCard", "result"): 200,
    ("DeedCard", "known"): 100,
    ("DeedCard", "nominator"): 120,
    ("DeedCard", "seconds"): 100,
    ("DeedCard", "marks"): 45,
    ("DeedCard", "details"): 120,
    ("DeedCard", "praised"): 160,
    ("DeedCard", "award"): 160,
    ("DeedCard", "form"): 120,
    ("DeedCard", "state"): 45,
    ("DeedCard", "by"): 64,
    ("DeedCard", "helped"): 40,
    ("DeedCard", "fits"): 40,
    ("DeedCard", "agrees"): 40,
    ("DeedCard", "named"): 30,
    ("DeedCard", "days"): 30,
    ("DeedCard", "track"): 25,
    ("Done", "words"): 120,
    ("Done", "what"): 40,
    ("Done", "who"): 64,
    ("Prompt", "what"): 200,
    ("Group", "places"): 24,
    ("District", "place"): 24,
    ("Excerpt", "words"): EXCERPT,
    ("Excerpt", "place"): 50,
    ("Excerpt", "kind"): 40,
    ("Share", "label"): 40,
    ("Bulletin", "text"): 3000,
    ("Message", "text"): 3000,
    ("NewWords", "text"): 3000,
    ("RemarkLine", "words"): 600,
    ("WordsSummary", "text"): 3000,
    ("Row", "label"): 40,
    ("Shifted", "place"): 60,
    ("Shifted", "before"): 20,
    ("Shifted", "after"): 20,
    ("HolderLine", "name"): 60,
    ("Does", "name"): 12,
    ("Does", "title"): 40,
    ("Line", "name"): 12,
    ("Line", "title"): 40,
    ("OfferCard", "words"): 800,
    ("OfferSummary", "words"): 800,
    ("OfferCard", "when"): 200,
    ("OfferSummary", "when"): 200,
    ("OfferDone", "words"): 120,
    ("NeedLine", "words"): 160,
    ("OfferLine", "words"): 80,
    ("OfferThanks", "words"): 160,
    ("DutyCard", "text"): 1800,
    ("DutyCard", "reported"): 350,
    ("DutyEvent", "what"): 30,
    ("DutyEvent", "words"): 100,
    ("DutySummary", "text"): 1800,
    ("DirectiveView", "text"): 1800,
    ("DutyChecked", "words"): 1500,
    ("Line", "words"): 120,
    ("AskClaim", "keep"): 300,
    ("Card", "claim"): 300,
    ("Found", "claim"): 300,
    ("Published", "claim"): 300,
    ("Published", "answer"): 1200,
    ("Found", "answer"): 1200,
    ("Found", "source"): 200,
    ("Preview", "text"): 2400,
}
# How many of a kind there are at most.
COUNTS = {
    "labels": 6,
    "story": 8,
    "history": 5,
    "seconds": 2,
    "marks": 4,
    "districts": TOP,
    "kinds": MOST,
    "most": KINDS,
    "cases": EXAMPLES,
    "lines": 14,
    "waiting": 8,
    "answered": 4,
    "rows": 15,
}
# Fields that are one of a few words.
WORDS = {
    ("BadDate", "why"): "before",
    ("BadDecided", "why"): "before",
    ("BadLine", "flaw"): "name_differs",
    ("Broken", "why"): "too_large",
    ("Missed", "kind"): "reminder",
    ("Missed", "why"): "before_start",
    ("NotNow", "state"): "approved",
    ("Reminder", "step"): "soon",
    ("AskOffer", "kind"): "goods",
}
RICH = {
    ("AskKind", "emergency"),
    ("Complaint", "emergency"),
    ("Gathering", "emergency"),
    ("SoundsLike", "emergency"),
    ("Bulletin", "text"),
    ("Message", "text"),
    ("NewWords", "text"),
    ("Preview", "text"),
    ("WordsSummary", "text"),
}
AT = datetime(2021, 12, 25, 23, 59, tzinfo=UTC)


def every_context() -> list[type[Words]]:
    """From the modules themselves: a slotted dataclass leaves its slotless twin among the subclasses."""
    modules = [
        importlib.import_module(f"{contexts.__name__}.{each.name}")
        for each in pkgutil.iter_modules(contexts.__path__)
    ]
    found = [
        each
        for module in modules
        for each in vars(module).values()
        if isinstance(each, type)
        and issubclass(each, Words)
        and each is not Words
        and each.__module__ == module.__name__
    ]
    return sorted(found, key=lambda each: each.template)


def every_template() -> set[str]:
    return {path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.j2")}


def tree(template: str) -> nodes.Template:
    return environment().parse((FOLDER / f"{template}.j2").read_text(encoding="utf-8"))


def included(template: str) -> set[str]:
    """The templates that this one takes in, and those that they take in."""
    direct = {
        str(name).removesuffix(".j2") for name in meta.find_referenced_templates(tree(template)) if name
    }
    return direct | {each for name in direct for each in included(name)}


def variables(template: str) -> set[str]:
    names = {template, *included(template)}
    return {v for name in names for v in meta.find_undeclared_variables(tree(name))} - set(
        environment().globals
    )


CONTEXTS = every_context()
FOLDERS = {
    folder: tuple(each for each in CONTEXTS if each.template.split("/")[0] == folder)
    for folder in sorted({each.template.split("/")[0] for each in CONTEXTS})
}
each_folder = pytest.mark.parametrize("folder", FOLDERS)


def test_there_is_something_to_look_at() -> None:
    """The guards below found contexts and templates."""
    assert len(CONTEXTS) > 100
    assert len(every_template()) > 100


def test_every_template_has_one_context_and_every_context_a_template() -> None:
    """No words that nobody says, no context without words; parts that others include are no messages."""
    named = [each.template for each in CONTEXTS]
    assert sorted(set(named)) == sorted(named)
    parts = {part for template in every_template() for part in included(template)}
    assert set(named) == every_template() - parts


@each_folder
def test_fields_are_exactly_the_variables(folder: str) -> None:
    """A field that no template reads, or a variable that nobody gives, is a mistake found here."""
    for context in FOLDERS[folder]:
        given = {each.name for each in fields(context)}  # type: ignore[arg-type]
        assert given == variables(context.template), context.template


def longest(owner: str, name: str, kind: Any) -> Any:
    """The longest plausible value of a field, with letters that markup must escape."""
    if (owner, name) in WORDS:
        return WORDS[owner, name]
    if kind is str:
        length = LENGTHS_IN.get((owner, name), LENGTHS.get(name, 80))
        text = ('Xã <Phú Lộc> & "Ộ\'" ' * (length // 8 + 1))[:length].strip()
        return rich("<b>Ộ</b>, " * (length // 10) + "Ộ.") if (owner, name) in RICH else text
    if kind in {int, bool, datetime, date}:
        return {int: 99_999, bool: True, datetime: AT, date: AT.date()}[kind]
    if get_origin(kind) in {Union, types.UnionType}:
        return longest(owner, name, next(each for each in get_args(kind) if each is not types.NoneType))
    if get_origin(kind) is tuple:
        return tuple(longest(owner, name, get_args(kind)[0]) for _ in range(COUNTS.get(name, 5)))
    return made(kind, longest)


def optional(template: str) -> frozenset[str]:
    """The names whose emptiness the template asks about: what it does not ask about is never empty."""
    names: set[str] = set()
    for part in (template, *included(template)):
        asked = [each.test for each in tree(part).find_all((nodes.If, nodes.CondExpr))]
        for node in (*asked, *tree(part).find_all(nodes.Or)):
            inside = [node, *node.find_all((nodes.Name, nodes.Getattr))]
            names |= {
                each.name if isinstance(each, nodes.Name) else each.attr
                for each in inside
                if isinstance(each, nodes.Name | nodes.Getattr)
            }
    return frozenset(names)


def shortest_for(template: str) -> Callable[[str, str, Any], Any]:
    """The least that a field may hold: nothing, where the template asks."""
    empty = optional(template)

    def shortest(owner: str, name: str, kind: Any) -> Any:
        if (owner, name) in WORDS:
            return WORDS[owner, name]
        if get_origin(kind) in {Union, types.UnionType}:
            return None
        if get_origin(kind) is tuple:
            return () if name in empty else (shortest(owner, name, get_args(kind)[0]),)
        if kind in {str, int}:
            return kind() if name in empty else kind("1")
        if kind is bool:
            return False
        return AT if kind is datetime else AT.date() if kind is date else made(kind, shortest)

    return shortest


def made(kind: type, value: Any) -> Any:
    assert is_dataclass(kind), kind
    hints = get_type_hints(kind)
    return kind(**{each.name: value(kind.__name__, each.name, hints[each.name]) for each in fields(kind)})


def said(context: type[Words], value: Callable[[str, str, Any], Any]) -> str:
    """Its words with these values, which are sound markup."""
    try:
        text = render(made(context, value))
        check(text)
    except Exception as error:
        raise AssertionError(context.template) from error
    return text


@each_folder
def test_the_longest_words_are_well_formed_and_fit(folder: str) -> None:
    """With every field as full as the flows allow, the text is sound markup within one message."""
    for context in FOLDERS[folder]:
        text = said(context, longest)
        units = f"{context.template}: {utf16(visible(text))} units"
        assert context.template in SPLIT or fits(text, LIMIT), units


@pytest.mark.parametrize("full", [True, False], ids=["longest", "shortest"])
@each_folder
def test_no_text_has_holes_in_it(folder: str, *, full: bool) -> None:
    """Whatever is left out, no gap shows: no double space, no two empty lines, no blank before a comma."""
    for context in FOLDERS[folder]:
        text = said(context, longest if full else shortest_for(context.template))
        assert text.strip(), context.template
        hole = re.search(r".{0,30}(?:  |\n\s*\n\s*\n| [,.;:!?](?:\s|\Z)|[ \t]\n).{0,30}", text)
        assert not hole, f"{context.template}: {hole[0] if hole else ''}"


def test_what_is_split_is_there() -> None:
    """The list of exceptions names templates that exist."""
    assert every_template() >= SPLIT
