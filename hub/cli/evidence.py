"""What the notices say, quoted: each signal with its excerpt and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from hub.clauses.wording import NBSP, number
from hub.review.labels import MODALITIES, TYPES, UNITS, label
from hub.review.printed import clean

Json = dict[str, Any]
_STRENGTHS = {"strong": "", "medium": "indice moyen", "weak": "indice faible"}
_LONGEST = 400


def evidence(item: Json) -> Iterator[RenderableType]:
    """Hours stated, modality, contradictions, then every signal."""
    clause = item["clause"]
    if clause["modality"]:
        scope = f", lots {', '.join(clause['scope_lots'])}" if clause["scope_lots"] else ""
        yield Text(f"Modalité : {label(MODALITIES, clause['modality'])}{scope}")
    for stated in clause["hours_stated"]:
        yield Text(f"Volume annoncé : {_stated(stated)}")
    for text in clause["contradictions"]:
        yield Text(f"Contradiction : {clean(text)}", "magenta")
    for signal in clause["signals"]:
        yield from _signal(signal)
    if not clause["signals"]:
        yield Text("Aucun avis ne parle de clause sociale.")


def _stated(stated: Json) -> str:
    lot = f", lot {stated['lot']}" if stated["lot"] else ""
    ratio = f" ({clean(stated['ratio'])})" if stated["ratio"] else ""
    return f"{number(stated['value'])}{NBSP}h {label(UNITS, stated['unit'])}{lot}{ratio}"


def _signal(signal: Json) -> Iterator[RenderableType]:
    yield Text(f"« {_cut(clean(signal['excerpt']))} »", "italic")
    told = [("négation : " if signal["negated"] else "") + label(TYPES, signal["type"])]
    told += [word for word in (_STRENGTHS.get(signal["strength"], ""), signal["article"]) if word]
    lot = f", lot {signal['lot']}" if signal["lot"] else ""
    told.append(f"{signal['connector']}:{signal['notice']}, {signal['field']}{lot}")
    yield Padding(Text(clean(" · ".join(told)), "dim"), (0, 0, 0, 2))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + "…"
