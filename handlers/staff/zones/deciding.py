"""What is done about an entry: sent, approved by a second person, returned, dropped, annulled by two."""

from typing import Any

from handlers import conversing
from handlers.questions import text_step, to
from handlers.staff.zones import announcing, cards
from handlers.staff.zones.announcing import Told
from handlers.steps import Answers, Facts, flow
from handlers.turn import Rows, Turn
from messages.content import Lane, Reply
from messages.contexts import basics
from messages.contexts import zone_entries as words
from messages.render import Words
from storage import people, zone_entries, zone_states
from storage.records import EntryState, Role, ZoneEntry

ROLES = frozenset({Role.STEERING})
REASON = "lydovung"
_REASON_LIMIT = 300  # UTF-16 units
_HIGHEST = 18  # digits of an id that a database can hold


async def found(turn: Turn, ref: str) -> ZoneEntry | None:
    """The entry that a button names; says so if there is none."""
    entry = (
        await zone_entries.get(turn.tx, int(ref))
        if ref.isascii() and ref.isdigit() and len(ref) <= _HIGHEST
        else None
    )
    if entry is None:
        turn.say(words.NoSuchEntry(), [turn.registry.buttons("capnhatvung", roles=ROLES)])
    return entry


async def not_now(turn: Turn, entry: ZoneEntry) -> None:
    """Somebody was faster, or the button is old: how it stands; the cards are brought up to date."""
    now = await zone_entries.get(turn.tx, entry.id) or entry
    by = {EntryState.CONTESTED: now.annul_by, EntryState.ANNULLED: now.annulled_by}.get(
        now.state, now.settled_by
    )
    turn.say(words.NotNow(number=now.id, state=now.state.value, by=cards.who(by)))
    await cards.refresh(turn, now, quietly=True)


async def send(turn: Turn, ref: str) -> None:
    """Gửi duyệt: the good lines of a checked file go to a second person."""
    entry = await found(turn, ref)
    if entry is None:
        return
    if entry.author_id != turn.person.id or not await zone_entries.move(
        turn.tx, entry, EntryState.WAITING, among={EntryState.DRAFT}
    ):
        await not_now(turn, entry)
        return
    await submitted(turn, await zone_entries.get(turn.tx, entry.id) or entry)


async def submitted(turn: Turn, entry: ZoneEntry) -> None:
    """It waits: the others get its card, whoever entered it a word."""
    await turn.log("zone.entered", str(entry.id), document=entry.document, places=len(entry.changes))
    readers = await cards.others(turn, entry.author_id)
    await cards.put(turn, entry, readers)
    await cards.refresh(turn, entry)
    turn.say(words.Sent(number=entry.id, readers=len(readers)), _next(turn, entry))


def _next(turn: Turn, entry: ZoneEntry) -> Rows:
    return [[cards.choice(entry, cards.DROP)], turn.registry.buttons("capnhatvung", roles=ROLES)]


async def drop(turn: Turn, ref: str) -> None:
    """Bỏ: whoever entered it takes it back."""
    entry = await found(turn, ref)
    if entry is None:
        return
    if entry.author_id != turn.person.id or not await zone_entries.move(turn.tx, entry, EntryState.DROPPED):
        await not_now(turn, entry)
        return
    await turn.log("zone.dropped", str(entry.id))
    turn.say(words.Dropped(number=entry.id), [turn.registry.buttons("capnhatvung", roles=ROLES)])
    await _refreshed(turn, entry)


async def approve(turn: Turn, ref: str) -> None:
    """Duyệt: from now on it counts, and the people of the communes are told."""
    entry = await found(turn, ref)
    if entry is None:
        return
    if entry.state is EntryState.WAITING and entry.author_id == turn.person.id:
        turn.say(words.OwnEntry(number=entry.id, annul=False))
        return
    before = await zone_states.ledger(turn.tx, turn.campaign.zones)
    settled: dict[str, Any] = {"settled_at": turn.now, "settled_by": turn.actor}
    if not await zone_entries.move(
        turn.tx, entry, EntryState.APPROVED, among={EntryState.WAITING}, **settled
    ):
        await not_now(turn, entry)
        return
    after = await zone_states.ledger(turn.tx, turn.campaign.zones)
    told = await announcing.approved(turn, entry, before, after)
    await turn.log("zone.approved", str(entry.id), document=entry.document, changed=told.changed)
    await _tell_all(turn, entry, told, annulled=False)


async def _tell_all(turn: Turn, entry: ZoneEntry, told: Told, *, annulled: bool) -> None:
    what = words.Decided(
        number=entry.id,
        document=entry.document,
        annulled=annulled,
        by=cards.who(turn.actor),
        changed=told.changed,
        people=told.people,
        over=told.over,
    )
    turn.say(what, [turn.registry.buttons("capnhatvung", "vungxanh", roles=ROLES)])
    await _tell_author(turn, entry, what)
    await _refreshed(turn, entry)


async def _tell_author(turn: Turn, entry: ZoneEntry, what: Words) -> None:
    for address in (await people.addresses_of(turn.tx, entry.author_id or 0))[:1]:
        if address.reachable and address.id != turn.address.id:
            turn.send(address, Reply(text=turn.words(what)), lane=Lane.ALERTS)


async def _refreshed(turn: Turn, entry: ZoneEntry) -> ZoneEntry:
    now = await zone_entries.get(turn.tx, entry.id) or entry
    await cards.refresh(turn, now)
    return now


async def ask_return(turn: Turn, ref: str) -> None:
    """Trả lại: why?"""
    entry = await found(turn, ref)
    if entry is None:
        return
    if entry.state is not EntryState.WAITING:
        await not_now(turn, entry)
    elif entry.author_id == turn.person.id:
        turn.say(words.OwnEntry(number=entry.id, annul=False))
    else:
        await conversing.start(turn, REASON, {"entry": entry.id, "annul": False})


async def ask_annul(turn: Turn, ref: str) -> None:
    """Xin hủy: why? Whoever entered or approved it may ask too; somebody else must agree."""
    entry = await found(turn, ref)
    if entry is None:
        return
    if entry.state is not EntryState.APPROVED:
        await not_now(turn, entry)
    else:
        await conversing.start(turn, REASON, {"entry": entry.id, "annul": True})


async def _reasoned(turn: Turn, answers: Answers) -> None:
    if turn.roles.isdisjoint(ROLES):  # taken back while they were writing
        turn.say(basics.NotAllowed(title="việc này"))
        return
    entry = await found(turn, str(answers["entry"]))
    if entry is None:
        return
    why = str(answers["why"])
    await (_contest if answers["annul"] else _return)(turn, entry, why)


async def _return(turn: Turn, entry: ZoneEntry, why: str) -> None:
    settled: dict[str, Any] = {"settled_at": turn.now, "settled_by": turn.actor, "reason": why}
    if not await zone_entries.move(turn.tx, entry, EntryState.RETURNED, **settled):
        await not_now(turn, entry)
        return
    await turn.log("zone.returned", str(entry.id), reason=why)
    what = words.Returned(number=entry.id, document=entry.document, by=cards.who(turn.actor), reason=why)
    turn.say(what)
    await _tell_author(turn, entry, what)
    await _refreshed(turn, entry)


async def _contest(turn: Turn, entry: ZoneEntry, why: str) -> None:
    asked: dict[str, Any] = {"annul_by": turn.actor, "annul_author_id": turn.person.id, "reason": why}
    if not await zone_entries.move(turn.tx, entry, EntryState.CONTESTED, **asked):
        await not_now(turn, entry)
        return
    await turn.log("zone.contested", str(entry.id), reason=why)
    now = await _refreshed(turn, entry)
    readers = await cards.others(turn, turn.person.id)
    await cards.put(turn, now, readers, anew=True)
    turn.say(words.Sent(number=entry.id, readers=len(readers)))


async def agree(turn: Turn, ref: str) -> None:
    """Đồng ý hủy: it was a mistake; it stays in the history and counts no more."""
    entry = await found(turn, ref)
    if entry is None or _own_doubt(turn, entry):
        return
    before = await zone_states.ledger(turn.tx, turn.campaign.zones)
    done: dict[str, Any] = {"annulled_at": turn.now, "annulled_by": turn.actor}
    if not await zone_entries.move(turn.tx, entry, EntryState.ANNULLED, **done):
        await not_now(turn, entry)
        return
    after = await zone_states.ledger(turn.tx, turn.campaign.zones)
    told = await announcing.annulled(turn, entry, before, after)
    await turn.log("zone.annulled", str(entry.id), document=entry.document, changed=told.changed)
    await _tell_all(turn, entry, told, annulled=True)


async def keep(turn: Turn, ref: str) -> None:
    """Không hủy: it stands."""
    entry = await found(turn, ref)
    if entry is None or _own_doubt(turn, entry):
        return
    cleared: dict[str, Any] = {"annul_by": "", "annul_author_id": None, "reason": ""}
    if not await zone_entries.move(
        turn.tx, entry, EntryState.APPROVED, among={EntryState.CONTESTED}, **cleared
    ):
        await not_now(turn, entry)
        return
    await turn.log("zone.kept", str(entry.id))
    what = words.Kept(number=entry.id, by=cards.who(turn.actor))
    turn.say(what)
    for address in (await people.addresses_of(turn.tx, entry.annul_author_id or 0))[:1]:
        if address.reachable:
            turn.send(address, Reply(text=turn.words(what)), lane=Lane.ALERTS)
    await _refreshed(turn, entry)


def _own_doubt(turn: Turn, entry: ZoneEntry) -> bool:
    """Whether they asked for it themselves, which is then said."""
    mine = entry.state is EntryState.CONTESTED and entry.annul_author_id == turn.person.id
    if mine:
        turn.say(words.OwnEntry(number=entry.id, annul=True))
    return mine


def _ask_reason(answers: Answers, _facts: Facts) -> Words:
    return words.AskReason(number=int(answers["entry"]), annul=bool(answers["annul"]))


FLOW = flow(
    REASON,
    "ghi lý do",
    (text_step("why", _ask_reason, to(None), limit=_REASON_LIMIT, least=5),),
    finish=_reasoned,
    cancelled="Chưa có gì thay đổi.",
    guard=False,
)
