"""The audit log: who did what to what, and when. Lines are only added, and hold no secret."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from hub.access.person import Person
from hub.store import audit

ACTIONS: Final[Mapping[str, str]] = {
    "connexion": "s’est connecté",
    "connexion.refus": "connexion refusée",
    "deconnexion": "s’est déconnecté",
    "mot-de-passe": "mot de passe choisi",
    "sessions.fermeture": "autres sessions fermées",
    "compte.ajout": "compte ouvert",
    "compte.modification": "compte modifié",
    "compte.invitation": "lien donné",
    "compte.desactivation": "compte désactivé",
    "compte.reactivation": "compte réactivé",
    "acces.creation": "jeton créé",
    "acces.revocation": "jeton révoqué",
    "decision": "décision",
    "decision.annulation": "décision annulée",
    "note": "note ajoutée",
    "attribution": "marché confié",
    "heures": "heures corrigées",
    "avis.detachement": "avis détaché d’un marché",
    "avis.rattachement": "avis rattaché à un marché",
    "employeur.correction": "fait corrigé d’un employeur",
    "employeur.correction.annulation": "correction d’un employeur annulée",
    "execution.acceptation": "lecture retenue, acceptée",
    "quarantaine.lecture": "octets reçus lus",
    "quarantaine.relance": "quarantaine relue",
    "quarantaine.classement": "quarantaine classée",
    "export": "export",
}
"""The words of the codes of actions; a code without any is shown as it is."""

FIELDS: Final[Mapping[str, str]] = {
    "role": "rôle",
    "territories": "territoires",
    "territory": "territoire",
    "name": "nom",
    "email": "adresse électronique",
    "scope": "portée",
    "search": "recherche",
    "state": "état",
    "because": "motif",
}
"""The words of the names in ``detail``."""

_SECRET = re.compile(r"passw|mot_de_passe|secret|token|jeton|csrf|cookie", re.IGNORECASE)
_LONGEST = 500


def write(
    connection: Connection,
    who: Person | str,
    action: str,
    object_: str,
    detail: Mapping[str, Any] | None,
    now: datetime,
) -> None:
    """Add one line. ``who`` is a person, or the login (a name of the system's) of one who is none."""
    row = {
        "at": now,
        "who": who.login if isinstance(who, Person) else who[:_LONGEST],
        "action": action,
        "object": object_[:_LONGEST],
        "detail": {name: _plain(value) for name, value in (detail or {}).items() if not _SECRET.search(name)},
    }
    audit.append(connection, row)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value[:50]]
    return str(value)[:_LONGEST]
