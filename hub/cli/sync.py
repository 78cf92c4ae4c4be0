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
    as_json: AsJson = False,
) -> None:
    """Lit les sources et range ce qu’elles disent, sans regrouper ni évaluer."""
    from hub.pipeline.sync import SyncRequest

    first, last = as_date(since), as_date(until)
    if first and last and last < first:
        raise Wrong("--until", "la fin vient avant le début.")
    request = SyncRequest(first, last, full, tuple(paths or ()), limit)
    with opened() as hub:
        runs, errors = each(hub, list(dict.fromkeys(connectors)), request, silent=as_json)
    if len(connectors) == 1 and errors:
        raise errors[0][1]
    report.finish(runs, errors, as_json)


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
