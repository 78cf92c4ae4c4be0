"""What the words of the answers mean: ``hub/clauses/data/glossary.toml``, and where they stand in a text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal, get_args

from hub.clauses.tables import fold
from hub.clauses.wording import typeset

Mark = Literal["V", "C", "I", "M"]
MARKS: Mapping[Mark, str] = MappingProxyType(
    {
        "V": "lu dans le texte officiel ou dans les données",
        "C": "calculé sur des données publiques",
        "I": "notre lecture",
        "M": "à vérifier",
    }
)
_KEYS = {"term", "forms", "text", "article", "mark", "codes", "in_texts"}
_BLANK = "[ \\u00a0\\u202f]"
_SPACE = f"{_BLANK}{{1,3}}"
_APOSTROPHE = "['\\u2019]"
_ARTICLE = re.compile(r"([LR])(\d{4}(?:-\d+)+)(.*)")
# A plural: « lots réservés », never « TPS » nor « dus ».
_LEAST_PLURAL = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """A term. ``forms`` are all its spellings, the term among them; ``codes`` are ``ENUMERATION.code`` of
    :mod:`hub.review.labels`; ``mark`` is ``None`` for a word of Passerelle itself."""

    id: str
    term: str
    text: str
    forms: tuple[str, ...]
    article: str | None = None
    mark: Mark | None = None
    codes: tuple[str, ...] = ()
    in_texts: bool = True

    @property
    def is_article(self) -> bool:
        """Whether it is an article of the code rather than a word."""
        return _ARTICLE.fullmatch(self.term) is not None


@lru_cache(maxsize=1)
def entries() -> Mapping[str, Entry]:
    """All entries by id, in the order of the file. ``ValueError`` when the file is wrong."""
    text = files("hub.clauses").joinpath("data", "glossary.toml").read_text(encoding="utf-8")
    return MappingProxyType({id_: _entry(id_, row) for id_, row in tomllib.loads(text).items()})


def entry(id_: str) -> Entry:
    """One entry; ``KeyError`` when there is none."""
    return entries()[id_]


def alphabetical() -> list[Entry]:
    """All entries by term, as a French dictionary has them: without regard to accents or capitals."""
    return sorted(entries().values(), key=lambda each: (fold(each.term), each.id))


def of_code(enumeration: str, code: str) -> Entry | None:
    """The entry that explains a code of :mod:`hub.review.labels`: ``of_code("TYPES", "RES_H")``."""
    return _by_code().get(f"{enumeration}.{code}")


def terms_in(text: str) -> list[tuple[int, int, str]]:
    """``(start, end, id)`` of the terms of a text, in order: the longest first, each term once.

    >>> terms_in("Lots réservés aux EI : voir le DCE.")
    [(0, 13, 'lot-reserve'), (18, 20, 'ei'), (31, 34, 'dce')]
    """
    ids = tuple(_spellings().values())
    found: dict[str, tuple[int, int, str]] = {}
    for match in _pattern().finditer(text):
        id_ = ids[(match.lastindex or 1) - 1]
        found.setdefault(id_, (match.start(), match.end(), id_))
    return list(found.values())


def _entry(id_: str, row: Mapping[str, Any]) -> Entry:
    mark = row.get("mark")
    if set(row) - _KEYS or (mark is not None and mark not in get_args(Mark)):
        raise ValueError(f"glossary.toml: [{id_}] has an unknown key or mark")
    return Entry(
        id=id_,
        term=typeset(row["term"]),
        text=typeset(row["text"]),
        forms=tuple(dict.fromkeys((row["term"], *row.get("forms", ())))),
        article=row.get("article"),
        mark=mark,
        codes=tuple(row.get("codes", ())),
        in_texts=row.get("in_texts", True),
    )


@lru_cache(maxsize=1)
def _by_code() -> dict[str, Entry]:
    return {code: each for each in entries().values() for code in each.codes}


@lru_cache(maxsize=1)
def _spellings() -> dict[str, str]:
    """The id of each form to look for: by first letter, then the longest first."""
    forms = [(form, each.id) for each in entries().values() if each.in_texts for form in each.forms]
    return dict(sorted(forms, key=lambda item: (item[0][0].lower(), -len(item[0]), item[0])))


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """One group a form: the group that matched says which term it is.

    Forms are parted by their first letter, or each word of a text would be tried against all of them.
    """
    initials: dict[str, list[str]] = {}
    for form in _spellings():
        initials.setdefault(form[0].lower(), []).append(f"({_written(form)})")
    parts = [f"(?=[{low}{low.upper()}])(?:{'|'.join(forms)})" for low, forms in initials.items()]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])")


def _written(form: str) -> str:
    if article := _ARTICLE.fullmatch(form):
        letter, number, more = article.groups()
        return rf"{letter}\.?{_BLANK}?{re.escape(number)}{_SPACE.join(_words(more))}"
    written = _SPACE.join(_words(form))
    return written if _is_acronym(form) else f"(?i:{written})"


def _is_acronym(form: str) -> bool:
    """Whether capitals make the word: « AI », « CCAG-Travaux », « PLIE »; « Avis » is none."""
    return any(letter.isupper() for letter in form[1:])


def _words(form: str) -> Iterator[str]:
    for word in form.split(" "):
        plain = re.escape(word).replace("'", _APOSTROPHE)
        plural = len(word) >= _LEAST_PLURAL and word[-1].isalpha() and word[-1] not in "sx"
        yield plain + "s?" if plural and not _is_acronym(word) else plain
