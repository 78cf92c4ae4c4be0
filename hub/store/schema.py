"""The schema's versions: make, migrate, and refuse what this code does not know."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from hub.store.engine import Store
from hub.store.errors import StoreError, translated

_SCRIPTS = Path(__file__).parent / "migrations"


def _config(store: Store) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["store"] = store
    return config


def _scripts(store: Store) -> ScriptDirectory:
    return ScriptDirectory.from_config(_config(store))


def head() -> str:
    """The schema version that this code writes."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    revision = ScriptDirectory.from_config(config).get_current_head()
    assert revision is not None
    return revision


def version(store: Store) -> str | None:
    """The schema version of the store, or ``None`` when it is empty."""
    with store.read() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def migrate(store: Store) -> tuple[str | None, str]:
    """Make the schema, or bring it to this code's version. Returns (before, after)."""
    before = version(store)
    _refuse_unknown(store, before)
    with translated():
        command.upgrade(_config(store), "head")
    return before, head()


def ready(store: Store) -> None:
    """Make the schema of an empty store; raise when the store is older or newer than this code."""
    before = version(store)
    if before == head():
        return
    _refuse_unknown(store, before)
    if before is None:
        migrate(store)
        return
    raise StoreError(
        f"La base est en version {before}, ce programme demande la version {head()}.",
        code="store-older",
        next_step="hub init",
    )


def _refuse_unknown(store: Store, revision: str | None) -> None:
    if revision is None:
        if _has_foreign_tables(store):
            raise StoreError(
                "La base contient des tables qui ne sont pas de Passerelle.",
                code="store-foreign",
                next_step="Régler HUB_DATABASE_URL sur une base vide.",
            )
        return
    known = {script.revision for script in _scripts(store).walk_revisions()}
    if revision not in known:
        raise StoreError(
            f"La base est en version {revision}, plus récente que ce programme ({head()}).",
            code="store-newer",
            next_step="Mettre Passerelle à jour sur cette machine : pip install --upgrade passerelle",
        )


def _has_foreign_tables(store: Store) -> bool:
    with store.read() as connection:
        return bool(set(inspect(connection).get_table_names()) - {"alembic_version"})
