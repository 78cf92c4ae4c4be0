"""Which records of the federation land."""

from __future__ import annotations

import re
from typing import Final

from hub_siae_registry.landing import Landed, LeftOut, raw_record
from hub_siae_registry.privacy import Privacy
from hub_siae_registry.records import Record

PRIVACY: Final = Privacy(dropped=("contact", "responsable"), filtered=("email", "telephone", "e-mail"))
_FEDERATION: Final = re.compile(r"\s*f[ée]d[ée]ration fran[çc]aise des geiq\s*", re.IGNORECASE)
_TEST: Final = re.compile(r"\s*test\b", re.IGNORECASE)


def land(record: Record, origin: str) -> Landed | LeftOut:
    """A record of the Label API. The federation lists itself, and keeps trials of its own software."""
    name = str(record.get("nom") or "")
    if _FEDERATION.fullmatch(name):
        return LeftOut("the federation itself, not an employer")
    if _TEST.match(name) and not str(record.get("siret") or "").strip():
        return LeftOut("a trial record of the federation's software")
    identifier = record.get("id")
    key = f"geiq/{identifier}" if isinstance(identifier, int | str) and str(identifier).strip() else ""
    return Landed("GEIQ", raw_record(key, record, origin, PRIVACY))
