"""Who sent a matter, by its code of whatever kind: for the office, which knows people by codes alone."""

from collections.abc import Mapping

from sqlalchemy import Table, select

from storage import codes
from storage.database import Tx
from storage.tables import nominations, offers, remarks, reports, rumour_askers, rumours

_TABLES: Mapping[str, Table] = {
    codes.REPORT: reports,
    codes.NOMINATION: nominations,
    codes.OFFER: offers,
    codes.REMARK: remarks,
}


async def of(tx: Tx, code: str) -> list[int]:
    """The people who sent it: none if there is no such code, they were erased, or it is a body's own duty.

    Of a rumour whoever asked about it, which may be several.
    """
    if code.startswith(codes.RUMOUR):
        asked = select(rumour_askers.c.person_id).join(rumours, rumours.c.id == rumour_askers.c.rumour_id)
        here = (rumours.c.code == code) & (rumour_askers.c.person_id > 0)
        return list((await tx.execute(asked.where(here).order_by(rumour_askers.c.at))).scalars())
    table = _TABLES.get(codes.prefix_of(code))
    if table is None:
        return []
    person_id = await tx.scalar(select(table.c.person_id).where(table.c.code == code))
    return [] if person_id is None else [int(person_id)]
