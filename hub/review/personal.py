"""What a note must not hold: what tells of a person (domain reference §9).

A note is about a marché. Functional mailboxes (``marches@…``) and landlines are those of an
organisation and pass; a name cannot be recognised, so the field itself asks not to write one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_NIR = re.compile(
    r"(?<!\d)[1278]\s?\d\d\s?(?:0[1-9]|1[0-2]|[2-9]\d)\s?(?:\d\d|2[ABab])\s?\d{3}\s?\d{3}(?:\s?\d\d)?(?!\s?\d)"
)
# 06 and 07 are carried by a person; 01 to 05, 08 and 09 ring on a desk.
_MOBILE = re.compile(r"(?<!\d)(?:(?:\+|00)\s?33\s?(?:\(0\)\s?)?|0)[67](?:[\s.\-/]?\d{2}){4}(?!\d)")
_MAILBOX = re.compile(r"([\w.+%-]{1,64})@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5}")
_FUNCTIONS = re.compile(
    r"(?:service|accueil|contact|info|mairie|commune|ville|cc|secretariat|direction|dg|dst|marche|commande"
    r"|achat|technique|travaux|voirie|batiment|insertion|clause|emploi|facilit|pole|maison|plie|mde|bureau"
    r"|administration|compta|urba|environnement|dechets|consultation)",
    re.IGNORECASE,
)


def found(text: str) -> list[str]:
    """What the text holds of a person, in words: ``["un numéro de sécurité sociale"]``.

    >>> found("Rappeler le 06 12 34 56 78"), found("Écrire à marches@ville.example")
    (['un téléphone portable'], [])
    """
    return list(_found(text))


def _found(text: str) -> Iterator[str]:
    if _NIR.search(text):
        yield "un numéro de sécurité sociale"
    if _MOBILE.search(text):
        yield "un téléphone portable"
    if any(not _FUNCTIONS.match(mailbox) for mailbox in _MAILBOX.findall(text)):
        yield "une adresse électronique de personne"
