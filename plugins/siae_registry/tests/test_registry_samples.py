"""The genuine and derived records of the sample set: all read, none rejected, counted as published."""

from __future__ import annotations

import csv
import json
import logging
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from hub.plugin_api import Employer, FetchContext, HubError, RawRecord, Skipped
from hub_siae_registry import hub_register_connectors

SAMPLES = Path(__file__).resolve().parents[3] / ".." / "shared" / "samples"
CONNECTORS = {connector.info.id: connector for connector in hub_register_connectors()}
PRIVATE: dict[str, dict[str, Any]] = {
    "geiq": {"token": SecretStr("k"), "base_url": "https://geiq.invalid"},
    "lemarche": {"token": SecretStr("k")},
}
pytestmark = pytest.mark.samples

ALL = {"ACI": 901, "EI": 474, "AI": 314, "ETTI": 151, "GEIQ": 85}
FILES: list[tuple[str, str, dict[str | None, int]]] = [
    ("data_inclusion", "data_inclusion/api_v1_structures/*.json", {**ALL, "AI": 0, None: 314}),
    ("emplois", "les_emplois/api_v1_data_inclusion_type_siae/*.json", dict(ALL)),
    ("emplois", "les_emplois/api_v1_marche/t0/*.json", {**ALL, "ACI": 902, "ETTI": 150, "GEIQ": 84, "EA": 1}),
    (
        "emplois",
        "les_emplois/api_v1_marche/t1/*.json",
        {"ACI": 896, "AI": 313, "EI": 474, "ETTI": 151, "GEIQ": 84},
    ),
    ("emplois", "les_emplois/api_v1_siaes/*.json", {"ACI": 22, "AI": 8, "EI": 7, "ETTI": 1, "GEIQ": 2}),
    ("emplois", "les_emplois/asp_genuine/fluxIAE_Structure*", {"AI": 1, "EI": 1}),
    (
        "emplois",
        "les_emplois/asp_derived/fluxIAE_Structure*",
        {"ACI": 901, "EI": 472, "AI": 314, "ETTI": 151},
    ),
    ("lemarche", "le_marche/api_siae/limit_*.json", {**ALL, "EA": 1}),
    (
        "lemarche",
        "le_marche/api_siae/department_38.json",
        {"ACI": 22, "AI": 8, "EI": 7, "ETTI": 1, "GEIQ": 2},
    ),
    ("lemarche", "le_marche/api_siae/siret_*.json", {"AI": 2, "EI": 2, "ACI": 1, "ETTI": 1}),
    ("geiq", "les_emplois/geiq/label_infos.json", {"GEIQ": 131 + 97}),
    ("geiq", "les_emplois/geiq/rest_Geiq/p*.json", {"GEIQ": 131 + 97}),
    ("geiq", "les_emplois/geiq/Liste_Geiq_derived.xlsx", {"GEIQ": 85}),
    ("adapted", "les_emplois/ea2/EA2_ITOU_20241231.txt", {"EA": 3, "EATT": 1}),
    ("adapted", "les_emplois/ea2/FLUX_EA2_ITOU_20241231.zip", {"EA": 3, "EATT": 1}),
    ("esat", "esat/esat_liste_officielle.csv", {"ESAT": 712}),
    ("esat", "finess/etalab-cs1100507-*.csv", {"ESAT": 712}),
]


@pytest.fixture(scope="module")
def registries() -> Path:
    folder = SAMPLES / "registries"
    if not folder.is_dir():
        pytest.skip("samples absent: ../shared/samples not found")
    return folder


def read(name: str, path: Path) -> tuple[list[RawRecord], list[Skipped], HubError | None]:
    model = CONNECTORS[name].settings_model(**PRIVATE.get(name, {}))
    ctx: FetchContext[Any] = FetchContext(model, None, logging.getLogger("test"), date(2026, 9, 10))  # type: ignore[arg-type]
    raws: list[RawRecord] = []
    skipped: list[Skipped] = []
    try:
        for item in CONNECTORS[name].read(ctx, path):
            (raws if isinstance(item, RawRecord) else skipped).append(item)  # type: ignore[arg-type]
    except HubError as error:
        return raws, skipped, error
    return raws, skipped, None


@cache
def landed(name: str, folder: Path, pattern: str) -> tuple[RawRecord, ...]:
    paths = sorted(folder.glob(pattern))
    assert paths
    return tuple(raw for path in paths for raw in read(name, path)[0])


def parsed(name: str, raws: Iterable[RawRecord]) -> list[Employer]:
    return [employer for raw in raws for employer in CONNECTORS[name].parse(raw)]  # type: ignore[misc]


@cache
def employers(name: str, folder: Path, pattern: str) -> list[Employer]:
    return parsed(name, landed(name, folder, pattern))


@pytest.mark.parametrize(("name", "pattern", "kinds"), FILES)
def test_every_file_gives_its_employers(
    registries: Path, name: str, pattern: str, kinds: dict[str | None, int]
) -> None:
    found = employers(name, registries, pattern)
    assert Counter(e.kind for e in found) == Counter({kind: n for kind, n in kinds.items() if n})
    assert len({e.key for e in found}) == len(found)
    assert found == parsed(name, landed(name, registries, pattern)), "parsed again, the same"


def test_each_file_is_read_by_its_source_or_skipped_with_a_reason(registries: Path) -> None:
    mine = {(name, path) for name, pattern, _ in FILES for path in registries.glob(pattern)}
    for path in sorted(path for path in registries.rglob("*") if path.is_file()):
        for name in CONNECTORS:
            raws, skipped, error = read(name, path)
            if (name, path) in mine:
                assert raws, (name, path)
            else:
                assert (raws, error) == ([], None), (name, path)
                assert skipped, (name, path)
                assert all(item.reason for item in skipped)


def test_the_workbook_of_half_the_geiq_is_told_to_be_short(registries: Path) -> None:
    _, _, error = read("geiq", registries / "les_emplois/geiq/Liste_Geiq_derived.xlsx")
    assert error is not None
    assert error.code == "snapshot-too-small"


def test_no_mailbox_of_a_person_nor_mobile_lands(registries: Path) -> None:
    for name, pattern, _ in FILES:
        for raw in landed(name, registries, pattern):
            assert b"NOM1" not in raw.payload
            assert b"corresp" not in raw.payload
        for employer in employers(name, registries, pattern):
            assert (employer.email or "contact@").split("@")[0].rstrip("0123456789").isalpha()
            assert (employer.phone or "")[:2] not in {"06", "07"}


def test_the_findings_are_the_doctored_sirets_and_the_missing_kinds(registries: Path) -> None:
    """The publishers made some SIRETs up so that several employers share one: their keys are wrong."""
    for name, pattern, _ in FILES:
        found = employers(name, registries, pattern)
        codes = Counter(f.code for e in found for f in e.findings)
        assert set(codes) <= {"bad-siret", "kind-unknown"}, (name, pattern, codes)
        assert codes["bad-siret"] <= 12


def test_the_sources_agree_on_the_sirets_of_isere(registries: Path) -> None:
    one = {e.siret for e in employers("emplois", registries, "les_emplois/api_v1_siaes/*.json")}
    other = {e.siret for e in employers("lemarche", registries, "le_marche/api_siae/department_38.json")}
    assert one == other


def test_the_points_of_finess_fall_on_their_communes(registries: Path) -> None:
    """692 points in Lambert-93, against the degrees of another source: a ten-metre agreement."""
    with (SAMPLES / "reference" / "communes_2026.csv").open(encoding="utf-8") as stream:
        communes = {row["code_insee"]: row for row in csv.DictReader(stream)}
    compared = 0
    for esat in employers("esat", registries, "finess/etalab-cs1100507-*.csv"):
        commune = communes.get((esat.address and esat.address.insee) or "")
        if esat.latitude is not None and esat.longitude is not None and commune and commune["latitude"]:
            compared += 1
            assert esat.latitude == pytest.approx(float(commune["latitude"]), abs=1e-4)
            assert esat.longitude == pytest.approx(float(commune["longitude"]), abs=1e-4)
    assert compared > 600


def test_finess_and_the_official_list_name_the_same_esat(registries: Path) -> None:
    flat = {e.key: e for e in employers("esat", registries, "finess/etalab-cs1100507-*.csv")}
    official = {e.key.removeprefix("liste/"): e for e in employers("esat", registries, "esat/*.csv")}
    assert flat.keys() == official.keys()
    for key, esat in flat.items():
        one, other = esat.address, official[key].address
        assert one is not None
        assert other is not None
        assert (esat.siret, one.insee, one.postcode) == (official[key].siret, other.insee, other.postcode)
    assert sum(e.capacity or 0 for e in official.values()) > 30_000


def test_two_weeks_of_the_full_list_differ_by_the_changes_that_were_written_down(registries: Path) -> None:
    folder = registries / "les_emplois" / "api_v1_marche"
    before = {e.key: e for e in employers("emplois", folder, "t0/*.json")}
    after = {e.key: e for e in employers("emplois", folder, "t1/*.json")}
    changes = Counter(change["change"] for change in json.loads((folder / "changes_t0_t1.json").read_text()))
    gone = changes["absent"] + changes["absent_ea_decommissioned"]
    assert (len(before.keys() - after.keys()), len(after.keys() - before.keys())) == (gone, changes["new"])
    both = before.keys() & after.keys()
    stopped = [key for key in both if (before[key].active, after[key].active) == (True, False)]
    assert len(stopped) == changes["convention_deactivated"]
