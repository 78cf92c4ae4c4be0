"""``python -m benchmarks.coverage [SAMPLES] [--json]``: what connectors find, beside what their sources hold.

For each source and each fact, two shares of the records: those where the canonical record has the fact,
and those where a crude look into the raw bytes (a pattern on element names, written without the readers)
says that the source holds it. A source that cannot hold a fact has a dash. The crude look errs both ways:
it takes the SIRET of any organisation of an eForms for its buyer's, and cannot tell a number that is false.
"""

from __future__ import annotations

import argparse
import json
import logging
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from hub.geo import departement_of_nuts
from hub.plugin_api import AwardedContract, FetchContext, Notice, RawRecord, RecordRejected
from hub.plugin_api.records import Address
from hub_procurement_feed import hub_register_connectors

FACTS: Final = ("title", "siret", "cpv", "nature", "value", "duration", "departement", "deadline", "lots")
SAMPLES: Final = Path(__file__).resolve().parents[2] / "shared" / "samples" / "procurement"

_TEXT: Final = r'[^<>]*>\s*[^<\s]|"\s*:\s*(?:\{[^{}]*"#text"\s*:\s*)?"?[^"\s{[]'
_DIGITS: Final = r'[^<>]*>\s*[1-9]|"\s*:\s*(?:\{[^{}]*"(?:#text|valeur|valeurHaute)"\s*:\s*)?"?[1-9]'
_SIRET: Final = r'[^<>]*>\s*(?:\d[ .]?){14}<|"\s*:\s*(?:\{[^{}]*"#text"\s*:\s*)?"(?:\d[ .]?){14}"'
_ANY: Final = r'[\s/>"]'


def _named(names: str, what: str) -> re.Pattern[str]:
    return re.compile(rf'[<":](?:{names})(?![\w.-])(?:{what})')


_EFORMS: Final = {
    "siret": ("CompanyID", _SIRET),
    "cpv": ("ItemClassificationCode", _TEXT),
    "nature": (r"ProcurementTypeCode[^<>]{0,60}contract-nature", r""),
    "value": (
        "EstimatedOverallContractAmount|FrameworkMaximumAmount|TotalAmount|PayableAmount"
        "|OverallMaximumFrameworkContractsAmount",
        _DIGITS,
    ),
    "duration": ("PlannedPeriod", r"[^§]{0,120}?DurationMeasure"),
    "departement": ("CountrySubentityCode|PostalZone", _TEXT),
    "deadline": (
        r"(?:TenderSubmissionDeadlinePeriod|ParticipationRequestReceptionPeriod"
        r"|InterestExpressionReceptionPeriod)",
        r"[^/]{0,40}EndDate",
    ),
    "lots": ("ProcurementProjectLot", _ANY),
}
_LEGACY: Final = {
    "title": ("TITLE|TITLE_CONTRACT|TI_TEXT", _ANY),
    "siret": ("NATIONALID", _SIRET),
    "cpv": ("CPV_CODE|ORIGINAL_CPV", _ANY),
    "nature": ("TYPE_CONTRACT|NC_CONTRACT_NATURE", _ANY),
    "value": (
        "VAL_TOTAL|VAL_ESTIMATED_TOTAL|VAL_OBJECT|VAL_PRIZE|VAL_TOTAL_AFTER|HIGH|VALUE_COST|VALUE",
        _DIGITS,
    ),
    "duration": ("DURATION|MONTHS|DURATION_FRAMEWORK_(?:MONTH|YEAR)", _DIGITS),
    "departement": (r"(?:n\d{4}:)?(?:PERFORMANCE_|ORIGINAL_|CA_CE_)?NUTS|POSTAL_CODE", _ANY),
    "deadline": ("DATE_RECEIPT_TENDERS|DT_DATE_FOR_SUBMISSION|RECEIPT_LIMIT_DATE", _ANY),
    "lots": ("LOT_NO|LOT_NUMBER|LOT_DIVISION", _ANY),
}
_BOAMP: Final = {
    "title": ("objet|RESUME_OBJET|intitule|titreMarche|TITRE_MARCHE|OBJET_COMPLET", _TEXT),
    "siret": ("CompanyID|codeIdentificationNational|CODE_IDENT_NATIONAL|SIRET", _SIRET),
    "cpv": ("ItemClassificationCode|classPrincipale|PRINCIPAL|CPV_OBJ", _TEXT),
    "nature": ("type_marche|NATURE_MARCHE|natureMarche|TYPE_MARCHE|TRAVAUX|SERVICES|FOURNITURES", _ANY),
    "value": (
        _EFORMS["value"][0] + "|valeurEstimee|valeurTotaleEstimee|VALEUR|VALEUR_TOTALE|MONTANT|montant",
        _DIGITS,
    ),
    "duration": ("DurationMeasure|dureeMois|dureeJours|nbMois|nbJours|DUREE_MOIS|DUREE_JOURS", _DIGITS),
    "departement": ("code_departement|DEP_PUBLICATION|DEP_PRESTATION|cp|CP", _ANY),
    "deadline": ("datelimitereponse|DATE_LIMITE_REPONSE|receptionOffres|RECEPT_OFFRES", _DIGITS),
    "lots": ("ProcurementProjectLot|lot|LOT|NUM_LOT", _ANY),
}
_DECP: Final = {
    "title": ("objet", _TEXT),
    "siret": ("acheteur|autoriteConcedante|acheteur_id|acheteur\\.id", r'["\s:<>{id/]*(?:\d[ .]?){14}'),
    "cpv": ("codeCPV|codecpv", _TEXT),
    "nature": ("codeCPV|codecpv", _TEXT),
    "value": ("montant|valeurGlobale", _DIGITS),
    "duration": ("dureeMois|dureemois", _DIGITS),
    "departement": ("lieuExecution|lieuexecution_code", _ANY),
}
_APPROCH: Final = {
    "title": ("libelle", _TEXT),
    "cpv": ("code_s_cpv", _TEXT),
    "nature": ("categorie_d_achat", _TEXT),
    "value": ("montant_estime_du_marche", _TEXT),
    "duration": ("duree_previsionnelle_du_marche", _DIGITS),
    "departement": ("departement_s_d_execution_du_marche", _TEXT),
    "deadline": ("date_cible_de_remise_des_offres", _DIGITS),
}
SOURCES: Final[dict[str, tuple[str, str, dict[str, tuple[str, str]]]]] = {
    "boamp_api": ("boamp", "boamp_api/v*.json", _BOAMP),
    "boamp_dila_xml": ("boamp", "boamp_dila_xml/*.xml", _BOAMP),
    "ted_eforms": ("ted", "ted_eforms/*.xml", {"title": ("Name", _TEXT), **_EFORMS}),
    "ted_legacy_xml": ("ted", "ted_legacy_xml/*.xml", _LEGACY),
    "decp": ("decp", "decp/*.json", _DECP),
    "approch": ("approch", "approch/*.json", _APPROCH),
}


@dataclass
class Coverage:
    """Counts of one source: records, rejections, and records with each fact, found and held."""

    records: int = 0
    rejected: int = 0
    found: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    facts: tuple[str, ...] = ()

    def share(self, counted: Counter[str], fact: str) -> float | None:
        """The share of records, in percent; ``None`` when the source cannot hold the fact."""
        if fact not in self.facts or not self.records:
            return None
        return round(100 * counted[fact] / self.records, 1)

    def as_dict(self) -> dict[str, Any]:
        """The shares as a JSON object."""
        shares = {f: {"found": self.share(self.found, f), "held": self.share(self.held, f)} for f in FACTS}
        return {"records": self.records, "rejected": self.rejected, "facts": shares}


def measure(samples: Path, name: str) -> Coverage:
    """The coverage of one source of :data:`SOURCES`."""
    connector_id, pattern, looks = SOURCES[name]
    connector = next(c for c in hub_register_connectors() if c.info.id == connector_id)
    patterns = {fact: _named(names, what) for fact, (names, what) in looks.items()}
    coverage = Coverage(facts=tuple(fact for fact in FACTS if fact in looks))
    for raw in _records(connector, sorted(samples.glob(pattern))):
        coverage.records += 1
        text = raw.payload.decode("utf-8", "replace").replace('\\"', '"')
        coverage.held.update(fact for fact, look in patterns.items() if look.search(text))
        try:
            record = connector.parse(raw)[0]
        except RecordRejected:
            coverage.rejected += 1
            continue
        coverage.found.update(fact for fact in FACTS if _has(record, fact))
    return coverage


def _records(connector: Any, paths: list[Path]) -> Iterator[RawRecord]:
    context: Any = FetchContext(
        settings=connector.settings_model(),
        http=None,  # type: ignore[arg-type]
        log=logging.getLogger("coverage"),
        today=date.today(),
    )
    for path in paths:
        yield from (item for item in connector.read(context, path) if isinstance(item, RawRecord))


def _has(record: Any, fact: str) -> bool:
    return _contract_has(record, fact) if isinstance(record, AwardedContract) else _notice_has(record, fact)


def _contract_has(record: AwardedContract, fact: str) -> bool:
    simple = {"title": record.title, "siret": record.buyer.siret, "duration": record.duration_months}
    if fact == "departement":
        return _departement(record.place)
    return bool(simple[fact] if fact in simple else getattr(record, fact, None))


def _notice_has(notice: Notice, fact: str) -> bool:
    lots = notice.lots
    if fact == "siret":
        return any(buyer.siret for buyer in notice.buyers)
    if fact == "value":
        amounts = [notice.value, notice.maximum, *(award.value for award in notice.awards)]
        return any(amounts) or any(lot.value or lot.maximum for lot in lots)
    if fact == "duration":
        return bool(notice.duration_months) or any(lot.duration_months for lot in lots)
    if fact == "departement":
        places = [*notice.places, *(place for lot in lots for place in lot.places)]
        return bool(notice.departements) or any(map(_departement, [*places, *_seats(notice)]))
    if fact == "title":
        return bool(notice.title) and not notice.title.startswith("(")
    return bool(getattr(notice, fact))


def _seats(notice: Notice) -> list[Address | None]:
    return [buyer.address for buyer in notice.buyers]


@lru_cache(maxsize=4096)
def _departement(place: Address | None) -> bool:
    if place is None:
        return False
    return bool(place.departement or place.insee or (place.nuts and departement_of_nuts(place.nuts)))


def show(results: dict[str, Coverage]) -> str:
    """A table: found / held in percent."""
    lines = [f"{'found/held %':16}{'records':>8} " + "".join(f"{fact:>13}" for fact in FACTS)]
    for name, coverage in results.items():
        cells = "".join(f"{_cell(coverage, fact):>13}" for fact in FACTS)
        lines.append(f"{name:16}{coverage.records:>8} {cells}")
    return "\n".join(lines)


def _cell(coverage: Coverage, fact: str) -> str:
    found, held = (coverage.share(counted, fact) for counted in (coverage.found, coverage.held))
    return "-" if found is None else f"{found:.0f}/{held:.0f}"


def main(arguments: list[str] | None = None) -> int:
    """Print the table, or one JSON document."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.coverage")
    parser.add_argument("samples", nargs="?", type=Path, default=SAMPLES)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    if not options.samples.is_dir():
        print(f"no samples at {options.samples}", file=sys.stderr)
        return 2
    results = {name: measure(options.samples, name) for name in SOURCES}
    if options.json:
        print(json.dumps({name: found.as_dict() for name, found in results.items()}, indent=2))
    else:
        print(show(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
