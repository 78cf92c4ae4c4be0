"""The flat part of a record: its columns and ``gestion``. Enough for a notice when all else fails."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from hub.plugin_api import RecordRejected, documents, identifiers
from hub.plugin_api.records import LinkKind, Nature, NoticeKind, Regime
from hub_procurement_feed import values
from hub_procurement_feed.draft import Draft
from hub_procurement_feed.node import NOTHING, Node, from_json

_KINDS: Final[dict[str, NoticeKind]] = {
    "APPEL_OFFRE": "competition",
    "QUALIFICATION": "competition",
    "ATTRIBUTION": "result",
    "RECTIFICATIF": "change",
    "ANNULATION": "cancellation",
    "PRE-INFORMATION": "planning",
    "PERIODIQUE": "planning",
    "PROFIL_ACHETEUR": "planning",
    # Both report on a contract that nobody may bid for any more; ``form`` says which they are.
    "MODIFICATION": "result",
    "INTENTION_CONCLURE": "result",
}
_STATES: Final[dict[str, NoticeKind]] = {"RECTIFICATIF": "change", "ANNULATION": "cancellation"}
_NATURES: Final[dict[str, Nature]] = {
    "TRAVAUX": "travaux",
    "SERVICES": "services",
    "SERVICE": "services",
    "FOURNITURES": "fournitures",
}
_LINKS: Final[dict[NoticeKind, LinkKind]] = {
    "change": "changes",
    "cancellation": "cancels",
    "result": "awards",
}
_IDWEB: Final = re.compile(r"\d{2}-\d{1,8}|[A-Z]{2,4}\d{6,}[0-9A-Z]*")
_EARLIER: Final = frozenset({"ANNONCE_ANTERIEUR", "AVIS_PRECEDENT"})
_SUMMARY: Final = 195  # 200 characters at most, cut at a word by some tools
_LONGEST_WAIT_YEARS: Final = 16  # real purchasing systems stay open for 15 years


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a record, read without trust: any of them may be missing or of another type."""

    fields: dict[str, Any]
    gestion: Node = NOTHING

    def text(self, name: str) -> str:
        """A column as a stripped text, entities decoded; ``""`` when it is null or not a text."""
        value = self.fields.get(name)
        return values.decode(str(value)).strip() if isinstance(value, str | int | float) else ""

    def list(self, name: str) -> list[str]:
        """A multi-valued column: a list in v2.1, one comma-joined text in v1."""
        value = self.fields.get(name)
        items = value if isinstance(value, list) else [value]
        parts = (part for item in items if isinstance(item, str | int) for part in str(item).split(","))
        return [text for part in parts if (text := values.decode(part).strip())]

    def flag(self, *path: str) -> str:
        """The name of the flag below ``path`` in ``gestion``: ``{"TRAVAUX": ""}`` is ``TRAVAUX``."""
        return next((child.name for child in self.gestion.at(*path).each()), "")

    def type_avis(self, name: str, column: str) -> str:
        """A facet that stands both in a column and in ``gestion.REFERENCE.TYPE_AVIS``."""
        return self.text(column) or self.flag("REFERENCE", "TYPE_AVIS", name)

    @property
    def nature(self) -> str:
        """``APPEL_OFFRE``, ``ATTRIBUTION`` …"""
        return self.type_avis("NATURE", "nature").upper()

    @property
    def famille(self) -> str:
        """``JOUE``, ``FNS``, ``MAPA``, ``DSP``, ``DIVERS``."""
        return self.type_avis("FAMILLE", "famille").upper()

    @property
    def summary(self) -> str:
        """``objet`` as ``gestion`` has it."""
        return self.gestion.value("INDEXATION", "RESUME_OBJET")

    @property
    def summary_is_cut(self) -> bool:
        """Whether the summary may be the beginning of a longer object: it is cut at 200 characters."""
        return max(len(self.summary), len(self.text("objet"))) >= _SUMMARY


def read_columns(record: dict[str, Any]) -> tuple[Columns, str]:
    """The columns, with ``gestion`` opened, and the reason when it could not be."""
    node, reason = opened("gestion", record.get("gestion"))
    return Columns(record, node), reason


def opened(name: str, value: Any) -> tuple[Node, str]:
    """A column that holds JSON inside a string (an object in some dumps), as a tree; else why not."""
    if isinstance(value, str) and value.strip():
        try:
            value = documents.parse_json(value.encode())
        except RecordRejected as error:
            return NOTHING, error.detail
        except UnicodeEncodeError:
            return NOTHING, "not Unicode text"
    if isinstance(value, dict):
        return from_json(name, value), ""
    return NOTHING, "" if value in (None, "", [], {}) else "not an object"


def identity(columns: Columns) -> tuple[str, date]:
    """``idweb`` and the day of publication; without them it is not a BOAMP record."""
    key = columns.text("idweb") or columns.gestion.value("REFERENCE", "IDWEB")
    if not key:
        raise RecordRejected("boamp-no-idweb", "no idweb in the columns, nor in gestion")
    printed = (columns.text("dateparution"), columns.gestion.value("INDEXATION", "DATE_PUBLICATION"))
    for text in printed:
        try:
            return key, values.day(text)
        except ValueError:
            continue
    raise RecordRejected("boamp-no-date", f"no readable day of publication in {printed}")


def kind(columns: Columns, read: NoticeKind) -> NoticeKind:
    """What the notice does: a cancellation or a change, whoever says so (an eForms cancellation is filed as
    a call, with ``etat`` alone to tell), else what ``nature`` says, else the payload."""
    state = columns.type_avis("STATUT", "etat").upper()
    if read == "cancellation":
        return read
    if state in _STATES:
        return _STATES[state]
    if read == "change":
        return read
    return _KINDS.get(columns.nature, read)


def nature(columns: Columns) -> Nature | None:
    """Works, services or supplies, when the columns name only one."""
    named = columns.list("type_marche") or [n.name for n in columns.gestion.at(*_NATURE_MARCHE).each()]
    known = {_NATURES[name.upper()] for name in named if name.upper() in _NATURES}
    return known.pop() if len(known) == 1 else None


_NATURE_MARCHE: Final = ("INDEXATION", "NATURE_MARCHE")


def regime(columns: Columns) -> Regime:
    """Concession, defence or plain marché, from the rule book."""
    book = columns.type_avis("PERIMETRE", "perimetre").upper().replace("_", "-")
    if "DIRECTIVE-81" in book or "DEFENSE" in book:
        return "defense"
    sub = columns.text("sousnature") or columns.flag("REFERENCE", "TYPE_AVIS", "NATURE", columns.nature)
    if "DIRECTIVE-23" in book or "DSP" in {book, columns.famille} or sub.upper().startswith("CONCESSION"):
        return "concession"
    return "marche"


def formal(columns: Columns, read: bool | None, *, eforms: bool) -> bool | None:
    """Whether the form is one used above the EU thresholds."""
    if columns.famille in {"FNS", "MAPA"}:
        return False
    if columns.famille == "JOUE" and read is None and not (eforms or columns.text("contractfolderid")):
        return _KINDS.get(columns.nature) != "planning"
    return read


def deadline(columns: Columns, draft: Draft, *, eforms: bool) -> datetime | None:
    """The deadline, from ``gestion`` (naive is Paris, an offset is exact), the payload, then the column."""
    printed = columns.gestion.value("INDEXATION", "DATE_LIMITE_REPONSE")
    candidates = (
        draft.take("bad-deadline", "gestion.INDEXATION.DATE_LIMITE_REPONSE", printed, values.moment),
        draft.deadline,
        _column_deadline(columns, draft, eforms=eforms),
    )
    return next((when for when in candidates if when and _plausible(when, draft)), None)


def _plausible(when: datetime, draft: Draft) -> bool:
    years = when.year - draft.published.year
    if -2 <= years <= _LONGEST_WAIT_YEARS:
        return True
    draft.find("absurd-date", "datelimitereponse", when.isoformat())
    return False


def _column_deadline(columns: Columns, draft: Draft, *, eforms: bool) -> datetime | None:
    text = columns.text("datelimitereponse")
    if not eforms and text.endswith(("+00:00", "Z")):
        # The platform stamps local times as UTC, except those of eForms. Without the payload nobody can
        # tell: the local reading is the earlier one, so nobody comes too late.
        text = text.removesuffix("Z").removesuffix("+00:00")
        if not columns.fields.get("donnees"):
            draft.find("ambiguous-deadline", "datelimitereponse", columns.text("datelimitereponse"))
    return draft.take("bad-deadline", "datelimitereponse", text, values.moment)


def departements(columns: Columns, draft: Draft) -> list[str]:
    """Départements of performance, then of publication, in two or three characters."""
    index = columns.gestion.at("INDEXATION")
    printed = [
        *columns.list("code_departement_prestation"),
        *(n.text for n in index.all("DEP_PRESTATION")),
        *columns.list("code_departement"),
        *(n.text for n in index.all("DEP_PUBLICATION")),
    ]
    found = (draft.take("bad-departement", "code_departement", t, identifiers.departement) for t in printed)
    return list(dict.fromkeys(code for code in found if code))


def codes(columns: Columns, draft: Draft) -> None:
    """``criteres`` (sociaux, environnementaux: an index set by DILA or the sender) and descripteurs."""
    flags = [n.name.lower() for n in columns.gestion.at("INDEXATION", "CRITERES_SOCIAUX_ENV").each()]
    for value in (*columns.list("criteres"), *flags):
        draft.code("criteres", value)
    described = [
        n.text.strip() for n in columns.gestion.all("INDEXATION", "DESCRIPTEURS", "DESCRIPTEUR", "CODE")
    ]
    for value in columns.list("descripteur_code") or described:
        if value:
            draft.code("descripteur_code", value)


def links(columns: Columns, payload: Node, draft: Draft) -> None:
    """Earlier notices, from the columns, ``gestion`` and the payload's own references."""
    earlier = [node for node in columns.gestion.walk() if node.name in _EARLIER]
    named = [*columns.list("annonce_lie"), *columns.list("annonces_anterieures")]
    named += [key for node in earlier for key in idwebs(node)] + idwebs(payload)
    for key in dict.fromkeys(named):
        if _IDWEB.fullmatch(key):
            draft.link(_LINKS.get(draft.kind, "follows"), key, "boamp")


def idwebs(node: Node) -> list[str]:
    """Every ``IDWEB`` (or ``idWeb``) below a node."""
    return [n.text.strip() for n in node.walk() if n.name in {"IDWEB", "idWeb"} and n.text.strip()]
