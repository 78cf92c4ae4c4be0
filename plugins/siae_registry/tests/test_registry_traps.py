"""The traps of the registries, one test each, in the order of the checklist.

The employers, the people and the numbers of the fixtures are invented; the formats are the sources' own.
"""

from __future__ import annotations

import gzip
import json
import logging
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from hub.plugin_api import (
    Connector,
    Employer,
    FetchContext,
    RawRecord,
    Skipped,
    SnapshotComplete,
    SourceChanged,
)
from hub_siae_registry import hub_register_connectors
from hub_siae_registry.landing import Landed
from hub_siae_registry.snapshots import by_kind

FIXTURES = Path(__file__).parent / "fixtures"
CONNECTORS = {connector.info.id: connector for connector in hub_register_connectors()}
PRIVATE: dict[str, dict[str, Any]] = {
    "lemarche": {"token": SecretStr("k" * 8)},
    "geiq": {"token": SecretStr("k" * 8), "base_url": "https://geiq.invalid", "minimum": 0},
}


def context(name: str, **settings: Any) -> FetchContext[Any]:
    model = CONNECTORS[name].settings_model
    filled = model(**{**PRIVATE.get(name, {}), **settings})
    return FetchContext(filled, http=None, log=logging.getLogger("test"), today=date(2026, 9, 10))  # type: ignore[arg-type]


def read(name: str, path: Path) -> list[RawRecord | Skipped]:
    return list(CONNECTORS[name].read(context(name), path))


def raws(name: str, path: Path) -> list[RawRecord]:
    return [item for item in read(name, path) if isinstance(item, RawRecord)]


def employers(name: str, path: Path) -> dict[str, Employer]:
    connector: Connector[Any] = CONNECTORS[name]
    found = [employer for raw in raws(name, path) for employer in connector.parse(raw)]
    assert len({employer.key for employer in found}) == len(found), "a key stands for one employer"  # type: ignore[union-attr]
    return {employer.key: employer for employer in found}  # type: ignore[union-attr,misc]


def changed(tmp_path: Path, fixture: str, change: Callable[[str], str]) -> Path:
    path = tmp_path / Path(fixture).name
    path.write_text(change((FIXTURES / fixture).read_text()))
    return path


def codes(employer: Employer) -> list[str]:
    return [finding.code for finding in employer.findings]


U = "0f3c2a10-0000-4000-8000-00000000000"


def test_trap_01_a_fake_siret_is_never_published() -> None:
    """les-emplois invents 999dd for antennas: only the SIREN is true, and no finding blames the source."""
    antenna = employers("emplois", FIXTURES / "siaes_38.json")[f"{U}3"]
    assert (antenna.siret, antenna.siren, antenna.antenna) == (None, "900000035", True)
    assert codes(antenna) == []


def test_trap_02_a_siret_may_be_nine_characters_null_empty_or_spaced(tmp_path: Path) -> None:
    marche = employers("emplois", FIXTURES / "marche.json")["marche/3"]
    assert (marche.siret, marche.siren, marche.antenna) == (None, "900000035", True)
    null = employers("data_inclusion", FIXTURES / "data_inclusion.json")[f"emplois-de-linclusion--{U}5"]
    assert (null.siret, null.siren, codes(null)) == (None, None, [])
    empty = employers("geiq", FIXTURES / "geiq.json")["geiq/71"]
    assert (empty.siret, empty.siren, codes(empty)) == (None, None, [])
    spaced = changed(
        tmp_path, "marche.json", lambda text: text.replace("90000001900019", "900 000 019 00019")
    )
    assert employers("emplois", spaced)["marche/1"].siret == "90000001900019"


def test_trap_03_one_siret_several_kinds_one_asp_id_several_kinds_several_antennas() -> None:
    marche = employers("emplois", FIXTURES / "marche.json")
    assert marche["marche/1"].siret == marche["marche/2"].siret
    assert (marche["marche/1"].kind, marche["marche/2"].kind) == ("EI", "AI")
    asp = employers("emplois", FIXTURES / "asp" / "fluxIAE_Structure_05012026_081500.csv")
    assert {key: employer.kind for key, employer in asp.items() if key.startswith("asp/1/")} == {
        "asp/1/EI": "EI",
        "asp/1/AI": "AI",
    }
    geiq = employers("geiq", FIXTURES / "geiq.json")
    assert geiq["geiq/70"].siret == geiq["antenne/71"].siret
    assert geiq["antenne/70"].antenna, "an antenna and a GEIQ may bear the same number"


def test_trap_04_a_kind_that_vanishes_at_once_is_not_taken_for_closed() -> None:
    """On 11 May 2026 les-emplois published no EA any more, and none of them had closed."""

    def week(*kinds: str) -> list[str]:
        landed = (Landed(kind, RawRecord(f"{kind}{n}", b"{}", "", "")) for kind in kinds for n in range(3))
        items = by_kind(landed, 1, "test")
        return [item.scope for item in items if isinstance(item, SnapshotComplete)]

    assert week("EI", "EA", "EATT") == ["kind=EA", "kind=EATT", "kind=EI"]
    assert week("EI") == ["kind=EI"], "no promise about EA: their absence means nothing"


def test_trap_05_in_january_an_annex_not_yet_renewed_closes_nobody(tmp_path: Path) -> None:
    """The AI's annex ended on 31 December 2025. On 5 January nothing is known; on 5 July it is over."""
    folder = tmp_path / "asp"
    structure, annexes = (
        "fluxIAE_Structure_05012026_081500.csv",
        "fluxIAE_AnnexeFinanciere_05012026_081501.csv",
    )
    winter = employers("emplois", FIXTURES / "asp" / structure)
    assert (winter["asp/1/EI"].active, winter["asp/1/AI"].active) == (True, None)
    assert codes(winter["asp/1/AI"]) == ["annex-renewal-pending"]
    folder.mkdir()
    for name in (structure, annexes):
        text = (FIXTURES / "asp" / name).read_text()
        (folder / name).write_text(text.replace("05012026_08150", "05072026_08150"))
    summer = employers("emplois", folder / structure)
    assert (summer["asp/1/EI"].active, summer["asp/1/AI"].active) == (True, False)


def test_trap_06_an_empty_or_truncated_file_changes_nothing(tmp_path: Path) -> None:
    lines = (FIXTURES / "ea2.txt").read_text().splitlines(keepends=True)
    empty = tmp_path / "empty.txt"
    empty.write_text("".join([*lines[:2], lines[-1]]))
    (skipped,) = read("adapted", empty)
    assert isinstance(skipped, Skipped)
    assert "changes nothing" in skipped.reason
    cut = tmp_path / "cut.txt"
    cut.write_text("".join(lines[:-1]))
    with pytest.raises(SourceChanged, match="no Z line"):
        read("adapted", cut)
    few = (Landed("GEIQ", RawRecord(str(n), b"{}", "", "")) for n in range(149))
    items = by_kind(few, 150, "GEIQ Label")
    with pytest.raises(SourceChanged, match="149 records, at least 150"):
        assert not [item for item in items if isinstance(item, SnapshotComplete)]


def test_trap_07_le_marche_gives_its_sets_in_any_order_and_a_date_that_means_nothing(tmp_path: Path) -> None:
    """Each Monday every row gets a new ``updated_at``, and its sets in another order: not a change."""

    def monday(text: str) -> str:
        page = json.loads(text)
        for row in page["results"]:
            row["sectors"].reverse()
            row["presta_types"].reverse()
            row["updated_at"] = row["updated_at"] and "2026-09-07T05:40:30+02:00"
        return json.dumps(page)

    before = raws("lemarche", FIXTURES / "lemarche.json")
    assert [raw.payload for raw in before] == [
        raw.payload for raw in raws("lemarche", changed(tmp_path, "lemarche.json", monday))
    ]
    found = employers("lemarche", FIXTURES / "lemarche.json")
    assert (found["3"].kind, found["4"].kind) == ("ESAT", "SEP"), "null dates: they are read all the same"
    assert [found[key].active for key in "1234"] == [True, False, None, None]
    address = found["1"].address
    assert address is not None
    assert address.street == "12 rue des AteliersBâtiment B", "glued by the source, not guessed apart"


def test_trap_08_words_that_lie() -> None:
    """``recrutement_ouvert`` is the string "True", and Python takes "False" for true; ``addresse`` has
    two d. (That ``size`` is the count returned is tested with the paging.)"""
    found = employers("emplois", FIXTURES / "siaes_38.json")[f"{U}1"]
    assert found.sectors == ("Entretien des espaces verts (A1203)",)
    assert found.address is not None
    assert found.address.street == "12 rue des Ateliers"
    assert found.active is None, "bloque_candidatures is a pause, not a closure"


def test_trap_09_an_empty_string_is_null(tmp_path: Path) -> None:
    null = changed(tmp_path, "siaes_38.json", lambda text: text.replace('""', "null"))
    assert employers("emplois", null) == employers("emplois", FIXTURES / "siaes_38.json")


def test_trap_10_the_associations_intermediaires_of_data_inclusion_have_no_kind() -> None:
    found = employers("data_inclusion", FIXTURES / "data_inclusion.json")
    unlabelled = found[f"emplois-de-linclusion--{U}3"]
    assert unlabelled.kind is None
    assert codes(unlabelled) == ["kind-unknown"]
    assert found[f"emplois-de-linclusion--{U}4"].kind == "EBE"
    assert "finess--380000025" not in found, "a CMP is no employer of insertion"


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1"])
def test_trap_11_finess_has_two_record_types_no_header_its_own_codes_and_two_encodings(
    tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "finess.csv"
    path.write_bytes((FIXTURES / "finess.csv").read_text().encode(encoding))
    found = employers("esat", path)
    assert list(found) == ["380000017", "2A0000014", "970100017", "010000016"]
    located = found["380000017"]
    assert located.name == 'ESAT "LA CLAIRIÈRE"'
    assert (located.latitude, located.longitude) == (45.190025, 5.719171)
    assert located.address is not None
    assert (located.address.postcode, located.address.city) == ("38043", "GRENOBLE"), "the CEDEX is gone"
    insee = [employer.address.insee for employer in found.values() if employer.address]
    assert insee == ["38185", "2A004", "97105", "01053"]
    overseas = found["970100017"]
    assert (overseas.latitude, codes(overseas)) == (None, ["projection-not-read"])


def test_trap_11_leading_zeros_lost_in_the_official_list_are_put_back() -> None:
    found = employers("esat", FIXTURES / "esat_list.csv")["liste/010000016"]
    assert found.address is not None
    assert (found.address.postcode, found.address.insee, found.address.departement) == (
        "01000",
        "01053",
        "01",
    )
    assert found.capacity == 62
    assert employers("esat", FIXTURES / "esat_list.csv")["liste/380000017"].capacity is None, (
        "0 means unknown"
    )


@pytest.mark.parametrize("packing", ["zip", "gzip", "none"])
def test_trap_12_a_csv_gz_may_be_a_zip(tmp_path: Path, packing: str) -> None:
    for name in ("fluxIAE_Structure_05012026_081500.csv", "fluxIAE_AnnexeFinanciere_05012026_081501.csv"):
        text = (FIXTURES / "asp" / name).read_bytes()
        target = tmp_path / f"{name}.gz"
        if packing == "zip":
            with zipfile.ZipFile(target, "w") as archive:
                archive.writestr(name, text)
        else:
            target.write_bytes(gzip.compress(text) if packing == "gzip" else text)
    found = employers("emplois", tmp_path / "fluxIAE_Structure_05012026_081500.csv.gz")
    assert Counter(employer.kind for employer in found.values()) == {"EI": 1, "AI": 1, "ACI": 1}


FILES = [
    ("data_inclusion", "data_inclusion.json"),
    ("emplois", "siaes_38.json"),
    ("emplois", "marche.json"),
    ("emplois", "asp/fluxIAE_Structure_05012026_081500.csv"),
    ("lemarche", "lemarche.json"),
    ("geiq", "geiq.json"),
    ("adapted", "ea2.txt"),
    ("esat", "finess.csv"),
    ("esat", "finess_plus.json"),
    ("esat", "esat_list.csv"),
]


@pytest.mark.parametrize(("name", "fixture"), FILES)
def test_trap_13_nobody_is_named_in_what_lands(name: str, fixture: str) -> None:
    """Camille Untel is in every fixture that the format lets name somebody."""
    landed = raws(name, FIXTURES / fixture)
    assert landed
    for raw in landed:
        assert b"ntel" not in raw.payload
        assert b"UNTEL" not in raw.payload
        assert b"11 22 33 44" not in raw.payload
        assert b"611223344" not in raw.payload


def test_trap_13_what_a_source_says_of_people_is_declared() -> None:
    for connector in CONNECTORS.values():
        assert connector.info.personal_fields
    declared = CONNECTORS["emplois"].info.personal_fields
    assert {"admin_name", "admin_email", "structure_adresse_nom_corresp_technique"} <= set(declared)
    assert "contact_nom_prenom" in CONNECTORS["data_inclusion"].info.personal_fields


@pytest.mark.parametrize(("name", "fixture"), FILES)
def test_trap_14_a_mailbox_is_kept_only_when_it_belongs_to_a_function(name: str, fixture: str) -> None:
    found = employers(name, FIXTURES / fixture)
    kept = {employer.email for employer in found.values() if employer.email}
    assert kept <= {
        "contact@romanche.example.org",
        "accueil@romanche.example.org",
        "contact@bresse.example.org",
    }
    assert not [employer for employer in found.values() if (employer.phone or "")[:2] in {"06", "07"}]


def test_trap_15_a_post_code_is_no_commune() -> None:
    """38710 is shared by a dozen communes: les-emplois prints no INSEE code, so none is invented."""
    found = employers("emplois", FIXTURES / "siaes_38.json")[f"{U}3"]
    assert found.address is not None
    assert (found.address.postcode, found.address.city, found.address.insee) == ("38710", "Mens", None)
    assert found.address.departement == "38"


def test_trap_16_a_flag_on_a_siren_is_not_a_list_of_employers(tmp_path: Path) -> None:
    """recherche-entreprises flags every EPCI where an association owns an office: a check, not a list."""
    result = {
        "siren": "900000019",
        "nom_complet": "VALLON",
        "complements": {"est_siae": True, "type_siae": "ACI, EI"},
    }
    path = tmp_path / "search.json"
    path.write_text(json.dumps({"results": [result], "total_results": 1}))
    for name in CONNECTORS:
        (item,) = read(name, path)
        assert isinstance(item, Skipped)
        if name != "adapted":
            assert "recherche-entreprises" in item.reason
