"""The names that join documents of one procedure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from hub.plugin_api.records import AwardedContract, Notice, NoticeLink
from hub.store.bulk import Row

_REFERENCE = re.compile(r"[^A-Z0-9]+")
_MIN_REFERENCE = 5
# eForms name a notice by a UUID, and a version of it by UUID-01.
_UUID = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:-\d+)?", re.IGNORECASE)


def notice_keys(connector: str, notice: Notice) -> list[Row]:
    """The rows of ``document_key`` of a notice: its own name, its procedure, what it links to."""
    names = set(_notice_names(connector, notice))
    return _rows("notice", connector, notice.key, names)


def contract_keys(connector: str, contract: AwardedContract) -> list[Row]:
    """The rows of ``document_key`` of an awarded contract."""
    names = {("contract", connector, contract.key)}
    if contract.buyer.siren and (reference := clean_reference(contract.reference)):
        names.add(("reference", contract.buyer.siren, reference))
    return _rows("contract", connector, contract.key, names)


def clean_reference(reference: str | None) -> str | None:
    """A buyer's own number, without case and punctuation; ``None`` when too short or bare to tell
    procedures apart (``1``, ``2026``, ``MAPA``: every buyer has one each year)."""
    if not reference:
        return None
    folded = unicodedata.normalize("NFKD", reference).upper()
    cleaned = _REFERENCE.sub("", folded)
    digits = sum(char.isdigit() for char in cleaned)
    if len(cleaned) < _MIN_REFERENCE or digits < 3 or re.fullmatch(r"(?:19|20)\d\d\D*", cleaned):
        return None
    return cleaned


def _notice_names(connector: str, notice: Notice) -> Iterator[tuple[str, str, str]]:
    yield "notice", connector, notice.key
    if notice.procedure_id:
        yield "procedure", "", notice.procedure_id.strip().lower()
    if notice.notice_id and (uuid := _UUID.fullmatch(notice.notice_id.strip())):
        yield "eforms", "", uuid[1].lower()
    for link in notice.links:
        yield _link_name(connector, link)
    siren = next((buyer.siren for buyer in notice.buyers if buyer.siren), None)
    if siren and (reference := clean_reference(notice.reference)):
        yield "reference", siren, reference


def _link_name(connector: str, link: NoticeLink) -> tuple[str, str, str]:
    key = link.key.strip()
    if link.connector is None and link.kind == "same_procedure":
        return "procedure", "", key.lower()
    if link.connector is None and (uuid := _UUID.fullmatch(key)):
        return "eforms", "", uuid[1].lower()
    return "notice", link.connector or connector, key


def _rows(kind: str, connector: str, key: str, names: set[tuple[str, str, str]]) -> list[Row]:
    return [
        {"kind": kind, "connector": connector, "key": key, "space": space, "scope": scope, "value": value}
        for space, scope, value in sorted(names)
    ]
