"""A person looked at a held run and says that the drop is true."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from hub.pipeline.clock import Clock
from hub.pipeline.snapshot.changes import Author, Changes
from hub.pipeline.snapshot.introduce import activity
from hub.plugin_api.errors import HubError
from hub.plugin_api.runs import RunReport
from hub.store import leases, ledger, sightings
from hub.store.bulk import Row
from hub.store.engine import Store
from hub.store.sightings import Event


def accept(store: Store, held: str, clock: Clock, connector: str | None = None) -> RunReport:
    """Apply what the held run asked for, as it stands now; a run of its own in the ledger.

    Nothing is fetched: what a person accepts is the drop that was shown, not whatever the source says
    today. Entries seen since are left alone. Raises ``unknown-run``, ``not-held`` or ``held-superseded``.
    """
    run = ledger.new_run_id(clock.now())
    with store.write() as connection:
        row = _held(connection, held, connector)
        waiting = sightings.held(connection, run=held)
        if not waiting:
            raise _superseded(connection, row)
        author = Author(row["connector"], run, clock.today)
        leases.take(connection, author.connector, run, clock.now())
        ledger.begin(connection, _row(row, run, clock))
        changes = Changes(author, sightings.of(connection, author.connector))
        _apply(connection, changes, [(key, event) for key, event, _, _ in waiting])
        done = changes.write(connection)
        sightings.let_go(connection, author.connector, [(key, event) for key, event, _, _ in waiting])
        ledger.finish(
            connection,
            run,
            "succeeded",
            clock.now(),
            cursor_after=row["cursor_after"],
            notes=[{"accepted": held, "entries": dict(done)}],
        )
        leases.release(connection, author.connector, run)
        finished = ledger.one(connection, run)
    assert finished is not None
    return ledger.report(finished)


def _apply(connection: Connection, changes: Changes, waiting: Sequence[tuple[str, str]]) -> None:
    days = sightings.read_on(connection)
    last_days = {scope: day for (owner, scope), day in days.items() if owner == changes.author.connector}
    known = [(key, event) for key, event in waiting if key in changes.known]
    gone = [key for key, event in known if event == "gone" and changes.known[key].gone_since is None]
    ended = [key for key, event in known if event == "inactive" and not changes.known[key].inactive_since]
    active = activity(connection, [(changes.author.connector, key) for key in ended])
    inactive = [key for key in ended if active[changes.author.connector, key] is False]
    closing: dict[Event, list[str]] = {"gone": gone, "inactive": inactive}
    for event, keys in closing.items():
        changes.close(event, keys, last_days)


def _held(connection: Connection, held: str, connector: str | None) -> Row:
    row = ledger.one(connection, held)
    if row is None:
        raise HubError(
            f"Aucune exécution n’a l’identifiant « {held} ».", code="unknown-run", next_step="hub runs"
        )
    if connector is not None and row["connector"] != connector:
        raise HubError(
            f"L’exécution {held} est de {row['connector']}, pas de {connector}.",
            code="not-held",
            next_step=f"hub sync {row['connector']} --accept {held}",
        )
    if row["status"] != "held":
        raise HubError(
            f"L’exécution {held} n’est pas en attente : {row['status']}.",
            code="not-held",
            next_step=f"hub runs {held}",
        )
    return row


def _superseded(connection: Connection, row: Row) -> HubError:
    connector = row["connector"]
    newer = sorted({run for _, _, run, _ in sightings.held(connection, connector=connector)})
    return HubError(
        f"Ce que l’exécution {row['id']} retenait a été accepté, ou jugé de nouveau par une plus récente.",
        code="held-superseded",
        next_step=f"hub sync {connector} --accept {newer[-1]}" if newer else f"hub runs {row['id']}",
    )


def _row(held: Row, run: str, clock: Clock) -> Row:
    kept = ("connector", "distribution", "version", "parser_version")
    return {
        **{name: held[name] for name in kept},
        "id": run,
        "trigger": "accept",
        "started": clock.now(),
        "cursor_before": held["cursor_after"],
    }
