"""What people pressed under a bulletin: one answer a person for each thing asked, the last one counts."""

from datetime import datetime

from storage.database import Tx
from storage.tables import bulletin_presses
from storage.upserts import insert_into


async def keep(tx: Tx, bulletin_id: int, person_id: int, asked: str, choice: str, at: datetime) -> None:
    """Keep it; pressed again it stays one, another answer of a poll takes its place. `at` is campaign time.

    `asked` is seen, pledge or poll; `choice` the key of the button (Offered.key).
    """
    new = insert_into(tx.dialect, bulletin_presses).values(
        bulletin_id=bulletin_id, person_id=person_id, asked=asked, choice=choice, at=at
    )
    key = [bulletin_presses.c.bulletin_id, bulletin_presses.c.person_id, bulletin_presses.c.asked]
    changed = {"choice": new.excluded.choice, "at": new.excluded.at}
    other = bulletin_presses.c.choice != new.excluded.choice
    await tx.execute(new.on_conflict_do_update(index_elements=key, set_=changed, where=other))
