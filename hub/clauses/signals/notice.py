"""All built-in rules over one notice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hub.clauses.signals.codes import code_signals
from hub.clauses.signals.criteria import criterion_signals
from hub.clauses.signals.lexicon import lexicon
from hub.clauses.signals.reading import text_signals
from hub.plugin_api.records import Notice, Text
from hub.plugin_api.rules import Signal


def notice_signals(notice: Notice) -> tuple[Signal, ...]:
    """What one notice says: its codes first, then its texts in their order."""
    return (*code_signals(notice), *_without_the_object(notice, tuple(_of_texts(notice))))


def _of_texts(notice: Notice) -> Iterator[Signal]:
    fields = lexicon().fields
    for text in notice.texts:
        name = _last_name(text.field)
        if (
            fields["skip"].search(name)
            or fields["before"].search(name)
            or fields["parties"].search(text.field)
        ):
            continue
        if text.role == "criterion" or fields["criterion"].search(name):
            yield from criterion_signals(text, notice)
        else:
            yield from text_signals(text, is_object=_is_object(text))


def _last_name(field: str) -> str:
    """``INTITULE`` of ``OBJET.LOTS.LOT.INTITULE#2``."""
    return re.split(r"[./]", field)[-1].split("#")[0]


def _is_object(text: Text) -> bool:
    return text.role == "object" or bool(lexicon().fields["object"].search(_last_name(text.field)))


def _without_the_object(notice: Notice, signals: tuple[Signal, ...]) -> tuple[Signal, ...]:
    """When insertion is what is bought, a description of it is no execution condition.

    A clause named as such, or hours of insertion, still are.
    """
    if not any(s.type == "OBJ_INS" for s in signals):
        return signals
    described = {t.field for t in notice.texts if t.role in {"object", "description"}}
    explicit = {r.id for r in lexicon().rules if r.explicit}
    return tuple(s for s in signals if s.type != "EXEC" or s.field not in described or s.rule in explicit)
