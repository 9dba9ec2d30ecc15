"""One report goes on as another: its voices go along."""

from datetime import datetime

from sqlalchemy import select

from storage import voices
from storage.database import Tx
from storage.records import Report
from storage.tables import report_voices


async def merge(tx: Tx, report: Report, into: Report, at: datetime) -> None:
    """The author and the voices of `report` become voices of `into`, each person once."""
    mine = (report_voices.c.report_id == report.id) & (report_voices.c.person_id > 0)
    follow = list((await tx.execute(select(report_voices.c.person_id).where(mine))).scalars())
    if report.person_id is not None:
        follow.insert(0, report.person_id)
    for person_id in follow:
        await voices.join(tx, into, person_id, at)
