"""Coming from a store that had no queue of its own: nothing that was listed may be missing."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from alembic import command
from queue_projection import made_anew, projection
from toy_hub import DONE, Toy, plugin, raw, toy_hub

from hub.review.decide import Decision
from hub.store import schema
from hub.store.bulk import table
from hub.store.engine import Store
from hub.store.queue import QueueFilter
from hub.store.tables import (
    AssessmentRow,
    DecisionRow,
    MarcheMemberRow,
    MarcheRow,
    MarcheTerritoryRow,
)

KEPT = (MarcheRow, AssessmentRow, MarcheMemberRow, MarcheTerritoryRow, DecisionRow)
RECORDS = [
    raw("1", title="Réfection de l’école", cpv=["45214210"], places=[{"insee": "38052"}]),
    raw("2", title="Nettoyage"),
    DONE,
]


@pytest.fixture
def rows(tmp_path):
    """What a store held, by table."""
    with toy_hub(f"sqlite:///{tmp_path / 'former.sqlite3'}", plugin(Toy(RECORDS))) as hub:
        hub.conclude([hub.sync("toy")])
        hub.decide("1", Decision("a_contacter", "ana"))
        with hub.store.read() as connection:
            return {m: [dict(r) for r in connection.execute(table(m).select()).mappings()] for m in KEPT}


@pytest.fixture
def former(database_url, rows):
    """A store of the first schema with those rows, as far as it had their columns."""
    store = Store(database_url)
    command.upgrade(schema._config(store), "0001")
    with store.write() as connection:
        for model, found in rows.items():
            then = sa.Table(table(model).name, sa.MetaData(), autoload_with=connection)
            names = [column.name for column in then.columns]
            connection.execute(then.insert(), [{name: row[name] for name in names} for row in found])
    store.close()
    return database_url


def test_an_upgraded_store_lists_what_it_listed(former):
    store = Store(former)
    assert schema.migrate(store) == ("0001", schema.head())
    kept = projection(store)
    assert len(kept["queue_entry"]) == 2
    assert made_anew(store) == kept
    store.close()
    with toy_hub(former, plugin(Toy())) as hub:
        assert hub.count_marches(QueueFilter(query="école", review="a_contacter", trade="45")) == 1
        assert hub.count_marches(QueueFilter(territory="oisans", query="école")) == 1
        assert hub.count_marches() == 2


def test_a_second_upgrade_leaves_it_alone(former):
    store = Store(former)
    schema.migrate(store)
    kept = projection(store)
    schema.migrate(store)
    assert projection(store) == kept
    store.close()
