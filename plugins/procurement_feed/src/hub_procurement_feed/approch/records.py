"""What lands of APProch: one raw record a project, without the name of the person in charge."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Final

import orjson

from hub.plugin_api import RawRecord, RecordRejected, documents

PERSONAL_FIELDS: Final = ("responsable",)
DAMAGED: Final = "!damaged:"
"""Key prefix of bytes that are no project: they land, and ``parse`` rejects them."""

_JSON: Final = "application/json"
_MARKS: Final = frozenset({"libelle", "siren_de_l_entite_acheteuse", "date_previsionnelle_de_publication"})


def raw_record(
    item: documents.JsonItem | documents.JsonDamage, origin: str, number: int, read_on: date
) -> RawRecord:
    """A project as it lands. ``read_on`` is the day of the data: a project has none of its own, and one
    that does not change keeps the day on which it first came, as the same bytes are never stored again."""
    record = _record(item)
    if record is None:
        return RawRecord(f"{DAMAGED}{origin}#{number}", item.payload, _JSON, origin)
    kept = {name: value for name, value in record.items() if name not in PERSONAL_FIELDS}
    return RawRecord(str(record["code"]), _dumps(kept), _JSON, origin, read_on)


def is_project(raw: RawRecord) -> bool:
    """Whether a raw record is a project, and not something else."""
    return not raw.key.startswith(DAMAGED)


def _record(item: documents.JsonItem | documents.JsonDamage) -> dict[str, Any] | None:
    if isinstance(item, documents.JsonDamage):
        return None
    try:
        record = documents.parse_json(item.payload)
    except RecordRejected:
        return None
    return record if _has_identity(record) else None


def _has_identity(record: Any) -> bool:
    if not isinstance(record, dict) or not _MARKS & record.keys():
        return False
    code = record.get("code")
    return isinstance(code, str | int) and not isinstance(code, bool) and 0 < len(str(code).strip()) <= 100


def _dumps(record: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(record, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # half a surrogate pair, an integer above 64 bits
        return json.dumps(record, sort_keys=True).encode()
