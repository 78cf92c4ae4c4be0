"""What a place written for people says, such as ``Commune du Bourg d'Oisans (38)``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hub.geo.codes import departement_named
from hub.plugin_api import identifiers

_POSTCODE = re.compile(r"(?<!\d)(?!00)(\d{5})(?!\d)")
_DEPARTEMENT = re.compile(
    r"\(\s*(\d{2}|2[AB]|9[78]\d)\s*\)|(?:^|\s)(?:dept|dépt|département) (\d{2}|2[AB]|9[78]\d)\b", re.I
)
_CODE_FIRST = re.compile(r"\s*(\d{2}|2[AB]|9[78]\d)\s*[-–:]\s*(?=\D)", re.I)
_OF = r"(?:de\s+la\s+|de\s+l\s*['’]\s*|du\s+|des\s+|de\s+|d\s*['’]\s*)"
_COMMUNE_OF = re.compile(rf".*?\b(?:communes?|villes?|mairie|village|station)\s+{_OF}", re.I | re.S)
_DEPARTEMENT_OF = re.compile(rf".*?\bd[ée]partement\s+{_OF}", re.I | re.S)
_AT = re.compile(r"^(?:à|a|sur|dans)\s+", re.I)
_EDGES = " .,;/-–\n\t"
# Looking for « Commune de » in every place of a text takes the square of its length.
_LONGEST = 1000
_PARTS = re.compile(r"\s*(?:[,;/\n]|\s[-–]\s)\s*")


@dataclass(frozen=True, slots=True)
class Label:
    """``names`` are the whole text less its codes, as printed then less « Commune de »: « Ville d'Avray » is
    a name. ``parts`` are its pieces, when it has several.

    ``departement`` is a code printed in it, or the département it names as such or at its end.
    """

    names: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    postcode: str | None = None
    departement: str | None = None


def read_label(text: str) -> Label:
    """Take a printed place apart. Nothing is looked up here but the names of départements."""
    rest, departement = _without_departement(text[:_LONGEST])
    rest, postcode = _without_postcode(rest)
    pieces = [piece for part in _PARTS.split(rest) if (piece := part.strip(_EDGES))]
    last = departement_named(pieces[-1]) if len(pieces) > 1 else None
    if last:  # « Vizille, Isère »
        pieces.pop()
    whole = pieces[0] if len(pieces) == 1 else rest.strip(_EDGES)
    names = tuple(dict.fromkeys(name for name in (whole, _bare(whole)) if name))
    parts = tuple(part for piece in pieces if (part := _bare(piece)))
    return Label(names, parts, postcode, departement or last or _named_as_such(rest))


def _without_departement(text: str) -> tuple[str, str | None]:
    found = _DEPARTEMENT.search(text) or _CODE_FIRST.match(text)
    if not found:
        return text, None
    code = next(group for group in found.groups() if group)
    try:
        departement = identifiers.departement(code)
    except identifiers.InvalidIdentifier:
        return text, None
    return f"{text[: found.start()]} {text[found.end() :]}", departement


def _without_postcode(text: str) -> tuple[str, str | None]:
    found = _POSTCODE.search(text)
    if not found:
        return text, None
    after = text[found.end() :].strip(" -,()")
    # « 17 Grand Place 59066 ROUBAIX »: the town follows its post code, the street goes before.
    return after or text[: found.start()].strip(f"{_EDGES}("), found[1]


def _bare(text: str) -> str:
    named = _COMMUNE_OF.sub("", text.strip(_EDGES), count=1)
    return _AT.sub("", named).strip(_EDGES)


def _named_as_such(text: str) -> str | None:
    """« Département de l'Isère ». A bare « Vienne » says too little: it is a town as well."""
    found = _DEPARTEMENT_OF.match(text)
    return departement_named(text[found.end() :].strip(" .")) if found else None
