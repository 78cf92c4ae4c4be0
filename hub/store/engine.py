"""Opening the store: one engine, a reading and a writing transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url

from hub.plugin_api.errors import NotConfigured
from hub.store.errors import StoreError, translated

_BUSY_S = 30


class Store:
    """The shared store. ``read()`` and ``write()`` are transactions: whole or not at all.

    On SQLite a write takes the lock at once (``BEGIN IMMEDIATE``), so that a transaction never
    fails halfway because it had only read so far; readers are never blocked (WAL).
    """

    def __init__(self, url: str, *, busy_s: float = _BUSY_S) -> None:
        self.url = _checked(url)
        self.engine = _engine(self.url, busy_s)

    @property
    def is_sqlite(self) -> bool:
        """Whether the store is the embedded one."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def path(self) -> Path | None:
        """The SQLite file, or ``None``."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A reading transaction on one consistent state."""
        with translated(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A writing transaction: committed at the end, rolled back by any exception."""
        with translated(), self.engine.connect() as connection:
            connection = connection.execution_options(hub_write=True)
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


def _checked(url: str) -> URL:
    try:
        parsed = make_url(url)
    except Exception as error:
        raise NotConfigured(
            "HUB_DATABASE_URL n’est pas l’adresse d’une base de données.",
            code="database-url-invalid",
            next_step="Régler HUB_DATABASE_URL : sqlite:////chemin/hub.sqlite3 ou postgresql+psycopg://…",
        ) from error
    backend = parsed.get_backend_name()
    if backend not in {"sqlite", "postgresql"}:
        raise NotConfigured(
            f"La base est SQLite ou PostgreSQL, pas {backend}.",
            code="database-url-invalid",
            next_step="Régler HUB_DATABASE_URL : sqlite:////chemin/hub.sqlite3 ou postgresql+psycopg://…",
        )
    return parsed


def _engine(url: URL, busy_s: float) -> Engine:
    if url.get_backend_name() == "postgresql":
        return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 10})
    if url.database and url.database != ":memory:":
        folder = Path(url.database).expanduser().resolve().parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"Le dossier de la base, {folder}, ne peut pas être créé : {error.strerror}.",
                code="store-missing-folder",
                next_step="Régler HUB_HOME sur un dossier où vous pouvez écrire.",
            ) from error
    engine = create_engine(url, connect_args={"timeout": busy_s, "check_same_thread": False})
    event.listen(engine, "connect", _configure_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _configure_sqlite(connection: Any, _record: Any) -> None:
    # SQLAlchemy's driver would otherwise open transactions by itself, and too late.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA cache_size=-65536")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("hub_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
