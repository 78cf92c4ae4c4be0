"""Numbers written in words: « cent cinq », « deux cents », « mille deux cent cinquante »."""

from __future__ import annotations

import re

_UNITS = "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
_VALUES = {word: value for value, word in enumerate(_UNITS.split(" "), 1)} | {"une": 1} | _TENS
_WORD = "|".join(sorted((*_VALUES, "cents?", "mille", "vingts"), key=len, reverse=True))
IN_WORDS = rf"\b(?:{_WORD})(?:[ -](?:et[ -])?(?:{_WORD}))*\b"
"""A pattern for a number in words, over folded text."""

_PERCENT = re.compile(rf"({IN_WORDS}) pour ?cent\b|(\d{{1,3}}(?:[.,]\d{{1,2}})?) pour ?cent\b")


def value_of(words: str) -> int | None:
    """The number that folded words spell; ``None`` when they spell none.

    >>> [value_of(w) for w in ("cent cinq", "deux cents", "mille deux cent quatre-vingt-dix")]
    [105, 200, 1290]
    """
    total, current = 0, 0
    for word in re.split(r"[ -]+", words.strip()):
        if word == "mille":
            total, current = total + max(current, 1) * 1000, 0
        elif word in {"cent", "cents"}:
            current = max(current, 1) * 100
        elif word in {"vingt", "vingts"} and current % 100 == 4:
            current += 76  # quatre-vingt: the four already counted becomes eighty
        elif word in _VALUES:
            current += _VALUES[word]
        elif word != "et":
            return None
    return total + current


def with_percent_signs(sentence: str) -> str:
    """« sept pour cent » as « 7 % », for the reading of rates, which keep no offsets."""
    if "pour cent" not in sentence and "pourcent" not in sentence:
        return sentence
    return _PERCENT.sub(lambda m: f"{m.group(2) or value_of(m.group(1))} %", sentence)
