"""``hub scout``: what is due, all the stages, and what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hub.cli import lists, out, report, words
from hub.cli.options import AsJson, TerritoryId, known_territory, opened
from hub.cli.sync import each

if TYPE_CHECKING:
    from hub.app import Hub, Scouted

Json = dict[str, Any]


def scout(territory: TerritoryId = None, as_json: AsJson = False) -> None:
    """Lit les sources d’avis à l’heure, regroupe, évalue et montre ce qui est nouveau."""
    from hub.pipeline.sync import SyncRequest

    with opened() as hub:
        known_territory(hub, territory)
        runs, errors = each(hub, hub.due(kinds=("notices", "contracts")), SyncRequest(), silent=as_json)
        if not as_json:
            report.tell(runs, errors)
        done = hub.conclude((), errors)
        new = _inside(hub.marches_named(done.created), territory)
        labels = hub.territory_labels()
        waiting = [] if runs or errors or as_json else _nothing_due(hub)
    if as_json:
        out.document({"runs": runs, "errors": [report.named(*e) for e in errors], **_answer(done, new)})
    else:
        _tell(done, new, labels, waiting)
    report.leave(runs, errors)


def _answer(done: Scouted, new: list[Json]) -> Json:
    return {
        "created": list(done.created),
        "changed": list(done.changed),
        "assessed": done.assessed,
        "failed_rules": dict(done.failed_rules),
        "marches": new,
    }


def _inside(marches: list[Json], territory: str | None) -> list[Json]:
    if territory is None:
        return marches
    return [each for each in marches if any(item["id"] == territory for item in each["territories"])]


def _tell(done: Scouted, new: list[Json], labels: dict[str, str], waiting: list[str]) -> None:
    from hub.cli.marches import shape

    out.show(*waiting, *report.failed_rules(done.failed_rules))
    told = (
        words.count(len(done.created), "nouveau", "nouveaux"),
        words.count(len(done.changed), "modifié"),
        words.count(done.assessed, "évalué"),
    )
    out.show(f"Marchés : {', '.join(told)}.")
    if new:
        kept = new[: lists.shown("table", None)]
        lists.put(kept, shape(labels), "table", total=None)
        if len(kept) < len(new):
            left = words.count(len(new) - len(kept), "autre nouveau", "autres nouveaux")
            out.show(f"et {left} : hub marches --limit 0")


def _nothing_due(hub: Hub) -> list[str]:
    """Why nothing was read: a person who types ``hub scout`` expects something to happen."""
    usable = [state for state in hub.host.connectors() if state.kind != "employers"]
    if not usable:
        return ["Aucun connecteur d’avis n’est utilisable : hub plugins"]
    return [f"Rien à lire avant le prochain horaire. Pour lire maintenant : hub sync {usable[0].id}"]
