"""What a territory is asked for, read from the store for :mod:`hub.pipeline.matching.load`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from hub.clauses.case import Case, CaseLot
from hub.geo import Territory
from hub.pipeline.clock import PARIS
from hub.pipeline.matching import employers
from hub.pipeline.matching.index import EmployerIndex
from hub.pipeline.matching.load import START_AFTER_MONTHS, Asked, after, load
from hub.pipeline.matching.needs import needs, points_of
from hub.pipeline.matching.views import LotNeed
from hub.store import queue
from hub.store.bulk import Row
from hub.store.queue import QueueFilter

_REJECTED = "ecartee"


def territory_load(
    connection: Connection, territory: Territory, today: date, quarters: int = 8
) -> dict[str, Any]:
    """Hours asked by trade and quarter beside what the employers could carry; see :func:`load.load`.

    Only the marchés that the territory touches for certain or probably: a notice that names no more
    than the département would count once in each of its territories.
    """
    index = EmployerIndex(employers.load(connection))
    found = load(_asked(connection, territory.id, today), place_of(territory), index, today, quarters)
    return {"territory": territory.id, "label": territory.label, **found}


def place_of(territory: Territory) -> LotNeed:
    """The territory as the place of a need: the centres of its communes, one every ten kilometres or so
    (an Isère of 512 points would cost ten times as much and say the same)."""
    communes = tuple(sorted(territory.communes))
    thinned = {(round(point[0], 1), round(point[1], 1)): point for point in points_of(communes)}
    return LotNeed(
        points=tuple(thinned.values()), communes=communes, departements=tuple(territory.departements)
    )


def _asked(connection: Connection, territory: str, today: date) -> Iterator[Asked]:
    for stage in START_AFTER_MONTHS:
        filters = QueueFilter(territory=territory, stage=stage, certainty=("certain", "probable"))
        for row in queue.listed(connection, filters):
            if row["state"] != _REJECTED:
                yield from _lots(row, stage, today)


def _lots(row: Row, stage: str, today: date) -> Iterator[Asked]:
    facts = row["facts"]
    start = _start(facts, stage, today)
    for need in needs(_case(row["id"], facts), facts["communes"], row["body"]):
        yield Asked(row["id"], need, start)


def _start(facts: Row, stage: str, today: date) -> date:
    """When the work should begin, never before tomorrow: what is late has only been put off."""
    printed = facts["deadline"] if stage != "amont" else facts["published"]
    day = _day(printed) if printed else today
    return max(after(day, START_AFTER_MONTHS[stage]), today + timedelta(days=1))


def _day(printed: str) -> date:
    if "T" not in printed:
        return date.fromisoformat(printed)
    return datetime.fromisoformat(printed).astimezone(PARIS).date()


def _case(id_: str, facts: Row) -> Case:
    """As much of the case as the trade and the duration need, from the stored facts."""
    return Case(
        id=id_,
        title=facts["title"],
        stage=facts["stage"],
        nature=facts["nature"],
        cpv=tuple(facts["cpv"]),
        duration_months=_months(facts),
        lots=tuple(_lot(lot) for lot in facts["lots"]),
        departements=tuple(facts["departements"]),
    )


def _lot(facts: Row) -> CaseLot:
    return CaseLot(
        key=facts["key"],
        title=facts["title"],
        nature=facts["nature"],
        cpv=tuple(facts["cpv"]),
        duration_months=_months(facts),
    )


def _months(facts: Row) -> Decimal | None:
    months = facts["duration_months"]
    return None if months is None else Decimal(str(months))
