"""The records of a JSON or CSV document, told from their fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from logging import Logger
from pathlib import Path
from typing import Any, Final

from hub.plugin_api import RawRecord, RecordRejected, Skipped, SourceChanged, documents
from hub_siae_registry.bodies import Body, bodies
from hub_siae_registry.landing import Damage, Landed, LeftOut, damaged, payload_of, raw_record
from hub_siae_registry.privacy import Privacy
from hub_siae_registry.shapes import resembles, shape_of

_KEYS: Final = ("results", "items", "result")
_PATIENCE: Final = 100

Record = dict[str, Any]
Item = Record | Damage | Skipped
Land = Callable[[Record, str], Landed | LeftOut]
"""Makes a raw record of a source's record and its origin."""


def records(body: Body, shapes: frozenset[str]) -> Iterator[Item]:
    """The records of these shapes. Damage counts only beside them: a document without any is
    somebody else's, and is skipped by its name."""
    waiting: list[Record | Damage] = []
    foreign: str | None = None
    ours = False
    for item in _items(body):
        shape = shape_of(item)
        if not isinstance(item, Damage) and shape in shapes:
            yield from map(_as_damage, waiting)
            waiting, ours = [], True
            yield item
        elif ours:
            yield _as_damage(item)
        elif shape or len(waiting) >= _PATIENCE:
            foreign = shape
            break
        else:
            waiting.append(item)
    if ours:
        return
    if any(isinstance(item, Damage) and resembles(item.payload, shapes) for item in waiting):
        yield from map(_as_damage, waiting)  # ours, and every record of it is damaged
    else:
        yield Skipped(body.origin, _foreign(body, foreign, shapes))


def expected(body: Body, shapes: frozenset[str]) -> Iterator[Record | Damage]:
    """The records of a document that was asked for: ``SourceChanged`` when it is something else."""
    for item in records(body, shapes):
        if isinstance(item, Skipped):
            raise SourceChanged(f"{item.origin}: {item.reason}", code="not-the-file")
        yield item


def _items(body: Body) -> Iterator[Record | Damage]:
    if body.format == "json":
        for item in documents.iter_json_items(body.stream, _KEYS):
            yield _json(item)
    elif body.format == "csv":
        yield from documents.read_csv(body.stream)


def _json(item: documents.JsonItem | documents.JsonDamage) -> Record | Damage:
    if isinstance(item, documents.JsonDamage):
        return Damage(item.payload, item.reason)
    try:
        record = documents.parse_json(item.payload)
    except RecordRejected as error:
        return Damage(item.payload, error.detail)
    return record if isinstance(record, dict) else Damage(item.payload, "not an object")


def _as_damage(item: Record | Damage) -> Damage:
    return item if isinstance(item, Damage) else Damage(payload_of(item), "a record of another shape")


def _foreign(body: Body, shape: str | None, shapes: frozenset[str]) -> str:
    wanted = " or ".join(sorted(shapes))
    if shape:
        return f"{shape}, where {wanted} was due"
    return f"a {body.format} document without records of {wanted}"


def read_records(
    path: Path, shapes: frozenset[str], land: Land, privacy: Privacy, log: Logger
) -> Iterator[RawRecord | Skipped]:
    """The raw records of a file or archive; what is no employer is counted, in the log."""
    for document in bodies(path):
        if isinstance(document, Skipped):
            yield document
        else:
            yield from read_body(document, shapes, land, privacy, log)


def read_body(
    body: Body, shapes: frozenset[str], land: Land, privacy: Privacy, log: Logger
) -> Iterator[RawRecord | Skipped]:
    """The raw records of one document."""
    found = records(body, shapes)
    first = next(found, None)
    if isinstance(first, Skipped):
        yield first
        return
    items = (landing(item, body.origin, land, privacy) for item in _with(first, found))
    kept = False
    for landed in sift(items, log, body.origin):
        kept = True
        yield landed.raw
    if not kept:
        yield Skipped(body.origin, "no employer in it")


def _with(first: Item | None, rest: Iterator[Item]) -> Iterator[Item]:
    if first is not None:
        yield first
    yield from rest


def landing(item: Any, origin: str, land: Land, privacy: Privacy) -> Landed | LeftOut:
    """What becomes of one item; what is no record at all is kept as damaged."""
    if isinstance(item, dict):
        return land(item, origin)
    if isinstance(item, Damage):
        return Landed(None, damaged(item, origin, privacy))
    return Landed(None, raw_record("", {"value": item}, origin, privacy))


def sift(items: Iterable[Landed | LeftOut], log: Logger, origin: str) -> Iterator[Landed]:
    """What lands. What does not is counted, with its reason, in the log."""
    left_out: Counter[str] = Counter()
    for item in items:
        if isinstance(item, Landed):
            yield item
        else:
            left_out[item.reason] += 1
    for reason, count in sorted(left_out.items()):
        log.info("%s: %d records left out: %s", origin, count, reason)
