"""The plan in short."""

from datetime import date
from typing import ClassVar

from messages.render import Words, context


@context
class Plan(Words):
    """At a glance; `number` is empty before the day on which the plan was signed."""

    template: ClassVar[str] = "plan/plan"
    title: str
    number: str
    signed: date
    issuer: str
    theme: str
    starts: date
    ends: date
    motto: str


@context
class Part(Words):
    """One part of it, point by point; `target` is what is striven for, never told as reached."""

    template: ClassVar[str] = "plan/part"
    title: str
    points: tuple[str, ...]
    target: str


@context
class Who(Words):
    template: ClassVar[str] = "plan/who"
    collectives: tuple[str, ...]
    individuals: tuple[str, ...]
