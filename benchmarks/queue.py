"""``python -m benchmarks.queue [--marches 200000] [--only sqlite|postgresql]``: any two filters at once.

Makes a store of made-up marchés on SQLite and on a PostgreSQL of its own, then asks what the page asks
(25 marchés with all that is shown of them, what is unread, how many of each moment and in all) with every
pair of filters, several values each. Prints percentiles in milliseconds, and the plans of the slowest pairs.

``cpu`` is processor time of this process and of PostgreSQL's: on a busy machine the clock on the wall tells
of the others too.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, product
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event

from benchmarks._made_marches import NOW, TODAY, project, write
from hub.review.morning import queue_page
from hub.store import schema
from hub.store.engine import Store
from hub.store.queue import SORTS, QueueFilter, facets

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "support"))

LIMIT_MS = 150
PAGE = 25
WORST = 3
VALUES: dict[str, Sequence[Any]] = {
    "territory": ("isere", "oisans", "departement-75"),
    "stage": ("attribue", "ouvert", "annule"),
    "status": ("silence", "presente", "objet"),
    "obligation": ("hors_champ", "obligation_presumee"),
    "level": ("faible", "fort"),
    "moment": ("suivi", "rectificatif"),
    "review": ("a_etudier", "ecartee"),
    "since": (date(2024, 1, 1), TODAY - timedelta(days=7)),
    "query": ("lot", "peinture gymnase", "25-85090", "réha"),
    "trade": ("45", "9091", "77310000"),
    "buyer": ("commune", "grenoble", "200000000"),
    "amount_min": (Decimal(20_000), Decimal(5_000_000)),
    "amount_max": (Decimal(40_000),),
    "deadline_from": (TODAY,),
    "deadline_to": (TODAY - timedelta(days=300),),
    "nature": ("services", "fournitures"),
    "assignee": ("ana", "personne"),
    "unread": ("ana", "personne"),
    "changed_since": (NOW - timedelta(days=900), NOW - timedelta(days=1)),
}
CHIPS = ("stage", "status", "obligation", "level", "moment", "review", "nature")


@dataclass(frozen=True)
class Timed:
    """How long one question took, by the clock and on the processor."""

    seconds: float
    cpu: float
    asked: dict[str, Any]

    def __str__(self) -> str:
        spent = f"{self.seconds * 1000:7.1f} ms (cpu {self.cpu * 1000:.1f})  "
        return spent + ", ".join(f"{k}={v}" for k, v in self.asked.items())


def pairs() -> Iterator[dict[str, Any]]:
    """Every two filters, with each of their values."""
    for one, other in combinations(VALUES, 2):
        for value, second in product(VALUES[one], VALUES[other]):
            yield {one: value, other: second}


def page(connection: Connection, filters: QueueFilter, offset: int = 0) -> None:
    """What the page reads."""
    queue_page(connection, filters, "ana", limit=PAGE, offset=offset)


def timed(store: Store, asked: Sequence[dict[str, Any]], ask: Callable[..., Any]) -> list[Timed]:
    """Each question once, slowest first."""
    found = []
    for each in asked:
        with store.read() as connection:
            spent = processor(connection)
            start, before = time.perf_counter(), spent()
            ask(connection, QueueFilter(**each))
            found.append(Timed(time.perf_counter() - start, spent() - before, each))
    return sorted(found, key=lambda timed: -timed.seconds)


def processor(connection: Connection) -> Callable[[], float]:
    """Processor seconds of this process and of the server's that works for it."""
    if connection.dialect.name == "sqlite":
        return time.process_time
    pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    schedule = Path(f"/proc/{pid}/schedstat")  # nanoseconds
    return lambda: time.process_time() + int(schedule.read_text().split()[0]) / 1e9


def line(name: str, found: Sequence[Timed]) -> str:
    """Percentiles in milliseconds."""
    parts = [f"{name:34} {len(found):6} questions"]
    for what, times in (("wall", [t.seconds for t in found]), ("cpu", [t.cpu for t in found])):
        slowest = sorted((seconds * 1000 for seconds in times), reverse=True)
        p50, p95 = (slowest[int(len(slowest) * part)] for part in (0.5, 0.05))
        parts.append(f"{what} p50 {p50:5.1f}  p95 {p95:5.1f}  max {slowest[0]:5.1f} ms")
    return "   ".join(parts)


def plans(store: Store, asked: dict[str, Any]) -> Iterator[str]:
    """The plans of the statements that one question runs on the queue."""
    statements: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        statements.append((statement, values))

    with store.read() as connection:
        event.listen(connection, "before_cursor_execute", note)
        page(connection, QueueFilter(**asked))
        event.remove(connection, "before_cursor_execute", note)
        explain = "EXPLAIN QUERY PLAN " if store.is_sqlite else "EXPLAIN (ANALYZE, COSTS OFF, SUMMARY OFF) "
        for statement, values in statements:
            if "queue_" in statement:
                yield " ".join(statement.split())[:300]
                for row in connection.exec_driver_sql(explain + statement, values):
                    yield f"      {row[-1]}"


def fill(store: Store, count: int) -> None:
    """Make the store, and say what the queue's tables cost."""
    schema.ready(store)
    start, spent = time.perf_counter(), 0.0
    for ids in write(store, count):
        before = time.perf_counter()
        project(store, ids)
        spent += time.perf_counter() - before
    total = time.perf_counter() - start
    print(f"{count} marchés made in {total:.0f} s, of which the queue {spent / count * 1e6:.0f} µs a marché")
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not store.is_sqlite:  # what autovacuum does within a minute
            connection.exec_driver_sql("VACUUM ANALYZE")


def measure(name: str, store: Store) -> bool:
    """Print what was measured; whether the pairs keep to the limit."""
    asked = list(pairs())
    timed(store, [{}, {"query": "travaux"}], page)
    found = timed(store, asked, page)
    print(line(f"{name}: two filters", found))
    print(line(f"{name}: one or none", timed(store, [{}, *_single()], page)))
    for sort in SORTS:
        ordered = [{**each, "sort": sort} for each in ({}, *_single())]
        print(line(f"{name}: by {sort}", timed(store, ordered, page)))
        deep = timed(store, [{"sort": sort}, {"sort": sort, "stage": "attribue"}], _deep)
        print(line(f"{name}: by {sort}, page 4000", deep))
    print(line(f"{name}: counts of {len(CHIPS)} filters", timed(store, [{}, *_single()], _facets)))
    for each in found[:WORST]:
        print(f"  {each}", *plans(store, each.asked), sep="\n    ")
    return found[int(len(found) * 0.05)].seconds * 1000 < LIMIT_MS


def _single() -> Iterator[dict[str, Any]]:
    yield from ({name: value} for name, values in VALUES.items() for value in values)


def _deep(connection: Connection, filters: QueueFilter) -> None:
    page(connection, filters, offset=4000 * PAGE)


def _facets(connection: Connection, filters: QueueFilter) -> None:
    facets(connection, filters, CHIPS)


def stores(only: str | None) -> Iterator[tuple[str, str]]:
    """(name, address) of an empty store on each database."""
    from temporary_postgres import running_server

    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder:
        if only != "postgresql":
            yield "SQLite", f"sqlite:///{folder}/hub.sqlite3"
        if only != "sqlite":
            with running_server() as server, server.database() as url:
                yield "PostgreSQL", url


def main() -> int:
    """Measure on both; 1 when two filters take too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--marches", type=int, default=200_000)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    arguments = parser.parse_args()
    kept = True
    for name, url in stores(arguments.only):
        store = Store(url)
        try:
            fill(store, arguments.marches)
            kept &= measure(name, store)
        finally:
            store.close()
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
