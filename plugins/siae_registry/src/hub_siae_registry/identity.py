"""Who an employer is, by number: a SIRET is checked, an invented one is never published."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

from hub.plugin_api import identifiers
from hub_siae_registry import values

_INVENTED: Final = re.compile(r"\d{9}999\d\d")
_BLANK: Final = re.compile(r"[\s.]+")


class Identity(NamedTuple):
    """What a printed SIRET gives. ``problem`` says why it gives less than it should."""

    siret: str | None = None
    siren: str | None = None
    antenna: bool = False
    problem: str | None = None


def read(value: Any) -> Identity:
    """Sort a printed SIRET: of an establishment, invented for an antenna, a SIREN alone, or wrong.

    les-emplois makes up ``999dd`` for antennas. The key of such a number proves nothing (one in ten is
    right by chance), so the pattern decides, before the key. A SIRET with a wrong key still says which
    legal unit it is, when the key of its SIREN is right.
    """
    try:
        printed = _BLANK.sub("", values.text(value) or "")
    except ValueError as error:
        return Identity(problem=str(error))
    if not printed:
        return Identity()
    if _INVENTED.fullmatch(printed):
        return Identity(siren=_siren(printed[:9]), antenna=True)
    if len(printed) == 9:
        found = _siren(printed)
        return Identity(siren=found, problem=None if found else f"not a SIREN: {printed}")
    try:
        siret = identifiers.siret(printed)
    except identifiers.InvalidIdentifier as error:
        return Identity(siren=_siren(printed[:9]) if len(printed) == 14 else None, problem=str(error))
    return Identity(siret.value, siret.siren)


def _siren(printed: str) -> str | None:
    if printed == "0" * 9:  # its key is right, and nobody bears it
        return None
    try:
        return identifiers.siren(printed)
    except identifiers.InvalidIdentifier:
        return None
