"""The rows of one employer from its group of entries."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from hub.geo.names import fold
from hub.pipeline.employers import corrections
from hub.pipeline.employers.checks import checks
from hub.pipeline.employers.grouping import Group
from hub.pipeline.employers.listed import Listed, real_siret
from hub.pipeline.employers.sources import rank
from hub.pipeline.employers.survivorship import facts_of
from hub.store.bulk import Row
from hub.store.employers import EntryName

_COLUMNS = ("kind", "name", "siret", "siren", "departement", "latitude", "longitude", "capacity", "status")


def anchor(group: Group) -> Listed:
    """The entry that the id comes from: the one known first, then by registry and key."""
    return min(group.members, key=lambda e: (e.state["first_seen"], rank("name", e.name.connector), e.name))


def employer_id(name: EntryName) -> str:
    """``e`` and ten letters that follow from the anchor."""
    digest = hashlib.blake2b("\0".join(name).encode(), digest_size=10).digest()
    return f"e{base64.b32encode(digest).decode().lower()[:10]}"


def employer_row(group: Group, corrected: Mapping[EntryName, Sequence[Row]], now: datetime) -> Row:
    """The row of ``employer``; ``state_hash`` changes with anything that a person may see of it."""
    facts = facts_of(group.members, group.kind)
    mine = [row for entry in group.members for row in corrected.get(entry.name, ())]
    standing = corrections.apply(facts, mine)
    first = anchor(group)
    values = facts.values
    values["siret"] = real_siret(values["siret"])
    row: Row = {
        "id": employer_id(first.name),
        **{name: values[name] for name in _COLUMNS},
        "fold": fold(" ".join(filter(None, (values["name"], values["brand"])))),
        "insee": values["commune"]["insee"] if values["commune"] else None,
        "first_seen": min(entry.state["first_seen"] for entry in group.members),
        "facts": {
            **values,
            "anchor": list(first.name),
            "provenance": {name: list(source) for name, source in sorted(facts.provenance.items())},
            "checks": checks(group),
            "corrections": standing,
        },
    }
    return {**row, "state_hash": _hash(row), "updated": now}


def member_rows(group: Group, id_: str) -> list[Row]:
    """The rows of ``employer_member``."""
    seen = ("content_hash", "gone_since", "inactive_since")
    return [
        {
            **entry.name._asdict(),
            "employer": id_,
            **{name: entry.state[name] for name in seen},
            "reason": group.reasons[entry.name],
        }
        for entry in group.members
    ]


def _hash(row: Mapping[str, Any]) -> str:
    body = json.dumps(row, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.blake2b(body.encode("utf-8", "replace"), digest_size=16).hexdigest()
