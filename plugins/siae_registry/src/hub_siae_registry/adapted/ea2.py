"""The EA2 flux of the ASP: ``EA2_ITOU.txt``, weekly and not public.

``L|ASP|EA|…`` opens it, ``ITOU|`` begins the header and the rows, ``Z|ASP|EA|…`` closes it. A file
without rows happened in January 2026, between two contracting periods: it changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, BinaryIO, Final

from hub.plugin_api import Employer, RawRecord, RecordRejected, Skipped, SourceChanged, documents
from hub.plugin_api.records import EmployerKind
from hub_siae_registry.bodies import Body
from hub_siae_registry.fields import Fields
from hub_siae_registry.landing import Damage, damaged, raw_record
from hub_siae_registry.privacy import Privacy

KINDS: Final[dict[str, EmployerKind]] = {
    "Entreprise Adaptée": "EA",
    "Entreprise Adaptée Travail Temporaire": "EATT",
}
_PRISON: Final = "Entreprise Adaptée en Milieu Pénitentiaire"
_KIND: Final = "Type d'entreprise adaptée"
_SIRET: Final = "Siret de l'établissement membre"
_NAMES: Final = ("Dénomination / raison sociale", "Dénomination / raison sociale Signataire")
_STREET: Final = ("Numéro de voie", "Extension de voie", "Code voie", "Libelle de la voie")
_LONGEST_LINE: Final = 1024 * 1024
PRIVACY: Final = Privacy(dropped=("Courriel du contact étab signataire",))

Row = dict[str, Any]


def begins(head: bytes) -> bool:
    """Whether a document begins as the flux does."""
    return head.startswith(b"L|ASP|EA|")


def read(body: Body) -> Iterator[RawRecord | Skipped]:
    """The rows of one establishment and kind, the first of each: the others differ by their contract.

    Raises ``SourceChanged`` (``ea2-no-footer``) after what could be read, when the end is missing.
    """
    lines = _lines(body.stream)
    published = _day(next(lines, ""))
    seen: set[str] = set()
    for row in _rows(lines, body.origin):
        if isinstance(row, Damage):
            seen.add("damaged")
            yield damaged(row, body.origin, PRIVACY)
        elif (key := _key(row)) not in seen and not is_prison(row):
            seen.add(key)
            yield raw_record(key, row, body.origin, PRIVACY, published)
    if not seen:
        yield Skipped(body.origin, "an EA2 flux without any row: it changes nothing")


def _lines(stream: BinaryIO) -> Iterator[str]:
    while line := stream.readline(_LONGEST_LINE):
        yield documents.decode_text(line)[0].rstrip("\r\n")


def _day(first: str) -> date | None:
    try:
        return datetime.strptime(first.split("|")[4], "%Y%m%d").date()  # noqa: DTZ007 (a day, not a moment)
    except (IndexError, ValueError):
        return None


def _rows(lines: Iterator[str], origin: str) -> Iterator[Row | Damage]:
    names = next(lines, "").split("|")
    if _KIND not in names or _SIRET not in names:
        raise SourceChanged(f"{origin} has no line of column names", code="ea2-no-header")
    for line in lines:
        if line.startswith("Z|ASP|EA|"):
            return
        cells = line.split("|")
        if len(cells) == len(names):
            yield {name: cell for name, cell in zip(names[1:], cells[1:], strict=True) if name and cell}
        elif line:
            yield Damage(line.encode(), f"{len(cells)} cells, not {len(names)}")
    raise SourceChanged(
        f"{origin} has no Z line: it is cut short",
        code="ea2-no-footer",
        next_step="Fetch the file again from the ASP.",
    )


def _key(row: Row) -> str:
    """The establishment's SIRET and kind. Its EA2 number changes from one contract to the next."""
    siret, kind = _cell(row, _SIRET), _cell(row, _KIND)
    return f"ea2/{siret}/{KINDS.get(kind, kind)}" if siret else ""


def is_prison(row: Row) -> bool:
    """Whether a row is an entreprise adaptée en milieu pénitentiaire (printed with a blank at its end)."""
    return _cell(row, _KIND) == _PRISON


def _cell(row: Row, name: str) -> str:
    value = row.get(name)
    return value.strip() if isinstance(value, str) else ""


def is_row(record: Row) -> bool:
    """Whether a record is a row of the flux."""
    return _KIND in record


def employer(record: Row) -> Employer:
    """The establishment of a row: the member, never the signatory of the contract."""
    fields = Fields(record)
    who = fields.identity(_SIRET)
    key = _key(record)
    if not key:
        raise RecordRejected("no-identifier", f"{_SIRET} is empty")
    return Employer(
        key=key,
        kind=_kind(fields),
        name=fields.name(*_NAMES),
        siret=who.siret,
        siren=who.siren,
        antenna=who.antenna,
        address=fields.address(street=_STREET, postcode="Code Postal", insee="Code INSEE commune"),
        findings=tuple(fields.findings),
    )


def _kind(fields: Fields) -> EmployerKind | None:
    printed = fields.text(_KIND) or ""
    found = KINDS.get(printed)
    if found is None:
        fields.note("kind-unknown", _KIND, printed)
    return found
