"""What simpler means would find: two keywords, and the codes alone."""

from __future__ import annotations

from collections.abc import Callable

from hub.clauses.signals import clause_answer, locate
from hub.clauses.signals.codes import code_signals
from hub.clauses.signals.contracts import contract_signals
from hub.plugin_api import AwardedContract, Notice

Record = Notice | AwardedContract


def _texts(record: Record) -> str:
    if isinstance(record, AwardedContract):
        return record.title.lower()
    return " ".join(t.text for t in record.texts).lower()


def keyword_clause_sociale(record: Record) -> bool:
    """« clause sociale » or « clauses sociales » anywhere."""
    text = _texts(record)
    return "clause sociale" in text or "clauses sociales" in text


def keyword_insertion(record: Record) -> bool:
    """« insertion » anywhere."""
    return "insertion" in _texts(record)


def codes_alone(record: Record) -> bool:
    """The coded values, without a look at the texts."""
    found = code_signals(record) if isinstance(record, Notice) else contract_signals(record)
    answer = clause_answer(locate(found, "bench", record.key))
    return answer.status in {"presente", "declaree"}


BASELINES: dict[str, Callable[[Record], bool]] = {
    "keyword « clause sociale »": keyword_clause_sociale,
    "keyword « insertion »": keyword_insertion,
    "codes alone": codes_alone,
}
