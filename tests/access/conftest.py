"""A hub for each test of access, on each database; the schema is made once, and emptied between tests."""

from __future__ import annotations

from collections.abc import Iterator

import people_kit as kit
import pytest
from temporary_postgres import PostgresServer

from hub.app import Hub
from hub.store import schema
from hub.store.engine import Store
from hub.store.tables import METADATA

TABLES = (
    *("access_token", "audit", "invitation", "saved_search", "sign_in_attempt", "web_session"),
    "account",
)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield from kit.quick_passwords(monkeypatch)


@pytest.fixture(scope="session")
def people_pg(postgres_server: PostgresServer) -> Iterator[str]:
    """A PostgreSQL database with the schema."""
    with postgres_server.database() as url:
        store = Store(url)
        schema.migrate(store)
        store.close()
        yield url


@pytest.fixture
def hands() -> kit.Hands:
    """The hub's clock."""
    return kit.Hands()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def hub(request: pytest.FixtureRequest, tmp_path, hands: kit.Hands) -> Iterator[Hub]:
    """A hub that knows nobody."""
    sqlite = request.param == "sqlite"
    with kit.people_hub(
        kit.empty_store(tmp_path) if sqlite else request.getfixturevalue("people_pg"), hands
    ) as hub:
        if not sqlite:
            _empty(hub)
        yield hub


def _empty(hub: Hub) -> None:
    names = ", ".join(METADATA.tables[name].name for name in TABLES)
    with hub.store.write() as connection:
        connection.exec_driver_sql(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
