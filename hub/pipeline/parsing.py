"""Parse one raw record, whatever the plugin does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from hub.plugin_api.connector import Connector, RawRecord
from hub.plugin_api.errors import HubError, RecordRejected
from hub.plugin_api.records import AwardedContract, CanonicalRecord, Employer, Notice

_CANONICAL = (Notice, AwardedContract, Employer)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a raw record became: records, or the reason of its rejection."""

    records: tuple[CanonicalRecord, ...] = ()
    rejection: RecordRejected | None = None


def parse(connector: Connector[Any], raw: RawRecord) -> Parsed:
    """The records of ``raw``, checked; anything else becomes a rejection that says why."""
    try:
        records = connector.parse(raw)
        return Parsed(records=_checked(records))
    except RecordRejected as rejection:
        return Parsed(rejection=rejection)
    except ValidationError as error:
        return Parsed(rejection=_invalid(connector, error))
    except HubError as error:
        return Parsed(rejection=RecordRejected(error.code, error.cause, next_step=error.next_step))
    except Exception as error:  # noqa: BLE001 - a plugin's bug costs one record, never the run
        return Parsed(rejection=_crashed(connector, error))


def _checked(records: Sequence[CanonicalRecord]) -> tuple[CanonicalRecord, ...]:
    checked = tuple(records)
    if not checked:
        raise RecordRejected("parsed-to-nothing", "The parser returned no record for these bytes.")
    for record in checked:
        if not isinstance(record, _CANONICAL):
            raise RecordRejected(
                "not-canonical", f"The parser returned a {type(record).__name__}, not a canonical record."
            )
    names = [(record.type, record.key) for record in checked]
    if len(set(names)) != len(names):
        raise RecordRejected("duplicate-key", "The parser returned two records with the same key.")
    return checked


def _invalid(connector: Connector[Any], error: ValidationError) -> RecordRejected:
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    return RecordRejected(
        "not-canonical",
        f"The parser of {connector.info.id} built an invalid {error.title}: {where}: {first['msg']}.",
        next_step=f"hub plugins {connector.info.id}",
    )


def _crashed(connector: Connector[Any], error: Exception) -> RecordRejected:
    # The message of an unknown exception may quote the record: only its type is safe to show.
    traceback = error.__traceback__
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    line = f" at line {traceback.tb_lineno}" if traceback is not None else ""
    return RecordRejected(
        "parser-crashed",
        f"The parser of {connector.info.id} raised {type(error).__name__}{line}.",
        next_step=f"hub plugins {connector.info.id}",
    )
