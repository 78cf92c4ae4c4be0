"""Where things are wired: ``open_hub(settings)`` makes a :class:`Hub`, the one object that the
command line, the pages and the flows use."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from hub.host import ConnectorState, ExplicitPlugin, PluginHost, discover
from hub.pipeline.clock import Clock
from hub.plugin_api.connector import FetchContext, HttpSettings
from hub.plugin_api.errors import HubError, NotConfigured
from hub.plugin_api.runs import RunReport
from hub.settings import HubSettings, load_settings
from hub.store import schema
from hub.store.engine import Store
from hub.store.queue import QueueFilter

if TYPE_CHECKING:
    from hub.geo import Territory
    from hub.http.absent import NoSession
    from hub.http.session import PoliteSession
    from hub.pipeline.assess import Assessed, Judgement
    from hub.pipeline.consolidate import Consolidation
    from hub.pipeline.employers import Correction, Employers
    from hub.pipeline.enrich.stage import Enriched
    from hub.pipeline.matching.stage import Matched
    from hub.pipeline.renew import Renewed
    from hub.pipeline.sync import Progress, SyncRequest
    from hub.review.decide import Decision
    from hub.review.employer_search import EmployerFilter

Json = dict[str, Any]
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True)
class Scouted:
    """What a scouting did: one report a connector, and the marchés that are new or changed."""

    runs: tuple[RunReport, ...] = ()
    failed: tuple[tuple[str, HubError], ...] = ()
    created: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    assessed: int = 0
    failed_rules: Mapping[str, int] = field(default_factory=dict)


class Hub:
    """The hub, open. Methods are the stages and what people ask; each is one or a few transactions."""

    def __init__(
        self,
        settings: HubSettings,
        store: Store,
        host: PluginHost,
        clock: Clock,
        territories: Mapping[str, Territory],
    ) -> None:
        self.settings = settings
        self.store = store
        self.host = host
        self.clock = clock
        self.territories = territories

    def close(self) -> None:
        """Give back connections."""
        self.store.close()

    # -- the data path -----------------------------------------------------

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

    def renew(self, *, everything: bool = False) -> Renewed:
        """Find the awarded marchés that come back."""
        from hub.pipeline.renew import renew

        return renew(self.store, self.clock, everything=everything)

    def renewals(
        self, *, territory: str | None = None, within_months: int | None = None, limit: int | None = None
    ) -> list[Json]:
        """Running contracts that end (within so many months), with the window to act."""
        from hub.clauses.calendar import add_months
        from hub.review import renewals

        today = self.clock.today
        until = add_months(today, within_months) if within_months is not None else None
        with self.store.read() as connection:
            return renewals.listed(connection, today, until=until, territory=territory, limit=limit)

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
        """Consolidate and assess after these runs, and say what is new."""
        if self.settings.enrich:
            self._enrich_if_possible()
        consolidated = self.consolidate()
        assessed = self.assess()
        self.renew()
        return Scouted(
            runs=tuple(runs),
            failed=tuple(failed),
            created=tuple(consolidated.created),
            changed=tuple(consolidated.changed),
            assessed=len(assessed.marches),
            failed_rules=assessed.failed_rules,
        )

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

    # -- what people ask ---------------------------------------------------

    def marches(
        self, filters: QueueFilter | None = None, *, limit: int | None = None, offset: int = 0
    ) -> list[Json]:
        """The queue, best first, as JSON documents."""
        from hub.review import queue

        with self.store.read() as connection:
            return queue.listed(connection, filters or QueueFilter(), limit=limit, offset=offset)

    def count_marches(self, filters: QueueFilter | None = None) -> int:
        """How many marchés the filters select."""
        from hub.review import queue

        with self.store.read() as connection:
            return queue.count(connection, filters or QueueFilter())

    def marche(self, id_: str) -> Json:
        """One marché with everything known about it, by id, former id or notice."""
        from hub.review import queue

        with self.store.read() as connection:
            return queue.one(connection, id_)

    def marches_named(self, ids: Sequence[str]) -> list[Json]:
        """These marchés as JSON documents, best first; ids that no longer exist are left out."""
        from hub.review import queue
        from hub.store import queue as rows
        from hub.store.bulk import batches

        with self.store.read() as connection:
            selected = [row for some in batches(ids) for row in rows.by_id(connection, some)]
            found = queue.documents(connection, selected)
        return sorted(found, key=lambda marche: (-marche["priority"], marche["id"]))

    def territory_load(self, territory: str, *, quarters: int = 8) -> Json:
        """Hours asked of a territory by trade and quarter, beside what its employers could carry."""
        from hub.pipeline.matching.territory import territory_load

        if territory not in self.territories:
            raise HubError(
                f"No territory is called {territory}. The known ones: {', '.join(sorted(self.territories))}.",
                code="unknown-territory",
                next_step="hub doctor",
            )
        with self.store.read() as connection:
            return territory_load(connection, self.territories[territory], self.clock.today, quarters)

    def decide(self, id_: str, decision: Decision) -> Json:
        """Write a review decision; returns the marché after it."""
        from hub.review.decide import decide

        with self.store.write() as connection:
            marche = decide(connection, id_, decision, self.clock.now())
        return self.marche(marche)

    def take_apart(self, id_: str, document: str, author: str) -> Consolidation:
        """A person says that a document is not of this marché; it stays so whatever comes."""
        from hub.review.apart import take_apart

        with self.store.write() as connection:
            take_apart(connection, id_, document, author, self.clock.now())
        return self.consolidate()

    def put_back(self, id_: str, document: str) -> Consolidation:
        """Undo :meth:`take_apart`."""
        from hub.review.apart import put_back

        with self.store.write() as connection:
            put_back(connection, id_, document)
        return self.consolidate()

    def employers(
        self, filters: EmployerFilter | None = None, *, limit: int | None = None, offset: int = 0
    ) -> list[Json]:
        """The registry as JSON documents, nearest first when ``near`` is given, else by name."""
        from hub.review import employers
        from hub.review.employer_search import EmployerFilter

        with self.store.read() as connection:
            return employers.listed(
                connection, filters or EmployerFilter(), self.territories, limit=limit, offset=offset
            )

    def count_employers(self, filters: EmployerFilter | None = None) -> int:
        """How many employers the filters select."""
        from hub.review import employers
        from hub.review.employer_search import EmployerFilter

        with self.store.read() as connection:
            return employers.count(connection, filters or EmployerFilter(), self.territories)

    def employer(self, id_: str) -> Json:
        """One employer with everything known about it, by id, former id, SIRET or ``connector:key``."""
        from hub.review import employers

        with self.store.read() as connection:
            return employers.one(connection, id_)

    def correct_employer(self, id_: str, correction: Correction) -> Json:
        """A person corrects a fact of an employer; it stands whatever the registries say later."""
        from hub.pipeline.employers import correct_employer

        with self.store.write() as connection:
            employer = correct_employer(connection, id_, correction, self.clock.now())
        self.consolidate_employers()
        return self.employer(employer)

    def runs(self, *, connector: str | None = None, limit: int | None = 50) -> list[Json]:
        """The ledger, newest first."""
        from hub.store import ledger

        with self.store.read() as connection:
            return [run_json(row) for row in ledger.listed(connection, connector=connector, limit=limit)]

    def run(self, id_: str) -> Json:
        """One run of the ledger, with its notes."""
        from hub.store import ledger

        with self.store.read() as connection:
            row = ledger.one(connection, id_)
        if row is None:
            raise HubError(f"No run has the id {id_}.", code="unknown-run", next_step="hub runs")
        return run_json(row)

    def quarantine(
        self, *, connector: str | None = None, state: str | None = "open", limit: int | None = None
    ) -> list[Json]:
        """The refused records, oldest first."""
        from hub.store import quarantine

        with self.store.read() as connection:
            return quarantine.listed(connection, connector=connector, state=state, limit=limit)

    def quarantined(self, id_: int) -> tuple[Json, bytes]:
        """One refused record with its bytes."""
        from hub.store import quarantine, raw

        with self.store.read() as connection:
            entry = quarantine.one(connection, id_)
            if entry is None:
                raise HubError(
                    f"No quarantined record has the number {id_}.",
                    code="unknown-quarantine",
                    next_step="hub quarantine list",
                )
            (_, _, record), *_ = raw.load(connection, [entry["raw"]])
        return entry, record.payload

    def discard(self, ids: Sequence[int]) -> int:
        """Mark quarantined records as needing no more work; their bytes stay."""
        from hub.store import quarantine

        with self.store.write() as connection:
            return quarantine.discard(connection, ids, self.clock.now())

    def connector_states(self) -> dict[str, Json]:
        """Cursor, last run and last success of each connector the store knows."""
        from hub.store import connectors

        with self.store.read() as connection:
            return connectors.states(connection)

    def territory_labels(self) -> dict[str, str]:
        """The name of each territory by id, the narrowest first."""
        ordered = sorted(self.territories.values(), key=lambda each: (len(each.communes), each.id))
        return {each.id: each.label for each in ordered}

    def migrate(self) -> tuple[str | None, str]:
        """Make the store's schema or bring it up to date; (before, after)."""
        return schema.migrate(self.store)

    def schema_versions(self) -> tuple[str | None, str]:
        """The store's schema version, ``None`` when it is empty, and the one this program needs."""
        return schema.version(self.store), schema.head()

    def leases(self) -> list[Json]:
        """Who writes now: ``{name, run, host, pid, heartbeat, alive}``; ``alive`` is ``None`` elsewhere."""
        from sqlalchemy import select

        from hub.store.leases import LEASES, Holder

        with self.store.read() as connection:
            rows = [dict(row) for row in connection.execute(select(LEASES)).mappings()]
        return [
            {**row, "alive": Holder(row["host"], row["pid"], row.pop("pid_started")).alive()} for row in rows
        ]

    # -- wiring ------------------------------------------------------------

    def judgement(self) -> Judgement:
        """The rules and conventions that assessments are made with."""
        from hub.pipeline.assess import Judgement
        from hub.pipeline.conventions import conventions_of

        return Judgement(self.host.rules, conventions_of(self.territories))

    @contextmanager
    def _context(self, state: ConnectorState, request: SyncRequest) -> Iterator[FetchContext[Any]]:
        value = state.value
        if not request.paths:
            self._ask_for_contact(str(getattr(value, "base_url", "")))
        with self._session(state) as session:
            yield FetchContext(
                settings=value,
                http=session,
                log=logging.getLogger(f"hub.connectors.{state.id}"),
                today=self.clock.today,
                since=request.since,
                until=request.until,
                full=request.full,
            )

    def _session(self, state: ConnectorState) -> PoliteSession | NoSession:
        from hub.http.absent import NoSession
        from hub.http.session import PoliteSession

        if not isinstance(state.value, HttpSettings) or state.state != "loaded":
            return NoSession(state.id)
        return PoliteSession(
            state.id,
            base_url=state.value.base_url,
            timeout_s=state.value.timeout_s,
            rate_per_s=state.value.rate_per_s,
            contact=self.settings.contact,
        )

    def _enrich_if_possible(self) -> None:
        """Enrichment is a help: whatever goes wrong with it stops nothing."""
        try:
            self.enrich()
        except HubError as error:
            logging.getLogger("hub.enrich").warning("not enriched: %s", error)

    def _ask_for_contact(self, base_url: str) -> None:
        if not base_url or self.settings.contact or urlsplit(base_url).hostname in _LOOPBACK:
            return
        raise NotConfigured(
            "The public sources ask who calls them: no contact address is set.",
            code="contact-missing",
            next_step='Set HUB_CONTACT to an e-mail address of your service, e.g. in hub.toml: contact = "…"',
        )

    def _last_started(self) -> dict[str, datetime]:
        from hub.store import ledger

        with self.store.read() as connection:
            return ledger.last_started(connection)


def run_json(row: Mapping[str, Any]) -> Json:
    """A row of the ledger in the names of the public surface, with its notes."""
    from hub.store import ledger

    report = ledger.report(row)
    return {
        "id": report.id,
        "connector": report.connector,
        "plugin": {"distribution": report.distribution, "version": report.version},
        "trigger": report.trigger,
        "status": report.status,
        "started": report.started.isoformat(),
        "ended": report.ended.isoformat() if report.ended else None,
        "cursor_before": report.cursor_before,
        "cursor_after": report.cursor_after,
        "counts": report.counts,
        "error": report.error,
        "notes": row.get("notes") or [],
    }


def open_hub(
    settings: HubSettings | None = None,
    plugins: Iterable[ExplicitPlugin] | None = None,
    *,
    clock: Clock | None = None,
    make_ready: bool = True,
) -> Hub:
    """Open the hub: the store (made when empty), the plugins, the territories.

    ``plugins`` replaces the installed ones. ``make_ready=False`` leaves an old or missing schema
    as it is, for ``hub init`` and ``hub doctor``.
    """
    from hub.geo import load_territories
    from hub.store import connectors

    settings = settings or load_settings()
    store = Store(settings.database_url)
    try:
        if make_ready:
            schema.ready(store)
        owners = _owners(store, connectors) if schema.version(store) == schema.head() else {}
        host = discover(settings, owners=owners, plugins=plugins)
        territories = load_territories(settings.territories)
    except BaseException:
        store.close()
        raise
    return Hub(settings, store, host, clock or Clock(today_setting=_day(settings)), territories)


def _owners(store: Store, connectors: Any) -> dict[str, str]:
    with store.read() as connection:
        found: dict[str, str] = connectors.owners(connection)
        return found


def _day(settings: HubSettings) -> date | None:
    return settings.today
