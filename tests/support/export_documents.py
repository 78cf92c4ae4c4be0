"""Documents as the desk gives them, to export: an ordinary one, and those that mean harm."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

from hub.exports import Edition, write

Json = dict[str, Any]
GENERATED = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
CREDITS = [
    {
        "connector": "boamp",
        "title": "BOAMP",
        "publisher": "DILA",
        "licence": "Licence Ouverte 2.0",
        "read": "2026-11-23T23:30:00+00:00",
    },
    {
        "connector": "ted",
        "title": "TED",
        "publisher": "Office des publications",
        "licence": "Décision 2011/833/UE",
        "read": "2026-11-20T06:00:00+00:00",
    },
]
EDITION = Edition("Marchés, Oisans", GENERATED, CREDITS, {"oisans": "Oisans"})
# One of each sign that a spreadsheet runs, bare and hidden.
FORMULAS = (
    *("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "  =1+1", "\u00a0=1+1", "\ufeff=1+1"),
    *("＝1+1", "＋1+1", "－1+1", "＠SUM(A1)", '=HYPERLINK("http://x.example";"Voir")', "=cmd|' /C calc'!A0"),
)
HOSTILE = 'Lot "A";\r\nB,\x00\ud800\x0b<script>alert(1)</script>\ufffe & fin'


def answers(**changes: Any) -> Json:
    """What is judged of a marché and of each of its lots."""
    return {
        "clause": {"status": "presente", "types": ["EXEC", "CRIT"]},
        "obligation": {
            "state": "obligation_presumee",
            "article": "L2112-2-1",
            "reasons": ["Valeur : 240 000 € HT.", "Avis envoyé le 01/11/2026."],
        },
        "potential": {"level": "fort"},
        "hours": {"low": 100, "default": 252, "rounded": 245, "high": 400},
        "employers": [{"name": "Les Mains Vertes", "kind": "EI", "distance_km": 3.8}],
        **changes,
    }


def marche(id_: str = "m1", **changes: Any) -> Json:
    """An ordinary marché with two lots."""
    return {
        "id": id_,
        "title": "Entretien des espaces verts",
        "buyer": {"name": "Commune de Valbrune", "siret": "01999002100019", "siren": "019990021"},
        "nature": "services",
        "procedure": "open",
        "kind": "marche",
        "framework": True,
        "stage": "ouvert",
        "published": "2026-11-02",
        "deadline": "2026-12-20T11:00:00+00:00",
        "cpv": ["77310000"],
        "value": {"amount": 240000.5, "currency": "EUR", "basis": "estimate"},
        "duration_months": 4.5,
        "departements": ["38"],
        "communes": ["38052"],
        "territories": [{"id": "oisans", "certainty": "certain"}],
        "notices": [notice("boamp", "26-1", "2026-11-02"), notice("ted", "9-2026", "2026-11-04")],
        "moment": {"state": "a_temps", "act_before": "2026-12-10"},
        "priority": 87,
        "next_step": "Appeler l’acheteur.",
        "review": {"state": "a_etudier", "assignee": None, "updated": None},
        "lots": [{"key": key, "title": f"Lot {key}", **answers()} for key in ("1", "2")],
        **answers(),
        **changes,
    }


def notice(connector: str, key: str, published: str, url: str | None = None) -> Json:
    """A notice of a marché."""
    address = f"https://avis.example.fr/{key}" if url is None else url
    return {"connector": connector, "key": key, "kind": "competition", "published": published, "url": address}


def renewal(**changes: Any) -> Json:
    """A contract that comes back."""
    return {
        "marche_id": "m9",
        "title": "Nettoyage des locaux",
        "buyer": {"name": "Commune de Valbrune", "siret": None, "siren": None},
        "cpv": ["90910000"],
        "amount": {"amount": 480000, "currency": "EUR", "basis": "awarded"},
        "end_max": "2027-09-01",
        "window": {"from": "2026-03-01", "to": "2027-05-01"},
        "window_state": "ouverte",
        "previous_clause": {"status": "presente", "types": ["EXEC"]},
        "hours": 2100,
        "confidence": 60,
        "reasons": ["Fin au plus tard le 01/09/2027."],
        "territories": [],
        "notices": [notice("boamp", "23-7", "2023-09-01")],
        **changes,
    }


def employer(**changes: Any) -> Json:
    """An entry of the registry."""
    return {
        "id": "e1",
        "kind": "ACI",
        "name": "Les Mains Vertes",
        "siret": "99998025300010",
        "siren": "999980253",
        "commune": {"insee": "01053", "name": "Bourg-en-Bresse"},
        "departement": "01",
        "latitude": 46.205,
        "longitude": -5.25,
        "activities": ["nettoyage", "espaces verts"],
        "capacity": None,
        "status": "active",
        "first_seen": "2026-11-24",
        "last_seen": "2026-11-24",
        "sources": [{"connector": "boamp", "key": "1", "fields": []}],
        **changes,
    }


def exported(format_: str, *documents: Json, noun: str = "marches", **how: Any) -> bytes:
    """The bytes of an export."""
    out = io.BytesIO()
    edition = how.pop("edition", EDITION)
    write(out, noun, iter(documents), edition, format_=format_, **how)
    return out.getvalue()
