"""What the notices say: signals read in codes and texts, and the answer they make together.

Pure. The rules are data (``hub/clauses/data/signals/`` and ``codes.toml``); ``notice_signals``
and ``contract_signals`` run them, ``locate`` ties signals to their notice, ``clause_answer``
resolves them.
"""

from hub.clauses.signals.answer import answer_of, clause_answer, denies_clauses, keyed
from hub.clauses.signals.contracts import contract_signals
from hub.clauses.signals.located import locate
from hub.clauses.signals.notice import notice_signals
from hub.clauses.signals.registry import rule_ids, rules_version

__all__ = [
    "answer_of",
    "clause_answer",
    "contract_signals",
    "denies_clauses",
    "keyed",
    "locate",
    "notice_signals",
    "rule_ids",
    "rules_version",
]


def __getattr__(name: str) -> str:
    # Reading the lexicon is left until somebody asks: nothing is opened at import time.
    if name == "RULES_VERSION":
        return rules_version()
    raise AttributeError(name)
