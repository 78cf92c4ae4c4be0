"""All built-in rules over one notice."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from hub.clauses.signals.codes import code_signals
from hub.clauses.signals.criteria import criterion_signals
from hub.clauses.signals.lexicon import lexicon
from hub.clauses.signals.reading import text_signals
from hub.clauses.signals.removed import as_denials
from hub.clauses.signals.woken import woken
from hub.plugin_api.records import Notice, Text
from hub.plugin_api.rules import Signal


def notice_signals(notice: Notice) -> tuple[Signal, ...]:
    """What one notice says: its codes first, then its texts in their order."""
    coded = tuple(code_signals(notice)) if notice.codes else ()
    texts = woken(notice.texts)
    return (*coded, *_without_the_object(notice, _of_texts(notice, texts))) if texts else coded


def _of_texts(notice: Notice, texts: Sequence[tuple[Text, list[str]]]) -> tuple[Signal, ...]:
    kept: list[Signal] = []
    removed: list[Signal] = []
    for text, words in texts:
        kind = _kind(text.field)
        if kind == "criterion" or (kind == "text" and text.role == "criterion"):
            kept += criterion_signals(text, notice)
        elif kind == "removed":
            removed += text_signals(text, triggers=words)
        elif kind != "none":
            is_object = kind == "object" or text.role == "object"
            kept += text_signals(text, is_object=is_object, triggers=words)
    return (*kept, *as_denials(removed, kept))


@lru_cache(maxsize=4096)
def _kind(field: str) -> str:
    """How a field is read, by its name: ``none`` (a party, a date, what a rectificatif replaces),
    ``criterion``, ``removed``, ``object`` or ``text``."""
    fields, name = lexicon().fields, last_name(field)
    if fields["skip"].search(name) or fields["before"].search(name) or fields["parties"].search(field):
        return "none"
    return next((kind for kind in ("criterion", "removed", "object") if fields[kind].search(name)), "text")


def last_name(field: str) -> str:
    """``INTITULE`` of ``OBJET.LOTS.LOT.INTITULE#2``."""
    return field.replace("/", ".").rpartition(".")[2].partition("#")[0]


def _without_the_object(notice: Notice, signals: tuple[Signal, ...]) -> tuple[Signal, ...]:
    """When insertion is what is bought, a description of it is no execution condition.

    A clause named as such, or hours of insertion, still are.
    """
    if not any(s.type == "OBJ_INS" for s in signals):
        return signals
    described = {t.field for t in notice.texts if t.role in {"object", "description"}}
    explicit = {r.id for r in lexicon().rules if r.explicit}
    return tuple(s for s in signals if s.type != "EXEC" or s.field not in described or s.rule in explicit)
