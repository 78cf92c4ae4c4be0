"""The shipped tables: small, the same bytes each time, and those of the national files."""

import gzip
from importlib.resources import files
from pathlib import Path

import pytest

from hub.geo import build, names, tables

REFERENCE = Path(__file__).resolve().parents[2] / ".." / "shared" / "samples" / "reference"
SHIPPED = files("hub.geo").joinpath("data")

SOURCES = {
    "communes_2026.csv": (
        "code_insee,nom,commune_parente,epci_siren,codes_postaux,population,"
        "latitude,longitude,mairie_latitude,mairie_longitude\n"
        "38052,Le Bourg-d'Oisans,,243800745,38520,3252,45.05551,6.02932,45.0,6.0\n"
        "99001,Sans Contour,,,,,,,12.5,13.5\n"
    ),
    "communes_anciennes_2026.csv": "code_insee,nom,type,chef_lieu\n38534,Vénosc,COMD,38253\n",
    "epci_2026.csv": "siren,nom,type\n243800745,CC de l'Oisans,CC\n",
    "departements_2026.csv": "code,nom,region_code,region_nom\n38,Isère,84,Auvergne-Rhône-Alpes\n",
    "nuts_2024_fr.csv": "nuts_code,level,departement_code\nFRK2,2,\nFRK24,3,38\n",
}


def rebuilt(target: Path) -> dict[str, bytes]:
    source = target / "source"
    source.mkdir(parents=True, exist_ok=True)
    for name, text in SOURCES.items():
        (source / name).write_text(text, encoding="utf-8")
    return {path.name: path.read_bytes() for path in build.build(source, target)}


def test_the_same_sources_give_the_same_bytes(tmp_path):
    first, second = rebuilt(tmp_path / "a"), rebuilt(tmp_path / "b")
    assert first == second
    assert all(data[4:8] == b"\0\0\0\0" for data in first.values()), "no date in the archives"


def test_a_commune_without_outline_takes_its_town_hall(tmp_path):
    lines = gzip.decompress(rebuilt(tmp_path)["communes.csv.gz"]).decode().splitlines()
    assert lines[1] == "38052,Le Bourg-d'Oisans,,243800745,38520,3252,45.0555,6.0293"
    assert lines[2] == "99001,Sans Contour,,,,,12.5000,13.5000"


def test_wrong_arguments_are_told(capsys):
    assert build.main([]) == 2
    assert "usage" in capsys.readouterr().err


def test_the_package_stays_small():
    assert sum(len(entry.read_bytes()) for entry in SHIPPED.iterdir()) < 2_500_000


def test_the_shipped_tables_hold_the_country():
    rows = tables.commune_rows().values()
    assert len(rows) == 35_014
    assert sum(bool(row[2]) for row in rows) == 45
    assert set(tables.old_communes().values()) <= set(tables.commune_rows())
    assert set(tables.epci_index()) == set(tables.epci_names())


def test_names_folded_together_or_one_by_one_are_the_same():
    some = [row[1] for row in list(tables.commune_rows().values())[::50]]
    assert names.fold_all(some) == [names.fold(name) for name in some]


@pytest.mark.samples
def test_the_shipped_tables_are_those_of_the_national_files(tmp_path):
    if not REFERENCE.is_dir():
        pytest.skip("reference tables absent: ../shared/samples not found")
    for path in build.build(REFERENCE, tmp_path):
        shipped = SHIPPED.joinpath(path.name).read_bytes()
        assert gzip.decompress(path.read_bytes()) == gzip.decompress(shipped)
