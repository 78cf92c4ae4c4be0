"""The registries of the demo: invented employers in the forms of two real sources.

The open file of data·inclusion gives identity and coordinates, le marché de l'inclusion what they
sell. One table feeds both, so that consolidation has something to join.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from hub.testing.replay.exchange import Request, Response, json_response

Json = dict[str, Any]
KEY = "demo" * 16
"""The key that the demo's marché de l'inclusion answers to. It opens nothing else."""

_FAMILY = {"GEIQ": "Insertion", "EA": "Handicap", "EATT": "Handicap", "ESAT": "Handicap"}
_REGION = {"01": "Auvergne-Rhône-Alpes", "38": "Auvergne-Rhône-Alpes", "92": "Île-de-France"}


@cache
def _employers() -> tuple[Json, ...]:
    table = files(__package__).joinpath("data", "employers.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(table)["employers"])


def structures() -> list[Json]:
    """The structures of data·inclusion, schema v1. Associations intermédiaires come unlabelled there."""
    return [_structure(number, employer) for number, employer in enumerate(_employers(), 1)]


def _structure(number: int, employer: Json) -> Json:
    source = "finess" if employer["kind"] == "ESAT" else "emplois-de-linclusion"
    return {
        "source": source,
        "id": f"{source}--{number:08d}-0000-4000-8000-{number:012d}",
        "nom": employer["name"],
        "date_maj": "2026-08-31",
        "description": None,
        "lien_source": None,
        "siret": employer["siret"],
        "commune": employer["city"],
        "code_postal": employer["postcode"],
        "code_insee": employer["insee"],
        "adresse": f"{number} rue des Ateliers",
        "complement_adresse": None,
        "longitude": employer["longitude"],
        "latitude": employer["latitude"],
        "telephone": None,
        "courriel": None,
        "site_web": None,
        "horaires_accueil": None,
        "accessibilite_lieu": None,
        "reseaux_porteurs": None if employer["kind"] == "AI" else [employer["kind"].lower()],
    }


def prestataires() -> list[Json]:
    """The records of le marché de l'inclusion's ``siae/``."""
    return [_prestataire(number, employer) for number, employer in enumerate(_employers(), 1)]


def _prestataire(number: int, employer: Json) -> Json:
    return {
        "id": number,
        "name": employer["name"].upper(),
        "brand": employer["name"],
        "slug": f"demo-{number}-{employer['departement']}",
        "siret": employer["siret"],
        "nature": "HEAD_OFFICE",
        "kind": employer["kind"],
        "kind_parent": _FAMILY.get(employer["kind"], "Insertion"),
        "contact_website": "",
        "contact_social_website": "",
        "logo_url": "",
        "address": f"{number} rue des Ateliers",
        "city": employer["city"],
        "post_code": employer["postcode"],
        "department": employer["departement"],
        "region": _REGION[employer["departement"]],
        "is_qpv": False,
        "is_active": True,
        "sectors": [{"name": slug.replace("-", " "), "slug": slug} for slug in employer["sectors"]],
        "presta_types": employer["services"],
        "networks": [],
        "offers": [],
        "client_references": [],
        "labels_old": [],
        "created_at": "2024-01-15T08:00:00Z",
        "updated_at": "2026-08-31T05:00:00Z",
    }


class Registries:
    """Both registries as one replayed source."""

    def answer(self, request: Request) -> Response | None:
        """The open file, the list of ``siae/`` for those who have the key, or ``None``."""
        if request.path.startswith("/fr/datasets/r/"):
            return json_response(structures())
        if request.path == "/api/siae/":
            if request.headers.get("authorization") != f"Bearer {KEY}":
                return json_response({"detail": "Invalid or expired token"}, 401)
            found = prestataires()
            return json_response({"count": len(found), "next": None, "previous": None, "results": found})
        return None
