"""A national store of made-up marchés, written straight into the tables: skewed as the real ones are."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hub.geo.tables import commune_rows, departement_part
from hub.store import queue
from hub.store.bulk import insert
from hub.store.engine import Store
from hub.store.tables import (
    AssessmentRow,
    DecisionRow,
    MarcheMemberRow,
    MarcheRow,
    MarcheTerritoryRow,
    ReadingRow,
)

Row = dict[str, Any]
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
CHUNK = 500

TRADES = {
    "travaux": "45000000 45210000 45233140 45310000 45330000 45421000 45442100 45261000 45112700 45111000",
    "services": "90910000 77310000 71200000 79710000 85312000 60130000 55523000 50700000 72000000 80500000",
    "fournitures": "15000000 30200000 34100000 39160000 33600000 44000000 09300000 22100000 18100000",
}
NEEDS = {
    "travaux": "Réhabilitation|Extension|Réfection|Construction|Aménagement|Travaux de peinture|Désamiantage",
    "services": "Entretien|Nettoyage|Maîtrise d’œuvre|Gardiennage|Transport|Restauration|Maintenance",
    "fournitures": "Fourniture|Acquisition|Livraison|Location|Achat",
}
OBJECTS = (
    "du groupe scolaire|de la salle des fêtes|des espaces verts|de la voirie communale|de l’école primaire|"
    "du centre hospitalier|des bâtiments communaux|du réseau d’eau potable|de denrées alimentaires|"
    "des logements sociaux|du gymnase|de mobilier|de véhicules|de la médiathèque|de l’hôtel de ville"
)
BUYERS = "Commune de|Communauté de communes|Département|Office public de l’habitat|Hôpital de|SIVOM"
FEW_WORDS = "clause|insertion|heures|prestations|matériaux|délais|exécution|chantier|accès|visite"

STATUSES = {
    "silence": 60,
    "presente": 14,
    "declaree": 8,
    "facultative": 4,
    "contradictoire": 1,
    "exclue": 12,
    "objet": 1,
}
OBLIGATIONS = {"hors_champ": 55, "obligation_possible": 25, "obligation_presumee": 8, "regime_anterieur": 12}
LEVELS = {"fort": 8, "moyen": 27, "faible": 40, "nul": 25}
STATES = ("a_contacter", "contactee", "clause_proposee", "clause_retenue", "ecartee", "suivie")
ISERE = ("oisans", "matheysine", "trieves", "alpes-sud-isere", "vallee-sud")
PEOPLE = ("ana", "bachir", "chloe")


def made(count: int, seed: int = 6) -> Iterator[dict[type[Any], list[Row]]]:
    """Chunks of rows by table, the same for the same ``seed``."""
    draw = random.Random(seed)
    places = [row for row in commune_rows().values() if row[5]]
    weights = [int(row[5]) ** 0.8 for row in places]
    # Half of what a store holds comes from around the people who keep it.
    weights = [w * (20 if row[0].startswith("38") else 1) for w, row in zip(weights, places, strict=True)]
    buyers = [_buyer(draw, place) for place in draw.choices(places, weights, k=9000)]
    popular = [1 / (n + 10) for n in range(len(buyers))]
    for start in range(0, count, CHUNK):
        chosen = draw.choices(buyers, popular, k=min(CHUNK, count - start))
        yield _tables([_Marche(draw, start + n, *buyer) for n, buyer in enumerate(chosen)])


def _buyer(draw: random.Random, place: Sequence[str]) -> tuple[Row, str]:
    name = f"{draw.choice(BUYERS.split('|'))} {place[1]}"
    siren = f"2{draw.randrange(10**8):08d}"
    return {"name": name, "siren": siren, "siret": f"{siren}00015"}, place[0]


class _Marche:
    """One marché as rows."""

    def __init__(self, draw: random.Random, n: int, buyer: Row, insee: str) -> None:
        self.draw, self.buyer = draw, buyer
        self.id, self.key = f"m{n * 7919 % 10**9:010d}", f"{23 + n % 4}-{n}"
        self.nature = draw.choices(("travaux", "services", "fournitures"), (36, 41, 23))[0]
        self.published = TODAY - timedelta(days=int(1095 * draw.random()))
        self.departement = departement_part(insee)
        self.deadline = datetime.combine(self.published, datetime.min.time(), UTC) + timedelta(
            days=draw.randint(20, 50), hours=draw.randint(8, 16)
        )
        self.stage = self._stage()
        self.amount = Decimal(int(10 ** draw.uniform(4, 7))) if draw.random() < 0.4 else None
        self.cpv = draw.sample(TRADES[self.nature].split(), draw.choice((1, 1, 1, 2)))
        self.title = f"{draw.choice(NEEDS[self.nature].split('|'))} {draw.choice(OBJECTS.split('|'))}"
        self.changed = datetime.combine(self.published, datetime.min.time(), UTC)

    def _stage(self) -> str:
        if self.draw.random() < 0.04:
            return self.draw.choice(("amont", "annule"))
        if self.deadline.date() >= TODAY:
            return "ouvert"
        return self.draw.choices(("clos", "attribue"), (25, 75))[0]

    def _moment(self) -> str:
        if self.stage == "attribue":
            return "suivi"
        moving = self.stage in ("amont", "ouvert")
        return self._one({"ideal": 4, "a_temps": 5, "rectificatif": 1}) if moving else "trop_tard"

    def marche(self) -> Row:
        """The row of ``marche``."""
        return {
            "id": self.id,
            "title": self.title,
            "buyer_name": self.buyer["name"],
            "buyer_siren": self.buyer["siren"],
            "nature": self.nature,
            "regime": "marche",
            "stage": self.stage,
            "published": self.published,
            "dispatched": self.published,
            "deadline": self.deadline,
            "amount": self.amount,
            "case_hash": "",
            "facts": self._facts(),
            "updated": self.changed,
        }

    def _facts(self) -> Row:
        notice = {"connector": "boamp", "key": self.key, "kind": "competition", "url": None}
        return {
            "title": self.title,
            "buyer": self.buyer,
            "cpv": self.cpv,
            "notices": [notice],
            "contracts": [],
            "lots": [self._lot(n) for n in range(self.draw.choice((0, 0, 1, 3, 8)))],
        }

    def _lot(self, n: int) -> Row:
        words = " ".join(self.draw.choices(FEW_WORDS.split("|"), k=25))
        title = f"Lot {n + 1} {self.draw.choice(OBJECTS.split('|'))}"
        return {"key": str(n + 1), "title": title, "description": words, "cpv": self.cpv[:1]}

    def assessment(self) -> Row:
        """The row of ``assessment``."""
        moving, moment = self.stage in ("amont", "ouvert"), self._moment()
        reasons = ["Une phrase qui dit pourquoi, comme il y en a beaucoup."] * 20
        return {
            "marche": self.id,
            "case_hash": "",
            "rules_version": "",
            "conventions": "",
            "today": TODAY,
            "clause_status": self._one(STATUSES),
            "obligation_state": self._one(OBLIGATIONS),
            "potential_level": self._one(LEVELS),
            "moment_state": moment,
            "act_before": self.deadline.date() if moving else None,
            "priority": self.draw.randint(5, 95) if moving else self.draw.choice((0, 0, 0, 5)),
            "body": {"lots": {}, "moment": {"state": moment}, "reasons": reasons},
            "updated": NOW,
        }

    def _one(self, weights: dict[str, int]) -> str:
        return self.draw.choices(list(weights), list(weights.values()))[0]

    def territories(self) -> list[Row]:
        """Its département, and in two of them the shipped territories."""
        found = [(f"departement-{self.departement}", "certain")]
        if self.departement == "38":
            found += [("isere", "certain")]
            found += [(name, "incertain") for name in ISERE if self.draw.random() < 0.15]
        if self.departement == "01":
            found += [("ain", "certain")]
        return [{"marche": self.id, "territory": name, "certainty": sure} for name, sure in found]

    def member(self) -> Row:
        """The row of its only notice."""
        row = {"kind": "notice", "connector": "boamp", "key": self.key, "marche": self.id}
        return {**row, "content_hash": "", "published": self.published, "reason": "seul document"}

    def decisions(self) -> list[Row]:
        """One marché in thirty is somebody's."""
        if self.draw.random() > 1 / 30:
            return []
        person = self.draw.choice(PEOPLE)
        anchor = {"anchor_kind": "notice", "anchor_connector": "boamp", "anchor_key": self.key}
        state = {"state": self.draw.choice(STATES), "author": person, "assignee": person, "at": NOW}
        return [{"marche": self.id, **anchor, **state}]

    def readings(self) -> list[Row]:
        """Everybody opened one in twenty."""
        return [
            {"person": person, "marche": self.id, "seen_at": NOW}
            for person in PEOPLE
            if self.draw.random() < 1 / 20
        ]


def _tables(found: Sequence[_Marche]) -> dict[type[Any], list[Row]]:
    return {
        MarcheRow: [each.marche() for each in found],
        AssessmentRow: [each.assessment() for each in found],
        MarcheMemberRow: [each.member() for each in found],
        MarcheTerritoryRow: [row for each in found for row in each.territories()],
        DecisionRow: [row for each in found for row in each.decisions()],
        ReadingRow: [row for each in found for row in each.readings()],
    }


def write(store: Store, count: int) -> Iterator[list[str]]:
    """Write them, without the queue; the ids of each chunk."""
    for tables in made(count):
        with store.write() as connection:
            for model, rows in tables.items():
                insert(connection, model, rows)
        yield [row["id"] for row in tables[MarcheRow]]


def project(store: Store, ids: Sequence[str]) -> None:
    """What the stages do for the queue, in a transaction of its own."""
    with store.write() as connection:
        queue.project(connection, ids)
