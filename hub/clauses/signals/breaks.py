"""Where sentences end, in a text as it was printed: glued, broken by lines, without its full stops.

Each pattern begins with a character that must be there: a search that begins by looking back is ten
times slower, and notices are long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_STOP = re.compile(
    r"[.!?…](?<![\s(][A-Za-z].)(?<!\bart.)(?<!\bno.)(?<!\bcf.)(?<!\bCf.)(?<!\bal.)[.!?…]*[\"»)]?"
    r"(?!\s*(?:[Nn]on|NON|[Oo]ui|OUI)\b)"  # « Clause d'insertion ? Non » is one sentence
    r"(?=\s+[\"«(•–-]?\s*[A-ZÀ-Ý]|[\"«(•–-]?[A-ZÀ-Ý][a-zà-ÿ'’\x92]|\s+\d|\s*\d{1,2} ?[°o]?\)|\s*$)"
)
_NEWLINE = re.compile(r"\n[ \t]*")
_ENDED = re.compile(r"(?:[.;:!?)0-9]|[0-9] h)[ \t]*$")
_BEGINS = re.compile(r"\n|[-•–*]|L(?:ot|OT)\b")
# « … au CCAPLe titulaire »: a capital that nothing separates from the word before.
_CAPITAL = re.compile(r"[A-ZÀ-Ý](?<=[a-zà-ÿ0-9)].)(?<!\b[A-Z][a-z].)")
_STARTER = re.compile(
    r"(?:Le|La|Les|L['’\x92]|Un|Une|Des|Du|Ce|Cet|Cette|Ces|Il|Elle|Ils|Elles|En|Pour|Dans|Au|Aux|Toute?s?|Tous"
    r"|Aucune?|Consultation|Conform|Chaque|March|Clause|Nombre|D[ée]but|Afin|Attention|Contact|Si|Sont|Par|Lors"
    r"|Cf|Voir)\b"
)
# « Le CCAP prévoit …, mais le règlement dit que non »: two statements, which may disagree.
_BUT = re.compile(r",(?= (?:mais|en revanche|toutefois|cependant)\b)")
_HOURS = re.compile(r"h(?=[A-Z])(?<=[0-9] h)")


def sentence_ends(text: str) -> list[int]:
    """The positions after which a sentence begins, in order."""
    return sorted({*_full_stops(text), *_lines(text), *_glued(text)})


def _full_stops(text: str) -> Iterator[int]:
    for match in _STOP.finditer(text):
        yield match.end()


def _lines(text: str) -> Iterator[int]:
    for match in _NEWLINE.finditer(text):
        at = match.start()
        if _ENDED.search(text, max(0, at - 40), at):
            yield at + 1
        elif _BEGINS.match(text, match.end()):
            yield match.end()


def _glued(text: str) -> Iterator[int]:
    for match in _CAPITAL.finditer(text):
        if _STARTER.match(text, match.start()):
            yield match.start()
    for match in _HOURS.finditer(text):
        yield match.end()
    for match in _BUT.finditer(text):
        yield match.end()
