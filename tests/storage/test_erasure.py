"""Erasing a person really erases; the documents say so table by table; time does the rest."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, insert, select, update

from messages.content import Attachment, AttachmentKind, ChatKind, Reply
from messages.encoding import dump_reply
from storage import (
    audit,
    authored,
    bulletins,
    desks,
    erasure,
    inbox,
    nominations,
    outbox,
    people,
    reports,
    voices,
)
from storage.bulletins import NewBulletin
from storage.campaign.contents import Retention
from storage.database import Database, Tx
from storage.erasure import FATES, Fate
from storage.nominations import NewNomination
from storage.outbox import Outgoing
from storage.records import Address, Consent, Person, ReportEvent, Role
from storage.tables import (
    addresses,
    code_tries,
    consents,
    deliveries,
    grants,
    invites,
    message_links,
    metadata,
    positions,
    report_events,
    web_messages,
)
from storage.tables import (
    inbox as inbox_table,
)
from storage.tables import (
    nominations as nomination_table,
)
from storage.tables import (
    outbox as outbox_table,
)
from storage.tables import (
    people as people_table,
)
from storage.tables import (
    reports as report_table,
)

NOW = datetime(2021, 8, 18, 3, tzinfo=UTC)
WALL = datetime(2026, 1, 5, 3, tzinfo=UTC)
CHAT = "chat-8675309"
WORDS = "LOICUATOI"
CONTACT = "0987 & 654"
NAME = "Trần Thị Đầu Mối"
PRIVACY = Path(__file__).parents[2] / "docs" / "privacy.md"


async def everything(tx: Tx) -> list[tuple[str, dict[str, Any]]]:
    """Every row of every table."""
    return [
        (table.name, dict(row._mapping))
        for table in metadata.sorted_tables
        for row in await tx.all(select(table))
    ]


def holding(rows: Sequence[tuple[str, dict[str, Any]]], marker: str) -> list[tuple[str, str]]:
    """(table, column) wherever the marker stands, inside JSON and bytes too."""
    found = []
    for table, row in rows:
        for column, value in row.items():
            text = value.decode(errors="replace") if isinstance(value, bytes) else str(value)
            if marker in text:
                found.append((table, column))
    return found


async def desk_of(tx: Tx) -> Address:
    group = await people.meet_group(tx, "web", "1", "-desk", NOW)
    await desks.connect(tx, "so_noi_vu", group, f"{NAME} (web:{CHAT})", NOW)
    return group


async def a_life(tx: Tx) -> tuple[Person, Address, Address]:
    """Somebody who left a trace in every table that can hold one, and the desk that works on what they sent."""
    desk = await desk_of(tx)
    address, person = await people.meet(tx, "web", "1", CHAT, NOW)
    person = await people.consented(tx, person, Consent.AGREED)
    await people.prove_consent(tx, "a keyed hash", "agreed", "1-vi-abc", NOW)
    await people.choose_topics(tx, person.id, frozenset({"reminders"}))
    await people.follow_places(tx, person.id, frozenset({"31540"}))
    await people.name(tx, person, NAME)
    await _as_staff(tx, person)
    await _in_dialogs(tx, address, desk)
    await _sent_something(tx, person, address, desk)
    await _heard_and_told(tx, person, address)
    return person, address, desk


async def _as_staff(tx: Tx, person: Person) -> None:
    actor = f"{NAME} (web:{CHAT})"
    role = {"person_id": person.id, "role": "home_affairs", "granted_at": NOW, "granted_by": actor}
    await tx.execute(insert(grants).values(role))
    code = {"code_hash": "h", "role": "officer", "uses_left": 1, "created_at": NOW, "expires_at": NOW}
    await tx.execute(insert(invites).values(code | {"created_by": actor}))
    await audit.write(tx, NOW, actor, "report.received", "KK-AAAAA", {})


async def _in_dialogs(tx: Tx, address: Address, desk: Address) -> None:
    standing = {"flow": "phananh", "step": "words", "answers": {"words": WORDS}, "trail": [], "nonce": "n"}
    for where in (address.id, desk.id):
        await tx.execute(insert(positions).values(**standing, address_id=where, sender=CHAT, asked_at=NOW))
    await tx.execute(insert(code_tries).values(address_id=address.id, at=NOW))
    for chat, sender in ((CHAT, CHAT), ("-desk", CHAT)):
        said = {"chat": chat, "mine": True, "sender": sender, "body": f'{{"text":"{WORDS}"}}', "at": NOW}
        await tx.execute(insert(web_messages).values(said))


async def _sent_something(tx: Tx, person: Person, address: Address, desk: Address) -> None:
    photo = Attachment(kind=AttachmentKind.PHOTO, ref=f"ref-{WORDS}")
    new = reports.NewReport(
        person_id=person.id, kind="y_te", place="31540", words=WORDS, contact=CONTACT, attachments=(photo,)
    )
    report = await reports.add(tx, new, NOW)
    await reports.note(tx, report, ReportEvent(at=NOW, kind="person_wrote", words=WORDS), [photo])
    fields = ("name", "unit", "deed", "happened", "result", "known_how")
    nomination = await nominations.add(
        tx,
        NewNomination(
            person_id=person.id,
            collective=False,
            place="31540",
            helped="other",
            name_withheld=True,
            nominee_knows=None,
            attachments=(photo,),
            **dict.fromkeys(fields, WORDS),
        ),
        NOW,
    )
    card = Reply(text=f"<b>{report.code}</b> {WORDS}\nXin gọi lại: 0987 &amp; 654")
    other = Reply(text=f"<b>{nomination.code}</b> {WORDS}")
    await outbox.put(
        tx,
        [
            Outgoing(address=desk, reply=card, subject=report.code),
            Outgoing(address=desk, reply=other, subject=nomination.code),
            Outgoing(address=address, reply=Reply(text=f"Đã ghi nhận {WORDS}"), subject=report.code),
        ],
        WALL,
    )
    link = {"address_id": address.id, "message": "m1", "outbox_id": 3, "subject": report.code}
    await tx.execute(insert(message_links).values(link))


async def _heard_and_told(tx: Tx, person: Person, address: Address) -> None:
    sent = {"state": "sent", "receipt": ["m1"], "finished_at": WALL}
    await tx.execute(update(outbox_table).values(sent))
    waiting = [Outgoing(address=address, reply=Reply(text=WORDS), dedupe=f"late:{CHAT}")]
    await outbox.put(tx, waiting, WALL)
    for number, state in enumerate(("handled", "parked", "new", "new")):
        heard = {"channel": "web", "bot": "1", "key": str(number), "chat": CHAT, "received_at": WALL}
        body = None if state == "handled" else b'{"chat":"%s"}' % WORDS.encode()
        await tx.execute(insert(inbox_table).values(heard | {"state": state, "body": body}))
    in_group = {"channel": "web", "bot": "1", "key": "9", "chat": "-desk", "received_at": WALL}
    body = b'{"from":"%s"}' % CHAT.encode()
    await tx.execute(insert(inbox_table).values(in_group | {"state": "parked", "body": body}))
    news = NewBulletin(kind="bulletin", title="T", reply=Reply(text="Tin"), created_by=f"{NAME} (web:{CHAT})")
    for state in ("sent", "waiting", "sending"):
        bulletin = await bulletins.start(tx, news, NOW)
        got = {"bulletin_id": bulletin.id, "person_id": person.id, "address_id": address.id, "state": state}
        await tx.execute(insert(deliveries).values(got | {"receipt": ["m7"]}))


@pytest.mark.parametrize("keep", [False, True])
async def test_nothing_leads_back_to_who_was_erased(database: Database, keep: bool) -> None:
    """No table holds the chat, the ids or the way to call back; nor the words, unless the author left them."""
    async with database.transaction() as tx:
        person, address, _ = await a_life(tx)
        before = await everything(tx)
        erased = await erasure.erase(tx, [person.id], NOW, WALL, keep_sent=keep)
        after = await everything(tx)
    assert {table for table, _ in holding(before, CHAT)} >= {"addresses", "inbox", "outbox", "web_messages"}
    # The one message still in the inbox with its words was said after the one being handled.
    assert holding(after, CHAT) == [("inbox", "chat")]
    for marker in (CONTACT, "0987 &amp; 654"):
        assert holding(after, marker) == []
    left = {table for table, column in holding(after, WORDS) if (table, column) != ("inbox", "body")}
    assert left == ({"reports", "report_events", "nominations", "outbox"} if keep else set())
    for table, row in after:
        assert row.get("person_id") != person.id, table
        assert row.get("address_id") != address.id, table
    assert [each.chat for each in erased.addresses] == [CHAT]


async def test_the_person_erased_is_gone_and_may_come_back_as_a_new_one(database: Database) -> None:
    """The same account writes again: we know nothing of it."""
    async with database.transaction() as tx:
        person, address, _ = await a_life(tx)
        await erasure.erase(tx, [person.id], NOW, WALL)
        assert await people.get(tx, person.id) is None
        assert await people.get_address(tx, address.id) is None
        back, again = await people.meet(tx, "web", "1", CHAT, NOW)
        assert again.consent is Consent.UNASKED
        assert await reports.of_person(tx, again.id) == []
        assert back.chat == CHAT


async def test_counts_stay_true(database: Database) -> None:
    """A bulletin's figures and the number of reports are the same after its reader is erased."""
    async with database.transaction() as tx:
        person, _, _ = await a_life(tx)
        await erasure.erase(tx, [person.id], NOW, WALL)
        states = [row.state for row in await tx.all(select(deliveries).order_by(deliveries.c.id))]
        assert states == ["sent", "cancelled", "unknown"]
        for table in (report_table, nomination_table):
            [row] = await tx.all(select(table))
            assert (row.state, row.place) == ("withdrawn", "31540")
        kinds = [row.kind for row in await tx.all(select(report_events).order_by(report_events.c.id))]
        assert kinds == ["new", "person_wrote", "withdrawn"]


async def test_what_is_kept_is_worked_on_without_its_author(database: Database) -> None:
    """What was to be kept "without me" is open as before and nobody's, the way to call back gone from desks too."""
    async with database.transaction() as tx:
        person, _, desk = await a_life(tx)
        codes = await authored.open_codes(tx, person.id)
        erased = await erasure.erase(tx, [person.id], NOW, WALL, keep_sent=True)
        [report] = await tx.all(select(report_table))
    assert sorted(erased.sent.kept) == sorted(codes)
    assert erased.sent.withdrawn == ()
    assert (report.person_id, report.state, report.words, report.contact) == (None, "new", WORDS, "")
    [edit] = erased.sent.changed
    assert edit.address.id == desk.id
    assert edit.kind == "edit"
    assert edit.reply is not None
    assert edit.reply.text.endswith(f"Xin gọi lại: {authored.GONE}")


async def test_a_desk_is_told_of_what_was_withdrawn(database: Database) -> None:
    """Each message at a desk that showed the words is listed, to be replaced there."""
    async with database.transaction() as tx:
        person, _, desk = await a_life(tx)
        codes = await authored.open_codes(tx, person.id)
        erased = await erasure.erase(tx, [person.id], NOW, WALL)
    assert sorted(erased.sent.withdrawn) == sorted(codes)
    assert [card.code for card in erased.sent.emptied] == codes
    assert {card.outgoing.address.id for card in erased.sent.emptied} == {desk.id}
    assert all(card.outgoing.target == card.row for card in erased.sent.emptied)


async def test_staff_leave_their_roles_and_the_log_keeps_their_name(database: Database) -> None:
    """Who did what stays on record by name, without the account; the role ends with a line of its own."""
    async with database.transaction() as tx:
        person, _, _ = await a_life(tx)
        await erasure.erase(tx, [person.id], NOW, WALL)
        assert await desks.holders(tx, Role.HOME_AFFAIRS) == []
        lines = [(row.actor, row.action, row.subject) for row in reversed(await audit.recent(tx))]
        assert lines == [(NAME, "report.received", "KK-AAAAA"), (NAME, "role_left", "home_affairs")]
        assert await tx.scalar(select(invites.c.created_by)) == NAME


async def test_others_keep_everything(database: Database) -> None:
    """Erasing one person touches no row of another."""
    async with database.transaction() as tx:
        person, _, _ = await a_life(tx)
        first = await everything(tx)
        other_address, other = await people.meet(tx, "web", "1", "chat-other", NOW)
        await people.consented(tx, other, Consent.AGREED)
        await reports.add(
            tx, reports.NewReport(person_id=other.id, kind="y_te", place="1", words="khác"), NOW
        )
        await outbox.put(tx, [Outgoing(address=other_address, reply=Reply(text="xin chào"))], WALL)
        theirs = [row for row in await everything(tx) if row not in first]
        await erasure.erase(tx, [person.id], NOW, WALL)
        after = await everything(tx)
    assert {table for table, _ in theirs} == {"people", "addresses", "reports", "report_events", "outbox"}
    assert all(row in after for row in theirs)


async def test_somebody_who_never_agreed_and_sent_nothing_can_be_erased(database: Database) -> None:
    """The least of acquaintances goes as wholly as any other."""
    async with database.transaction() as tx:
        _, person = await people.meet(tx, "telegram", "1", CHAT, NOW)
        await erasure.erase(tx, [person.id], NOW, WALL)
        assert await everything(tx) == []


def test_every_table_is_classified_and_documented() -> None:
    """A new table cannot slip in without saying what becomes of people in it."""
    tables = set(metadata.tables)
    assert len(tables) > 15
    assert set(FATES) == tables
    rows = re.findall(r"^\| `(\w+)` \|(.+)\|$", PRIVACY.read_text("utf-8"), re.MULTILINE)
    documented = {name: [cell.strip() for cell in cells.split("|")] for name, cells in rows}
    assert set(documented) == tables
    for name, cells in documented.items():
        assert len(cells) == 4, name  # holds, export shows, erasure does, kept how long
        assert all(cells), name
        assert cells[2].startswith(f"{FATES[name].value}:"), name


def test_only_tables_without_people_are_called_impersonal() -> None:
    """A table with a person, an address or a chat in it is never out of erasure's reach."""
    personal = {"person_id", "address_id", "chat", "sender"}
    named = {name for name, table in metadata.tables.items() if personal & set(table.columns.keys())}
    assert named
    assert not {name for name in named if FATES[name] is Fate.IMPERSONAL}


RETENTION = Retention(raw_chat_days=30, unconsented_days=2)


async def slices(database: Database, now: datetime, wall: datetime) -> list[int]:
    """Runs retention until nothing is left to forget."""
    done = []
    while not done or done[-1]:
        async with database.transaction() as tx:
            done.append(await erasure.retention(tx, RETENTION, now, wall))
    return done


async def count(tx: Tx, table: Table) -> int:
    return len(await tx.all(select(table)))


async def test_words_said_to_people_are_forgotten_after_the_days_promised(database: Database) -> None:
    """30 days after it was sent a message's words are gone, not a minute earlier."""
    async with database.transaction() as tx:
        address, person = await people.meet(tx, "web", "1", CHAT, NOW)
        await people.consented(tx, person, Consent.AGREED)
        await outbox.put(tx, [Outgoing(address=address, reply=Reply(text=WORDS))], WALL)
        await tx.execute(update(outbox_table).values(state="sent", finished_at=WALL))
    month = timedelta(days=30)
    for passed, kept in ((month, dump_reply(Reply(text=WORDS))), (month + timedelta(seconds=1), "")):
        await slices(database, NOW, WALL + passed)
        async with database.reading() as tx:
            assert await tx.scalar(select(outbox_table.c.body)) == kept


async def test_strangers_are_forgotten_and_nobody_else(database: Database) -> None:
    """Two days after their last message; whoever agreed, sent or joined something, holds a role or is blocked stays."""
    async with database.transaction() as tx:
        known = {name: await people.meet(tx, "web", "1", name, NOW) for name in "abcdefgh"}
        await people.consented(tx, known["a"][1], Consent.AGREED)
        await people.consented(tx, known["b"][1], Consent.DECLINED)
        new = reports.NewReport(person_id=known["c"][1].id, kind="y_te", place="1", words="x")
        made = await reports.add(tx, new, NOW)
        await voices.join(tx, made, known["g"][1].id, NOW)
        await voices.join(tx, made, known["h"][1].id, NOW)
        await voices.leave(tx, made.id, known["h"][1].id)
        role = {"person_id": known["d"][1].id, "role": "admin", "granted_at": NOW, "granted_by": "x"}
        await tx.execute(insert(grants).values(role))
        blocked = update(people_table).where(people_table.c.id == known["e"][1].id)
        await tx.execute(blocked.values(blocked_until=NOW + timedelta(days=9)))
    await slices(database, NOW + timedelta(days=2), WALL)
    async with database.reading() as tx:
        assert await count(tx, people_table) == 8
    await slices(database, NOW + timedelta(days=2, seconds=1), WALL)
    async with database.reading() as tx:
        rows = await tx.all(select(addresses.c.chat).order_by(addresses.c.chat))
        assert [row.chat for row in rows] == ["a", "c", "d", "e", "g"]


async def test_many_strangers_are_forgotten_in_slices(database: Database) -> None:
    """However many there are, one transaction stays short."""
    async with database.transaction() as tx:
        for number in range(erasure.PEOPLE_AT_ONCE + 1):
            await people.meet(tx, "web", "1", f"s{number}", NOW)
    assert await slices(database, NOW + timedelta(days=3), WALL) == [erasure.PEOPLE_AT_ONCE, 1, 0]


async def test_what_is_left_over_goes_by_itself(database: Database) -> None:
    """Keys of handled updates, parked bodies, old questions, tries at codes, the room's messages."""
    async with database.transaction() as tx:
        address, person = await people.meet(tx, "web", "1", CHAT, NOW)
        await people.consented(tx, person, Consent.AGREED)
        for key, state, body in (("1", "handled", None), ("2", "parked", WORDS.encode())):
            row = {"channel": "web", "bot": "1", "key": key, "chat": CHAT, "state": state, "body": body}
            await tx.execute(insert(inbox_table).values(row | {"received_at": WALL, "handled_at": WALL}))
        for sender, flow in ((CHAT, ""), ("other", "phananh")):
            standing = {"flow": flow, "step": "", "answers": {}, "trail": [], "nonce": "n", "asked_at": NOW}
            await tx.execute(insert(positions).values(**standing, address_id=address.id, sender=sender))
        await tx.execute(insert(code_tries).values(address_id=address.id, at=NOW))
        said = {"chat": CHAT, "mine": True, "body": "{}", "at": NOW}
        await tx.execute(insert(web_messages).values(said))
    await slices(database, NOW + timedelta(days=31), WALL + timedelta(days=31))
    async with database.reading() as tx:
        assert [row.body for row in await tx.all(select(inbox_table))] == [None]
        assert [row.flow for row in await tx.all(select(positions))] == ["phananh"]
        assert await count(tx, code_tries) == 0
        assert await count(tx, web_messages) == 0


async def test_the_receipt_forgets_where_it_went_once_it_is_sent(database: Database) -> None:
    """The last word to an erased person keeps their chat only until it has left."""
    async with database.transaction() as tx:
        address = Address(id=1, channel="web", bot="1", chat=CHAT, kind=ChatKind.PRIVATE)
        await outbox.put(tx, [Outgoing(address=address, reply=Reply(text="Đã xóa"), forget=True)], WALL)
    await slices(database, NOW, WALL)
    async with database.transaction() as tx:
        assert await tx.scalar(select(outbox_table.c.chat)) == CHAT
        await tx.execute(update(outbox_table).values(state="sent", finished_at=WALL))
    await slices(database, NOW, WALL)
    async with database.reading() as tx:
        assert holding(await everything(tx), CHAT) == []


async def test_the_proof_of_consent_outlives_the_person(database: Database) -> None:
    """That somebody agreed can be shown, not who it was."""
    async with database.transaction() as tx:
        person, _, _ = await a_life(tx)
        await erasure.erase(tx, [person.id], NOW, WALL)
        [proof] = await tx.all(select(consents))
    assert (proof.subject, proof.decision) == ("a keyed hash", "agreed")


async def test_the_message_being_handled_is_closed_by_its_turn(database: Database) -> None:
    """The erasing press itself: its chat goes at once, its body with the end of the turn."""
    async with database.transaction() as tx:
        _, person = await people.meet(tx, "web", "1", CHAT, NOW)
        arrival = inbox.Arrival(channel="web", bot="1", key="k", chat=CHAT, body=CHAT.encode())
        await inbox.receive(tx, [arrival], WALL)
        [row] = await inbox.next_batch(tx, 10)
        await erasure.erase(tx, [person.id], NOW, WALL)
        await inbox.close(tx, [row.id], WALL)
        assert holding(await everything(tx), CHAT) == []
