"""``hub sync``: fetch → land → parse → upsert, one connector after the other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub.cli import progress, report
from hub.cli.options import AsJson, Since, Until, opened
from hub.cli.usage import Wrong, as_date

if TYPE_CHECKING:
    from hub.app import Hub
    from hub.pipeline.sync import SyncRequest
    from hub.plugin_api.errors import HubError


def sync(
    connectors: Annotated[list[str], typer.Argument(metavar="CONNECTOR", help="Les connecteurs à lire.")],
    since: Since = None,
    until: Until = None,
    full: Annotated[bool, typer.Option("--full", help="Tout relire depuis le début.")] = False,
    paths: Annotated[
        list[Path] | None,
        typer.Option("--from", metavar="PATH...", help="Lire ces fichiers ou dossiers au lieu de la source."),
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=1, help="S’arrêter après N enregistrements.")
    ] = None,
    complete: Annotated[
        bool, typer.Option("--complete", help="Avec --from : ces fichiers sont toute la liste du registre.")
    ] = False,
    accept: Annotated[
        str | None,
        typer.Option("--accept", metavar="RUN", help="Accepter la baisse qu’une exécution a retenue."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Lit les sources et range ce qu’elles disent, sans regrouper ni évaluer."""
    from hub.pipeline.sync import SyncRequest

    request = SyncRequest(
        since=as_date(since),
        until=as_date(until),
        full=full,
        paths=tuple(paths or ()),
        limit=limit,
        complete=complete,
        accept=accept,
    )
    _check(connectors, request)
    with opened() as hub:
        runs, errors = each(hub, list(dict.fromkeys(connectors)), request, silent=as_json)
    if len(connectors) == 1 and errors:
        raise errors[0][1]
    report.finish(runs, errors, as_json)


def _check(connectors: list[str], request: SyncRequest) -> None:
    if request.since and request.until and request.until < request.since:
        raise Wrong("--until", "la fin vient avant le début.")
    if request.complete and not request.paths:
        raise Wrong("--complete", "ne va qu’avec --from ; une source lue en entier le dit elle-même.")
    if request.complete and not request.whole:
        raise Wrong("--complete", "--since, --until et --limit laissent des fiches de côté.")
    if request.accept is None:
        return
    if len(connectors) > 1:
        raise Wrong("--accept", "accepte l’exécution d’un seul connecteur.")
    if request.paths or request.full or not request.whole:
        raise Wrong("--accept", "ne lit rien : l’écrire sans --from, --full, --since, --until ni --limit.")


def each(
    hub: Hub, connectors: list[str], request: SyncRequest, *, silent: bool
) -> tuple[list[dict[str, Any]], list[tuple[str, HubError]]]:
    """Run them in turn: the runs of the ledger, and those that could not begin."""
    from hub.plugin_api.errors import HubError

    runs: list[dict[str, Any]] = []
    errors: list[tuple[str, HubError]] = []
    for connector in connectors:
        try:
            with progress.shown(connector, silent=silent) as tell:
                done = hub.sync(connector, request, tell)
            runs.append(hub.run(done.id))
        except HubError as error:
            errors.append((connector, error))
    return runs, errors
