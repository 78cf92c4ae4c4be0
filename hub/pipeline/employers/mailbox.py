"""Whose mailbox it is: a person's is not kept, whatever a connector lets through."""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final = re.compile(r"[._\-+\d]+")
_PRINTED: Final = """
    accueil aci administratif administration adv agence ai asso association atelier bonjour boutique
    bureau candidature candidatures chantier cip comm commercial communication compta comptabilite
    contact contacts devis direction ea eatt ei eiti emploi entreprise esat etti facturation
    formation geiq gestion info infos information informations insertion mail marche marches
    production recrutement rh secretariat siege standard technique
"""
"""Words of a mailbox that belongs to a function (domain reference §9: keep the organisation, drop the
person)."""
_GENERIC: Final = frozenset(_PRINTED.split())


def generic(address: str | None) -> str | None:
    """The address when its mailbox is a function's: ``contact.esat38@…`` is, ``c.dupont@…`` is not."""
    words = [word for word in _WORDS.split((address or "").partition("@")[0].lower()) if word]
    return address if words and _GENERIC.issuperset(words) else None
