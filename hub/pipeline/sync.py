"""Synchronise one connector: fetch → land → parse → upsert, as one run of the ledger."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from hub.pipeline import snapshot
from hub.pipeline.batch import Batch, Writer, Written, settle, write
from hub.pipeline.clock import Clock
from hub.plugin_api.connector import (
    Checkpoint,
    Connector,
    FetchContext,
    Fetched,
    RawRecord,
    Skipped,
    SnapshotComplete,
)
from hub.plugin_api.errors import ContractViolation, HubError
from hub.plugin_api.runs import COUNTS, RunReport, RunStatus
from hub.store import connectors, leases, ledger
from hub.store.bulk import Row
from hub.store.engine import Store
from hub.store.errors import StoreError

log = logging.getLogger("hub.sync")
_BEAT = timedelta(seconds=10)
Progress = Callable[[Counter[str]], None]


@dataclass(frozen=True)
class SyncRequest:
    """What a person (or a schedule) asked for. ``paths`` reads files instead of the source; they are part
    of a list, unless ``complete``. ``accept`` is a held run to accept: then nothing is read."""

    since: date | None = None
    until: date | None = None
    full: bool = False
    paths: tuple[Path, ...] = ()
    limit: int | None = None
    trigger: str = "cli"
    flow_run: str | None = None
    complete: bool = False
    accept: str | None = None

    @property
    def whole(self) -> bool:
        """Whether an absence may mean anything: a range or a limit leaves records out on purpose."""
        return self.since is None and self.until is None and self.limit is None


@dataclass(frozen=True)
class Subject:
    """The connector to run, made ready by the host, with its context."""

    connector: Connector[Any]
    context: FetchContext[Any]
    distribution: str
    version: str

    @property
    def id(self) -> str:
        """The connector's id."""
        return self.connector.info.id


@dataclass
class _Progress:
    counts: Counter[str] = field(default_factory=Counter)
    notes: list[dict[str, Any]] = field(default_factory=list)
    failures: list[HubError] = field(default_factory=list)
    returning: dict[str, str] = field(default_factory=dict)
    cursor: str | None = None
    ended_on_checkpoint: bool = True


class _LimitReached(Exception):
    """``--limit`` records have landed."""


class SyncRun:
    """One run. Everything it knows is in the ledger too, transaction by transaction."""

    def __init__(
        self, store: Store, subject: Subject, request: SyncRequest, clock: Clock, progress: Progress | None
    ) -> None:
        self.store, self.subject, self.request, self.clock = store, subject, request, clock
        self.progress = progress
        self.id = ledger.new_run_id(clock.now())
        self.batch = Batch()
        self.state = _Progress()
        self.is_registry = subject.connector.info.kind == "employers"
        self.reading = snapshot.Reading()
        self.last_beat = clock.now()
        self.moves_cursor = True

    def run(self) -> RunReport:
        """Do it; a failure is recorded, never raised. Raises only when the run could not begin."""
        before = self._begin()
        error: HubError | None = None
        try:
            self._consume(self._items(before))
            self._conclude()
        except HubError as failure:
            error = failure
        except Exception as failure:
            log.exception("%s: fetch raised", self.subject.id)
            error = self._blame(failure)
        except BaseException:
            self._finish("abandoned", None)
            raise
        if error is not None:
            log.warning("%s: %s", self.subject.id, error)
        return self._finish(self._status(error), error)

    # -- lifecycle ---------------------------------------------------------

    def _begin(self) -> str | None:
        now = self.clock.now()
        info = self.subject.connector.info
        with self.store.write() as connection:
            leases.take(connection, self.subject.id, self.id, now)
            connectors.introduce(connection, self.subject.id, self.subject.distribution, info.parser_version)
            known = connectors.state(connection, self.subject.id) or {}
            cursor = known.get("cursor")
            ledger.begin(connection, self._row(now, cursor))
        self.state.cursor = cursor
        # A range that a person asked for says nothing of the days outside it: moving the cursor
        # there would skip the days between. Only the very first read may start from --since.
        self.moves_cursor = self.request.until is None and (self.request.since is None or cursor is None)
        return cursor

    def _row(self, now: datetime, cursor: str | None) -> Row:
        return {
            "id": self.id,
            "connector": self.subject.id,
            "distribution": self.subject.distribution,
            "version": self.subject.version,
            "parser_version": self.subject.connector.info.parser_version,
            "trigger": "files" if self.request.paths else self.request.trigger,
            "flow_run": self.request.flow_run,
            "started": now,
            "cursor_before": cursor,
        }

    def _status(self, error: HubError | None) -> RunStatus:
        if error is not None:
            return "held" if isinstance(error, snapshot.Suspicious) else "failed"
        return "partial" if self.state.counts["quarantined"] or self.state.failures else "succeeded"

    def _finish(self, status: RunStatus, error: HubError | None) -> RunReport:
        now = self.clock.now()
        with self.store.write() as connection:
            ledger.finish(
                connection,
                self.id,
                status,
                now,
                error=error,
                cursor_after=self.state.cursor,
                notes=self.state.notes,
            )
            connectors.set_run(connection, self.subject.id, self.id, None if error else now)
            leases.release(connection, self.subject.id, self.id)
            row = ledger.one(connection, self.id)
        assert row is not None
        return ledger.report(row)

    def _blame(self, failure: Exception) -> ContractViolation:
        return ContractViolation(
            f"Le connecteur {self.subject.id} de {self.subject.distribution} a échoué :"
            f" {type(failure).__name__}: {str(failure)[:200]}",
            next_step=f"hub plugins {self.subject.id}",
        )

    # -- reading -----------------------------------------------------------

    def _items(self, cursor: str | None) -> Iterator[Fetched | Skipped]:
        if self.request.paths:
            yield from self._read_files()
            return
        items: Iterable[Fetched] = self.subject.connector.fetch(
            self.subject.context, None if self.request.full else cursor
        )
        yield from items

    def _consume(self, items: Iterator[Fetched | Skipped]) -> None:
        try:
            for item in items:
                self._take(item)
            self._flush(None, last=True)
        except _LimitReached:
            return
        except StoreError:
            raise
        except Exception:
            self._flush(None, last=True)  # what was read before the failure is good: keep it
            raise
        finally:
            _close(items)
        if self.state.failures and not self.state.counts["fetched"]:
            raise self.state.failures[0]
        if not self.request.paths and not self.state.ended_on_checkpoint:
            raise ContractViolation(
                f"Le connecteur {self.subject.id} a fini sans point d’arrêt : ses derniers"
                " enregistrements seraient relus chaque fois.",
                code="no-final-checkpoint",
                next_step=f"hub plugins {self.subject.id}",
            )

    def _take(self, item: Fetched | Skipped) -> None:
        if isinstance(item, RawRecord):
            if self.batch.must_flush_before(item):
                self._flush(None)
            self.batch.add(item)
            if self.is_registry:
                self.reading.see(item.key)
            self.state.ended_on_checkpoint = False
            if self.request.limit is not None and len(self.batch.records) >= self._room():
                self._flush(None)
        elif isinstance(item, Checkpoint):
            self._flush(item.cursor)
            self.state.ended_on_checkpoint = True
        elif isinstance(item, Skipped):
            self.state.notes.append({"skipped": item.origin, "reason": item.reason})
        elif isinstance(item, SnapshotComplete):
            self._flush(None)
            self._complete(item)
        else:
            raise ContractViolation(
                f"Le connecteur {self.subject.id} a rendu un objet imprévu ({type(item).__name__}).",
                next_step=f"hub plugins {self.subject.id}",
            )
        if self.clock.now() - self.last_beat > _BEAT:
            self._flush(None)

    def _complete(self, promise: SnapshotComplete) -> None:
        self.state.ended_on_checkpoint = True
        if self.request.whole:
            self.reading.complete(promise)

    def _conclude(self) -> None:
        """Judge the entries of a registry by what was read, and hold the run when that is suspicious."""
        if not self.is_registry:
            return
        if self.request.paths and self.request.complete and not self.state.failures:
            self._complete(SnapshotComplete())
        author = snapshot.Author(self.subject.id, self.id, self.clock.today)
        with self.store.write() as connection:
            leases.beat(connection, self.subject.id, self.id, self.clock.now())
            concluded = snapshot.conclude(connection, author, self.reading)
        self.state.notes += concluded.notes
        if concluded.doubt is not None:
            raise concluded.doubt

    def _read_files(self) -> Iterator[RawRecord | Skipped]:
        """Each file on its own: a damaged one is named, and the others are read."""
        for file in _files(self.request.paths):
            try:
                yield from self.subject.connector.read(self.subject.context, file)
            except HubError as failure:
                self.state.failures.append(failure)
                self.state.notes.append({"failed": str(file), **failure.as_dict()})

    def _room(self) -> int:
        assert self.request.limit is not None
        return max(1, self.request.limit - self.state.counts["landed"])

    # -- writing -----------------------------------------------------------

    def _flush(self, cursor: str | None, *, last: bool = False) -> None:
        """Write the batch, its counts, the heartbeat and the checkpoint in one transaction."""
        records = self.batch.take()
        closing = cursor is not None or last
        now = self.clock.now()
        if not records and not closing and now - self.last_beat <= _BEAT:
            return
        writer = Writer(self.subject.connector, self.id, now)
        with self.store.write() as connection:
            leases.beat(connection, self.subject.id, self.id, now)
            written = write(connection, writer, records)
            total = self.state.counts.copy()
            total.update(written.counts)
            returning = self._still_returning(records, written)
            if closing:
                total.update(settle(connection, writer, returning))
                returning = {}
            ledger.count(connection, self.id, {name: total[name] for name in COUNTS})
            if cursor is not None and self.moves_cursor:
                connectors.set_cursor(connection, self.subject.id, cursor)
        # Only now: a transaction that failed has counted nothing.
        self.state.counts, self.state.returning, self.last_beat = total, returning, now
        if cursor is not None and self.moves_cursor:
            self.state.cursor = cursor
        if self.progress is not None:
            self.progress(total)
        if self.request.limit is not None and total["landed"] >= self.request.limit:
            raise _LimitReached

    def _still_returning(self, records: Sequence[RawRecord], written: Written) -> dict[str, str]:
        """What is known again, less the keys of which a newer state has come since."""
        settled = {record.key for record in records}
        waiting = {key: hash_ for key, hash_ in self.state.returning.items() if key not in settled}
        return waiting | written.returning


def _close(items: Iterator[Any]) -> None:
    close = getattr(items, "close", None)
    if close is not None:
        close()


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """The regular files of the paths, in a stable order; links are not followed out of a folder."""
    for path in paths:
        if not path.exists():
            raise HubError(
                f"{path} n’existe pas.", code="no-such-file", next_step="Vérifier le chemin donné à --from."
            )
        if path.is_file():
            yield path
            continue
        for child in sorted(path.rglob("*")):
            if child.is_file() and not child.is_symlink() and not child.name.startswith("."):
                yield child


def sync(
    store: Store,
    subject: Subject,
    request: SyncRequest,
    clock: Clock,
    progress: Progress | None = None,
) -> RunReport:
    """Run one connector once; see :class:`SyncRun`."""
    return SyncRun(store, subject, request, clock, progress).run()
