"""Whose draft it is, who may do what with it, and what a button says about what was seen."""

from collections.abc import Iterable
from dataclasses import dataclass

from handlers.staff.bulletins.composing import View
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
from storage.records import Address, Draft, DraftKind, Role

_HIGHEST = 18  # digits of an id that a database can hold
_MARK = 12  # hex digits of the hash that a button carries: 48 bits


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a button says of the draft that it stood under."""

    id: int
    version: int
    mark: str


def choice(view: View, label: str, what: str) -> Choice:
    """A button that does `what` with the draft as it is now."""
    ref = f"{view.draft.id}+{view.draft.version}+{view.shown[:_MARK]}"
    return Choice(label=label, data=buttons.encode(Press(kind=Pressed.DRAFT, ref=ref, choice=what)))


def seen_of(ref: str) -> Seen:
    """What a button carried; whatever comes back is untrusted."""
    parts = [*ref.split("+"), "", ""][:3]
    return Seen(id=number_of(parts[0]), version=number_of(parts[1]), mark=parts[2])


def number_of(text: str) -> int:
    """The number of something kept; 0 for what is none."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _HIGHEST else 0


def is_as_seen(view: View, seen: Seen) -> bool:
    """Whether it still says, to the same people, what stood above the button."""
    return seen.version == view.draft.version and seen.mark == view.shown[:_MARK]


def agencies_as(turn: Turn, role: Role) -> list[str]:
    """The agencies for which this person holds the role now."""
    held = [grant.scope for grant in turn.grants if grant.role is role]
    return [key for key in dict.fromkeys(held) if turn.campaign.agency(key)]


def may_write(turn: Turn, draft: Draft) -> bool:
    """Whether they may change it: editors and approvers of its agency."""
    return draft.agency in {*agencies_as(turn, Role.EDITOR), *agencies_as(turn, Role.APPROVER)}


def approving_agencies(campaign: Campaign, draft: Draft) -> tuple[str, ...]:
    """Whose approvers may approve it: its own agency's; an urgent alert's also those on call."""
    agency = campaign.agency(draft.agency)
    on_call = agency.on_call if agency and draft.kind is DraftKind.ALERT else ()
    return tuple(dict.fromkeys((draft.agency, *on_call)))


def may_approve(turn: Turn, draft: Draft) -> bool:
    """Whether they approve for its agency; the rule of two people is the storage's (drafts.approve)."""
    return not set(approving_agencies(turn.campaign, draft)).isdisjoint(agencies_as(turn, Role.APPROVER))


def one_is_enough(campaign: Campaign, draft: Draft) -> bool:
    """Whether the campaign file lets one person of this agency write and approve."""
    agency = campaign.agency(draft.agency)
    return bool(agency and agency.alone)


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


def cut(text: str, limit: int) -> str:
    """The text in at most so many characters."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


async def tell_writers(turn: Turn, draft: Draft, what: Words) -> None:
    """Say something to everyone who wrote a part of it, but not to who acts."""
    for address in await addresses(turn, draft.writers - {turn.person.id}):
        turn.out.append(Outgoing(address=address, reply=Reply(text=turn.words(what)), lane=Lane.ALERTS))


async def addresses(turn: Turn, person_ids: Iterable[int]) -> list[Address]:
    """Where these people are reached now."""
    found = [await people.addresses_of(turn.tx, each) for each in sorted(person_ids)]
    return [theirs[0] for theirs in found if theirs and theirs[0].reachable]
