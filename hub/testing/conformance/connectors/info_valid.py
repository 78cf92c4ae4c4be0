"""The connector says who it is, in a form that lasts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hub.plugin_api import ConnectorInfo
from hub.testing.conformance.check import Check
from hub.testing.conformance.subjects import ConnectorSubject

_ID = re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*")
_CRON = re.compile(r"[\d*,/-]+|[A-Za-z]{3}(?:[-,][A-Za-z]{3})*")
_RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))


def run(subject: ConnectorSubject) -> Iterator[str]:
    info = getattr(subject.connector, "info", None)
    if not isinstance(info, ConnectorInfo):
        yield "info is missing, or is no ConnectorInfo"
        return
    if not _ID.fullmatch(info.id):
        yield f"info.id is {info.id!r}: lower-case letters, digits, - and _ are due"
    yield from (
        f"info.{name} is empty" for name in ("title", "publisher", "licence") if not _said(info, name)
    )
    if info.kind not in ("notices", "employers", "contracts"):
        yield f"info.kind is {info.kind!r}: notices, employers or contracts is due"
    if info.mode not in ("incremental", "snapshot"):
        yield f"info.mode is {info.mode!r}: incremental or snapshot is due"
    if type(info.parser_version) is not int or info.parser_version < 1:
        yield f"info.parser_version is {info.parser_version!r}: a whole number from 1 is due"
    if info.schedule is not None and not _is_cron(info.schedule):
        yield f"info.schedule is {info.schedule!r}: five cron fields are due, as in '30 6 * * 1-5'"


def _said(info: ConnectorInfo, name: str) -> bool:
    value = getattr(info, name)
    return isinstance(value, str) and bool(value.strip())


def _is_cron(line: str) -> bool:
    fields = line.split()
    return len(fields) == 5 and all(map(_fits, fields, _RANGES))


def _fits(field: str, limits: tuple[int, int]) -> bool:
    numbers = [
        int(n) for part in re.split(r"[,-]", field.partition("/")[0]) for n in re.findall(r"\d+", part)
    ]
    return bool(_CRON.fullmatch(field)) and all(limits[0] <= n <= limits[1] for n in numbers)


check = Check(
    id="info-valid",
    what="`info` is a ConnectorInfo with a lower-case id, a title, a publisher, a licence, a known"
    " kind and mode, a parser_version of 1 or more, and a schedule that is a cron line or None.",
    why="The id is the name of your records for ever; the rest is what an operator reads before"
    " switching the connector on, and what a reuser of public data must cite.",
    mend="Correct the field that is named above in the class attribute `info`.",
    run=run,
)
