"""Rules that read notices, and matchers that name employers.

A rule is pure: it sees one notice and returns signals. It never edits anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from hub.plugin_api.records import Employer, Lot, Notice, Text

SignalType = Literal[
    "EXEC",
    "CRIT",
    "RES_H",
    "RES_I",
    "RES_HI",
    "RES_P",
    "RES_ESS",
    "OBJ_INS",
    "FORM",
    "ARTICLE",
    "CODE",
    "NONE",
]
"""Clause types, and three that are only evidence: an article cited alone, a code alone, a denial."""

Strength = Literal["strong", "medium", "weak"]
Modality = Literal["obligatoire", "incitative", "facultative", "a_proposer"]


@dataclass(frozen=True, slots=True)
class Hours:
    """A volume printed in a notice. ``ratio`` is the printed text of a proportional volume."""

    value: float
    unit: Literal["total", "par_lot", "par_an", "par_tranche"] = "total"
    lot: str | None = None
    ratio: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """An exact slice of a text: ``text[start:end] == excerpt``, accents and all."""

    excerpt: str
    start: int
    end: int

    @classmethod
    def of(cls, text: Text, start: int, end: int) -> Evidence:
        """The slice ``start:end`` of ``text``."""
        return cls(text.text[start:end], start, end)


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing a notice says. ``evidence`` is ``None`` only for a code, whose value is ``code``.

    ``lots`` are the lots concerned when the text names them, ``except_lots`` those left out when it says
    « tous les lots sauf … »; ``lot`` is the lot whose field it is.
    ``negated`` says that the notice denies it: a denial is kept, it answers "did the buyer think of it?".
    """

    type: SignalType
    rule: str
    field: str
    strength: Strength
    lot: str | None = None
    evidence: Evidence | None = None
    code: str | None = None
    negated: bool = False
    modality: Modality | None = None
    lots: tuple[str, ...] | None = None
    hours: tuple[Hours, ...] = ()
    rate_percent: float | None = None
    weight_percent: float | None = None
    article: str | None = None
    publics: tuple[str, ...] = ()
    facilitator: str | None = None
    declared_only: bool = False
    except_lots: tuple[str, ...] = ()


class Rule:
    """A rule: ``id``, ``version`` (raise it when the answer may change), ``signals(notice)``.

    >>> from hub.plugin_api import Evidence, Notice, Rule, Signal, Text
    >>> class Charter(Rule):
    ...     id, version, title = "charte-x", 1, "Charte d'insertion de X"
    ...     def signals(self, notice):
    ...         for text in notice.texts:
    ...             at = text.text.find("charte d'insertion")
    ...             if at >= 0:
    ...                 found = Evidence.of(text, at, at + 18)
    ...                 yield Signal("EXEC", self.id, text.field, "medium", text.lot, found)
    >>> n = Notice(key="1", kind="competition", title="T", published="2026-09-01",
    ...            texts=[Text(field="infosSup", text="Voir la charte d'insertion.")])
    >>> [s.evidence.excerpt for s in Charter().signals(n)]
    ["charte d'insertion"]
    """

    id: ClassVar[str]
    version: ClassVar[int] = 1
    title: ClassVar[str] = ""

    def signals(self, notice: Notice) -> Iterable[Signal]:
        """What the rule sees in one notice."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Match:
    """An employer able to do a lot, with the reasons, best first by ``score`` (0 to 1)."""

    employer: str
    score: float
    why: tuple[str, ...]
    distance_km: float | None = None
    activities: tuple[str, ...] = field(default=())


class Matcher:
    """Names employers for a lot: ``id``, ``version``, ``match(lot, notice, employers)``."""

    id: ClassVar[str]
    version: ClassVar[int] = 1
    title: ClassVar[str] = ""

    def match(self, lot: Lot, notice: Notice, employers: Sequence[Employer]) -> Iterable[Match]:
        """The employers able to do ``lot``, each with its reasons."""
        raise NotImplementedError
