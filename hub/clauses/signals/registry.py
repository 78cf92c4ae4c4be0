"""The names of the built-in rules, for reports."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.resources import files

from hub.clauses.signals import contracts, removed
from hub.clauses.signals.codes import code_rules, code_titles
from hub.clauses.signals.lexicon import lexicon, sources, titles


def rule_ids() -> dict[str, str]:
    """Each built-in rule with one line in French that says what it sees."""
    return (
        {**titles(), "CRIT_CHAMP": "Critère d’attribution qui parle d’insertion, du social ou de handicap"}
        | code_titles()
        | contracts.TITLES
        | removed.TITLES
    )


@lru_cache(maxsize=1)
def coarse_rules() -> frozenset[str]:
    """The rules that see a reservation without its kind."""
    texts = {rule.id for rule in lexicon().rules if rule.coarse}
    return frozenset(texts | {rule.id for rule in code_rules() if rule.coarse} | {"DECP-reserve"})


@lru_cache(maxsize=1)
def rules_version() -> str:
    """``1.3fa9c02d``: the version of the rules and a fingerprint of both tables."""
    codes = files("hub.clauses").joinpath("data", "codes.toml").read_bytes()
    tables = b"".join((*sources(), codes))
    return f"1.{hashlib.sha256(tables).hexdigest()[:8]}"
