"""The database itself: what counts as its failure, and what as ours."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from storage.database import BROKEN, Database


@pytest.mark.parametrize("statement", ["SELECT no_such FROM people", "SELECT 1 FROM no_such", "SELEC 1"])
async def test_a_statement_that_cannot_run_is_no_broken_database(database: Database, statement: str) -> None:
    """Or it would be tried again for ever; on both engines alike, reading and writing."""
    for opened in (database.transaction(), database.reading()):
        with pytest.raises(ProgrammingError) as raised:
            async with opened as tx:
                await tx.execute(text(statement))
        assert not isinstance(raised.value, BROKEN)
