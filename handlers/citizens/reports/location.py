"""Kèm vị trí: a point, shared or as a map link, only by that choice; never asked for, never inferred."""

from dataclasses import replace
from typing import Any

from handlers.choose import Option
from handlers.map_links import is_short, point_in
from handlers.questions import SKIP, refuse, to, worded
from handlers.steps import Answers, Facts, Question, Said, Step
from messages.content import Location
from messages.contexts import intake

NAME = "location"
_WITH, _OTHER = "Kèm vị trí", "Đổi, bỏ vị trí"


def location_step() -> Step:
    """The point, or none after all: {"lat": degrees, "lon": degrees}, or {}."""

    def ask(_answers: Answers, facts: Facts) -> Question:
        without = Option(key=SKIP, label="Không kèm vị trí", words=("bỏ vị trí", "không"))
        asks = intake.AskLocation(shared=facts.limits.location)
        return Question(text=worded(asks, facts), options=(without,))

    def accept(said: Said, _answers: Answers, facts: Facts) -> dict[str, Any]:
        if said.choice == SKIP:
            return {}
        point = said.inbound.location or point_in(said.text)
        if point is None:
            need = intake.NeedLocation(shared=facts.limits.location, short=is_short(said.text))
            raise refuse(need, facts)
        return {"lat": point.lat, "lon": point.lon}

    return Step(name=NAME, ask=ask, accept=accept, then=to("summary"))


def point(answers: Answers) -> Location | None:
    """The point chosen, if any."""
    got = answers.get(NAME)
    return Location(lat=got["lat"], lon=got["lon"]) if got else None


def with_location(summary: Step) -> Step:
    """The summary, with a button for the point: it leads to the step and back."""

    def ask(answers: Answers, facts: Facts) -> Question:
        question = summary.ask(answers, facts)
        if answers.get(summary.name) == "edit":
            return question
        label = _OTHER if point(answers) else _WITH
        return replace(question, options=(*question.options, Option(key=NAME, label=label)))

    return replace(summary, ask=ask)
