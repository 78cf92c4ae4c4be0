"""What a BOAMP record looks like, whichever way it was wrapped."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from hub.plugin_api import RawRecord, RecordRejected, documents
from hub_procurement_feed import values
from hub_procurement_feed.boamp.privacy import payload_of

DAMAGED: Final = "!damaged:"
"""Key prefix of bytes that are no whole record: they land, and ``parse`` sends them to quarantine."""

JSON: Final = "application/json"


def unwrap(record: dict[str, Any]) -> dict[str, Any]:
    """The columns of a record: itself in v2.1, its ``fields`` in the retired v1 API."""
    inner = record.get("fields")
    return inner if isinstance(inner, dict) and "idweb" not in record else record


def is_boamp(record: Any) -> bool:
    """Whether an object is a BOAMP record: an ``idweb`` and a day of publication or an object."""
    if not isinstance(record, dict):
        return False
    columns = unwrap(record)
    return bool(columns.get("idweb")) and ("dateparution" in columns or "objet" in columns)


def record_of(item: documents.JsonItem | documents.JsonDamage) -> dict[str, Any] | None:
    """The BOAMP record in a slice of a JSON file; ``None`` when it is damaged or something else."""
    if isinstance(item, documents.JsonDamage):
        return None
    try:
        record = documents.parse_json(item.payload)
    except RecordRejected:
        return None
    return record if is_boamp(record) else None


def raw_record(record: dict[str, Any], origin: str) -> RawRecord:
    """The record as it lands, without personal data."""
    columns = unwrap(record)
    return RawRecord(
        key=str(columns["idweb"]),
        payload=payload_of(record),
        media=JSON,
        origin=origin,
        published=_published(columns.get("dateparution")),
    )


def damaged(payload: bytes, origin: str, number: int) -> RawRecord:
    """Bytes that could not be read as a record, so that they are kept and can be looked at."""
    return RawRecord(key=f"{DAMAGED}{origin}#{number}", payload=payload, media=JSON, origin=origin)


def _published(printed: Any) -> date | None:
    try:
        return values.day(printed) if isinstance(printed, str) else None
    except ValueError:
        return None
