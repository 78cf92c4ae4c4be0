"""One round of questions: the buyers nobody was asked about yet, within a budget."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hub.pipeline.clock import Clock
from hub.pipeline.enrich import companies
from hub.pipeline.turn import turn
from hub.plugin_api.connector import HttpClient
from hub.plugin_api.errors import HubError
from hub.store import leases, lookups, marches
from hub.store.engine import Store
from hub.store.marches import DocumentName

log = logging.getLogger("hub.enrich")
BUDGET = 200
_BATCH = 20


@dataclass(frozen=True)
class Enriched:
    """How many were asked and found; ``error`` is why the round stopped early, if it did."""

    asked: int = 0
    found: int = 0
    error: HubError | None = None


def enrich(store: Store, http: HttpClient, clock: Clock, *, budget: int = BUDGET) -> Enriched:
    """Ask about buyers by SIREN. A register that is away ends the round, and nothing else."""
    asked = found = 0
    error: HubError | None = None
    with turn(store, "enrich", clock) as run:
        with store.read() as connection:
            waiting = lookups.unknown_sirens(connection, clock.now(), budget)
        for start in range(0, len(waiting), _BATCH):
            answers, error = _ask(http, waiting[start : start + _BATCH])
            _keep(store, clock, answers, run)
            asked, found = asked + len(answers), found + sum(1 for answer in answers.values() if answer)
            if error is not None:
                log.warning("enrichment stopped: %s", error)
                break
    return Enriched(asked, found, error)


def _ask(http: HttpClient, sirens: list[str]) -> tuple[dict[str, companies.Answer | None], HubError | None]:
    answers: dict[str, companies.Answer | None] = {}
    for siren in sirens:
        try:
            answers[siren] = companies.by_siren(http, siren)
        except HubError as error:
            return answers, error
    return answers, None


def _keep(store: Store, clock: Clock, answers: Mapping[str, Any], run: str) -> None:
    with store.write() as connection:
        leases.beat(connection, "enrich", run, clock.now())
        lookups.keep(connection, "siren", answers, clock.now())
        known = [siren for siren, answer in answers.items() if answer]
        names = [DocumentName(*name) for name in lookups.documents_of(connection, known)]
        marches.touch(connection, names)
