"""Where a person leaves traces, and how each kind of trace goes: the statements behind storage.erasure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Table, and_, delete, false, func, null, or_, select, tuple_, update

from messages.encoding import load_reply
from storage import audit
from storage.database import Tx
from storage.people import address_of
from storage.records import Address, SendState
from storage.tables import (
    addresses,
    bulletin_changes,
    bulletin_presses,
    bulletins,
    code_tries,
    day_figures,
    deliveries,
    desks,
    directives,
    draft_writers,
    drafts,
    followed_places,
    grants,
    inbox,
    invites,
    media,
    media_from,
    message_links,
    nomination_events,
    nominations,
    obligation_events,
    offer_events,
    outbox,
    people,
    positions,
    remark_lines,
    report_events,
    rumours,
    subscriptions,
    web_messages,
    zone_entries,
)
from storage.tables import audit as audit_log

WEB = "web"
ERASED = "erased"
# Columns in which a staff member stands as "name (channel:chat)": the name stays, the account goes.
_ACTORS = (
    audit_log.c.actor,
    grants.c.granted_by,
    grants.c.revoked_by,
    invites.c.created_by,
    desks.c.connected_by,
    bulletins.c.created_by,
    drafts.c.created_by,
    drafts.c.submitted_by,
    drafts.c.decided_by,
    day_figures.c.entered_by,
    day_figures.c.signed_by,
    bulletin_changes.c.made_by,
    bulletin_changes.c.approved_by,
    remark_lines.c.actor,
    report_events.c.actor,
    rumours.c.answered_by,
    zone_entries.c.entered_by,
    zone_entries.c.settled_by,
    zone_entries.c.annul_by,
    zone_entries.c.annulled_by,
    nomination_events.c.actor,
    nominations.c.named_by,
    directives.c.created_by,
    obligation_events.c.actor,
    offer_events.c.actor,
)

# By which nobody decides about what they wrote themselves.
_AUTHORS = (zone_entries.c.author_id, zone_entries.c.annul_author_id, bulletin_changes.c.made_by_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """People to erase, and the private chats that they are reached at."""

    people: tuple[int, ...]
    addresses: tuple[Address, ...]

    @property
    def ids(self) -> list[int]:
        """Ids of the addresses."""
        return [address.id for address in self.addresses]

    def at(self, table: Table) -> ColumnElement[bool]:
        """True for the rows of `table` whose channel, bot and chat are theirs."""
        if not self.addresses:
            return false()
        keys = [(each.channel, each.bot, each.chat) for each in self.addresses]
        return tuple_(table.c.channel, table.c.bot, table.c.chat).in_(keys)


async def find(tx: Tx, person_ids: Sequence[int]) -> Traces:
    """The people's addresses."""
    rows = await tx.all(
        select(addresses).where(addresses.c.person_id.in_(person_ids)).order_by(addresses.c.id)
    )
    return Traces(people=tuple(person_ids), addresses=tuple(address_of(row) for row in rows))


async def forget_files(tx: Tx, who: Traces, wall: datetime) -> None:
    """Files fetched from their chats leave the store, unless somebody else sent the same, or they were published.

    What stands in a bulletin is the agency's: it stays, and nothing leads to whoever sent it to us any more.
    """
    await _give_to_agencies(tx, who)
    mine = select(media_from.c.sha).where(who.at(media_from))
    shas = list((await tx.execute(mine)).scalars())
    await tx.execute(delete(media_from).where(who.at(media_from)))
    if shas:
        others = select(media_from.c.sha)
        gone = media.c.sha.in_(shas) & media.c.sha.not_in(others) & media.c.until.is_not(None)
        await tx.execute(update(media).where(gone).values(until=wall))


async def _give_to_agencies(tx: Tx, who: Traces) -> None:
    found = await tx.all(select(media_from).where(who.at(media_from)))
    if not found:
        return
    with_files = select(bulletins.c.reply).where(bulletins.c.reply.contains('"ref":', autoescape=True))
    published = {
        (each.origin, each.ref)
        for reply in (await tx.execute(with_files)).scalars()
        for each in load_reply(reply).attachments
    }
    for row in found:
        if (f"{row.channel}:{row.bot}", row.ref) not in published:
            continue
        same = (media_from.c.channel == row.channel) & (media_from.c.bot == row.bot)
        await tx.execute(update(media_from).where(same, media_from.c.ref == row.ref).values(chat=""))
        await tx.execute(update(media).where(media.c.sha == row.sha).values(until=None))


async def forget_roles(tx: Tx, who: Traces, at: datetime) -> None:
    """Roles end, each with a line in the audit log; accounts go from the log, names stay."""
    held = select(grants, people.c.name).join(people, people.c.id == grants.c.person_id)
    rows = await tx.all(held.where(grants.c.person_id.in_(who.people)).order_by(grants.c.id))
    if not rows:
        return
    for row in rows:
        if row.revoked_at is None:
            await audit.write(tx, at, row.name or "?", "role_left", row.role, {"scope": row.scope})
    await tx.execute(delete(grants).where(grants.c.person_id.in_(who.people)))
    for address in who.addresses:
        account = f" ({address.channel}:{address.chat})"
        for column in _ACTORS:
            named = update(column.table).where(column.endswith(account, autoescape=True))
            await tx.execute(named.values({column.name: func.replace(column, account, "")}))


async def forget_sent(tx: Tx, who: Traces, at: datetime) -> None:
    """What waits for them is not sent; of what was sent only the count stays. `at` is real time.

    What is in flight becomes `unknown`: the platform's answer will find nobody to belong to.
    """
    theirs = or_(outbox.c.address_id.in_(who.ids), who.at(outbox))
    trace = {"chat": "", "address_id": None, "body": "", "subject": "", "receipt": null(), "dedupe": None}
    await _end(tx, outbox, theirs, at)
    await tx.execute(update(outbox).where(theirs).values(**trace))
    got = deliveries.c.person_id.in_(who.people)
    await _end(tx, deliveries, got, at)
    # A number of nobody's, and still one for each bulletin, as the table wants it.
    nobody = {"person_id": -deliveries.c.id, "address_id": None, "receipt": null()}
    await tx.execute(update(deliveries).where(got).values(**nobody))


async def forget_pressed(tx: Tx, who: Traces) -> None:
    """What they pressed under bulletins stays counted, under a number of nobody's for each."""
    mine = update(bulletin_presses).where(bulletin_presses.c.person_id.in_(who.people))
    await tx.execute(mine.values(person_id=-bulletin_presses.c.id))


async def _end(tx: Tx, table: Table, which: ColumnElement[bool], at: datetime) -> None:
    for before, after in (
        (SendState.WAITING, SendState.CANCELLED),
        (SendState.SENDING, SendState.UNKNOWN),
    ):
        ended = {"state": after.value, "reason": ERASED, "finished_at": at}
        await tx.execute(update(table).where(which, table.c.state == before.value).values(ended))


async def forget_heard(tx: Tx, who: Traces) -> None:
    """What they said and we have not thrown away yet.

    The message being handled right now is the oldest new one of its chat; its body is erased as its turn ends.
    Later ones are not ours to lose: they are said after the erasure, by somebody we do not know.
    """
    mine = who.at(inbox)
    blank = {"chat": "", "reason": ""}
    over = (inbox.c.state != "new") & mine
    await tx.execute(update(inbox).where(over).values(**blank, body=None))
    keys = (inbox.c.channel, inbox.c.bot, inbox.c.chat)
    current = select(func.min(inbox.c.id)).where(inbox.c.state == "new", mine).group_by(*keys)
    ids = list((await tx.execute(current)).scalars())
    await tx.execute(update(inbox).where(inbox.c.id.in_(ids)).values(blank))
    await _forget_parked(tx, who)


async def _forget_parked(tx: Tx, who: Traces) -> None:
    """Parked messages of groups that name them: few, so they are looked through."""
    parked = select(inbox.c.id, inbox.c.body).where(inbox.c.state == "parked", inbox.c.body.is_not(None))
    chats = [address.chat.encode() for address in who.addresses]
    named = [row.id for row in await tx.all(parked) if any(chat in row.body for chat in chats)]
    if named:
        await tx.execute(update(inbox).where(inbox.c.id.in_(named)).values(body=None))


async def forget_rehearsed(tx: Tx, who: Traces) -> None:
    """The rehearsal room's phones: theirs is emptied, and what they said in groups goes too."""
    chats = [address.chat for address in who.addresses if address.channel == WEB]
    if chats:
        await tx.execute(delete(web_messages).where(web_messages.c.chat.in_(chats)))
        await tx.execute(delete(web_messages).where(web_messages.c.sender.in_(chats)))


async def forget_people(tx: Tx, who: Traces) -> None:
    """The people themselves, last: nothing may point to them any more."""
    mine = update(drafts).where(drafts.c.author_id.in_(who.people))
    await tx.execute(mine.values(author_id=None))
    for table in (subscriptions, followed_places, draft_writers):
        await tx.execute(delete(table).where(table.c.person_id.in_(who.people)))
    for table in (positions, code_tries, message_links, desks):
        await tx.execute(delete(table).where(table.c.address_id.in_(who.ids)))
    for address in who.addresses:
        await tx.execute(delete(positions).where(_as_member(address)))
    for author in _AUTHORS:
        await tx.execute(update(author.table).where(author.in_(who.people)).values({author.name: None}))
    await tx.execute(delete(addresses).where(addresses.c.id.in_(who.ids)))
    await tx.execute(delete(people).where(people.c.id.in_(who.people)))


def _as_member(address: Address) -> ColumnElement[bool]:
    """Their positions in groups."""
    groups = select(addresses.c.id).where(
        addresses.c.channel == address.channel, addresses.c.bot == address.bot
    )
    return and_(positions.c.sender == address.chat, positions.c.address_id.in_(groups))
