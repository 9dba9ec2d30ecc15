"""What somebody wrote that others work on: how reports and nominations part from their author."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, and_, or_, select, true, union_all, update

from messages.encoding import dump_reply, load_reply
from messages.markup import escape
from storage import nominations as nomination_store
from storage import offers as offer_store
from storage import reports as report_store
from storage.database import Tx
from storage.outbox import Outgoing
from storage.people import address_of
from storage.records import (
    CONFIRMED,
    OPEN_OFFERS,
    OPEN_REPORTS,
    WITHDRAWABLE,
    NominationEvent,
    NominationState,
    OfferEvent,
    OfferState,
    ReportEvent,
    ReportState,
    SendState,
)
from storage.tables import (
    addresses,
    nomination_events,
    nominations,
    offer_events,
    offers,
    outbox,
    report_events,
    reports,
)
from storage.traces import ERASED, Traces

GONE = "…"  # stands where a way to call back stood
_OPEN = {
    reports: sorted(state.value for state in OPEN_REPORTS),
    nominations: sorted(state.value for state in WITHDRAWABLE),
    offers: sorted(state.value for state in OPEN_OFFERS),
}
_WITHDRAWN = {
    reports: ReportState.WITHDRAWN.value,
    nominations: NominationState.WITHDRAWN.value,
    offers: OfferState.WITHDRAWN.value,
}
_NO_WORDS: dict[Table, dict[str, Any]] = {
    reports: {"words": "", "contact": "", "attachments": [], "proposal": "", "decision": ""},
    nominations: {
        **dict.fromkeys(
            ("name", "unit", "deed", "happened", "result", "known_how", "nominator", "gender", "position"), ""
        ),
        "attachments": [],
        "born": None,
    },
    offers: {"words": "", "when": "", "contact": ""},
}
_NOBODY: dict[Table, dict[str, Any]] = {
    reports: {"person_id": None, "contact": ""},
    nominations: {"person_id": None, "nominator": ""},
    offers: {"person_id": None, "contact": ""},
}
# What a locality has confirmed is the office's own record: it parts from its nominator, and keeps its words.
_THEIRS: dict[Table, ColumnElement[bool]] = {
    reports: true(),
    nominations: nominations.c.state.not_in(sorted(state.value for state in CONFIRMED)),
    offers: true(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A message at a desk that showed words now erased; `row` is its outbox row."""

    row: int
    code: str
    outgoing: Outgoing


@dataclass(frozen=True, slots=True, kw_only=True)
class LetGo:
    """What became of what they wrote.

    Attributes:
        kept: codes of what is worked on further, without its author.
        withdrawn: codes of what was open and is withdrawn.
        emptied: (outbox row, its Outgoing without words, code) of desk messages to be replaced.
        changed: edits of desk messages that showed how to call the author back.
    """

    kept: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    emptied: tuple[Card, ...] = ()
    changed: tuple[Outgoing, ...] = ()


async def open_codes(tx: Tx, person_id: int) -> list[str]:
    """Codes of this person's open reports, nominations and offers, the oldest first."""
    codes: list[str] = []
    for table, still in _OPEN.items():
        mine = (table.c.person_id == person_id) & table.c.state.in_(still)
        codes += (await tx.execute(select(table.c.code).where(mine).order_by(table.c.id))).scalars()
    return codes


async def let_go(tx: Tx, who: Traces, at: datetime, wall: datetime, *, keep: bool) -> LetGo:
    """Part reports and nominations from their author: with `keep` they go on, without they lose their words.

    `at` is campaign time, `wall` real time.
    """
    rows = {table: await _rows(tx, table, who) for table in _OPEN}
    every = [row for found in rows.values() for row in found]
    if not every:
        return LetGo()
    if keep:
        changed = await _forget_contacts(tx, [*rows[reports], *rows[offers]], who)
        await _part(tx, who)
        return LetGo(kept=tuple(row.code for row in every), changed=tuple(changed))
    rows = {table: await _rows(tx, table, who, _THEIRS[table]) for table in rows}
    theirs = [row.code for found in rows.values() for row in found]
    withdrawn = [row.code for table, found in rows.items() for row in found if row.state in _OPEN[table]]
    emptied = await empty_cards(tx, theirs, who, wall)
    await _withdraw(tx, rows, at)
    await _part(tx, who)
    kept = tuple(row.code for row in every if row.code not in theirs)
    return LetGo(kept=kept, withdrawn=tuple(withdrawn), emptied=tuple(emptied))


async def _part(tx: Tx, who: Traces) -> None:
    """Nothing leads from what is kept to whoever wrote it."""
    for table, nobody in _NOBODY.items():
        await tx.execute(update(table).where(table.c.person_id.in_(who.people)).values(nobody))


async def _rows(
    tx: Tx, table: Table, who: Traces, which: ColumnElement[bool] | None = None
) -> Sequence[Row[Any]]:
    mine = select(table).where(table.c.person_id.in_(who.people))
    return await tx.all((mine if which is None else mine.where(which)).order_by(table.c.id))


async def _withdraw(tx: Tx, rows: dict[Table, Sequence[Row[Any]]], at: datetime) -> None:
    words = {"words": "", "attachments": []}
    ids = [row.id for row in rows[reports]]
    await tx.execute(update(report_events).where(report_events.c.report_id.in_(ids)).values(words))
    for row in rows[reports]:
        if row.state in _OPEN[reports]:
            event = ReportEvent(at=at, kind=_WITHDRAWN[reports])
            await report_store.note(tx, report_store.report_of(row), event)
    told = [row.id for row in rows[nominations]]
    emptied = update(nomination_events).where(nomination_events.c.nomination_id.in_(told))
    await tx.execute(emptied.values(words=""))
    for row in rows[nominations]:
        if row.state in _OPEN[nominations]:
            gone = NominationEvent(at=at, kind=_WITHDRAWN[nominations])
            await nomination_store.note(tx, nomination_store.nomination_of(row), gone)
    given = offer_events.c.offer_id.in_([row.id for row in rows[offers]])
    await tx.execute(update(offer_events).where(given).values(words=""))
    for row in rows[offers]:
        if row.state in _OPEN[offers]:
            over = OfferEvent(at=at, kind=_WITHDRAWN[offers])
            await offer_store.note(tx, offer_store.offer_of(row), over)
    for table, found in rows.items():
        mine = table.c.id.in_([row.id for row in found])
        stamp = {"updated_at": at} if table is not nominations else {}
        ended = {"state": _WITHDRAWN[table], **stamp}
        await tx.execute(update(table).where(mine, table.c.state.in_(_OPEN[table])).values(ended))
        await tx.execute(update(table).where(mine).values(person_id=None, **_NO_WORDS[table]))


def _at_desks(codes: Sequence[str], who: Traces) -> ColumnElement[bool]:
    """Outbox rows about these codes that went to others, with what later replaced them."""
    about = outbox.c.subject.in_(codes)
    targets = select(outbox.c.id).where(about).scalar_subquery()
    others = or_(outbox.c.address_id.is_(None), outbox.c.address_id.not_in(who.ids))
    return and_(or_(about, outbox.c.target_id.in_(targets)), others)


async def empty_cards(tx: Tx, codes: Sequence[str], who: Traces, wall: datetime) -> list[Card]:
    """Forget the words of messages to others about these codes, and list those to be replaced; `wall` is real time."""
    which = _at_desks(codes, who)
    shown = outbox.c.state.in_((SendState.SENDING.value, SendState.SENT.value, SendState.UNKNOWN.value))
    joined = select(outbox.c.id.label("row"), outbox.c.subject, addresses).join(
        addresses, addresses.c.id == outbox.c.address_id
    )
    rows = await tx.all(joined.where(which, shown, outbox.c.kind == "send").order_by(outbox.c.id))
    for before, after in ((SendState.WAITING, SendState.CANCELLED), (SendState.SENDING, SendState.UNKNOWN)):
        ended = {"state": after.value, "reason": ERASED, "finished_at": wall}
        await tx.execute(update(outbox).where(which, outbox.c.state == before.value).values(ended))
    await tx.execute(update(outbox).where(which).values(body=""))
    return [
        Card(
            row=row.row,
            code=row.subject,
            outgoing=Outgoing(address=address_of(row), reply=None, target=row.row, subject=row.subject),
        )
        for row in rows
    ]


async def _forget_contacts(tx: Tx, rows: Sequence[Row[Any]], who: Traces) -> list[Outgoing]:
    """The way to call the author back goes from the desks' messages too, as far as we still know their words."""
    edits = []
    for report in (row for row in rows if row.contact.strip()):
        contact = escape(report.contact)
        joined = select(outbox.c.id.label("row"), outbox.c.body, outbox.c.kind.label("does"), addresses).join(
            addresses, addresses.c.id == outbox.c.address_id
        )
        held = await tx.all(joined.where(_at_desks([report.code], who), outbox.c.body != ""))
        for row in held:
            reply = load_reply(row.body)
            if contact not in reply.text:
                continue
            new = replace(reply, text=reply.text.replace(contact, GONE))
            await tx.execute(update(outbox).where(outbox.c.id == row.row).values(body=dump_reply(new)))
            if row.does == "send":
                edits.append(
                    Outgoing(address=address_of(row), reply=new, target=row.row, subject=report.code)
                )
    return edits


async def last_place(tx: Tx, person_id: int) -> str:
    """The place of the newest report or nomination of somebody's; empty if they sent none."""
    sent = [
        select(table.c.place, table.c.created_at).where(table.c.person_id == person_id, table.c.place != "")
        for table in (reports, nominations)
    ]
    found = union_all(*sent).subquery()
    return await tx.scalar(select(found.c.place).order_by(found.c.created_at.desc()).limit(1)) or ""
