"""From a context to words: one environment, every gap an error, every value escaped."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import ClassVar, TypeVar, dataclass_transform

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from messages.runs import cleaned

ROOT = Path(__file__).parent
DEFAULT_LOCALE = "vi"
T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True, eq_default=False)
def context(kind: type[T]) -> type[T]:
    """What a template is given, or a part of it: a dataclass, frozen to the type checker.

    At run time it has a constructor and nothing else. There are six hundred, and to make the other methods of each
    took a third of a second of every start; nobody compares or prints what people are about to be told.
    """
    return dataclass(kw_only=True, eq=False, repr=False, match_args=False)(kind)


class Words:
    """Base of all contexts: its fields are exactly its template's variables."""

    template: ClassVar[str]
    __slots__ = ()


def day(value: date) -> str:
    """25/8/2021, as the plan writes dates."""
    return f"{value.day}/{value.month}/{value.year}"


def short_day(value: date) -> str:
    """25/8: where the year stands nearby."""
    return f"{value.day}/{value.month}"


def clock(value: datetime) -> str:
    """16:05, the hour as it is written on the value: give local times."""
    return f"{value:%H:%M}"


def moment(value: datetime) -> str:
    """16:05 ngày 25/8/2021."""
    return f"{clock(value)} ngày {day(value)}"


def number(value: float) -> str:
    """1.199.653: Vietnamese thousands."""
    return f"{value:,}".replace(",", ".")


def _sendable(value: object) -> object:
    """Characters that no platform takes (controls, halves of surrogate pairs, bidi overrides) are left out."""
    return cleaned(value) if type(value) is str else value


@cache
def environment(locale: str = DEFAULT_LOCALE) -> Environment:
    """The templates of one language: StrictUndefined, autoescape on, no I/O but its own folder."""
    env = Environment(
        loader=FileSystemLoader(ROOT / locale),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        finalize=_sendable,
    )
    env.filters |= {"day": day, "short_day": short_day, "clock": clock, "moment": moment, "number": number}
    return env


@cache
def _template(name: str, locale: str) -> Template:
    return environment(locale).get_template(f"{name}.j2")


def render(words: Words, locale: str = DEFAULT_LOCALE) -> str:
    """The rich text of a context. Values are escaped unless `Markup`; outer blank lines are trimmed."""
    values = {field.name: getattr(words, field.name) for field in fields(words)}  # type: ignore[arg-type]
    return _template(words.template, locale).render(values).strip()


def rich(text: str) -> Markup:
    """Marks text that is already checked rich text (see messages.markup), so that its tags are kept."""
    return Markup(text)  # noqa: S704 - the caller vouches for it; messages.markup.check is the proof
