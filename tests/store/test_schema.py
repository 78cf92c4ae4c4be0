"""The schema: made when empty, refused when it is another's or from the future."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from hub.store import schema
from hub.store.engine import Store
from hub.store.errors import StoreError
from hub.store.tables import METADATA
from hub.store.tables.queue import is_declared


@pytest.fixture
def store(database_url):
    store = Store(database_url)
    yield store
    store.close()


def test_an_empty_store_is_made_ready(store):
    schema.ready(store)
    assert schema.version(store) == schema.head()


def test_migrations_make_exactly_the_declared_tables(store):
    schema.migrate(store)
    with store.read() as connection:
        opts = {"compare_type": True, "include_name": is_declared}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, METADATA) == []


def test_making_it_twice_changes_nothing(store):
    assert schema.migrate(store) == (None, schema.head())
    assert schema.migrate(store) == (schema.head(), schema.head())


def test_a_schema_newer_than_the_code_is_refused(store):
    schema.migrate(store)
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError) as refused:
        schema.ready(store)
    assert refused.value.code == "store-newer"
    assert "9999" in refused.value.cause


def test_a_database_of_another_program_is_left_alone(store):
    with store.write() as connection:
        connection.execute(sa.text("CREATE TABLE invoices (id INTEGER)"))
    with pytest.raises(StoreError) as refused:
        schema.ready(store)
    assert refused.value.code == "store-foreign"
    with store.read() as connection:
        assert sa.inspect(connection).get_table_names() == ["invoices"]
