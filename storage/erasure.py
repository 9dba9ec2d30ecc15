"""Forgetting: a person who asks for it, and by itself what nobody needs any more.

What happens to which table stands in FATES; docs/privacy.md says it in words, and a test holds both against the
schema.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, delete, exists, select, update

from storage import (
    authored,
    inbox,
    likeness,
    link_codes,
    locations,
    nominees,
    outbox,
    ratings,
    remarks,
    rumours,
    seconding,
    traces,
    voices,
)
from storage.authored import LetGo
from storage.campaign.contents import Retention
from storage.database import Tx
from storage.outbox import Outgoing
from storage.records import Address, Consent
from storage.tables import (
    addresses,
    code_tries,
    grants,
    nomination_voices,
    nominations,
    offers,
    people,
    positions,
    report_voices,
    reports,
    web_messages,
)
from storage.tables import inbox as inbox_table
from storage.tables import nominees as nominees_table
from storage.tables import outbox as outbox_table

POSITIONS_KEPT = timedelta(hours=48)  # a press on an old question is still known for what it is
TRIES_KEPT = timedelta(hours=24)
PEOPLE_AT_ONCE = 20


class Fate(StrEnum):
    """What erasing a person does to the rows of a table."""

    ERASED = "erased"  # theirs are deleted
    ANONYMISED = (
        "anonymised"  # theirs stay for the counts, or because others work on them, without a way back
    )
    KEPT = "kept"  # a keyed hash, or a staff member's name beside what they did
    IMPERSONAL = "impersonal"  # nothing in it is about a person


FATES: Mapping[str, Fate] = {
    "meta": Fate.IMPERSONAL,
    "people": Fate.ERASED,
    "addresses": Fate.ERASED,
    "consents": Fate.KEPT,
    "subscriptions": Fate.ERASED,
    "followed_places": Fate.ERASED,
    "grants": Fate.ERASED,
    "invites": Fate.KEPT,
    "link_codes": Fate.ERASED,
    "desks": Fate.KEPT,
    "positions": Fate.ERASED,
    "inbox": Fate.ANONYMISED,
    "outbox": Fate.ANONYMISED,
    "message_links": Fate.ERASED,
    "media": Fate.KEPT,
    "media_on": Fate.IMPERSONAL,
    "media_from": Fate.ERASED,
    "bulletins": Fate.KEPT,
    "bulletin_changes": Fate.KEPT,
    "broadcasts": Fate.IMPERSONAL,
    "remarks": Fate.ANONYMISED,
    "remark_lines": Fate.ERASED,
    "roundups": Fate.IMPERSONAL,
    "deliveries": Fate.ANONYMISED,
    "drafts": Fate.ANONYMISED,
    "draft_writers": Fate.ERASED,
    "day_figures": Fate.KEPT,
    "bulletin_presses": Fate.ANONYMISED,
    "reports": Fate.ANONYMISED,
    "report_events": Fate.ANONYMISED,
    "report_voices": Fate.ANONYMISED,
    "report_ratings": Fate.ANONYMISED,
    "report_shingles": Fate.ERASED,
    "report_locations": Fate.ERASED,
    "anonymous_reports": Fate.IMPERSONAL,
    "nominations": Fate.ANONYMISED,
    "nomination_events": Fate.ANONYMISED,
    "nomination_voices": Fate.ANONYMISED,
    "nomination_shingles": Fate.ERASED,
    "nominee_codes": Fate.IMPERSONAL,
    "nominees": Fate.ERASED,
    "offers": Fate.ANONYMISED,
    "offer_events": Fate.ANONYMISED,
    "directives": Fate.KEPT,
    "obligations": Fate.KEPT,
    "obligation_events": Fate.KEPT,
    "rumours": Fate.KEPT,
    "rumour_askers": Fate.ANONYMISED,
    "rumour_texts": Fate.KEPT,
    "rumour_shingles": Fate.KEPT,
    "rumour_photos": Fate.KEPT,
    "rumour_photo_parts": Fate.KEPT,
    "rumour_tries": Fate.ERASED,
    "code_tries": Fate.ERASED,
    "firings": Fate.IMPERSONAL,
    "jobs": Fate.IMPERSONAL,
    "audit": Fate.KEPT,
    "web_messages": Fate.ERASED,
    "zone_entries": Fate.KEPT,
    "zone_changes": Fate.IMPERSONAL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What was erased: the addresses that were theirs, and what became of what they had sent."""

    addresses: tuple[Address, ...]
    sent: LetGo


async def erase(
    tx: Tx, person_ids: Sequence[int], at: datetime, wall: datetime, *, keep_sent: bool = False
) -> Erased:
    """Erase these people, for good and at once; `at` is campaign time, `wall` real time.

    With `keep_sent` their reports and nominations are worked on further without an author; otherwise what is open
    is withdrawn, and the words of all of them are erased, but for nominations that a locality has confirmed.
    Roles end. Nothing is said to anyone: the caller sends the receipt (with `Outgoing.forget`) and replaces the
    desks' messages listed in `sent`.
    """
    who = await traces.find(tx, person_ids)
    await link_codes.drop(tx, person_ids)
    await nominees.forget(tx, person_ids)
    points = await locations.forget(tx, person_ids)
    if not keep_sent:
        await likeness.forget(tx, person_ids)
    await voices.forget(tx, person_ids)
    await ratings.forget(tx, person_ids)
    await remarks.forget(tx, person_ids)
    await seconding.forget(tx, person_ids, keep=keep_sent)
    unasked = await rumours.forget(tx, person_ids)
    sent = await authored.let_go(tx, who, at, wall, keep=keep_sent)
    if keep_sent:
        sent = _with_points(sent, points)
    if unasked:
        cards = await authored.empty_cards(tx, unasked, who, wall)
        sent = replace(sent, emptied=(*sent.emptied, *cards))
    await traces.forget_roles(tx, who, at)
    await traces.forget_sent(tx, who, wall)
    await traces.forget_pressed(tx, who)
    await traces.forget_heard(tx, who)
    await traces.forget_files(tx, who, wall)
    await traces.forget_rehearsed(tx, who)
    await traces.forget_people(tx, who)
    return Erased(addresses=who.addresses, sent=sent)


def _with_points(sent: LetGo, points: Sequence[Outgoing]) -> LetGo:
    """Desk messages that showed a point too; where the way to call back went as well, that edit says both."""
    changed = {each.target for each in sent.changed}
    return replace(sent, changed=(*sent.changed, *(each for each in points if each.target not in changed)))


async def retention(tx: Tx, kept: Retention, now: datetime, wall: datetime) -> int:
    """Forget what is over its time, one slice of it; call again, in a new transaction, until it returns 0.

    `now` is campaign time, `wall` real time: each is compared with what was stored by the same clock.
    """
    raw = timedelta(days=kept.raw_chat_days)
    done = await outbox.forget(tx, wall - raw)
    done += await inbox.forget(tx, wall - inbox.KEYS_KEPT)
    done += await _forget_parked(tx, wall - raw)
    done += await _forget_receipts(tx)
    done += await _drop(
        tx, positions, (positions.c.flow == "") & (positions.c.asked_at < now - POSITIONS_KEPT)
    )
    done += await _drop(tx, code_tries, code_tries.c.at < now - TRIES_KEPT)
    done += await rumours.retire_tries(tx, now)
    done += await link_codes.forget(tx, now)
    done += await nominees.retire(tx, now)
    done += await likeness.retire(tx, now)
    done += await seconding.retire(tx)
    done += await locations.retire(tx)
    done += await _drop(tx, web_messages, web_messages.c.at < now - raw)
    strangers = await _strangers(tx, now, now - timedelta(days=kept.unconsented_days))
    if strangers:
        await erase(tx, strangers, now, wall)
    return done + len(strangers)


async def _drop(tx: Tx, table: object, which: ColumnElement[bool]) -> int:
    return int((await tx.execute(delete(table).where(which))).rowcount)  # type: ignore[arg-type]


async def _forget_parked(tx: Tx, before: datetime) -> int:
    """Messages that could not be handled: nobody will look into them any more."""
    old = (inbox_table.c.state == "parked") & (inbox_table.c.received_at < before)
    blank = update(inbox_table).where(old, inbox_table.c.body.is_not(None)).values(body=None, chat="")
    return int((await tx.execute(blank)).rowcount)


async def _forget_receipts(tx: Tx) -> int:
    """The last word to people who were erased: once it is sent, where it went is forgotten too."""
    over = outbox_table.c.address_id.is_(None) & outbox_table.c.finished_at.is_not(None)
    blank = update(outbox_table).where(over, outbox_table.c.chat != "").values(chat="", body="", reason="")
    return int((await tx.execute(blank)).rowcount)


async def _strangers(tx: Tx, now: datetime, before: datetime) -> list[int]:
    """People who take no news, sent or joined nothing, hold no role and were last heard before `before`."""
    sent = (reports, nominations, nomination_voices, nominees_table, offers)
    nothing = [~exists().where(table.c.person_id == people.c.id) for table in sent]
    # Who joined somebody else's report waits for what becomes of it, as its author does.
    nothing.append(~exists().where(report_voices.c.person_id == people.c.id, report_voices.c.follows))
    role = exists().where(grants.c.person_id == people.c.id, grants.c.revoked_at.is_(None))
    heard = exists().where(addresses.c.person_id == people.c.id, addresses.c.last_heard >= before)
    free = people.c.blocked_until.is_(None) | (people.c.blocked_until < now)
    silent = people.c.consent != Consent.AGREED.value
    found = select(people.c.id).where(silent, free, *nothing, ~role, ~heard, people.c.created_at < before)
    return list((await tx.execute(found.order_by(people.c.id).limit(PEOPLE_AT_ONCE))).scalars())
