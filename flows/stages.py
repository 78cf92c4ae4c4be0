"""The hub's stages as Prefect tasks: one task a connector, then one a stage. Never one a record."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

from prefect import State, Task, runtime, task
from prefect.cache_policies import NO_CACHE

from flows.outcomes import Outcome, RunFailed
from hub.app import Hub, open_hub
from hub.clauses.wording import NBSP, typeset
from hub.pipeline.assess import Assessed
from hub.pipeline.consolidate import Consolidation
from hub.pipeline.sync import SyncRequest
from hub.plugin_api.errors import SourceUnavailable
from hub.plugin_api.runs import RunReport
from hub.store.leases import Busy

P = ParamSpec("P")
R = TypeVar("R")
log = logging.getLogger("hub.flows")

# The ledger keeps an error's code and not its class: these are the codes of SourceUnavailable.
UNAVAILABLE = frozenset({SourceUnavailable.default_code, "rate-limited", "too-slow"})
RETRY_DELAYS_S = (60, 300)
TURN_S, TURNS = 15, 40


class Stopped(BaseException):
    """The flow run is ending: the hub run in this thread ends at its last committed batch."""


class Stop:
    """Handed to a sync as its progress: once the flow ends early, the next batch is the last."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def __enter__(self) -> Stop:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self._event.set()

    def __call__(self, counts: Counter[str]) -> None:
        """Raise ``Stopped`` once the flow has ended."""
        if self._event.is_set():
            raise Stopped("the flow run is ending")


@contextmanager
def opened() -> Iterator[Hub]:
    """The hub as the environment and ``hub.toml`` say, closed afterwards; its log goes to the run page."""
    logging.getLogger("hub").setLevel(logging.INFO)
    hub = open_hub()
    try:
        yield hub
    finally:
        hub.close()


def source_unavailable(_task: Any, _run: Any, state: State[Any]) -> bool:
    """Retry a sync only when its source did not answer."""
    error = state.data
    return isinstance(error, RunFailed) and error.code in UNAVAILABLE


def somebody_elses_turn(_task: Any, _run: Any, state: State[Any]) -> bool:
    """Two deployments may end their syncs together: the second waits for the stage to be free."""
    return isinstance(state.data, Busy)


@task(
    task_run_name="sync-{connector}",
    cache_policy=NO_CACHE,
    retries=len(RETRY_DELAYS_S),
    retry_delay_seconds=list(RETRY_DELAYS_S),
    retry_condition_fn=source_unavailable,
)
def sync(hub: Hub, connector: str, flow_run: str | None, stop: Stop) -> RunReport:
    """fetch → land → parse → upsert; each try is a run of the ledger. Raises :class:`RunFailed`."""
    report = hub.sync(connector, SyncRequest(trigger="flow", flow_run=flow_run), stop)
    log.info(_told(report))
    if report.status == "failed":
        raise RunFailed(report)
    return report


def _told(report: RunReport) -> str:
    counts = report.counts
    return typeset(
        f"{report.connector} : lus {counts['fetched']}, nouveaux {counts['created']},"
        f" modifiés {counts['changed']}, en quarantaine {counts['quarantined']} (passage {report.id})"
    )


def stage(name: str) -> Callable[[Callable[P, R]], Task[P, R]]:
    """A task for a stage of the hub: it waits for its turn."""
    made: Callable[[Callable[P, R]], Task[P, R]] = task(
        task_run_name=name,
        cache_policy=NO_CACHE,
        retries=TURNS,
        retry_delay_seconds=TURN_S,
        retry_condition_fn=somebody_elses_turn,
    )
    return made


@stage("consolidate")
def consolidate(hub: Hub) -> Consolidation:
    """Group documents into marchés."""
    done = hub.consolidate()
    told = f"regroupement : marchés nouveaux {len(done.created)}, modifiés {len(done.changed)}"
    log.info(typeset(told))
    return done


@stage("assess")
def assess(hub: Hub) -> Assessed:
    """Give each marché its four answers."""
    done = hub.assess()
    log.info(typeset(f"analyse : marchés évalués {len(done.marches)}"))
    for rule, count in done.failed_rules.items():
        log.warning(typeset(f"analyse : la règle {rule} a échoué (marchés touchés : {count})"))
    return done


@stage("employers")
def consolidate_employers(hub: Hub) -> None:
    """Make one employer of the entries of all registries."""
    hub.consolidate_employers()


@stage("renew")
def renew(hub: Hub) -> None:
    """Find the contracts that come back."""
    found = hub.renew().found
    log.info(typeset(f"renouvellements : contrats qui reviendront {len(found)}"))


@stage("match")
def match(hub: Hub) -> None:
    """Name the employers of each lot."""
    done = hub.match()
    log.info(typeset(f"employeurs : lots rapprochés {done.lots}"))


def sync_all(hub: Hub, connectors: Sequence[str], stop: Stop) -> list[Outcome]:
    """Sync these connectors side by side; one that fails stops no other."""
    flow_run = runtime.flow_run.id
    futures = [(name, sync.submit(hub, name, flow_run, stop)) for name in connectors]
    outcomes = [Outcome.of(name, future.result(raise_on_failure=False)) for name, future in futures]
    for outcome in outcomes:
        if outcome.error is not None:
            log.warning("%s%s: %s", outcome.connector, NBSP, outcome.error)
    return outcomes
