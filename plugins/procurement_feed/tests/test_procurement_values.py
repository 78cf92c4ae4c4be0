"""What is printed, read or refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from hub_procurement_feed import values


@pytest.mark.parametrize(
    ("printed", "decoded"),
    [
        ("l&#039;insertion", "l'insertion"),
        ("l&amp;#039;insertion", "l'insertion"),
        ("l&amp;amp;#039;insertion", "l'insertion"),
        ("&amp;quot;méthode&amp;quot;", '"méthode"'),
        ("R&D ; A & B", "R&D ; A & B"),
        ("https://x.invalid/?a=1&param=2&copy=3", "https://x.invalid/?a=1&param=2&copy=3"),
        ("  espaces \n gardés ", "  espaces \n gardés "),
        ("nul\x00", "nul"),
    ],
)
def test_entities_are_decoded_until_stable_and_nothing_else(printed: str, decoded: str) -> None:
    assert values.decode(printed) == decoded


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2026-09-01+02:00", date(2026, 9, 1)),
        ("2026-09-01Z", date(2026, 9, 1)),
        ("2006-07-4", date(2006, 7, 4)),
        ("05/06/2026", date(2026, 6, 5)),
        ("2026-09-22T16:00:00.000", date(2026, 9, 22)),
    ],
)
def test_days(printed: str, day: date) -> None:
    assert values.day(printed) == day


@pytest.mark.parametrize(
    "printed", ["", "0222-04-29", "7017-07-24", "21 juillet 2006", "2026-02-30", "2026-09"]
)
def test_what_is_no_day(printed: str) -> None:
    with pytest.raises(ValueError):
        values.day(printed)


@pytest.mark.parametrize(
    ("printed", "utc"),
    [
        ("2026-09-22T16:00:00", datetime(2026, 9, 22, 14, tzinfo=UTC)),
        ("2026-12-22T16:00:00.000", datetime(2026, 12, 22, 15, tzinfo=UTC)),
        ("2026-09-22T16:00:00+02:00", datetime(2026, 9, 22, 14, tzinfo=UTC)),
        ("2026-09-22T16:00:00Z", datetime(2026, 9, 22, 16, tzinfo=UTC)),
        ("2026-09-22T16:00:00-04:00", datetime(2026, 9, 22, 20, tzinfo=UTC)),
        ("2021-02-23 11:00:00", datetime(2021, 2, 23, 10, tzinfo=UTC)),
        ("2006-07-21", datetime(2006, 7, 21, 21, 59, tzinfo=UTC)),
    ],
)
def test_moments(printed: str, utc: datetime) -> None:
    assert values.moment(printed) == utc


def test_a_day_and_a_time_are_joined_before_they_are_converted() -> None:
    joined = values.joined("2026-10-02+02:00", "12:00:00+02:00")
    assert joined == datetime(2026, 10, 2, 10, tzinfo=UTC)
    assert joined.utcoffset() == timedelta(hours=2)
    assert values.joined("2026-10-02+02:00", "12:00:00") == datetime(2026, 10, 2, 10, tzinfo=UTC)
    assert values.joined("2026-10-02", "") == datetime(2026, 10, 2, 21, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("printed", "amount"),
    [
        ("220000", "220000"),
        ("213400.41", "213400.41"),
        ("1 083 333,50 €", "1083333.5"),
        ("1\u202f083\u00a0333 euros", "1083333"),
        ("1.083.333", "1083333"),
        ("1.083.333,50", "1083333.5"),
    ],
)
def test_amounts(printed: str, amount: str) -> None:
    assert values.amount(printed) == Decimal(amount)


def test_the_same_amount_is_written_the_same_way() -> None:
    """A notice read twice, "220000" then "220000.00", must not look changed."""
    assert str(values.amount("220000")) == str(values.amount("220000.00")) == "220000"


@pytest.mark.parametrize("printed", ["0", "0.00", "0,00"])
def test_zero_is_unknown(printed: str) -> None:
    assert values.amount(printed) is None


@pytest.mark.parametrize("printed", ["220,000", "-5", "NaN", "Infinity", "1e9", "selon BPU", "9" * 15])
def test_what_is_no_amount(printed: str) -> None:
    with pytest.raises(ValueError):
        values.amount(printed)
