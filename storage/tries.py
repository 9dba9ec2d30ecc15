"""How often somebody tried codes that are not theirs."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select

from storage.database import Tx
from storage.tables import code_tries

PER_HOUR = 10


async def may_try(tx: Tx, address_id: int, at: datetime) -> bool:
    """Count a try at somebody else's code. False once there were 10 in the last hour."""
    since = at - timedelta(hours=1)
    await tx.execute(delete(code_tries).where(code_tries.c.address_id == address_id, code_tries.c.at < since))
    tried = await tx.scalar(select(func.count()).where(code_tries.c.address_id == address_id))
    if int(tried or 0) >= PER_HOUR:
        return False
    await tx.execute(insert(code_tries).values(address_id=address_id, at=at))
    return True
