"""``hub decide``: a review decision from the shell."""

from __future__ import annotations

from typing import Annotated

import typer

from hub.cli import out
from hub.cli.options import AsJson, opened, system_user
from hub.cli.usage import Wrong, one_of
from hub.review.labels import REASONS, REVIEWS, label


def decide(
    id_: Annotated[
        str, typer.Argument(metavar="ID", help="Le marché : son id, ou connecteur:clé d’un de ses avis.")
    ],
    state: Annotated[
        str,
        typer.Argument(
            metavar="STATE", callback=one_of("STATE", REVIEWS), help="L’état : " + ", ".join(REVIEWS) + "."
        ),
    ],
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Une remarque.")] = None,
    because: Annotated[
        str | None,
        typer.Option(
            "--because",
            metavar="REASON",
            callback=one_of("--because", REASONS),
            help="Le motif, obligatoire pour ecartee : " + ", ".join(REASONS) + ".",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Note la décision prise sur un marché."""
    _check(state, because, note)
    with opened() as hub:
        from hub.review.decide import Decision

        found = hub.decide(id_, Decision(state, system_user(), because=because, note=note))
    if as_json:
        out.document(found)
        return
    told = label(REVIEWS, state) + (f" ({label(REASONS, because)})" if because else "")
    out.show(f"{found['id']} : {told}")


def _check(state: str, because: str | None, note: str | None) -> None:
    if state == "ecartee" and not because:
        raise Wrong("--because", f"écarter demande un motif : {', '.join(REASONS)}.")
    if because == "autre" and not (note or "").strip():
        raise Wrong("--note", "le motif « autre » demande une remarque.")
