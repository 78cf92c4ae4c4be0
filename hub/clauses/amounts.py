"""Amounts printed in free text: a hint for the reader, never a value.

A sentence may speak of a lot, of a year, of a bonus to losers: nobody checks it, so it decides nothing.
It is worth telling where the notice gives no value, and worth a doubt where it is small.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from hub.clauses.assessment import ObligationAnswer
from hub.clauses.case import Case
from hub.clauses.current import current_notices
from hub.clauses.wording import counted, decimal_text, euros, listed, unique
from hub.plugin_api.records import Text

_AMOUNT = re.compile(
    r"(?<![\d,.])(?P<n>\d{1,3}(?:[ .\u00a0\u202f]\d{3})+|\d{4,9})(?:,\d{1,2})?\s{0,3}"
    r"(?:€|euros?(?:\s?\(s\))?|EUR)\s{0,3}\(?(?P<tax>h\.?\s?t\b|ttc|t\.t\.c)?",
    re.IGNORECASE,
)
_MAXIMUM = re.compile(r"maxim|\bmaxi\b|plafond|exc[ée]der", re.IGNORECASE)
_ESTIMATE = re.compile(r"estim|pr[ée]visionnel|budget|enveloppe", re.IGNORECASE)
_MINIMUM = re.compile(r"minim|\bmini\b", re.IGNORECASE)
_KINDS = (("maximum", _MAXIMUM), ("estimé", _ESTIMATE), ("minimum", _MINIMUM))
# Amounts of something else than the marché.
_OTHER = re.compile(
    r"prime|indemnit|p[ée]nalit|capital|chiffre d.affaires|\bca\b|caution|garantie|assurance|avance"
    r"|tranche de|sup[ée]rieure? [àa]|redevance|recette|candidat",
    re.IGNORECASE,
)
_YEAR = re.compile(r"par an\b|annuel|/ ?an\b|par ann[ée]e", re.IGNORECASE)
_LOT = re.compile(r"(?:par|chaque|le|du) lot\b|\blot n?[°o]? ?\d", re.IGNORECASE)
_ROLES = ("description", "conditions", "information", "object")
_BEFORE, _AFTER, _MOST = 60, 30, 2


@dataclass(frozen=True, slots=True)
class Hint:
    """An amount of a sentence: in euros, ``tax`` as printed, for one lot or one year when it says so."""

    amount: Decimal
    kind: Literal["maximum", "estimé"]
    tax: str
    per_lot: bool
    per_year: bool


def amount_hints(case: Case) -> tuple[Hint, ...]:
    """The amounts that the texts in force call a maximum or an estimate, each once, two at most."""
    texts = (text for item in current_notices(case) for text in item.notice.texts if text.role in _ROLES)
    found = dict.fromkeys(hint for text in texts for hint in _of_text(text))
    return tuple(found)[:_MOST]


def _of_text(text: Text) -> Iterator[Hint]:
    printed = text.text
    if not (_MAXIMUM.search(printed) or _ESTIMATE.search(printed)):
        return
    since = 0
    for match in _AMOUNT.finditer(printed):
        left = printed[max(since, match.start() - _BEFORE) : match.start()]
        since = match.end()
        if kind := _kind(left):
            around = left + printed[match.end() : match.end() + _AFTER]
            yield Hint(
                Decimal(re.sub(r"\D", "", match["n"])),
                kind,
                _tax(match["tax"]),
                text.lot is not None or bool(_LOT.search(left)),
                bool(_YEAR.search(around)),
            )


def _kind(left: str) -> Literal["maximum", "estimé"] | None:
    """What the words before an amount call it; between a minimum and a maximum the nearest word decides."""
    if _OTHER.search(left):
        return None
    last = {name: max((m.start() for m in p.finditer(left)), default=-1) for name, p in _KINDS}
    nearest = max(last, key=lambda name: last[name])
    return None if last[nearest] < 0 or nearest == "minimum" else nearest  # type: ignore[return-value]


def _tax(printed: str | None) -> str:
    if not printed:
        return ""
    return "HT" if printed[0] in "hH" else "TTC"


def with_hints(answer: ObligationAnswer, case: Case) -> ObligationAnswer:
    """The answer with the amounts of the texts, where no value is known and the duty is still open."""
    if answer.value is not None or not answer.state.startswith("obligation_"):
        return answer
    hints = amount_hints(case)
    doubts = (_doubt(hint, answer, case) for hint in hints)
    return replace(answer, reasons=unique((*answer.reasons, *map(_told, hints), *doubts)))


def _told(hint: Hint) -> str:
    tax = hint.tax or "(HT ou TTC non précisé)"
    scope = listed([s for s, on in (("par lot", hint.per_lot), ("par an", hint.per_year)) if on])
    amount = f"{euros(hint.amount, tax)}{' ' if scope else ''}{scope}"
    return f"Le texte mentionne un montant {hint.kind} de {amount} : indication, non retenue pour le seuil."


def _doubt(hint: Hint, answer: ObligationAnswer, case: Case) -> str:
    """A presumption that rests on the procedure alone is weak beside a small ceiling."""
    whole = _over_all(hint, case)
    if answer.state != "obligation_presumee" or answer.threshold is None or whole is None:
        return ""
    if whole >= answer.threshold:
        return ""
    scale = _scale(hint, case)
    over = f"Rapporté à {scale}, ce maximum" if scale else "Ce maximum"
    return (
        f"{over} ferait {euros(whole)}, sous le seuil de {euros(answer.threshold)} : "
        "présomption à vérifier avec l’acheteur."
    )


def _over_all(hint: Hint, case: Case) -> Decimal | None:
    """The ceiling over all lots and years; ``None`` when it is no ceiling HT or its years are unknown."""
    years = _years(case)
    if hint.kind != "maximum" or hint.tax != "HT" or (hint.per_year and years is None):
        return None
    lots = max(len(case.lots), 1) if hint.per_lot else 1
    return hint.amount * lots * (years or 1 if hint.per_year else 1)


def _years(case: Case) -> Decimal | None:
    """Renewals of unknown length are taken to last as long as the first period."""
    firm = case.duration_months
    if firm is None:
        return None
    each = case.renewal_months or firm
    return (firm + (case.renewals or 0) * each) / 12


def _scale(hint: Hint, case: Case) -> str:
    parts = [counted(len(case.lots), "lot")] if hint.per_lot and case.lots else []
    if hint.per_year and (years := _years(case)):
        parts.append(f"{decimal_text(years)} an{'s' if years > 1 else ''}")
    return listed(parts)
