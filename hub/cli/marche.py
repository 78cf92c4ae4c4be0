"""``hub marche ID``: one marché with everything known about it."""

from __future__ import annotations

from typing import Annotated

import typer

from hub.cli import out
from hub.cli.options import AsJson, opened


def marche(
    id_: Annotated[
        str,
        typer.Argument(metavar="ID", help="L’id d’un marché, ou connecteur:clé d’un de ses avis."),
    ],
    as_json: AsJson = False,
) -> None:
    """Montre un marché avec tout ce qu’on en sait."""
    with opened() as hub:
        found = hub.marche(id_)
        labels = hub.territory_labels()
    if as_json:
        out.document(found)
        return
    from hub.cli.card import card

    out.show(*card(found, labels))
