"""The register of companies and administrations: *recherche d'entreprises*.

``GET /search?q=SIREN``: nine digits are a direct look-up. Seven requests a second at most, no key.
Only the legal category and the head office's commune are kept: no person.
"""

from __future__ import annotations

from typing import Any

from hub.plugin_api.connector import HttpClient
from hub.plugin_api.errors import SourceChanged
from hub.plugin_api.identifiers import InvalidIdentifier, insee, postcode

RATE_PER_S = 5.0

Answer = dict[str, Any]


def by_siren(http: HttpClient, siren: str) -> Answer | None:
    """``{name, legal_category, insee, postcode, active}`` of a SIREN, or ``None`` when it is unknown."""
    params = {"q": siren, "minimal": "true", "include": "siege", "per_page": 1}
    body = http.get("/search", params=params).json()
    results = body.get("results") if isinstance(body, dict) else None
    if not isinstance(results, list):
        raise SourceChanged("recherche-entreprises answered without a list of results", code="no-results")
    match = next((item for item in results if isinstance(item, dict) and item.get("siren") == siren), None)
    return _answer(match) if match else None


def _answer(item: dict[str, Any]) -> Answer:
    siege = item.get("siege")
    seat: dict[str, Any] = siege if isinstance(siege, dict) else {}
    return {
        "name": _text(item.get("nom_raison_sociale") or item.get("nom_complet")),
        "legal_category": _text(item.get("nature_juridique")),
        "insee": _checked(insee, seat.get("commune")),
        "postcode": _checked(postcode, seat.get("code_postal")),
        "active": item.get("etat_administratif") != "C",
    }


def _text(value: Any) -> str | None:
    return str(value).strip()[:200] or None if value is not None else None


def _checked(read: Any, value: Any) -> str | None:
    try:
        return str(read(str(value))) if value else None
    except InvalidIdentifier:
        return None
