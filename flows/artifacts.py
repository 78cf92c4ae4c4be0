"""Short tables on the page of a flow run: how the sources fared, the marchés to look at first, alerts.

They are made inside the flow, so that Prefect ties them to its run; the hub run's id in the first is
how one goes from Prefect's record to the ledger (``hub runs ID``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from prefect.artifacts import create_table_artifact

from flows.outcomes import Outcome
from hub.app.telling import Digested
from hub.clauses.wording import day, hours_text

Json = dict[str, Any]
SHOWN = 10


def source_rows(outcomes: Sequence[Outcome]) -> list[Json]:
    """One row a connector, in French."""
    return [_source_row(outcome) for outcome in outcomes]


def _source_row(outcome: Outcome) -> Json:
    counts = outcome.report.counts if outcome.report else {}
    return {
        "Source": outcome.connector,
        "Statut": outcome.status,
        "Lus": counts.get("fetched", 0),
        "Retenus": counts.get("landed", 0),
        "Quarantaine": counts.get("quarantined", 0),
        "Passage": outcome.report.id if outcome.report else "–",
        "Erreur": str(outcome.error) if outcome.error else "",
    }


def marche_rows(marches: Sequence[Json]) -> list[Json]:
    """One row a marché of the queue, in French."""
    return [_marche_row(marche) for marche in marches]


def _marche_row(marche: Json) -> Json:
    hours, act_before = marche["hours"], marche["moment"]["act_before"]
    return {
        "Marché": marche["id"],
        "Objet": marche["title"],
        "Acheteur": (marche["buyer"] or {}).get("name", ""),
        "Agir avant": day(date.fromisoformat(act_before[:10])) if act_before else "–",
        "Heures": hours_text(hours["rounded"]) if hours else "–",
        "À faire": marche["next_step"],
    }


def publish_sources(outcomes: Sequence[Outcome]) -> None:
    """The table ``sources`` of this flow run."""
    description = "Chaque source lue, et son passage dans le registre du hub (`hub runs PASSAGE`)."
    create_table_artifact(table=source_rows(outcomes), key="sources", description=description)


def publish_digests(done: Digested) -> None:
    """The table ``alertes`` of this flow run: counts, and no name of anybody."""
    row = {
        "Composées": done.composed,
        "Envoyées": done.sent,
        "En attente": done.waiting,
        "Refusées": done.failed,
        "Erreurs": " ; ".join(str(error) for error in done.errors.values()),
    }
    create_table_artifact(table=[row], key="alertes", description="Les alertes de ce passage.")


def publish_marches(marches: Sequence[Json]) -> None:
    """The table ``marches`` of this flow run."""
    create_table_artifact(
        table=marche_rows(marches), key="marches", description="Les marchés à regarder d’abord."
    )
