"""Making, reading and changing drafts."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, literal_column, select, update

from messages.content import Attachment
from messages.encoding import dump_attachments, load_attachments
from storage import audience as audiences
from storage.database import Tx
from storage.records import CHANGEABLE, Audience, Draft, DraftKind, DraftState, Offered
from storage.tables import draft_writers, drafts
from storage.upserts import insert_into

# Written out as the partial index has it, so that it is used.
OPEN: ColumnElement[bool] = literal_column("state NOT IN ('started', 'dropped')")
_EVERYONE = Audience()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDraft:
    """A draft to begin.

    Attributes:
        text: rich text.
        subject: code of the rumour or nomination it comes from; the draft is found again by it.
        created_by: as the audit log names them.
        author_id: who must not approve it; None where no person began it.
        figures_id, unfilled: as in Draft, for a copy.
    """

    kind: DraftKind
    agency: str
    title: str
    text: str
    audience: Audience = _EVERYONE
    source: str = ""
    attachments: tuple[Attachment, ...] = ()
    choices: tuple[Offered, ...] = ()
    valid_until: datetime | None = None
    subject: str = ""
    created_by: str
    author_id: int | None = None
    figures_id: int | None = None
    unfilled: Mapping[str, str] = field(default_factory=dict)


async def create(tx: Tx, new: NewDraft, now: datetime) -> Draft:
    """Begin a draft; `now` is campaign time."""
    values = {
        "kind": new.kind.value,
        "agency": new.agency,
        "title": new.title,
        "text": new.text,
        "source": new.source,
        "audience": audiences.dump(new.audience),
        "attachments": dump_attachments(new.attachments),
        "choices": [asdict(each) for each in new.choices],
        "subject": new.subject,
        "valid_until": new.valid_until,
        "author_id": new.author_id,
        "figures_id": new.figures_id,
        "unfilled": dict(new.unfilled) or None,
        "created_at": now,
        "created_by": new.created_by,
        "changed_at": now,
    }
    row = (await tx.execute(insert(drafts).values(values).returning(drafts))).one()
    if new.author_id is not None:
        await wrote(tx, row.id, new.author_id)
    return await _whole(tx, row)


async def get(tx: Tx, draft_id: int, *, lock: bool = False) -> Draft | None:
    """The draft of this id; with `lock` nobody else moves it before this transaction ends."""
    found = select(drafts).where(drafts.c.id == draft_id)
    row = await tx.first(found.with_for_update() if lock else found)
    return None if row is None else await _whole(tx, row)


async def of_bulletin(tx: Tx, bulletin_id: int) -> Draft | None:
    """The draft that became this bulletin; None if it had none."""
    row = await tx.first(select(drafts).where(drafts.c.bulletin_id == bulletin_id))
    return None if row is None else await _whole(tx, row)


async def of_subject(tx: Tx, subject: str) -> list[Draft]:
    """Every draft that comes from this rumour or nomination, newest first."""
    found = select(drafts).where(drafts.c.subject == subject, drafts.c.subject != literal_column("''"))
    return [await _whole(tx, row) for row in await tx.all(found.order_by(drafts.c.id.desc()))]


async def change(tx: Tx, draft_id: int, writer_id: int, at: datetime, **parts: Any) -> Draft | None:
    """Write parts of it anew: it is being written again, whatever anyone had approved.

    `parts` are fields of Draft that people see or are chosen by. Returns None if it is past changing.
    """
    states = [state.value for state in CHANGEABLE]
    values = {name: _kept(name, value) for name, value in parts.items()}
    changed = (
        update(drafts)
        .where(drafts.c.id == draft_id, drafts.c.state.in_(states))
        .values(**values, state=DraftState.WRITING.value, version=drafts.c.version + 1, changed_at=at)
    )
    row = await tx.first(changed.returning(drafts))
    if row is None:
        return None
    await wrote(tx, draft_id, writer_id)
    return await _whole(tx, row)


_PARTS = frozenset(
    {
        "kind",
        "title",
        "text",
        "audience",
        "source",
        "attachments",
        "choices",
        "valid_until",
        "send_at",
        "daily_until",
        "figures_id",
        "unfilled",
    }
)


def _kept(name: str, value: Any) -> Any:
    if name not in _PARTS:
        raise ValueError(f"{name} is no part that is written")
    if name == "audience":
        return audiences.dump(value)
    if name == "choices":
        return [asdict(each) for each in value]
    return dump_attachments(value) if name == "attachments" else value


async def wrote(tx: Tx, draft_id: int, person_id: int) -> None:
    """Their hand is on it: they cannot approve it any more."""
    new = insert_into(tx.dialect, draft_writers).values(draft_id=draft_id, person_id=person_id)
    await tx.execute(new.on_conflict_do_nothing())


async def _whole(tx: Tx, row: Row[Any]) -> Draft:
    found = select(draft_writers.c.person_id).where(draft_writers.c.draft_id == row.id)
    return _draft(row, frozenset((await tx.execute(found)).scalars()))


def _draft(row: Row[Any], writers: frozenset[int]) -> Draft:
    return Draft(
        id=row.id,
        kind=DraftKind(row.kind),
        agency=row.agency,
        title=row.title,
        text=row.text,
        audience=audiences.load(row.audience),
        source=row.source,
        attachments=load_attachments(row.attachments),
        choices=tuple(Offered(**each) for each in row.choices),
        subject=row.subject,
        valid_until=row.valid_until,
        state=DraftState(row.state),
        version=row.version,
        writers=writers,
        author_id=row.author_id,
        created_at=row.created_at,
        created_by=row.created_by,
        submitted_by=row.submitted_by,
        decided_by=row.decided_by,
        reason=row.reason,
        shown=row.shown,
        bulletin_id=row.bulletin_id,
        send_at=row.send_at,
        daily_until=row.daily_until,
        counted=row.counted,
        figures_id=row.figures_id,
        unfilled=row.unfilled or {},
        on_call=tuple(row.on_call.split()),
    )
