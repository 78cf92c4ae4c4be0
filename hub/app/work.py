"""The data path: each stage as one method. A stage reads the tables of the one before."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from hub.app.base import Wired
from hub.host import ConnectorState
from hub.plugin_api.errors import HubError
from hub.plugin_api.runs import RunReport

if TYPE_CHECKING:
    from hub.pipeline.assess import Assessed, Judgement
    from hub.pipeline.consolidate import Consolidation
    from hub.pipeline.employers import Employers
    from hub.pipeline.enrich.stage import Enriched
    from hub.pipeline.matching.stage import Matched
    from hub.pipeline.renew import Renewed
    from hub.pipeline.sync import Progress, SyncRequest

Json = dict[str, Any]


@dataclass(frozen=True)
class Scouted:
    """What a scouting did: one report a connector, and the marchés that are new or changed."""

    runs: tuple[RunReport, ...] = ()
    failed: tuple[tuple[str, HubError], ...] = ()
    created: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    assessed: int = 0
    failed_rules: Mapping[str, int] = field(default_factory=dict)


class Work(Wired):
    """The stages."""

    def sync(
        self, connector: str, request: SyncRequest | None = None, progress: Progress | None = None
    ) -> RunReport:
        """fetch → land → parse → upsert, as one run. A failed run is reported, not raised."""
        from hub.pipeline.sync import Subject, SyncRequest, sync

        request = request or SyncRequest()
        if request.accept is not None:
            return self.accept_held(request.accept, connector=connector)
        state = self.host.reader(connector) if request.paths else self.host.connector(connector)
        with self._context(state, request) as context:
            subject = Subject(state.connector, context, state.distribution, state.version)
            report = sync(self.store, subject, request, self.clock, progress)
        self.host.run_finished(report)
        return report

    def accept_held(self, run: str, *, connector: str | None = None) -> RunReport:
        """Apply what a suspicious snapshot asked for: a person looked, and it is true."""
        from hub.pipeline.snapshot import accept

        report = accept(self.store, run, self.clock, connector)
        self.host.run_finished(report)
        return report

    def check(self, connector: str) -> str:
        """Prove cheaply that the source answers; one sentence, or a ``HubError``."""
        from hub.pipeline.sync import SyncRequest

        state = self.host.connector(connector)
        with self._context(state, SyncRequest()) as context:
            return str(state.connector.check(context))

    def reparse(self, connector: str, *, only_older: bool = False) -> RunReport:
        """Parse the stored raw records of a connector again."""
        from hub.pipeline.reparse import reparse

        state = self.host.reader(connector)
        return reparse(
            self.store,
            state.connector,
            self.clock,
            distribution=state.distribution,
            version=state.version,
            only_older=only_older,
        )

    def retry_quarantine(self, entries: Sequence[Json]) -> list[RunReport]:
        """Parse quarantined records again: rows of :meth:`quarantine`; one run a connector."""
        from hub.pipeline.reparse import reparse

        reports = []
        for connector in sorted({entry["connector"] for entry in entries}):
            state = self.host.reader(connector)
            ids = [entry["raw"] for entry in entries if entry["connector"] == connector]
            reports.append(
                reparse(
                    self.store,
                    state.connector,
                    self.clock,
                    distribution=state.distribution,
                    version=state.version,
                    raw_ids=ids,
                    trigger="retry",
                )
            )
        return reports

    def consolidate(self, *, everything: bool = False) -> Consolidation:
        """Group documents into marchés."""
        from hub.pipeline.consolidate import consolidate
        from hub.pipeline.situate import Situator

        return consolidate(self.store, self.clock, Situator(self.territories), everything=everything)

    def consolidate_employers(self, *, everything: bool = False) -> Employers:
        """Make one employer of the entries that the registries have of it."""
        from hub.pipeline.employers import consolidate_employers

        return consolidate_employers(self.store, self.clock, everything=everything)

    def assess(self, *, everything: bool = False) -> Assessed:
        """Give each marché its four answers."""
        from hub.pipeline.assess import assess

        return assess(self.store, self.clock, self.judgement(), everything=everything)

    def enrich(self) -> Enriched:
        """Ask the register of companies about buyers it was not asked about yet, within a budget."""
        from hub.http.session import PoliteSession
        from hub.pipeline.enrich import companies
        from hub.pipeline.enrich.stage import enrich

        self._ask_for_contact(self.settings.enrich_url)
        with PoliteSession(
            "recherche-entreprises",
            base_url=self.settings.enrich_url,
            rate_per_s=companies.RATE_PER_S,
            timeout_s=10.0,
            contact=self.settings.contact,
        ) as session:
            return enrich(self.store, session, self.clock)

    def _enrich_if_possible(self) -> None:
        """Enrichment is a help: whatever goes wrong with it stops nothing."""
        try:
            self.enrich()
        except HubError as error:
            logging.getLogger("hub.enrich").warning("not enriched: %s", error)

    def renew(self, *, everything: bool = False) -> Renewed:
        """Find the awarded marchés that come back."""
        from hub.pipeline.renew import renew

        return renew(self.store, self.clock, everything=everything)

    def match(self, *, everything: bool = False) -> Matched:
        """Rank the inclusive employers of each lot that waits for it, or of every lot."""
        from hub.pipeline.matching.stage import match

        return match(self.store, self.clock, self.host.matchers, everything=everything)

    def scout(
        self,
        connectors: Iterable[str] | None = None,
        request: SyncRequest | None = None,
        progress: Progress | None = None,
    ) -> Scouted:
        """Sync the notice connectors (those that are due, unless named), then consolidate and assess.

        A connector that fails does not stop the others.
        """
        runs: list[RunReport] = []
        failed: list[tuple[str, HubError]] = []
        for connector in connectors if connectors is not None else self.due(kinds=("notices", "contracts")):
            try:
                runs.append(self.sync(connector, request, progress))
            except HubError as error:
                failed.append((connector, error))
        return self.conclude(runs, failed)

    def conclude(self, runs: Sequence[RunReport], failed: Sequence[tuple[str, HubError]] = ()) -> Scouted:
        """Consolidate, assess, renew and match after these runs, and say what is new."""
        if self.settings.enrich:
            self._enrich_if_possible()
        consolidated = self.consolidate()
        self.consolidate_employers()
        assessed = self.assess()
        self.renew()
        self.match()
        return Scouted(
            runs=tuple(runs),
            failed=tuple(failed),
            created=tuple(consolidated.created),
            changed=tuple(consolidated.changed),
            assessed=len(assessed.marches),
            failed_rules=assessed.failed_rules,
        )

    def judgement(self) -> Judgement:
        """The rules and conventions that assessments are made with."""
        from hub.pipeline.assess import Judgement
        from hub.pipeline.conventions import conventions_of

        return Judgement(self.host.rules, conventions_of(self.territories))

    def due(self, *, kinds: Sequence[str] = ("notices", "contracts", "employers")) -> list[str]:
        """Usable connectors of these kinds whose scheduled time has come."""
        from hub.pipeline.due import is_due

        now = self.clock.now()
        started = self._last_started()
        return [
            state.id
            for state in self.host.connectors()
            if state.kind in kinds and is_due(self.schedule(state), started.get(state.id), now)
        ]

    def schedule(self, state: ConnectorState) -> str | None:
        """The cron line of a connector: the operator's, else the connector's own suggestion."""
        return self.settings.schedules.get(state.id) or state.connector.info.schedule

    def _last_started(self) -> dict[str, datetime]:
        from hub.store import ledger

        with self.store.read() as connection:
            return ledger.last_started(connection)
