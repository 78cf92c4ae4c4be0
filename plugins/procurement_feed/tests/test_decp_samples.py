"""The genuine DECP of the sample set: every file is read, and its facts are where they should be.

Nothing is quarantined in them: all 5 300 records name their buyer and their number, the one with ``NaN``
in it (``decp-processing_decp_test_2022.json``) included.
"""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hub.plugin_api import AwardedContract, RawRecord, Skipped
from hub_procurement_feed.decp.connector import Decp

SAMPLES = Path(__file__).resolve().parents[3] / ".." / "shared" / "samples" / "procurement" / "decp"
pytestmark = pytest.mark.samples

RECORDS = {
    "aws_marches-publics.info_2019.json": 2270,
    "bons_marches_sample_json_1d0f677e.json": 89,
    "decp-processing_decp_test_2019.json": 2,
    "decp-processing_decp_test_2022.json": 5,
    "decp_tabulaire_2026-08.csv": 22,
    "demantis_983a0a51.json": 90,
    "dematis13.json": 81,
    "dematis16.json": 85,
    "dematis17.json": 77,
    "dematis18.json": 39,
    "dematis19.json": 47,
    "dematis20.json": 20,
    "dematis23.json": 30,
    "dematis24.json": 29,
    "dematis25.json": 35,
    "dematis26.json": 30,
    "dematis27.json": 53,
    "e-marchespublics_2019.json": 227,
    "eclaireur_raw.json": 13,
    "exemple_officiel_Contrat-concession-modification.xml": 2,
    "exemple_officiel_Contrat-concession.xml": 2,
    "exemple_officiel_Marche.xml": 2,
    "exemple_officiel_concessions.json": 2,
    "exemple_officiel_concessions_avec_modifications.json": 2,
    "exemple_officiel_marches_avec_modifications.json": 2,
    "exemple_officiel_marches_concessions.json": 4,
    "marches-securises_croix_2019-2021.json": 71,
    "megalis-59920013600241.json": 4,
    "ods_decp-2022-marches-valides.json": 2,
    "staging_decp_2023-2026.csv": 2696,
}
SKIPPED = {"SOURCES.md", "exemple_officiel_README.md", "decp_tabulaire_2026-08.parquet"}
PLATFORMS_OF_2022 = [name for name in RECORDS if name.startswith(("dem", "bons_", "megalis"))]


def read(name: str) -> list[RawRecord | Skipped]:
    if not SAMPLES.is_dir():
        pytest.skip("DECP samples absent: ../shared/samples not found")
    ctx: Any = SimpleNamespace()
    return list(Decp().read(ctx, SAMPLES / name))


def contracts(name: str) -> list[AwardedContract]:
    found = [Decp().parse(item)[0] for item in read(name) if isinstance(item, RawRecord)]
    assert len(found) == RECORDS[name], "each record gives a contract"
    return found


def one(name: str, number: str) -> AwardedContract:
    return next(contract for contract in contracts(name) if contract.reference == number)


def codes(found: list[AwardedContract]) -> Counter[str]:
    return Counter(finding.code for contract in found for finding in contract.findings)


def share(found: list[AwardedContract], name: str) -> float:
    return sum(getattr(contract, name) not in {None, ()} for contract in found) / len(found)


def test_every_file_is_known_here() -> None:
    read("SOURCES.md")
    assert {path.name for path in SAMPLES.iterdir()} == RECORDS.keys() | SKIPPED | {"labels.csv"}


@pytest.mark.parametrize("name", [name for name in RECORDS if not name.startswith(("aws", "staging"))])
def test_every_record_is_a_contract_that_can_be_stored(name: str) -> None:
    for contract in contracts(name):
        assert contract.title
        assert contract.notified, contract.key
        assert AwardedContract.model_validate_json(contract.model_dump_json()) == contract


@pytest.mark.parametrize("name", sorted(SKIPPED))
def test_what_is_no_table_is_named(name: str) -> None:
    if name.endswith("parquet") and find_spec("pyarrow"):
        assert len(read(name)) == 22
        return
    (found,) = read(name)
    assert isinstance(found, Skipped)


def test_the_fields_of_the_platforms_of_2022() -> None:
    found = [contract for name in PLATFORMS_OF_2022 for contract in contracts(name)]
    for name in ("notified", "published", "procedure", "duration_months", "winners", "considerations"):
        assert share(found, name) == 1, name
    for name, least in (("cpv", 0.99), ("framework", 0.99), ("value", 0.99), ("place", 0.98), ("ccag", 0.99)):
        assert share(found, name) >= least, name
    assert all(contract.buyer.siret for contract in found)
    assert codes(found) == {"control-characters": 3, "no-amount": 2}


def test_considerations_are_those_of_the_labels() -> None:
    read("labels.csv")
    expected: Counter[tuple[str, ...]] = Counter()
    with (SAMPLES / "labels.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            expected[
                (row["file"], row["acheteur_id"], row["id"], *row["considerationsSociales"].split("|"))
            ] += 1
    files = {key[0] for key in expected}
    found = Counter(
        (name, contract.buyer.identifier or "", contract.reference or "", *contract.considerations)
        for name in sorted(files)
        for contract in contracts(name)
    )
    assert sum(expected.values()) > 700
    assert found == expected


def test_a_platform_of_2019() -> None:
    found = contracts("aws_marches-publics.info_2019.json")
    assert all(contract.buyer.name and not contract.considerations for contract in found)
    assert Counter(contract.regime for contract in found) == {"marche": 2263, "concession": 7}
    assert sum(contract.nature is None for contract in found) == 3, "those of the three bad CPV codes"
    assert codes(found) == {"no-amount": 34, "bad-siret": 39, "absurd-date": 2, "bad-place": 14, "bad-cpv": 3}
    absurd = [f.value for contract in found for f in contract.findings if f.code == "absurd-date"]
    assert absurd == ["0218-10-29", "0218-12-26"]


def test_the_same_number_for_many_contracts_of_one_buyer() -> None:
    """Croix numbers the lots of a procedure alike: 71 records, 57 keys. The last of each is the contract,
    the others its earlier revisions: the identity that DECP states says no more."""
    found = contracts("marches-securises_croix_2019-2021.json")
    assert len({contract.key for contract in found}) == 57


def test_contacts_of_winners_do_not_land() -> None:
    landed = [item.payload for item in read("eclaireur_raw.json") if isinstance(item, RawRecord)]
    assert len(landed) == 13
    assert not any(b"contact" in payload for payload in landed)


def test_a_record_with_nan_in_it() -> None:
    found = one("decp-processing_decp_test_2022.json", "202401L04")
    assert found.value is not None
    assert (found.value.amount, found.regime) == (Decimal("124557.46"), "marche")
    assert len(found.winners) == 2


def test_four_modifications_in_their_order() -> None:
    found = one("decp-processing_decp_test_2022.json", "2020F00075")
    assert [change.number for change in found.modifications] == ["1", "2", "3", "4"]
    assert found.value is not None
    assert (found.value.amount, found.initial) == (22540, None), "10¹⁷ euros and 1 euro are no amounts"
    assert (found.duration_months, found.initial_duration_months) == (100, 40)


def test_a_concession_of_the_official_examples() -> None:
    (found, _) = contracts("exemple_officiel_Contrat-concession-modification.xml")
    assert (found.regime, found.nature, len(found.winners)) == ("concession", "travaux", 2)
    assert found.value is not None
    assert found.initial is not None
    assert (found.value.amount, found.initial.amount) == (25, Decimal("10.3"))


def test_the_tabular_file() -> None:
    found = {contract.reference: contract for contract in contracts("decp_tabulaire_2026-08.csv")}
    modified = found["2025_017_PI0"]
    assert (modified.notified, len(modified.modifications)) == (date(2026, 4, 17), 2)
    assert (len(modified.winners), modified.nature) == (5, "services")
    assert Counter(label for contract in found.values() for label in contract.considerations) == {
        "Pas de considération sociale": 17,
        "Clause sociale": 4,
    }
    assert found["2024AC34"].value is not None, "12 billion is suspect: kept, and told"
    assert codes(list(found.values())) == {"bad-siret": 2, "suspect-amount": 1}


def test_the_table_of_six_columns() -> None:
    found = contracts("staging_decp_2023-2026.csv")
    assert (share(found, "notified"), all(contract.buyer.siret for contract in found)) == (1, True)
    assert len({contract.key for contract in found}) == 2554
    assert codes(found)["absurd-amount"] == 1
