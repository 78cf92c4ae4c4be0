"""The tables of trades: every purchase has a row or an explicit « aucun », and every name in them exists."""

from __future__ import annotations

import csv
import re

import pytest

from hub.pipeline.matching.activities import NO_TRADE, activities, activity_of, sector_label, table_rows
from hub.pipeline.matching.geiq import geiq_trades

# Level 2 of the CPV 2008 in the divisions that a facilitator meets.
GROUPS = {
    "45": "451 452 453 454 455",
    "50": "501 502 503 504 505 506 507 508",
    "55": "551 552 553 554 555 559",
    "60": "601 602 603 604 605 606",
    "63": "631 635 637",
    "71": "712 713 714 715 716 717 718 719",
    "77": "771 772 773 774 775 776 777 778 779",
    "79": "791 792 793 794 795 796 797 798 799",
    "85": "851 852 853",
    "90": "904 905 906 907 909",
    "92": "921 922 923 924 925 926 927",
    "98": "981 982 983 985 989",
}


def cpv_of(samples):
    with (samples / "reference" / "cpv_2008_fr.csv").open(encoding="utf-8") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


@pytest.mark.parametrize("group", [group for groups in GROUPS.values() for group in groups.split()])
def test_every_group_has_a_row_of_its_own(group):
    row = activities()[group]
    assert row.exists or not (row.sectors or row.near or row.naf or row.geiq or row.rome)


@pytest.mark.parametrize("division", GROUPS)
def test_a_division_printed_alone_has_an_answer(division):
    assert activity_of(division.ljust(8, "0")) is activities()[division]


def test_the_longest_prefix_wins():
    assert activity_of("77341000").trade == "Élagage"
    assert activity_of("77311000").trade == "Espaces verts"
    assert activity_of("45262500").trade == "Gros œuvre"
    assert activity_of("45442110").trade == "Peinture"


@pytest.mark.parametrize("code", [None, "", "9", "00000000", "zz"])
def test_what_is_no_code_has_no_row(code):
    assert activity_of(code) is None


def test_each_row_says_where_it_comes_from():
    for row in activities().values():
        assert row.mark in {"V", "I"}
        assert ("par nous" in row.source) if row.mark == "I" else row.source
        assert row.exists == bool(row.sectors)


def test_a_sector_is_either_the_trade_or_near_it():
    for row in activities().values():
        assert not row.sectors & row.near, row.cpv_prefix


def test_names_in_the_table_are_well_formed_and_known():
    labels = {row["slug"] for row in table_rows("sectors.csv")}
    geiq = {row["trade"] for row in table_rows("geiq.csv")}
    for row in activities().values():
        assert row.sectors | row.near <= labels
        assert row.geiq <= geiq
        assert all(re.fullmatch(r"\d{4}[A-Z]", code) for code in row.naf)
        assert all(re.fullmatch(r"[A-N]\d{4}", code) for code in row.rome)


def test_no_sector_is_listed_for_nothing():
    used = {slug for row in activities().values() for slug in row.sectors | row.near}
    assert {row["slug"] for row in table_rows("sectors.csv")} == used


def test_a_slug_that_we_do_not_know_is_shown_as_it_came():
    assert (
        sector_label("creation-et-entretien-des-espaces-verts") == "Création et entretien des espaces verts"
    )
    assert sector_label("tissage-de-lin") == "tissage-de-lin"


@pytest.mark.parametrize(
    ("name", "trades"),
    [
        ("GEIQ BTP ISERE DROME ARDECHE", {"batiment", "travaux-publics"}),
        ("GEIQ TP RHONE", {"travaux-publics"}),
        ("GEIQ PROPRETE GRAND EST", {"proprete"}),
        ("GEIQ MULTISECTORIEL 53", set()),
        ("GEIQ 24", set()),
        ("GEIQ DES TRANSPORTS ALPINS", {"transport"}),
    ],
)
def test_the_trades_of_a_geiq_are_in_its_name(name, trades):
    assert geiq_trades(name) == trades


def test_a_geiq_may_state_its_sectors():
    assert geiq_trades("GEIQ 24", ["Travaux publics"]) == {"travaux-publics"}


@pytest.mark.samples
def test_every_slug_is_one_of_le_marche(samples):
    with (samples / "reference" / "lemarche_sectors.csv").open(encoding="utf-8") as file:
        known = {row["sector_slug"] for row in csv.DictReader(file)}
    assert {row["slug"] for row in table_rows("sectors.csv")} <= known


@pytest.mark.samples
def test_every_prefix_and_label_is_of_the_cpv(samples):
    cpv = cpv_of(samples)
    for row in activities().values():
        assert cpv[row.cpv_prefix.ljust(8, "0")]["label_fr"] == row.cpv_label


@pytest.mark.samples
def test_no_group_of_the_divisions_was_forgotten(samples):
    groups = {code[:3] for code, row in cpv_of(samples).items() if row["level"] == "2" and code[:2] in GROUPS}
    assert groups == {group for listed in GROUPS.values() for group in listed.split()}


@pytest.mark.samples
def test_every_group_in_the_public_samples_has_a_row(samples):
    cpv = cpv_of(samples)
    seen: set[str] = set()
    for path in (samples / "procurement").rglob("*"):
        if path.suffix in {".json", ".jsonl", ".xml", ".csv"} and "reference" not in path.parts:
            text = path.read_text(encoding="utf-8", errors="replace")
            seen |= {code for code in re.findall(r"(?<!\d)(\d{8})(?:-\d)?(?!\d)", text) if code in cpv}
    # A division printed alone (45000000) belongs to no group: its own row answers.
    missing = {code for code in seen if (code[:2] if code[2] == "0" else code[:3]) not in activities()}
    assert len(seen) > 500
    assert missing == set()


def test_a_purchase_without_a_trade_says_so():
    assert activity_of("33600000").trade == NO_TRADE
    assert not activity_of("09310000").exists
