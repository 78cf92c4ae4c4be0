"""Which texts of a notice have a word of the trade: all its texts are looked through at once.

Most notices have none, and nothing more is done for them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from operator import attrgetter

from hub.clauses.signals.characters import as_bytes
from hub.clauses.signals.lexicon import lexicon
from hub.clauses.signals.prefilter import Words
from hub.plugin_api.records import Text

_text = attrgetter("text")


@lru_cache(maxsize=1)
def _triggers() -> dict[bytes, list[tuple[str, str]]]:
    """The words, in lower case and folded, by the bytes that are looked for."""
    keyed: dict[bytes, list[tuple[str, str]]] = {}
    for word, folded in lexicon().trigger.items():
        keyed.setdefault(as_bytes(word), []).append((word, folded))
    return keyed


@lru_cache(maxsize=1)
def _words() -> Words:
    return Words(_triggers())


def woken(texts: Sequence[Text]) -> list[tuple[Text, list[str]]]:
    """The texts that have a word of the trade in lower case, and those words folded."""
    printed = list(map(_text, texts))
    data = as_bytes("\n".join(printed))
    found = _words().found(data)
    return list(_spoken(texts, printed, _places(data, found, printed))) if found else []


def _spoken(
    texts: Sequence[Text], printed: Sequence[str], places: Mapping[int, Sequence[bytes]]
) -> Iterator[tuple[Text, list[str]]]:
    triggers = _triggers()
    for index, keys in sorted(places.items()):
        lowered = printed[index].lower()
        # The bytes may only look like the word: its accents were lost.
        if spoken := [folded for key in keys for word, folded in triggers[key] if word in lowered]:
            yield texts[index], spoken


def _places(data: bytes, keys: Sequence[bytes], printed: Sequence[str]) -> dict[int, list[bytes]]:
    """The texts, by index, in which the keys stand."""
    starts = [0, *accumulate([len(text) + 1 for text in printed])]
    places: dict[int, list[bytes]] = {}
    for key in keys:
        at = data.find(key)
        while at >= 0:
            index = bisect_right(starts, at) - 1
            places.setdefault(index, []).append(key)
            at = data.find(key, starts[index + 1])
    return places
