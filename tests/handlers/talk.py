"""One flow driven without a database, holding the engine to its promises at every step."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from handlers import dialog
from handlers.steps import Answers, Facts, Flow
from messages import buttons
from messages.content import Attachment, AttachmentKind, Choice, Inbound, InboundKind, Reply
from messages.length import fits
from messages.markup import check
from storage.campaign import Campaign
from storage.records import Grant, Person, Position

NOW = datetime(2021, 8, 18, 3, tzinfo=UTC)
STALE, HELPS = "An old button.", "What can be done here."


def facts_of(campaign: Campaign, *, place: str | None = None, grants: tuple[Grant, ...] = ()) -> Facts:
    """A person's facts, everything that any step may need loaded."""
    loaded = {
        "topics": [campaign.topics[0].key],
        "followed": [campaign.units.communes[0].code],
        "addressed": {"count": 3, "unstaffed": 1},
        "zone_now": {},
        "zone_documents": [],
    }
    return Facts(now=NOW, campaign=campaign, person=Person(id=1, place=place), grants=grants, loaded=loaded)


def heard(text: str = "", **more: Any) -> Inbound:
    return Inbound(channel="stage", bot="1", chat="an", sender="an", message="m", text=text, **more)


def photo(ref: str = "p", album: str = "", caption: str = "") -> Inbound:
    return heard(caption, attachments=(Attachment(kind=AttachmentKind.PHOTO, ref=ref),), album=album)


def pressed(data: str) -> Inbound:
    return heard(kind=InboundKind.PRESS, press=data)


class Talk:
    """Somebody in a flow. `said` is what was shown last, `result` what the last input meant."""

    def __init__(self, flow: Flow, facts: Facts, answers: Answers | None = None) -> None:
        self.flow, self.facts = flow, facts
        self.position: Position | None = None
        self.result: dialog.Result | None = None
        self.said: Reply | None = None
        self.begins(answers or {})

    def begins(self, answers: Answers) -> None:
        self.position = dialog.begin(self.flow, answers, "n", NOW)
        self._asks("")

    @property
    def step(self) -> str:
        return self.position.step if self.position else ""

    @property
    def nonce(self) -> str:
        return self.position.nonce if self.position else ""

    @property
    def answers(self) -> Answers:
        assert self.position is not None
        return self.position.answers

    @property
    def choices(self) -> Sequence[Choice]:
        return self.said.choices if self.said else ()

    @property
    def text(self) -> str:
        return self.said.text if self.said else ""

    def says(self, text: str) -> dialog.Result:
        return self.hears(heard(text))

    def presses(self, label: str) -> dialog.Result:
        found = [choice.data for choice in self.choices if choice.label == label]
        assert found, f"no {label!r} among {[choice.label for choice in self.choices]}"
        return self.hears(pressed(found[0]))

    def hears(self, inbound: Inbound) -> dialog.Result:
        """What one input leads to; then the promises are checked."""
        assert self.position is not None
        before = self.position
        result = dialog.hear(self.flow, before, inbound, self.facts, stale=STALE, helps=HELPS)
        self.result = result
        match result:
            case dialog.Moved(position=position):
                self._keeps(position)
                assert position.nonce != before.nonce
                assert position.prior == before.nonce
                self._asks("")
            case dialog.Kept(position=position):
                self._keeps(position)
                assert (position.nonce, position.step) == (before.nonce, before.step)
            case dialog.Stays(say=say):
                assert say.strip(), f"{before.step} neither moved nor said why"
                self._asks(say)
            case dialog.Finished(answers=answers):
                assert json.loads(json.dumps(answers)) == answers
                self.position = None
            case dialog.Cancelled():
                self.position = None
        return result

    def _keeps(self, position: Position) -> None:
        """What is kept survives the database, and names steps that are there."""
        assert json.loads(json.dumps(dict(position.answers))) == position.answers
        assert {position.step, *position.trail} <= self.flow.steps.keys()
        assert not position.return_to or position.return_to in self.flow.steps
        self.position = position

    def _asks(self, before: str) -> None:
        assert self.position is not None
        reply = dialog.ask(self.flow, self.position, self.facts, before)
        if reply is None:
            assert self.flow.steps[self.step].ask(self.answers, self.facts).quiet
            return
        check(reply.text)
        assert reply.text.strip()
        assert fits(reply.text, 4096), f"{self.step} asks with {len(reply.text)} characters"
        labels = [choice.label for choice in reply.choices]
        assert {"Hủy", "Trợ giúp"} <= set(labels)
        assert len(labels) == len(set(labels)), f"{self.step} shows two buttons alike: {labels}"
        assert all(buttons.decode(choice.data) for choice in reply.choices)
        self.said = reply
