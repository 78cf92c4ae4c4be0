"""Two damaged records, as every long collection meets them."""

from __future__ import annotations

from hub.testing.demo.model import DemoNotice, Json


def damaged(notices: list[DemoNotice]) -> list[DemoNotice]:
    """One record whose ``donnees`` is cut short, and one that no longer says which notice it is."""
    first, second = (dict(n.record) for n in notices[:2])
    return [
        DemoNotice(_cut(first, "26-990001"), "", (), "donnees coupé, lisible par ses colonnes", "damage-cut"),
        DemoNotice(_nameless(second), "", (), "sans identifiant : à refuser", "damage-nameless"),
    ]


def _cut(record: Json, idweb: str) -> Json:
    return {
        **record,
        "idweb": idweb,
        "id": idweb.replace("-", "_"),
        "filename": idweb,
        "contractfolderid": None,
        "objet": "Fourniture et pose de panneaux de signalisation",
        "donnees": record["donnees"][:400],
        "gestion": record["gestion"].replace(record["idweb"], idweb),
        "url_avis": f"https://www.boamp.fr/pages/avis/?q=idweb:{idweb}",
    }


def _nameless(record: Json) -> Json:
    return {**record, "idweb": None, "id": None, "filename": None, "gestion": "{}", "url_avis": None}
