"""Alembic's entry: runs the migrations on the connection that storage.migrate hands over."""

from typing import Any, Literal

from alembic import context

from storage.tables import Moment, metadata


def _plainly(kind: str, item: Any, _autogen: object) -> str | Literal[False]:
    """A migration names the database's own types: what it makes must not change with storage/tables."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=_plainly,
)
with context.begin_transaction():
    context.run_migrations()
