"""Hours asked of a territory, by trade and quarter, beside what its employers could carry."""

from __future__ import annotations

from datetime import date

import pytest

from hub.geo import shipped_territories
from hub.pipeline.matching import EmployerIndex, EmployerView, LotNeed
from hub.pipeline.matching.load import Asked, after, load, quarter, quarters, spread
from hub.pipeline.matching.territory import place_of

GREEN = "creation-et-entretien-des-espaces-verts"
TODAY = date(2026, 11, 24)
MATHEYSINE = place_of(shipped_territories()["matheysine"])


def employer(id, kind="ACI", *sectors, **more):
    return EmployerView(id=id, kind=kind, name=id, sectors=sectors, latitude=44.9, longitude=5.79, **more)


def asked(marche, cpv, hours, start=date(2027, 1, 1), months=12):
    return Asked(marche, LotNeed("1", cpv, "services", hours=hours, months=months), start)


def loaded(lots, *employers):
    return load(lots, MATHEYSINE, EmployerIndex(employers), TODAY, 4)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 24), 1, date(2026, 12, 1)),
        (date(2026, 12, 31), 2, date(2027, 2, 1)),
        (date(2026, 1, 1), 24, date(2028, 1, 1)),
    ],
)
def test_months_later_is_the_first_day_of_that_month(day, months, expected):
    assert after(day, months) == expected


def test_quarters_have_their_french_names():
    assert quarter(date(2026, 12, 31)) == "2026-T4"
    assert quarters(date(2026, 11, 24), 3) == ["2026-T4", "2027-T1", "2027-T2"]


@pytest.mark.parametrize("months", [None, 0.5, 1, 7, 12, 36])
def test_spreading_hours_loses_none(months):
    assert round(sum(spread(350, date(2026, 11, 24), months).values()), 6) == 350


def test_hours_are_spread_over_the_months():
    assert spread(120, date(2026, 11, 24), 4) == {"2026-T4": 60, "2027-T1": 60}


def test_what_is_asked_stands_beside_what_could_be_carried():
    found = loaded(
        [asked("a", "77310000", 1200), asked("b", "77311000", None), asked("c", "90910000", 400)],
        employer("known", "ACI", GREEN, capacity=10),
        employer("unknown", "EI", GREEN),
        employer("ai", "AI"),
    )
    green, cleaning = found["trades"]
    assert green == {
        "trade": "Espaces verts",
        "asked": {"2026-T4": 0, "2027-T1": 300, "2027-T2": 300, "2027-T3": 300},
        "total": 1200,
        "marches": 2,
        "lots": 2,
        "lots_without_hours": 1,
        # 10 ETP × 1607 h × 30 % ÷ 4; the size of the other is unknown, and counted as such.
        "employers": {
            "structures": 2,
            "capacity_known": 1,
            "capacity_unknown": 1,
            "hours_per_quarter": 1205,
        },
    }
    assert cleaning["employers"] == {
        "structures": 0,
        "capacity_known": 0,
        "capacity_unknown": 0,
        "hours_per_quarter": None,
    }
    assert found["generalists"]["structures"] == 1
    assert any("30\u00a0%" in sentence or "30 %" in sentence for sentence in found["assumptions"])


def test_an_employer_elsewhere_carries_nothing_here():
    far = EmployerView("far", "ACI", "far", sectors=(GREEN,), latitude=48.9, longitude=2.3)
    assert loaded([asked("a", "77310000", 100)], far)["trades"][0]["employers"]["structures"] == 0


def test_a_lot_of_unknown_trade_is_asked_of_nobody_and_still_counted():
    (line,) = loaded([asked("a", None, 100)], employer("aci", "ACI", GREEN))["trades"]
    assert (line["trade"], line["total"], line["employers"]["structures"]) == ("métier inconnu", 100, 0)


def test_purchases_without_a_trade_are_left_out():
    assert loaded([asked("a", "09310000", 100)])["trades"] == []


def test_a_whole_departement_is_thinned_to_a_few_points():
    isere = place_of(shipped_territories()["isere"])
    assert len(isere.communes) > 500
    assert 40 < len(isere.points) < 200
