"""The JSON API under ``/api``: the documents of the command line, one module a noun.

All that the pages do can be done here. A program shows ``Authorization: Bearer psr_…``; a page of ours
that calls it sends its session's cookie, and ``X-CSRF-Token`` with whatever writes.
"""

from hub.web.api import (
    accounts,
    alerts,
    apart,
    employers,
    exporting,
    health,
    index,
    marches,
    me,
    quarantine,
    renewals,
    reviews,
    reviews_bulk,
    runs,
    searches,
    sources,
    territories,
)

ROUTERS = tuple(
    room.router
    for room in (
        marches,
        reviews,
        reviews_bulk,
        apart,
        renewals,
        employers,
        territories,
        searches,
        alerts,
        exporting,
        sources,
        runs,
        quarantine,
        me,
        accounts,
        health,
        index,
    )
)

describe = index.describe

__all__ = ["ROUTERS", "describe"]
