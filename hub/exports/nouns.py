"""What can be exported, and the columns of each. Names are those of the lists on the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from hub.exports.columns import Column
from hub.plugin_api.runs import COUNTS
from hub.review import labels
from hub.review.labels import label

Json = dict[str, Any]
Columns = tuple[Column, ...]


@dataclass(frozen=True)
class Part:
    """Rows inside a document that get a sheet of their own in a workbook."""

    title: str
    rows: Callable[[Json], Iterable[Json]]
    columns: Columns
    lines: int = 2


@dataclass(frozen=True)
class Noun:
    """A kind of documents. ``title`` names its sheet, whose rows are ``lines`` high; ``columns`` take the
    territories' names by id."""

    name: str
    title: str
    columns: Callable[[Mapping[str, str]], Columns]
    parts: tuple[Part, ...] = ()
    lines: int = 2


def _words(codes: Mapping[str, str]) -> Callable[[Any], str]:
    return partial(label, codes)


def _yes(value: Any) -> str:
    return "oui" if value else "non"


def _commune(insee: Any) -> str:
    from hub.geo import commune

    found = commune(str(insee))
    return found.name if found else str(insee)


def _place(territories: Mapping[str, str]) -> Columns:
    return (
        Column(None, "Communes", "communes", "list", _commune, width=22),
        Column("communes", "Codes INSEE", "communes", "list"),
        Column("departements", "Départements", "departements", "list"),
        Column("territories", "Territoires", "territories.id", "list", _words(territories), width=22),
    )


# Line by line: the first publisher and the first licence are those of the first source.
_PROVENANCE = (
    Column("source", "Source", "provenance.title", "sentences", width=34),
    Column("publisher", "Éditeur", "provenance.publisher", "sentences", width=24),
    Column("licence", "Licence", "provenance.licence", "sentences", width=24),
    Column("read", "Lu le", "provenance.read", "date"),
)


def _marches(territories: Mapping[str, str]) -> Columns:
    """In the order of a glance: what, when, why, how much, what next; then the rest."""
    return (
        Column("id", "Identifiant", "id"),
        Column("priority", "Priorité", "priority", "number", width=9),
        Column("title", "Marché", "title", width=50),
        Column("buyer", "Acheteur", "buyer.name", width=32),
        Column("moment", "Moment", "moment.state", words=_words(labels.MOMENTS)),
        Column("act_before", "Agir avant le", "moment.act_before", "date"),
        Column("deadline", "Limite des offres", "deadline", "datetime", width=18),
        Column("clause", "Clause sociale", "clause.status", words=_words(labels.STATUSES), width=19),
        Column("obligation", "Obligation", "obligation.state", words=_words(labels.OBLIGATIONS), width=20),
        Column("hours", "Heures d’insertion", "hours.rounded", "number"),
        Column("next_step", "À faire", "next_step", width=50),
        Column("types", "Types de clause", "clause.types", "list", _words(labels.TYPES), width=24),
        Column("article", "Article", "obligation.article"),
        Column("reasons", "Motifs", "obligation.reasons", "sentences", width=90),
        Column("potential", "Potentiel", "potential.level", words=_words(labels.LEVELS), width=10),
        Column("hours_low", "Heures (bas)", "hours.low", "number"),
        Column("hours_high", "Heures (haut)", "hours.high", "number"),
        Column("amount", "Montant HT", "value.amount", "money", width=16),
        Column("currency", "Devise", "value.currency", width=8),
        Column("basis", "Nature du montant", "value.basis", words=_words(labels.BASES), width=22),
        Column("duration_months", "Durée (mois)", "duration_months", "number", width=9),
        Column("buyer_siret", "SIRET de l’acheteur", "buyer.siret", width=18),
        Column("nature", "Nature", "nature", words=_words(labels.NATURES), width=12),
        Column("kind", "Régime", "kind", words=_words(labels.REGIMES), width=12),
        Column("procedure", "Procédure", "procedure", words=_words(labels.PROCEDURES), width=24),
        Column("framework", "Accord-cadre", "framework", words=_yes, width=9),
        Column("stage", "Étape", "stage", words=_words(labels.STAGES)),
        Column("published", "Publié le", "published", "date"),
        Column("cpv", "CPV", "cpv", "list"),
        *_place(territories),
        Column("employers", "Employeurs à proximité", "employers.name", "list", width=40),
        Column("lots", "Lots", "lots", "count", width=7),
        Column("review", "Suivi", "review.state", words=_words(labels.REVIEWS), width=16),
        Column("assignee", "Suivi par", "review.assignee"),
        Column("url", "Avis", "notices.url", "url", width=40),
        *_PROVENANCE,
    )


def _lots(document: Json) -> Iterator[Json]:
    return ({**lot, "marche": document} for lot in document.get("lots") or ())


_LOTS = (
    Column("marche_id", "Marché (identifiant)", "marche.id"),
    Column("marche", "Marché", "marche.title", width=50),
    Column("buyer", "Acheteur", "marche.buyer.name", width=32),
    Column("lot", "Lot", "key"),
    Column("title", "Intitulé du lot", "title", width=50),
    Column("clause", "Clause sociale", "clause.status", words=_words(labels.STATUSES), width=19),
    Column("types", "Types de clause", "clause.types", "list", _words(labels.TYPES), width=24),
    Column("obligation", "Obligation", "obligation.state", words=_words(labels.OBLIGATIONS), width=20),
    Column("potential", "Potentiel", "potential.level", words=_words(labels.LEVELS), width=10),
    Column("hours", "Heures d’insertion", "hours.rounded", "number"),
    Column("amount", "Montant HT", "value.amount", "money", width=16),
    Column("currency", "Devise", "value.currency", width=8),
    Column("duration_months", "Durée (mois)", "duration_months", "number", width=9),
    Column("nature", "Nature", "nature", words=_words(labels.NATURES), width=12),
    Column("cpv", "CPV", "cpv", "list"),
    Column("advice", "Conseil", "advice.sentence", width=60),
    Column("employers", "Employeurs à proximité", "employers.name", "list", width=40),
)


def _renewals(territories: Mapping[str, str]) -> Columns:
    return (
        Column("marche_id", "Identifiant", "marche_id"),
        Column("title", "Marché", "title", width=50),
        Column("buyer", "Acheteur", "buyer.name", width=32),
        Column("buyer_siret", "SIRET de l’acheteur", "buyer.siret", width=18),
        Column("window_state", "Fenêtre", "window_state", words=_words(labels.WINDOWS), width=11),
        Column("window_from", "Agir à partir du", "window.from", "date"),
        Column("window_to", "Agir avant le", "window.to", "date"),
        Column("end_max", "Fin au plus tard", "end_max", "date"),
        Column("previous_clause", "Clause actuelle", "previous_clause.status", words=_words(labels.STATUSES)),
        Column("previous_types", "Types de clause", "previous_clause.types", "list", _words(labels.TYPES)),
        Column("hours", "Heures d’insertion", "hours", "number"),
        Column("confidence", "Confiance (sur 100)", "confidence", "number", width=10),
        Column("reasons", "Motifs", "reasons", "sentences", width=90),
        Column("amount", "Montant HT", "amount.amount", "money", width=16),
        Column("currency", "Devise", "amount.currency", width=8),
        Column("cpv", "CPV", "cpv", "list"),
        Column("territories", "Territoires", "territories.id", "list", _words(territories), width=22),
        Column("url", "Avis", "notices.url", "url", width=40),
        *_PROVENANCE,
    )


def _employers(territories: Mapping[str, str]) -> Columns:
    return (
        Column("id", "Identifiant", "id"),
        Column("kind", "Type", "kind", width=8),
        Column(None, "Type en toutes lettres", "kind", words=_words(labels.EMPLOYERS), width=34),
        Column("name", "Nom", "name", width=40),
        Column("siret", "SIRET", "siret", width=18),
        Column("siren", "SIREN", "siren", width=12),
        Column("insee", "Code INSEE", "commune.insee", width=10),
        Column("commune", "Commune", "commune.name", width=24),
        Column("departement", "Département", "departement", width=12),
        Column("distance_km", "Distance (km)", "distance_km", "number", width=10),
        Column("activities", "Métiers", "activities", "list", width=50),
        Column("capacity", "Capacité", "capacity", "number", width=10),
        Column("status", "État", "status", words=_words(labels.EMPLOYER_STATES), width=12),
        Column("first_seen", "Vu la première fois le", "first_seen", "date"),
        Column("last_seen", "Vu la dernière fois le", "last_seen", "date"),
        Column("latitude", "Latitude", "latitude", "number", width=11),
        Column("longitude", "Longitude", "longitude", "number", width=11),
        *_PROVENANCE,
    )


_COUNTED = ("Lus", "Déposés", "Déjà connus", "Analysés", "En quarantaine", "Créés", "Modifiés", "Identiques")


def _runs(territories: Mapping[str, str]) -> Columns:
    return (
        Column("id", "Identifiant", "id", width=24),
        Column("connector", "Connecteur", "connector"),
        Column("trigger", "Origine", "trigger", width=10),
        Column("status", "État", "status", words=_words(labels.RUNS), width=11),
        Column("started", "Début", "started", "datetime", width=18),
        Column("ended", "Fin", "ended", "datetime", width=18),
        *(
            Column(name, header, f"counts.{name}", "number")
            for name, header in zip(COUNTS, _COUNTED, strict=True)
        ),
        Column("error", "Erreur", "error.code", width=18),
        Column("cause", "Cause", "error.cause", width=50),
        Column("next_step", "À faire", "error.next_step", width=40),
        Column("plugin", "Plugin", "plugin.distribution", width=22),
        Column("version", "Version", "plugin.version", width=9),
        *_PROVENANCE,
    )


NOUNS: Mapping[str, Noun] = {
    noun.name: noun
    for noun in (
        Noun("marches", "Marchés", _marches, (Part("Lots", _lots, _LOTS),), lines=3),
        Noun("renewals", "Renouvellements", _renewals),
        Noun("employers", "Employeurs", _employers),
        Noun("runs", "Exécutions", _runs, lines=1),
    )
}
