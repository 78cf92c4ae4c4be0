"""The store when it cannot work: locked, full, damaged, elsewhere."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from hub.plugin_api import NotConfigured
from hub.store import schema
from hub.store.bulk import insert, table
from hub.store.engine import Store
from hub.store.errors import StoreError
from hub.store.tables import ContractRow


def test_a_store_locked_by_another_process_is_said_so(tmp_path):
    path = tmp_path / "hub.sqlite3"
    store = Store(f"sqlite:///{path}", busy_s=0.1)
    schema.ready(store)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError) as locked, store.write():
        pass
    assert locked.value.code == "store-locked"
    other.execute("ROLLBACK")
    with store.write():
        pass
    store.close()


def test_readers_are_not_blocked_by_a_writer(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'hub.sqlite3'}", busy_s=0.1)
    schema.ready(store)
    with store.write(), store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM run").scalar() == 0
    store.close()


def fill(store):
    """Write until SQLite finds no page left, as it does when the disk is full."""
    with store.write() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
        for n in range(1000):
            connection.exec_driver_sql(
                "INSERT INTO connector (id, distribution, parser_version) VALUES (?, ?, 1)",
                (f"c{n}", "x" * 999),
            )


def test_a_full_disk_writes_nothing_and_says_so(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'hub.sqlite3'}")
    schema.ready(store)
    with pytest.raises(StoreError) as full:
        fill(store)
    assert full.value.code == "store-full"
    with store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM connector").scalar() == 0
    store.close()


def test_a_file_that_is_no_database(tmp_path):
    path = tmp_path / "hub.sqlite3"
    path.write_bytes(b"PK\x03\x04" + b"not a database " * 100)
    store = Store(f"sqlite:///{path}")
    with pytest.raises(StoreError) as damaged:
        schema.ready(store)
    assert damaged.value.code == "store-damaged"


def test_a_database_server_that_is_away_never_shows_the_password():
    store = Store("postgresql+psycopg://passerelle:S3cret@127.0.0.1:9/hub")
    with pytest.raises(StoreError) as away, store.read():
        pass
    assert away.value.code == "store-unreachable"
    assert "S3cret" not in f"{away.value} {away.value.next_step}"


@pytest.mark.parametrize("url", ["mysql://x/y", "hub.sqlite3", "", "oracle://"])
def test_another_database_is_refused(url):
    with pytest.raises(NotConfigured) as refused:
        Store(url)
    assert refused.value.code == "database-url-invalid"


def test_amounts_and_moments_come_back_exact(database_url):
    store = Store(database_url)
    schema.ready(store)
    moment = datetime(2026, 9, 10, 6, 0, 0, 123456, tzinfo=UTC)
    row = {
        "connector": "decp", "key": "1:2", "content_hash": "x", "raw": 1, "run": "r", "parser_version": 1,
        "created": moment, "changed": moment, "title": "T", "record": b"",
        "amount": Decimal("12345678901.23"),
    }  # fmt: skip
    with store.write() as connection:
        insert(connection, ContractRow, [row])
    with store.read() as connection:
        rows = table(ContractRow)
        amount, created = connection.execute(select(rows.c.amount, rows.c.created)).one()
        bigger = connection.execute(
            select(rows.c.key).where(rows.c.amount >= Decimal("12345678901.23"))
        ).all()
    assert amount == Decimal("12345678901.23")
    assert created == moment
    assert len(bigger) == 1
    store.close()
