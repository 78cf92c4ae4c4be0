"""The stage: rank the employers of every lot whose marché, or whose employers, changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from hub.clauses.case import Case
from hub.pipeline.clock import Clock
from hub.pipeline.loading import load_cases
from hub.pipeline.matching import employers
from hub.pipeline.matching.activities import fingerprint
from hub.pipeline.matching.advice import advise
from hub.pipeline.matching.index import EmployerIndex
from hub.pipeline.matching.matchers import Panel
from hub.pipeline.matching.needs import needs
from hub.pipeline.matching.score import Ranked, best, judge
from hub.pipeline.turn import turn
from hub.plugin_api.rules import Matcher
from hub.store import leases, matches
from hub.store.bulk import Row
from hub.store.engine import Store

_CHUNK = 200

_SEEN = ("marche", "case_hash", "rules_version", "conventions", "comparables_hash")

# Raise it when the ranking itself changes: every match is then made again.
_ALGORITHM = 1


@dataclass
class Matched:
    """What a round did; ``failed_matchers`` counts the lots at which each matcher of a plugin raised."""

    marches: list[str] = field(default_factory=list)
    lots: int = 0
    employers: int = 0
    failed_matchers: dict[str, int] = field(default_factory=dict)


def match(
    store: Store, clock: Clock, matchers: Sequence[Matcher] = (), *, everything: bool = False
) -> Matched:
    """Match what waits for it, or every assessed marché. Raises ``Busy`` when another process does."""
    with turn(store, "match", clock) as run:
        return _Round(store, clock, run, Panel(matchers)).go(everything)


class _Round:
    """One round over the marchés, a chunk a transaction."""

    def __init__(self, store: Store, clock: Clock, run: str, panel: Panel) -> None:
        self.store, self.clock, self.run, self.panel = store, clock, run, panel
        with store.read() as connection:
            self.index = EmployerIndex(employers.load(connection))
        self.version = f"{_ALGORITHM}:{fingerprint()}:{self.index.version}:{panel.version}"
        self.done = Matched(employers=len(self.index))

    def go(self, everything: bool) -> Matched:
        """Chunk after chunk until nothing waits."""
        after = ""
        while True:
            with self.store.write() as connection:
                leases.beat(connection, "match", self.run, self.clock.now())
                if not after:
                    matches.forget_retired(connection)
                waiting = matches.waiting(
                    connection, version=self.version, limit=_CHUNK, after=after, everything=everything
                )
                if not waiting:
                    break
                self._settle(connection, waiting)
            after = waiting[-1]["marche"]
        self.done.failed_matchers = dict(self.panel.failed)
        return self.done

    def _settle(self, connection: Connection, waiting: Sequence[Row]) -> None:
        cases = load_cases(connection, [row["marche"] for row in waiting], self.clock.today)
        states: list[Row] = []
        rows: list[Row] = []
        for row in waiting:
            advice, found = self._lots(cases[row["marche"]], row)
            states.append(self._state(row, advice))
            rows += found
            self.done.marches.append(row["marche"])
        matches.put(connection, states, rows)

    def _lots(self, case: Case, row: Row) -> tuple[Row, list[Row]]:
        """The advice by lot key, and the rows of every lot."""
        advice: Row = {}
        rows: list[Row] = []
        for need in needs(case, row["facts"]["communes"], row["body"]):
            judged = judge(need, self.index)
            advice[need.key] = advise(need, judged).as_json()
            ranked = self.panel.add(best(judged, need), need, case, self.index)
            rows += [_row(case.id, need.key, rank, one) for rank, one in enumerate(ranked, 1)]
            self.done.lots += 1
        return advice, rows

    def _state(self, row: Row, advice: Mapping[str, object]) -> Row:
        kept = {name: row[name] for name in _SEEN}
        if row["comparables_hash"] is None:
            # The assessment waits to be made again: whatever it then took, the match is made again too.
            kept["comparables_hash"] = "?"
        return {**kept, "version": self.version, "advice": dict(advice), "updated": self.clock.now()}


def _row(marche: str, lot: str, rank: int, one: Ranked) -> Row:
    return {
        "marche": marche,
        "lot": lot,
        "rank": rank,
        "employer": one.employer.id,
        "score": one.score,
        "distance_km": one.distance_km,
        "activities": list(one.activities),
        "why": list(one.why),
    }
