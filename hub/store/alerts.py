"""Alerts: who wants to be told of what; and what they were told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select, update

from hub.store.bulk import Row, batches, table, upsert
from hub.store.queue import QueueFilter
from hub.store.queue.conditions import conditions, source
from hub.store.tables import AccountRow, AlertRow, AnnouncedRow, MarcheAliasRow

ALERTS = table(AlertRow)
ANNOUNCED = table(AnnouncedRow)
ACCOUNTS = table(AccountRow)
ALIASES = table(MarcheAliasRow)


def add(connection: Connection, row: Row) -> int:
    """Write a new alert; returns its number."""
    return int(connection.execute(ALERTS.insert().returning(ALERTS.c.id), row).scalar_one())


def one(connection: Connection, id_: int) -> Row | None:
    """An alert by its number."""
    row = connection.execute(select(ALERTS).where(ALERTS.c.id == id_)).mappings().first()
    return dict(row) if row else None


def listed(connection: Connection, account: int) -> list[Row]:
    """The alerts of an account, the oldest first."""
    query = select(ALERTS).where(ALERTS.c.account == account).order_by(ALERTS.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def active(connection: Connection, login: str | None = None) -> list[Row]:
    """The alerts that are not paused, of accounts that are open (of this one alone), by account."""
    query = (
        select(ALERTS)
        .join(ACCOUNTS, ACCOUNTS.c.id == ALERTS.c.account)
        .where(ALERTS.c.paused.is_(None), ACCOUNTS.c.disabled.is_(None))
        .order_by(ALERTS.c.account, ALERTS.c.id)
    )
    if login is not None:
        query = query.where(ACCOUNTS.c.login == login)
    return [dict(row) for row in connection.execute(query).mappings()]


def change(connection: Connection, id_: int, values: Mapping[str, Any]) -> None:
    """Set some columns of an alert."""
    connection.execute(update(ALERTS).where(ALERTS.c.id == id_).values(**values))


def drop(connection: Connection, id_: int) -> None:
    """Forget an alert, what it told and its letters that wait."""
    connection.execute(delete(ALERTS).where(ALERTS.c.id == id_))


def look(connection: Connection, row: Row, values: Mapping[str, Any]) -> bool:
    """Note that this alert was looked at; ``False`` when somebody else did it meanwhile."""
    mine = (ALERTS.c.id == row["id"]) & (ALERTS.c.edition == row["edition"])
    noted = update(ALERTS).where(mine).values(edition=row["edition"] + 1, **values)
    return connection.execute(noted).rowcount == 1


def told(connection: Connection, alert: Row, what: str, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What the person was told last of each of these, by this alert or another one of the same channel."""
    heard = select(ALERTS.c.id).where(
        ALERTS.c.account == alert["account"], ALERTS.c.channel == alert["channel"]
    )
    found: dict[str, dict[str, Any]] = {}
    for some in batches(ids):
        query = (
            select(ANNOUNCED.c.object, ANNOUNCED.c.told)
            .where(ANNOUNCED.c.alert.in_(heard), ANNOUNCED.c.what == what, ANNOUNCED.c.object.in_(some))
            .order_by(ANNOUNCED.c.at)
        )
        found.update({id_: dict(facts) for id_, facts in connection.execute(query)})
    return found


def announce(connection: Connection, rows: Sequence[Row]) -> None:
    """Write what is being told."""
    upsert(connection, AnnouncedRow, rows, key=["alert", "what", "object"])


def former(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """The present id of each former id of these marchés."""
    found: dict[str, str] = {}
    for some in batches(ids):
        query = select(ALIASES.c.id, ALIASES.c.marche).where(ALIASES.c.marche.in_(some))
        found.update((old, new) for old, new in connection.execute(query))
    return found


def matching(connection: Connection, filters: QueueFilter, ids: Sequence[str]) -> set[str]:
    """Those of these marchés that the filters select."""
    rows = source(filters)
    wanted = conditions(connection, filters, rows, in_order=False)
    return {
        id_
        for some in batches(ids)
        for id_ in connection.execute(select(rows.c.marche).where(*wanted, rows.c.marche.in_(some))).scalars()
    }
