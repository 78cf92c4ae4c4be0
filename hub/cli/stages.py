"""One stage alone: ``hub check``, ``hub consolidate``, ``hub assess``, ``hub parse --again``."""

from __future__ import annotations

from typing import Annotated

import typer

from hub.cli import out, report
from hub.cli.options import AsJson, opened

All = Annotated[bool, typer.Option("--all", help="Tout refaire, et pas seulement ce qui attend.")]


def check(
    connector: Annotated[str, typer.Argument(metavar="CONNECTOR", help="Le connecteur à essayer.")],
    as_json: AsJson = False,
) -> None:
    """Vérifie à peu de frais que la source répond."""
    with opened() as hub:
        said = hub.check(connector)
    if as_json:
        out.document({"connector": connector, "answer": said})
        return
    out.show(f"{connector} répond : {said}")


def consolidate(everything: All = False, as_json: AsJson = False) -> None:
    """Regroupe les avis et les contrats en marchés."""
    with opened() as hub:
        done = hub.consolidate(everything=everything)
    if as_json:
        out.document({"created": done.created, "changed": done.changed, "retired": done.retired})
        return
    out.show(
        f"Marchés : {len(done.created)} créés, {len(done.changed)} modifiés, {len(done.retired)} réunis à un "
        "autre."
    )


def assess(everything: All = False, as_json: AsJson = False) -> None:
    """Évalue les marchés : clause, obligation, potentiel, moment."""
    with opened() as hub:
        done = hub.assess(everything=everything)
    if as_json:
        out.document({"assessed": len(done.marches), "failed_rules": done.failed_rules})
        return
    out.show(f"Marchés évalués : {len(done.marches)}.", *report.failed_rules(done.failed_rules))


def parse(
    again: Annotated[
        str, typer.Option("--again", metavar="CONNECTOR", help="Relire ce que ce connecteur a déjà apporté.")
    ],
    as_json: AsJson = False,
) -> None:
    """Relit les enregistrements déjà reçus, sans rien demander à la source."""
    with opened() as hub:
        done = hub.reparse(again)
        report.finish([hub.run(done.id)], [], as_json)
