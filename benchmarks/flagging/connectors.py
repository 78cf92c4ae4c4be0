"""The formats of the sources, through the connectors themselves: what they read is what is measured."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from hub.plugin_api import (
    AwardedContract,
    Connector,
    FetchContext,
    HttpClient,
    Notice,
    RawRecord,
    RecordRejected,
)


@lru_cache(maxsize=1)
def known() -> tuple[Connector[Any], ...]:
    """The connectors of notices and contracts."""
    from hub_procurement_feed import hub_register_connectors

    return tuple(c for c in hub_register_connectors() if c.info.kind in {"notices", "contracts"})


def records(path: Path) -> Iterator[Notice | AwardedContract]:
    """The records of a file, by the first connector that knows its format."""
    for connector in known():
        found = (r for r in connector.read(_context(connector), path) if isinstance(r, RawRecord))
        first = next(found, None)
        if first is not None:
            yield from _parsed(connector, first)
            for raw in found:
                yield from _parsed(connector, raw)
            return


def _parsed(connector: Connector[Any], raw: RawRecord) -> Iterator[Notice | AwardedContract]:
    try:
        parsed = connector.parse(raw)
    except RecordRejected:
        return
    yield from (record for record in parsed if isinstance(record, Notice | AwardedContract))


def _context(connector: Connector[Any]) -> FetchContext[Any]:
    """Reading a file asks neither the network nor a setting."""
    nobody = cast(HttpClient, None)
    settings = connector.settings_model.model_construct()
    return FetchContext(settings, nobody, logging.getLogger("benchmarks"), date(2026, 1, 1))
