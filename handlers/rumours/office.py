"""The agency's side of a rumour: whose it is, and its card in each of that agency's chats, kept up to date."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from messages import buttons
from messages.content import ChatKind, Choice, Lane, Reply
from messages.contexts import rumours as words
from messages.graphemes import ends
from messages.render import render
from messages.vi.drafts import STATES
from messages.vi.rumours import STATE, VERDICT
from storage import bodies, desks, drafts, people, rumours
from storage.campaign import Agency, Campaign
from storage.database import Tx
from storage.outbox import Outgoing
from storage.records import Address, Demand, Role, Rumour, RumourState, Verdict

DESK = frozenset({Role.EDITOR, Role.APPROVER})
DROP, CHANGE, PUBLISH = "khongphai", "sua", "bantin"
SAY = {verdict: f"kl{verdict.value}" for verdict in Verdict}
_LABELS = {
    Verdict.FALSE: "Sai",
    Verdict.TRUE: "Đúng",
    Verdict.CONTEXT: "Thiếu ngữ cảnh",
    Verdict.OPEN: "Chưa đủ cơ sở",
}
SHOWN = 1500  # characters of what was asked, on a card


class Here(Protocol):
    """What of a turn is needed; slow work that ends in a transaction of its own has as much."""

    @property
    def tx(self) -> Tx: ...
    @property
    def now(self) -> datetime: ...
    @property
    def wall(self) -> datetime: ...
    @property
    def campaign(self) -> Campaign: ...
    @property
    def token(self) -> Callable[[], str]: ...


async def agency(here: Here) -> Agency | None:
    """Who answers rumours: the first communication agency with a desk of its own, or else the first of them."""
    editing = here.campaign.agencies_with(Role.EDITOR)
    for each in editing:
        open_desks = await desks.open_desks(here.tx, each.key, Role.EDITOR)
        if any(desk.kind is ChatKind.GROUP for desk in open_desks):
            return each
    return next(iter(editing), None)


def agency_name(campaign: Campaign, key: str) -> str:
    """The agency's name as people read it; who issued the plan, where it is none any more."""
    found = campaign.agency(key)
    return found.name if found else campaign.issuer


async def chats(here: Here, rumour: Rumour) -> list[Address]:
    """Where the agency reads: its groups, or else each editor in private, or else each approver."""
    found = await desks.open_desks(here.tx, rumour.agency, Role.EDITOR)
    return found or await desks.holders(here.tx, Role.APPROVER)


async def put(here: Here, rumour: Rumour) -> list[Outgoing]:
    """The card of a new item, and the picture it came with; with no desk, a word to the administrators."""
    where = await chats(here, rumour)
    if not where:
        note = words.NobodyReads(code=rumour.code, agency=agency_name(here.campaign, rumour.agency))
        admins = await desks.holders(here.tx, Role.ADMIN)
        return [Outgoing(address=each, reply=Reply(text=render(note)), lane=Lane.ALERTS) for each in admins]
    return [each for address in where for each in await card_at(here, rumour, address)]


async def card_at(here: Here, rumour: Rumour, address: Address, *, anew: bool = False) -> list[Outgoing]:
    """Its card in this chat; `anew` where there may be one already."""
    name = f"card:{rumour.code}:{address.id}" + (f":{here.token()}" if anew else "")
    card = await card_of(here, rumour)
    out = [Outgoing(address=address, reply=card, subject=rumour.code, dedupe=name)]
    if rumour.attachments:
        told = Reply(text=render(words.CardFiles(code=rumour.code)), attachments=rumour.attachments)
        out.append(Outgoing(address=address, reply=told, subject=rumour.code))
    return out


async def refresh(here: Here, rumour: Rumour, *, quietly: bool = False) -> list[Outgoing]:
    """Bring every card of it up to date; `quietly`: a count is worth no new message where a card cannot change."""
    out, card = [], await card_of(here, rumour)
    for row, address_id in await bodies.shown(here.tx, f"card:{rumour.code}"):
        address = await people.get_address(here.tx, address_id)
        if address is not None and address.reachable:
            changed = Outgoing(address=address, reply=card, target=row, subject=rumour.code, in_place=quietly)
            out.append(changed)
    return out


async def card_of(here: Here, rumour: Rumour) -> Reply:
    """The card as it is now."""
    wanted = (await rumours.demand(here.tx, [rumour.id]))[rumour.id]
    written = await drafts.of_subject(here.tx, rumour.code)
    bulletin = STATES[written[0].state.value] if written else ""
    return Reply(text=render(_card(here.campaign, rumour, wanted, bulletin)), rows=_rows(rumour))


def _card(campaign: Campaign, rumour: Rumour, wanted: Demand, bulletin: str) -> words.Card:
    finding = rumour.finding
    return words.Card(
        code=rumour.code,
        words=shortened(rumour.words, SHOWN),
        files=len(rumour.attachments),
        askers=wanted.askers,
        helped=wanted.helped,
        not_helped=wanted.not_helped,
        waiting=wanted.waiting,
        first=campaign.local(rumour.created_at),
        last=campaign.local(rumour.asked_at),
        state=STATE[rumour.state.value],
        verdict=VERDICT[finding.verdict.value] if finding else "",
        claim=finding.claim if finding else "",
        by=rumour.answered_by.partition(" (")[0],
        answered=campaign.local(rumour.answered_at) if rumour.answered_at else None,
        bulletin=bulletin.lower(),
    )


def verdicts(rumour: Rumour) -> tuple[tuple[Choice, ...], ...]:
    """The four verdicts to choose from."""
    made = [Choice(label=_LABELS[each], data=buttons.rumour(rumour.code, SAY[each])) for each in Verdict]
    return (tuple(made[:2]), tuple(made[2:]))


def _rows(rumour: Rumour) -> tuple[tuple[Choice, ...], ...]:
    match rumour.state:
        case RumourState.OPEN:
            drop = Choice(label="Không phải tin đồn", data=buttons.rumour(rumour.code, DROP))
            return (*verdicts(rumour), (drop,))
        case RumourState.ANSWERED:
            return (
                (Choice(label="Soạn bản tin đính chính", data=buttons.rumour(rumour.code, PUBLISH)),),
                (Choice(label="Sửa kết quả", data=buttons.rumour(rumour.code, CHANGE)),),
            )
        case _:
            return ()


def shortened(text: str, limit: int) -> str:
    """At most so many characters as people count them."""
    bounds = ends(text)
    return text if len(bounds) <= limit else f"{text[: bounds[limit - 2]].rstrip()}…"
