"""One stage alone: ``hub check``, ``consolidate``, ``assess``, ``match``, ``enrich``, ``parse --again``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from hub.clauses.wording import number
from hub.cli import out, report, words
from hub.cli.options import AsJson, opened

if TYPE_CHECKING:
    from hub.pipeline.consolidate import Consolidation
    from hub.pipeline.employers import Employers

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
    """Regroupe avis et contrats en marchés, fiches en employeurs, et repère les marchés qui reviennent."""
    with opened() as hub:
        marches = hub.consolidate(everything=everything)
        employers = hub.consolidate_employers(everything=everything)
        renewed = hub.renew(everything=everything)
    if as_json:
        out.document({**_effects(marches), "employers": _effects(employers), "renewals": len(renewed.found)})
        return
    out.show(
        f"Marchés : {_told(marches, 'créé')}.", f"Employeurs : {_told(employers, 'nouveau', 'nouveaux')}."
    )
    if renewed.looked_at:
        looked_at = words.count(renewed.looked_at, "marché relu", "marchés relus")
        out.show(f"Renouvellements : {len(renewed.found)} à venir sur {looked_at}.")


def _effects(done: Consolidation | Employers) -> dict[str, list[str]]:
    return {"created": done.created, "changed": done.changed, "retired": done.retired}


def _told(done: Consolidation | Employers, *created: str) -> str:
    return ", ".join(
        (
            words.count(len(done.created), *created),
            words.count(len(done.changed), "modifié"),
            words.count(len(done.retired), "réuni à un autre", "réunis à un autre"),
        )
    )


def assess(everything: All = False, as_json: AsJson = False) -> None:
    """Évalue les marchés : clause, obligation, potentiel, moment."""
    with opened() as hub:
        done = hub.assess(everything=everything)
    if as_json:
        out.document({"assessed": len(done.marches), "failed_rules": done.failed_rules})
        return
    out.show(f"Marchés évalués : {number(len(done.marches))}.", *report.failed_rules(done.failed_rules))


def match(everything: All = False, as_json: AsJson = False) -> None:
    """Classe les employeurs qui pourraient faire chaque lot, et en tire un conseil."""
    with opened() as hub:
        done = hub.match(everything=everything)
    if as_json:
        matched = {"marches": len(done.marches), "lots": done.lots, "employers": done.employers}
        out.document({**matched, "failed_matchers": done.failed_matchers})
        return
    out.show(
        f"Lots rapprochés : {done.lots}, de {words.count(len(done.marches), 'marché')}, "
        f"parmi {words.count(done.employers, 'employeur')}.",
        *report.failed_matchers(done.failed_matchers),
    )


def enrich(as_json: AsJson = False) -> None:
    """Demande au registre des entreprises ce que sont les acheteurs qu’on ne connaît pas encore."""
    with opened() as hub:
        done = hub.enrich()
    error = done.error.as_dict() if done.error else None
    if as_json:
        out.document({"asked": done.asked, "found": done.found, "error": error})
    elif done.asked:
        asked = words.count(done.asked, "acheteur demandé", "acheteurs demandés")
        found = words.count(done.found, "trouvé")
        out.show(f"Registre des entreprises : {asked}, {found}.")
    elif error is None:
        out.show("Aucun acheteur à demander au registre des entreprises.")
    if error is not None:
        if not as_json:
            out.error(error, as_json=False)
        raise typer.Exit(1)


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
