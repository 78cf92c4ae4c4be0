"""Options that several commands share, and the hub that they open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub.cli.usage import a_day, one_of

if TYPE_CHECKING:
    from hub.app import Hub

FORMATS = ("table", "jsonl", "csv")

AsJson = Annotated[bool, typer.Option("--json", help="Un seul document JSON.")]
Format = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="|".join(FORMATS),
        callback=one_of("--format", FORMATS),
        help="Forme de la liste : tableau, une ligne JSON par élément, ou CSV.",
        show_default=False,
    ),
]
Limit = Annotated[
    int | None,
    typer.Option("--limit", metavar="N", min=0, help="Nombre d’éléments ; 0 : tous.", show_default=False),
]
TerritoryId = Annotated[
    str | None, typer.Option("--territory", metavar="ID", help="Territoire, par exemple oisans.")
]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="DATE", callback=a_day("--since"), help="Publiés depuis ce jour."),
]
Until = Annotated[
    str | None,
    typer.Option(
        "--until", metavar="DATE", callback=a_day("--until"), help="Publiés jusqu’à ce jour compris."
    ),
]


@contextmanager
def opened(**how: Any) -> Iterator[Hub]:
    """The hub of the settings, closed at the end."""
    from hub.app import open_hub

    hub = open_hub(**how)
    try:
        yield hub
    finally:
        hub.close()


def known_territory(hub: Hub, id_: str | None) -> None:
    """Raise ``unknown-territory``: a typing error must not look like an empty list."""
    if id_ is None or id_ in hub.territories:
        return
    from hub.cli.words import perhaps
    from hub.plugin_api.errors import HubError

    known = ", ".join(sorted(hub.territories)) or "aucun"
    raise HubError(
        f"Aucun territoire ne s’appelle « {id_} ».{perhaps(id_, hub.territories)} Les territoires : {known}.",
        code="unknown-territory",
        next_step="Choisir un de ces noms, ou ajouter un fichier de territoire (HUB_TERRITORIES).",
    )


def system_user() -> str:
    """Who types: the system's user."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user without a name
        return "ligne de commande"
