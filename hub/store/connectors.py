"""Where each connector stands."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select, update

from hub.store.bulk import Row, table, upsert
from hub.store.tables import ConnectorRow

CONNECTORS = table(ConnectorRow)


def owners(connection: Connection) -> dict[str, str]:
    """The distribution that owns each connector id."""
    query = select(CONNECTORS.c.id, CONNECTORS.c.distribution)
    return {row.id: row.distribution for row in connection.execute(query)}


def introduce(connection: Connection, connector: str, distribution: str, parser_version: int) -> None:
    """Make a connector known, or note its new parser version."""
    upsert(
        connection,
        ConnectorRow,
        [{"id": connector, "distribution": distribution, "parser_version": parser_version}],
        key=["id"],
    )


def state(connection: Connection, connector: str) -> Row | None:
    """``cursor``, ``last_run``, ``last_success`` … of a connector, or ``None``."""
    row = connection.execute(select(CONNECTORS).where(CONNECTORS.c.id == connector)).mappings().first()
    return dict(row) if row else None


def states(connection: Connection) -> dict[str, Row]:
    """The state of every connector the store knows, by id."""
    return {row["id"]: dict(row) for row in connection.execute(select(CONNECTORS)).mappings()}


def set_cursor(connection: Connection, connector: str, cursor: str) -> None:
    """Move the cursor. Call it in the transaction that writes the records it covers."""
    connection.execute(update(CONNECTORS).where(CONNECTORS.c.id == connector).values(cursor=cursor))


def set_run(connection: Connection, connector: str, run: str, success: datetime | None) -> None:
    """Note the last run, and when one last succeeded."""
    values: Row = {"last_run": run}
    if success is not None:
        values["last_success"] = success
    connection.execute(update(CONNECTORS).where(CONNECTORS.c.id == connector).values(**values))
