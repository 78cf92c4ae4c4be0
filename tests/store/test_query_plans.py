"""No step of a chunk may read a whole table: with 200 000 notices that makes days of minutes.

It happened: for ``(kind, connector, key) IN ((…), (…))`` SQLite reads every row, whatever the indexes.
"""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from toy_hub import DONE, Toy, plugin, raw, toy_hub

from hub.store.bulk import named
from hub.store.tables import METADATA

_TABLES = {table.name for table in METADATA.sorted_tables} - {"lease", "run", "connector", "quarantine"}
# Once a turn, not once a chunk: what is new, what has gone.
_ONCE = re.compile(
    r"LEFT OUTER JOIN marche_member"
    r"|FROM comparison WHERE \(comparison\.marche NOT IN"
    r"|FROM past_contract\s+WHERE \(past_contract\.marche NOT IN"
)


@pytest.fixture
def scans(monkeypatch):
    """The tables read whole, with the statement that did it."""
    found = []

    def look(connection, _cursor, statement, parameters, _context, many):
        if many or not statement.startswith(("SELECT", "UPDATE", "DELETE")) or _ONCE.search(statement):
            return
        cursor = connection.connection.cursor()
        for *_, step in cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters):
            scanned = re.match(r"SCAN (\w+)", step)
            if scanned and scanned[1] in _TABLES:
                found.append((scanned[1], statement))

    def watch(engine):
        sa.event.listen(engine, "before_cursor_execute", look)
        return found

    return watch


def notice(key, kind, **more):
    body = {
        "kind": kind,
        "title": f"Entretien {key}",
        "cpv": ["77310000"],
        "buyers": [{"name": "Commune", "siren": "213802697"}],
        "procedure_id": f"p{int(key) % 3}",
    }
    return raw(key, **{**body, **more})


def test_the_stages_of_new_notices_read_no_table_whole(sqlite_url, scans):
    toy = Toy([notice("1", "competition"), notice("2", "result"), DONE])
    with toy_hub(sqlite_url, plugin(toy)) as hub:
        hub.sync("toy")
        hub.consolidate()
        hub.assess()
        toy.script = [notice("3", "result"), notice("4", "competition", title="Autre"), DONE]
        found = scans(hub.store.engine)
        hub.sync("toy")
        hub.consolidate()
        hub.assess()
    assert found == []


def test_names_are_those_and_no_others(database_url):
    """(a, y) is not asked for, although a is and y is."""
    rows = sa.Table("t", sa.MetaData(), sa.Column("one", sa.String), sa.Column("other", sa.String))
    engine = sa.create_engine(database_url)
    with engine.begin() as connection:
        rows.create(connection)
        connection.execute(rows.insert(), [{"one": a, "other": b} for a in "abc" for b in "xyz"])
        columns = (rows.c.one, rows.c.other)

        def chosen(names):
            query = sa.select(*columns).where(named(columns, names)).order_by(*columns)
            return [tuple(row) for row in connection.execute(query)]

        assert chosen([("a", "x"), ("a", "z"), ("b", "y")]) == [("a", "x"), ("a", "z"), ("b", "y")]
        assert chosen([]) == []
    engine.dispose()
