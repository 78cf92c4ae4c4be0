"""The demo feed: some 350 invented BOAMP notices, true to the format, around six territories.

Buyers, companies and marchés are invented; communes are real, so that geography works. The same
``today`` always gives the same bytes.

>>> from datetime import date
>>> records = boamp_records(date(2026, 11, 22))
>>> len(records) > 300
True
"""

from __future__ import annotations

from datetime import date
from itertools import chain
from typing import Any

from hub.testing.demo.columns import record
from hub.testing.demo.damage import damaged
from hub.testing.demo.filler import ordinary_cases
from hub.testing.demo.model import DemoNotice
from hub.testing.demo.planning import plans
from hub.testing.demo.tables import told_cases

__all__ = ["DemoNotice", "boamp_notices", "boamp_records"]


def boamp_notices(today: date, *, with_damage: bool = True) -> list[DemoNotice]:
    """The records, oldest first, each with what a careful facilitator reads in it.

    ``with_damage`` adds a record with a cut ``donnees`` and one without any identifier.
    """
    found = [
        DemoNotice(
            record(plan),
            plan.clause.status,
            plan.clause.types,
            plan.clause.note,
            plan.marche.key,
        )
        for plan in plans(chain(told_cases(), ordinary_cases()), today)
    ]
    found.sort(key=lambda n: (n.record["dateparution"], n.record["idweb"]))
    return found + damaged(found) if with_damage else found


def boamp_records(today: date, *, with_damage: bool = True) -> list[dict[str, Any]]:
    """The records alone, as the API's export gives them."""
    return [notice.record for notice in boamp_notices(today, with_damage=with_damage)]
