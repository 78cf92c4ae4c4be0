"""From a record of the source to the raw record that lands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, NamedTuple

import orjson

from hub.plugin_api import RawRecord, RecordRejected, documents
from hub_siae_registry.privacy import Privacy

MAX_DAMAGE: Final = 64 * 1024
DAMAGED: Final = "damaged-"


class Landed(NamedTuple):
    """A raw record and the kind (or other part of the snapshot) it belongs to."""

    kind: str | None
    raw: RawRecord


class LeftOut(NamedTuple):
    """A record of the source that is no employer, and why."""

    reason: str


class Damage(NamedTuple):
    """Bytes where a record was due."""

    payload: bytes
    reason: str


def payload_of(record: Mapping[str, Any]) -> bytes:
    """The bytes of a record: sorted keys, so that the same record always has the same hash."""
    try:
        return orjson.dumps(record, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # half a surrogate pair, an integer above 64 bits: one record's trouble, not the page's
        return json.dumps(record, sort_keys=True).encode()


def raw_record(
    key: str, record: Mapping[str, Any], origin: str, privacy: Privacy, published: date | None = None
) -> RawRecord:
    """A raw record without personal data. A record without a key is kept as damaged: it has no identity."""
    stripped = payload_of(privacy.strip(record))
    if not key:
        return _unidentified(stripped, origin)
    return RawRecord(key, stripped, "application/json", origin, published)


def damaged(damage: Damage, origin: str, privacy: Privacy) -> RawRecord:
    """Bytes that ``parse`` will reject, so that they are kept and seen."""
    return _unidentified(privacy.strip_bytes(damage.payload[:MAX_DAMAGE]), origin)


def is_damaged(raw: RawRecord) -> bool:
    """Whether a raw record has no identity: the employer it may hold must not be taken for gone."""
    return raw.key.startswith(DAMAGED)


def _unidentified(payload: bytes, origin: str) -> RawRecord:
    digest = hashlib.sha256(payload).hexdigest()[:16]
    return RawRecord(f"{DAMAGED}{digest}", payload, "application/octet-stream", origin)


def record_of(raw: RawRecord) -> dict[str, Any]:
    """The record in a raw record, or ``RecordRejected``."""
    record = documents.parse_json(raw.payload)
    if not isinstance(record, dict):
        raise RecordRejected("not-a-record", f"an object was due, not a {type(record).__name__}")
    return record
