"""The identity of a record of les-emplois, whichever answer it stands in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub_siae_registry.shapes import EMPLOIS_DI, MARCHE

_PREFIXES = {MARCHE: "marche/", EMPLOIS_DI: "data-inclusion/"}


def key_of(record: Mapping[str, Any], shape: str | None) -> str:
    """The UUID of the public list; elsewhere the answer's name and the identifier there. Empty when there
    is none.

    ``marche/`` publishes no UUID, so it cannot be joined to the others. ``data-inclusion/`` does, but says
    other things of the structure: under one key, each answer would wipe out what the other gave.

    Never the SIRET: it moves with the address, and one SIRET may be ACI, AI and ETTI at once.
    """
    identifier = record.get("id")
    if isinstance(identifier, bool) or not isinstance(identifier, int | str):
        return ""
    printed = str(identifier).strip()
    return f"{_PREFIXES.get(shape or '', '')}{printed}" if printed else ""
