"""Who sends it: a citizen, a unit by its registered officer, or somebody who says so; to be called back, or unnamed."""

from dataclasses import dataclass, replace
from typing import Any

from handlers.choose import Option
from handlers.questions import refuse, text_step, to, worded
from handlers.steps import Answers, Facts, Question, Said, Step
from messages.calming import calm
from messages.content import InboundKind
from messages.contexts import dialogs, intake
from messages.contexts import reports as words
from messages.folding import tidy
from messages.length import utf16
from messages.masking import mask
from storage.records import Grant, Role

AS_CITIZEN, UNNAMED = "-self", "-unnamed"
_MOST_NAME = 80  # UTF-16 units
_LEAST_NAME = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """As whom it goes: `on_behalf` a key, a GSO code or an unverified name; empty for a citizen."""

    on_behalf: str
    verified: bool
    contact: str
    unnamed: bool


def sender(answers: Answers, facts: Facts) -> Sender:
    """What the answers come to; a role that ended meanwhile verifies nothing."""
    behalf = answers.get("behalf") or AS_CITIZEN
    named = isinstance(behalf, dict)
    on_behalf = behalf["name"] if isinstance(behalf, dict) else "" if behalf == AS_CITIZEN else str(behalf)
    held = {grant.scope for grant in _units_of(facts.grants)}
    contact = str(answers.get("contact") or "")
    return Sender(
        on_behalf=on_behalf,
        verified=not named and on_behalf in held,
        contact="" if contact == UNNAMED else contact,
        unnamed=contact == UNNAMED and not on_behalf,
    )


def registered(facts: Facts) -> bool:
    """Whether they are the registered officer of anything."""
    return bool(_units_of(facts.grants))


def _units_of(grants: tuple[Grant, ...]) -> list[Grant]:
    """The units and organisations this person may speak for."""
    officers = [grant for grant in grants if grant.role in {Role.OFFICER, Role.HEAD} and grant.scope]
    return list({grant.scope: grant for grant in officers}.values())


def behalf_step() -> Step:
    """Their own units, as a citizen, or any name: that one is marked as unverified."""

    def ask(_answers: Answers, facts: Facts) -> Question:
        text = worded(intake.AskBehalf(registered=registered(facts)), facts)
        scopes = [(g.scope, facts.campaign.scope(g.scope)) for g in _units_of(facts.grants)]
        named = [Option(key=key, label=scope.name) for key, scope in scopes if scope]
        return Question(text=text, options=(*named, Option(key=AS_CITIZEN, label="Cá nhân tôi")))

    def accept(said: Said, _answers: Answers, facts: Facts) -> Any:
        if said.choice:
            return said.choice
        name = mask(tidy(calm(said.text)))
        if said.inbound.kind is InboundKind.PRESS or not name:
            raise refuse(dialogs.Choose(), facts)
        if utf16(name) > _MOST_NAME:
            raise refuse(dialogs.TooLong(length=utf16(name), limit=_MOST_NAME), facts)
        if len(name) < _LEAST_NAME:
            raise refuse(dialogs.TooShort(), facts)
        scope = facts.campaign.scope(name)
        return {"name": scope.name if scope else name}

    return Step(name="behalf", ask=ask, accept=accept, then=to("contact"), free_text=True)


def contact_step() -> Step:
    """A telephone number, none, or unnamed altogether; who speaks for a unit is not unnamed."""
    plain = text_step("contact", lambda _a, _f: "", to("summary"), skip="Không cần gọi lại", limit=60)

    def ask(answers: Answers, facts: Facts) -> Question:
        alone = not sender(answers, facts).on_behalf
        question = plain.ask(answers, facts)
        more = (Option(key=UNNAMED, label="Gửi ẩn danh", words=("ẩn danh",)),) if alone else ()
        text = worded(intake.AskContact(unnamed=alone), facts)
        return replace(question, text=text, options=(*question.options, *more))

    def accept(said: Said, answers: Answers, facts: Facts) -> str:
        if said.choice == UNNAMED:
            return UNNAMED
        given = str(plain.accept(said, answers, facts))
        digits = sum(c.isdigit() for c in given)
        if given and not 10 <= digits <= 11:  # Vietnamese numbers: mobile 10, with 84 in front 11
            raise refuse(words.BadContact(), facts)
        return given

    return replace(plain, ask=ask, accept=accept)
