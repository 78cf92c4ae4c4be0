"""The members of a daily package, one by one, in passing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO, Final

from hub.plugin_api import RawRecord, RecordRejected, Skipped, SourceChanged, SourceUnavailable, documents
from hub_procurement_feed.ted import countries, landing

MOST_BYTES: Final = 64 * 1024 * 1024
_MOST_UNPACKED: Final = 4 * 1024 * 1024 * 1024
_MOST_NOTICES: Final = 100_000


def records(
    stream: BinaryIO, origin: str, wanted: tuple[str, ...], foreign: Counter[str]
) -> Iterator[RawRecord | Skipped]:
    """The notices of ``wanted`` countries in a package. What came whole before a failure is given.

    Raises ``SourceUnavailable`` when the package is cut short, ``SourceChanged`` when it is something else.
    """
    try:
        for member in documents.iter_stream_members(
            stream,
            origin,
            max_member_bytes=MOST_BYTES,
            max_total_bytes=_MOST_UNPACKED,
            max_members=_MOST_NOTICES,
        ):
            yield from member_records(member, wanted, foreign)
    except SourceChanged as error:
        if error.code == "archive-truncated":
            raise SourceUnavailable(f"the package {origin} is cut short", code="ted-package-cut") from None
        raise


def member_records(
    member: documents.Member, wanted: tuple[str, ...] | None, foreign: Counter[str]
) -> Iterator[RawRecord | Skipped]:
    """The notice of one document, when its buyers are of ``wanted`` countries (``None``: of any)."""
    with member.open() as source:
        payload = source.read()
    if not payload.strip(b"\0"):  # an archive without members is a run of zeros
        return
    if wanted is None or documents.sniff(payload[:4096]) != "xml":
        yield landing.landed(payload, member.origin)
    elif not countries.may_be_of(payload, wanted):
        foreign["notices"] += 1
    else:
        yield from _checked(payload, member.origin, wanted, foreign)


def _checked(
    payload: bytes, origin: str, wanted: tuple[str, ...], foreign: Counter[str]
) -> Iterator[RawRecord | Skipped]:
    try:
        root = documents.parse_xml(payload)
    except RecordRejected:
        yield landing.landed(payload, origin)
        return
    if countries.is_of(root, wanted):
        yield landing.of_tree(root, origin)
    else:
        foreign["notices"] += 1
