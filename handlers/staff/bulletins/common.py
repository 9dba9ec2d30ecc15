"""Whose draft it is, who may do what with it, and what a button says about what was seen."""

from collections.abc import Iterable
from dataclasses import dataclass

from handlers.staff.bulletins.composing import fingerprint
from handlers.turn import Turn
from messages import buttons
from messages.buttons import Press, Pressed
from messages.content import Choice, Lane, Reply
from messages.contexts import drafts as words
from messages.render import Words
from messages.vi.drafts import STATES
from storage import drafts, people
from storage.campaign import Campaign
from storage.outbox import Outgoing
from storage.records import Address, Draft, Role

_HIGHEST = 18  # digits of an id that a database can hold
_MARK = 12  # hex digits of the hash that a button carries: 48 bits


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a button says of the draft that it stood under."""

    id: int
    version: int
    mark: str


def choice(campaign: Campaign, draft: Draft, label: str, what: str) -> Choice:
    """A button that does `what` with the draft as it is now."""
    mark = fingerprint(campaign, draft)[:_MARK]
    press = Press(kind=Pressed.DRAFT, ref=f"{draft.id}+{draft.version}+{mark}", choice=what)
    return Choice(label=label, data=buttons.encode(press))


def seen_of(ref: str) -> Seen:
    """What a button carried; whatever comes back is untrusted."""
    parts = [*ref.split("+"), "", ""][:3]
    numbers = [int(part) if _is_number(part) else 0 for part in parts[:2]]
    return Seen(id=numbers[0], version=numbers[1], mark=parts[2])


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _HIGHEST


def is_as_seen(campaign: Campaign, draft: Draft, seen: Seen) -> bool:
    """Whether it still says, to the same people, what stood above the button."""
    return seen.version == draft.version and seen.mark == fingerprint(campaign, draft)[:_MARK]


def agencies_as(turn: Turn, role: Role) -> list[str]:
    """The agencies for which this person holds the role now."""
    held = [grant.scope for grant in turn.grants if grant.role is role]
    return [key for key in dict.fromkeys(held) if turn.campaign.agency(key)]


def may_write(turn: Turn, draft: Draft) -> bool:
    """Whether they may change it: editors and approvers of its agency."""
    return draft.agency in {*agencies_as(turn, Role.EDITOR), *agencies_as(turn, Role.APPROVER)}


def may_approve(turn: Turn, draft: Draft) -> bool:
    """Whether they approve for its agency; the rule of two people is the storage's (drafts.approve)."""
    return draft.agency in agencies_as(turn, Role.APPROVER)


async def writable(turn: Turn, draft_id: int) -> Draft | None:
    """The draft, if this person may write in it; otherwise says why not."""
    draft = await drafts.get(turn.tx, draft_id)
    if draft is None:
        turn.say(words.NotSo(id=draft_id, state="", by=""))
    elif may_write(turn, draft):
        return draft
    else:
        turn.say(words.NotYours(id=draft_id))
    return None


def not_so(turn: Turn, draft: Draft | None, draft_id: int) -> None:
    """Say how it stands: somebody was faster."""
    state = STATES[draft.state.value] if draft else ""
    turn.say(words.NotSo(id=draft_id, state=state, by=name_of(draft.decided_by) if draft else ""))


def name_of(actor: str) -> str:
    """A staff member's name, without the account."""
    return actor.partition(" (")[0]


async def tell_writers(turn: Turn, draft: Draft, what: Words) -> None:
    """Say something to everyone who wrote a part of it, but not to who acts."""
    await tell(turn, await addresses(turn, draft.writers - {turn.person.id}), what)


async def addresses(turn: Turn, person_ids: Iterable[int]) -> list[Address]:
    """Where these people are reached now."""
    found = [await people.addresses_of(turn.tx, each) for each in sorted(person_ids)]
    return [theirs[0] for theirs in found if theirs and theirs[0].reachable]


async def tell(turn: Turn, where: Iterable[Address], what: Words) -> None:
    """Say something to colleagues, ahead of bulletins."""
    for address in where:
        turn.out.append(Outgoing(address=address, reply=Reply(text=turn.words(what)), lane=Lane.ALERTS))
