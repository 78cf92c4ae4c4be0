"""Compare marchés with the past contracts of the store, and keep these up to date as awards come.

Each past contract follows from its own marché alone, so the stage may first settle all that was
awarded, then what is compared with it: whatever the order of arrival, the same answers are reached.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import chain

from sqlalchemy import Connection

from hub.clauses.assessment import ClauseAnswer
from hub.clauses.case import Case
from hub.clauses.comparables import (
    Comparable,
    PastContract,
    compares,
    seeks_amount,
    select,
    trades,
)
from hub.clauses.past import past_contracts
from hub.store import past_contracts as store
from hub.store.bulk import Row

# A trade is twenty-one rows: some 5 MB in all.
_MOST_TRADES = 500


class Comparing:
    """The comparables of one day. Remembers the newest contracts of the trades met."""

    def __init__(self, today: date) -> None:
        self.today = today
        self._priced: dict[str, list[PastContract]] = {}

    def of(self, connection: Connection, cases: Iterable[Case]) -> dict[str, tuple[Comparable, ...]]:
        """The comparables of those of ``cases`` that past contracts can still help."""
        return {
            case.id: select(case, self._rows(connection, case), self.today)
            for case in cases
            if compares(case, self.today)
        }

    def _rows(self, connection: Connection, case: Case) -> Iterator[PastContract]:
        siren = case.buyer.siren if case.buyer else None
        seeks = seeks_amount(case)
        for trade in sorted(trades(case)):
            if siren:
                yield from store.of_buyer(connection, trade, siren, self.today)
            if seeks:
                yield from self._newest(connection, trade)

    def _newest(self, connection: Connection, trade: str) -> list[PastContract]:
        if trade not in self._priced:
            if len(self._priced) >= _MOST_TRADES:
                self._priced.clear()
            self._priced[trade] = store.priced(connection, trade, self.today)
        return self._priced[trade]

    def learn(
        self,
        connection: Connection,
        cases: Mapping[str, Case],
        compared: Collection[str],
        clauses: Mapping[str, ClauseAnswer],
    ) -> None:
        """Write what these assessed marchés teach, and what those of them that are ``compared`` look for.

        After their assessments are written: those that the news concerns are marked among them too.
        """
        asked = [row for id_ in compared for row in _asked(cases[id_])]
        store.compare(connection, list(cases), asked)
        taught = chain.from_iterable(past_contracts(case, clauses[id_]) for id_, case in cases.items())
        for trade in store.replace(connection, list(cases), taught):
            self._priced.pop(trade, None)


def _asked(case: Case) -> Iterator[Row]:
    seeks = seeks_amount(case)
    siren = case.buyer.siren if case.buyer else None
    for trade in sorted(trades(case)):
        yield {"trade": trade, "marche": case.id, "buyer_siren": siren, "seeks_amount": seeks}
