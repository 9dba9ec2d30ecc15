"""Replies to bulletins (phản hồi): stored, moved along their table, found again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from messages.content import Attachment
from messages.encoding import dump_attachments, load_attachments
from storage import codes
from storage.database import Tx
from storage.records import REMARK_MOVES, Remark, RemarkLine, RemarkState, SendState
from storage.reports import fresh_code
from storage.tables import deliveries, remark_lines, remarks

_LATELY = 100  # bulletins that one address got, looked through for the message that was answered


async def answered_bulletin(tx: Tx, address_id: int, message: str) -> int | None:
    """The bulletin that arrived here as the message with this platform id; None if none did."""
    mine = deliveries.c.address_id == address_id
    found = select(deliveries.c.bulletin_id, deliveries.c.receipt).where(
        mine, deliveries.c.receipt.is_not(None)
    )
    rows = await tx.all(found.order_by(deliveries.c.id.desc()).limit(_LATELY))
    return next((row.bulletin_id for row in rows if row.receipt and message in row.receipt), None)


async def latest_bulletin(tx: Tx, address_id: int, since: datetime) -> int | None:
    """The newest bulletin that has arrived here since then (real time); None if none has."""
    mine = (deliveries.c.address_id == address_id) & (deliveries.c.state == SendState.SENT.value)
    found = select(deliveries.c.bulletin_id).where(mine, deliveries.c.finished_at >= since)
    row = await tx.first(found.order_by(deliveries.c.id.desc()).limit(1))
    return None if row is None else int(row.bulletin_id)


async def has_had(tx: Tx, bulletin_id: int, person_id: int) -> bool:
    """Whether this person was sent the bulletin."""
    mine = (deliveries.c.bulletin_id == bulletin_id) & (deliveries.c.person_id == person_id)
    found = select(deliveries.c.id).where(mine, deliveries.c.state == SendState.SENT.value)
    return await tx.first(found) is not None


async def add(tx: Tx, bulletin_id: int, person_id: int, agency: str, line: RemarkLine) -> Remark:
    """Begin a thread under a fresh code."""
    values = {
        "code": await fresh_code(tx, codes.REMARK, remarks),
        "bulletin_id": bulletin_id,
        "person_id": person_id,
        "agency": agency,
        "state": RemarkState.NEW.value,
        "created_at": line.at,
    }
    row = (await tx.execute(insert(remarks).values(values).returning(remarks))).one()
    made = _remark(row)
    await note(tx, made, line)
    return made


async def get(tx: Tx, code: str) -> Remark | None:
    """The thread of this code (in its true form)."""
    row = await tx.first(select(remarks).where(remarks.c.code == code))
    return None if row is None else _remark(row)


async def of_person(tx: Tx, person_id: int) -> list[Remark]:
    """Somebody's own, the newest first."""
    mine = select(remarks).where(remarks.c.person_id == person_id).order_by(remarks.c.id.desc())
    return [_remark(row) for row in await tx.all(mine)]


async def current(tx: Tx, bulletin_id: int, person_id: int) -> Remark | None:
    """The thread of this person about this bulletin that still goes on."""
    mine = (remarks.c.bulletin_id == bulletin_id) & (remarks.c.person_id == person_id)
    going = remarks.c.state != RemarkState.TURNED.value
    row = await tx.first(select(remarks).where(mine, going).order_by(remarks.c.id.desc()).limit(1))
    return None if row is None else _remark(row)


async def note(tx: Tx, remark: Remark, line: RemarkLine) -> None:
    """Add a line."""
    values = {
        "remark_id": remark.id,
        "at": line.at,
        "actor": line.actor,
        "words": line.words,
        "attachments": dump_attachments(line.attachments),
    }
    await tx.execute(insert(remark_lines).values(values))


async def lines(tx: Tx, remark: Remark) -> list[RemarkLine]:
    """What was said, the oldest first."""
    mine = select(remark_lines).where(remark_lines.c.remark_id == remark.id).order_by(remark_lines.c.id)
    return [
        RemarkLine(at=row.at, words=row.words, actor=row.actor, attachments=load_attachments(row.attachments))
        for row in await tx.all(mine)
    ]


async def move(tx: Tx, remark: Remark, to: RemarkState) -> bool:
    """Move it along its table, by one statement that compares and sets. False if it is not there any more."""
    sources = [state.value for state, moves in REMARK_MOVES.items() if to in moves]
    values = {"state": to.value, "version": remarks.c.version + 1}
    mine = (remarks.c.id == remark.id) & remarks.c.state.in_(sources)
    return bool((await tx.execute(update(remarks).where(mine).values(values))).rowcount)


async def became(tx: Tx, remark: Remark, code: str) -> None:
    """It goes on as the report or the rumour of this code."""
    await tx.execute(update(remarks).where(remarks.c.id == remark.id).values(became=code))


async def counts(tx: Tx, bulletin_id: int) -> dict[RemarkState, int]:
    """How many threads a bulletin has, by state."""
    mine = select(remarks.c.state, func.count().label("n")).where(remarks.c.bulletin_id == bulletin_id)
    return {RemarkState(row.state): row.n for row in await tx.all(mine.group_by(remarks.c.state))}


async def forget(tx: Tx, person_ids: Sequence[int]) -> None:
    """Their threads lose their words and lead to nobody; the agency's count stays."""
    mine = select(remarks.c.id).where(remarks.c.person_id.in_(person_ids)).scalar_subquery()
    await tx.execute(delete(remark_lines).where(remark_lines.c.remark_id.in_(mine)))
    await tx.execute(update(remarks).where(remarks.c.person_id.in_(person_ids)).values(person_id=None))


def files_of(found: Sequence[RemarkLine]) -> tuple[Attachment, ...]:
    """The files that came along with what the person said."""
    return tuple(file for line in found if not line.actor for file in line.attachments)


def _remark(row: Row[Any]) -> Remark:
    return Remark(
        id=row.id,
        code=row.code,
        bulletin_id=row.bulletin_id,
        person_id=row.person_id,
        agency=row.agency,
        state=RemarkState(row.state),
        version=row.version,
        created_at=row.created_at,
        became=row.became,
    )
