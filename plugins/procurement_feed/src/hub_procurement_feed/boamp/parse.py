"""A BOAMP record to one :class:`Notice`: the payload first, the columns for what it does not say.

Texts and titles have their HTML entities decoded until stable (see ``values.decode``) and are
otherwise untouched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from hub.plugin_api import Award, Buyer, Notice, RawRecord, RecordRejected, documents
from hub_procurement_feed import eforms
from hub_procurement_feed.boamp import changes, columns, dila, dsp, flat, fnsimple, mapa, texts, v110
from hub_procurement_feed.boamp.columns import Columns
from hub_procurement_feed.boamp.records import DAMAGED, unwrap
from hub_procurement_feed.draft import Draft
from hub_procurement_feed.node import NOTHING, Node

NOTICE_URL: Final = "https://www.boamp.fr/pages/avis/?q=idweb:"
UNTITLED: Final = "(sans objet)"

Reader = Callable[[Node, Draft], None]

_FORMS: Final[dict[str, tuple[Reader, ...]]] = {
    "FNSimple": (fnsimple.read,),
    "MAPA": (mapa.read,),
    "DSP": (dsp.read,),
    # No genuine DIVERS is known; it is said to be made of the same blocks, so all readers try.
    "DIVERS": (fnsimple.read, mapa.read, dsp.read),
}


def parse(raw: RawRecord) -> Notice:
    """The notice of one record, of the API or of DILA. Raises ``RecordRejected`` only when it is no BOAMP
    record: ``boamp-damaged``, ``boamp-not-json``, ``boamp-bad-payload``, ``boamp-no-idweb``,
    ``boamp-no-date``, and the codes of ``documents.parse_xml``."""
    record = _opened(raw)
    flat_part = record.columns
    key, published = columns.identity(flat_part)
    draft = Draft(key=key, published=published)
    for finding in record.findings:
        draft.find(*finding)
    payload, is_eforms = _read_payload(record.donnees, flat_part, draft)
    _complete(flat_part, payload, draft, is_eforms=is_eforms)
    return draft.finish()


@dataclass(frozen=True, slots=True)
class _Record:
    columns: Columns
    donnees: Node
    findings: list[tuple[str, str, str]] = field(default_factory=list)


def _opened(raw: RawRecord) -> _Record:
    if raw.key.startswith(DAMAGED):
        raise RecordRejected("boamp-damaged", f"bytes that are not a whole record, from {raw.origin}")
    if raw.media == dila.XML:
        gestion, donnees = dila.opened(raw.payload)
        return _Record(Columns({}, gestion), donnees, [] if donnees.children else [_EMPTY])
    record = _load(raw)
    flat_part, reason = columns.read_columns(record)
    findings = [("boamp-bad-gestion", "gestion", reason)] if reason else []
    payload, reason = columns.opened("donnees", record.get("donnees"))
    if not payload:
        findings.append(("boamp-bad-donnees", "donnees", reason) if reason else _EMPTY)
    return _Record(flat_part, payload, findings)


_EMPTY: Final = ("boamp-no-payload", "donnees", "")


def _load(raw: RawRecord) -> dict[str, Any]:
    try:
        record = documents.parse_json(raw.payload)
    except RecordRejected as error:
        raise RecordRejected("boamp-not-json", error.detail) from None
    if not isinstance(record, dict):
        raise RecordRejected("boamp-bad-payload", f"a JSON object was due, not {type(record).__name__}")
    return unwrap(record)


def _read_payload(payload: Node, flat_part: Columns, draft: Draft) -> tuple[Node, bool]:
    if not payload.children:
        return NOTHING, False
    if payload.has("EFORMS"):
        for root in payload.at("EFORMS").each():
            eforms.read(root, draft)
        # Nothing else to look for in it: eForms names other notices by BT-758 and BT-125.
        return NOTHING, True
    _read_form(payload, flat_part, draft)
    if columns.kind(flat_part, draft.kind) == "change":
        changes.read(payload, draft)
    return payload, False


def _read_form(payload: Node, flat_part: Columns, draft: Draft) -> None:
    for name, readers in _FORMS.items():
        if payload.has(name):
            for reader in readers:
                reader(payload.at(name), draft)
            texts.sweep(payload.at(name), draft)
            return
    if payload.has("IDENTITE"):
        flat.read(payload, draft)
    elif payload.has("IDENT") or payload.has("INFO"):
        v110.read(payload, draft)
    else:
        names = ", ".join(payload.children)
        draft.find("boamp-unknown-shape", "donnees", names)
    texts.sweep(payload, draft, rooted=False)


def _complete(flat_part: Columns, payload: Node, draft: Draft, *, is_eforms: bool) -> None:
    """What the columns add or settle. ``etat`` and ``nature`` settle the kind, ``gestion`` the deadline."""
    draft.kind = columns.kind(flat_part, draft.kind)
    draft.deadline = columns.deadline(flat_part, draft, eforms=is_eforms)
    draft.formal = columns.formal(flat_part, draft.formal, eforms=is_eforms)
    if draft.regime == "marche":
        draft.regime = columns.regime(flat_part)
    _title(flat_part, draft)
    draft.set(
        url=NOTICE_URL + draft.key,
        form=f"{flat_part.famille}/{flat_part.nature}".strip("/"),
        nature=columns.nature(flat_part),
        procedure=flat_part.text("type_procedure") or flat_part.flag("INDEXATION", "TYPE_PROCEDURE"),
        procedure_id=flat_part.text("contractfolderid"),
        departements=columns.departements(flat_part, draft),
    )
    columns.codes(flat_part, draft)
    columns.links(flat_part, payload, draft)
    _organisations(flat_part, draft)


def _title(flat_part: Columns, draft: Draft) -> None:
    """The object as DILA indexes it, unless it is so long that its summary cuts it: the two routes must
    give one title, and the files of DILA have the summary alone."""
    printed, summary = flat_part.text("objet"), flat_part.summary
    if printed or not flat_part.summary_is_cut:
        printed = printed or summary
        if printed and not any(_same(text.text, printed) for text in draft.texts if text.role == "object"):
            draft.text("objet", printed, "object")
    if summary and not _begins(summary, draft):
        draft.text("gestion.INDEXATION.RESUME_OBJET", summary, "object")
    if not (printed or draft.title or summary):
        draft.find("boamp-no-title", "objet")
    known = (draft.title, printed) if flat_part.summary_is_cut else (printed, draft.title)
    draft.title = next(filter(None, (*known, summary)), UNTITLED)


def _begins(summary: str, draft: Draft) -> bool:
    return any(_same(text.text[: len(summary)], summary) for text in draft.texts if text.role == "object")


def _same(one: str, other: str) -> bool:
    return one.split() == other.split()


def _organisations(flat_part: Columns, draft: Draft) -> None:
    name = flat_part.text("nomacheteur") or flat_part.gestion.value("INDEXATION", "NOMORGANISME")
    if not draft.buyers and name:
        draft.buyers.append(Buyer(name=name))
    if draft.kind == "result" and not draft.awards:
        draft.awards += [Award(winner=winner) for winner in _winners(flat_part)]


def _winners(flat_part: Columns) -> list[str]:
    value = flat_part.fields.get("titulaire")
    listed = value if isinstance(value, list) else [value]
    indexed = [n.text for n in flat_part.gestion.all("INDEXATION", "TITULAIRES", "DENOMINATION")]
    named = [item.strip() for item in (*listed, *indexed) if isinstance(item, str) and item.strip()]
    return list(dict.fromkeys(named))
