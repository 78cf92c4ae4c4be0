"""A spreadsheet runs a cell that begins like a formula; the texts of notices come from outside."""

from __future__ import annotations

import re

# Spreadsheets skip blanks before the sign, invisible ones too, and read the full-width signs of
# Japanese keyboards as the plain ones. A tab or a return at the start hides the sign on import.
_BLANK = r"[\s\x00-\x1f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
_FORMULA = re.compile(rf"{_BLANK}*[=+\-@＝＋－＠]|[\t\r\n]")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet may run ``text``. A number with its sign is only a number.

    >>> is_formula("=1+1"), is_formula(" ＠SUM(A1)"), is_formula("-12,5"), is_formula("Lot n° 1")
    (True, True, False, False)
    """
    return bool(_FORMULA.match(text)) and not _NUMBER.fullmatch(text)


def neutral(text: str) -> str:
    """``text`` as a CSV cell that no spreadsheet runs: an apostrophe before what looks like a formula.

    >>> neutral("=HYPERLINK(\\"http://x\\")")
    '\\'=HYPERLINK("http://x")'
    """
    return f"'{text}" if is_formula(text) else text
