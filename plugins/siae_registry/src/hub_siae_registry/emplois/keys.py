"""The identity of a record of les-emplois, whichever answer it stands in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub_siae_registry.shapes import MARCHE


def key_of(record: Mapping[str, Any], shape: str | None) -> str:
    """The UUID of the public answers, or ``marche/`` and the number of the full list, which publishes no
    UUID: the two cannot be joined on it. Empty when there is none.

    Never the SIRET: it moves with the address, and one SIRET may be ACI, AI and ETTI at once.
    """
    identifier = record.get("id")
    if isinstance(identifier, bool) or not isinstance(identifier, int | str):
        return ""
    printed = str(identifier).strip()
    return f"marche/{printed}" if shape == MARCHE and printed else printed
