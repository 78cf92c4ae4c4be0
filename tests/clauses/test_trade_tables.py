"""The tables of the trade: complete, coherent, and every prefix wins where it should."""

from __future__ import annotations

from datetime import date

import pytest

from hub.clauses.tables import (
    buyer_codes,
    buyer_names,
    families,
    family_in_words,
    family_of,
    law,
    rows,
    trade_words,
)


def test_no_prefix_is_given_twice_and_shares_are_ordered() -> None:
    assert len(families()) == sum(1 for _ in rows("labour.csv"))
    for family in families().values():
        assert 0 <= family.low <= family.default <= family.high <= 1
        assert 1 <= family.intensity <= 5
        assert family.mark in {"V", "M", "I"}
        assert family.source


@pytest.mark.parametrize(
    ("code", "default"),
    [
        ("45442100", 0.70),
        ("45111220", 0.70),
        ("45111000", 0.45),
        ("45112700", 0.45),
        ("45112500", 0.20),
        ("45233222", 0.50),
        ("45233140", 0.25),
        ("45261420", 0.40),
        ("45261210", 0.45),
        ("45223210", 0.20),
        ("45000000", 0.30),
        ("77310000", 0.70),
        ("90910000", 0.80),
        ("55510000", 0.47),
        ("55520000", 0.45),
        ("09310000", 0.05),
        ("79620000", 0.90),
    ],
)
def test_the_longest_prefix_wins(code: str, default: float) -> None:
    family = family_of(code)
    assert family is not None
    assert family.default == default


def test_a_code_out_of_the_table_has_no_family() -> None:
    assert family_of("99000000") is None
    assert family_of("") is None


@pytest.mark.parametrize(
    ("title", "prefix"),
    [
        ("Lot 8 : Peintures intérieures", "4544"),
        ("ENTRETIEN DES ESPACES VERTS", "7731"),
        ("Nettoyage des locaux communaux", "9091"),
        ("Travaux d’éclairage public", "50232"),
        ("Fourniture d’électricité", "09"),
        ("Maîtrise d’œuvre pour la réhabilitation de l’école", "712"),
        ("Assurances de la commune", "66"),
    ],
)
def test_words_of_titles(title: str, prefix: str) -> None:
    family = family_in_words(title)
    assert family is not None
    assert family.cpv_prefix == prefix


def test_every_word_row_names_a_known_family() -> None:
    assert {prefix for _, prefix in trade_words()} <= set(families())


def test_buyer_rows_name_a_known_class() -> None:
    classes = {row["class"] for row in buyer_codes().values()} | {row["class"] for _, row in buyer_names()}
    assert classes == {"central", "subcentral", "entity", "unknown"}


@pytest.mark.parametrize(
    ("day", "subcentral"),
    [
        (date(2023, 12, 31), 215000),
        (date(2024, 1, 1), 221000),
        (date(2025, 12, 31), 221000),
        (date(2026, 1, 1), 216000),
        (date(2029, 1, 1), 216000),
        (date(2019, 1, 1), 215000),
    ],
)
def test_the_thresholds_of_a_day(day: date, subcentral: int) -> None:
    assert law().period(day).subcentral == subcentral
