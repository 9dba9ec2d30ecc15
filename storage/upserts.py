"""Inserts that know what to do where the row is there already, for the engine in use."""

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_into(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert with `on_conflict_do_nothing` and `on_conflict_do_update`; `dialect` is sqlite or postgresql."""
    return (sqlite.insert if dialect == "sqlite" else postgresql.insert)(table)
