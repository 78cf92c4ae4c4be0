"""ODSQL text to tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

Kind = Literal["word", "string", "date", "number", "sign", "end"]

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<date>date'(?P<when>[^']*)')
    | (?P<bad_date>date")
    | (?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    | (?P<number>-?\d+(?:\.\d+)?)
    | (?P<word>[A-Za-z_]\w*|`[^`]+`)
    | (?P<sign><=|>=|!=|<>|=|<|>|\(|\)|,|\*|:)
    )""",
    re.VERBOSE,
)


class OdsqlError(ValueError):
    """The clause is outside ODSQL, or outside the part of it that is replayed."""


@dataclass(frozen=True)
class Token:
    """A token: its kind, its text as written, and its value (unescaped, converted)."""

    kind: Kind
    text: str
    value: str | float | datetime = ""

    @property
    def keyword(self) -> str:
        """The word in upper case, for keywords; empty for all else."""
        return self.text.upper() if self.kind == "word" else ""


END = Token("end", "end of clause")


def tokenize(clause: str) -> list[Token]:
    """The tokens of a clause, with an end mark."""
    tokens, at, clause = [], 0, clause.rstrip()
    while at < len(clause):
        match = _TOKEN.match(clause, at)
        if match is None:
            raise OdsqlError(f"Unexpected token near {clause[at:].strip()[:20]!r}")
        tokens.append(_token(match))
        at = match.end()
    return [*tokens, END]


def _token(match: re.Match[str]) -> Token:
    if match["bad_date"]:
        raise OdsqlError("a date literal is written date'2026-07-01', with single quotes")
    if match["date"]:
        return Token("date", match["date"], parse_date(match["when"]))
    if text := match["string"]:
        return Token("string", text, re.sub(r"\\(.)", r"\1", text[1:-1]))
    if text := match["number"]:
        return Token("number", text, float(text))
    if text := match["word"]:
        return Token("word", text.strip("`"))
    return Token("sign", match["sign"])


def parse_date(text: str) -> datetime:
    """``2026-07-01``, ``2026/07/01`` or an ISO datetime, as a moment; days start at midnight UTC."""
    try:
        moment = datetime.fromisoformat(text.replace("/", "-"))
    except ValueError:
        raise OdsqlError(f"{text!r} is not a date") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
