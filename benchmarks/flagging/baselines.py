"""What simpler means would find: two keywords, and the codes alone."""

from __future__ import annotations

from collections.abc import Callable

from hub.clauses.signals import clause_answer, locate
from hub.clauses.signals.codes import code_signals
from hub.plugin_api import Notice


def _texts(notice: Notice) -> str:
    return " ".join(t.text for t in notice.texts).lower()


def keyword_clause_sociale(notice: Notice) -> bool:
    """« clause sociale » or « clauses sociales » anywhere."""
    text = _texts(notice)
    return "clause sociale" in text or "clauses sociales" in text


def keyword_insertion(notice: Notice) -> bool:
    """« insertion » anywhere."""
    return "insertion" in _texts(notice)


def codes_alone(notice: Notice) -> bool:
    """The coded values, without a look at the texts."""
    answer = clause_answer(locate(code_signals(notice), "bench", notice.key))
    return answer.status in {"presente", "declaree"}


BASELINES: dict[str, Callable[[Notice], bool]] = {
    "keyword « clause sociale »": keyword_clause_sociale,
    "keyword « insertion »": keyword_insertion,
    "codes alone": codes_alone,
}
