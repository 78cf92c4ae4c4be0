"""Alembic's entry: migrate the store that ``hub.store.schema`` hands over."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlmodel.sql.sqltypes import AutoString

from hub.store.queue import entries
from hub.store.tables import METADATA
from hub.store.tables.queue import is_declared


def _render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write plain SQLAlchemy into migrations: they must outlive SQLModel's own types."""
    return "sa.String()" if kind == "type" and isinstance(item, AutoString) else False


def run() -> None:
    """Run the migrations in one writing transaction of the store."""
    store = context.config.attributes["store"]
    with store.write() as connection:
        context.configure(
            connection=connection,
            target_metadata=METADATA,
            render_as_batch=store.is_sqlite,
            compare_type=True,
            render_item=_render,
            include_name=is_declared,
        )
        context.run_migrations()
        # Tables made from others are filled by the code that keeps them, which needs the last schema.
        if context.get_context().get_current_revision() == context.script.get_current_head():
            entries.fill(connection)


run()
