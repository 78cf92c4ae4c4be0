"""How figures and dates are written for a French reader."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hub.clauses.wording import (
    counted,
    day,
    days_text,
    euros,
    hours_text,
    listed,
    months_text,
    percent,
    quoted,
    typeset,
    unique,
)


def test_amounts_have_narrow_spaces_between_thousands() -> None:
    assert euros(Decimal("216000.40")) == "216\u202f000\u00a0€ HT"
    assert euros(5404000, "TTC") == "5\u202f404\u202f000\u00a0€ TTC"
    assert hours_text(1167) == "1\u202f167\u00a0h"


def test_shares_months_days_and_dates() -> None:
    assert percent(0.05) == "5\u00a0%"
    assert percent(0.125) == "12,5\u00a0%"
    assert percent(1.0) == "100\u00a0%"
    assert months_text(Decimal("4.50")) == "4,5\u00a0mois"
    assert days_text(1) == "1\u00a0jour"
    assert days_text(0) == "0\u00a0jour"
    assert counted(2, "lot") == "2\u00a0lots"
    assert day(date(2026, 8, 22)) == "22/08/2026"


def test_lists_and_titles() -> None:
    assert listed(["1"]) == "1"
    assert listed(["1", "2", "3"]) == "1, 2 et 3"
    assert quoted("Lot  1\nPeinture") == "«\u00a0Lot 1 Peinture\u00a0»"
    assert quoted("mot " * 40, 20) == "«\u00a0mot mot mot mot mot…\u00a0»"


def test_sentences_are_typeset_and_told_once() -> None:
    assert typeset("Durée : l'an ; « x »") == "Durée\u00a0: l’an\u202f; «\u00a0x\u00a0»"
    assert typeset("Quoi ? 5 % de l'avis n° 3") == "Quoi\u202f? 5\u00a0% de l’avis n°\u00a03"
    assert unique(["A : b", "", "A : b"]) == ("A\u00a0: b",)
