"""Files that people already have: told from their content, whatever their name, however damaged."""

from __future__ import annotations

import io
import json
import logging
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pydantic import SecretStr

from hub.plugin_api import Employer, FetchContext, HubError, RawRecord, RecordRejected, Skipped, SourceChanged
from hub_siae_registry import hub_register_connectors

FIXTURES = Path(__file__).parent / "fixtures"
CONNECTORS = {connector.info.id: connector for connector in hub_register_connectors()}
OWNERS = {
    "data_inclusion.json": {"data_inclusion"},
    "siaes_38.json": {"emplois"},
    "marche.json": {"emplois"},
    "lemarche.json": {"lemarche"},
    "geiq.json": {"geiq"},
    "ea2.txt": {"adapted"},
    "esat_list.csv": {"esat"},
    "finess.csv": {"esat", "adapted"},
    "finess_plus.json": {"esat", "adapted"},
    "asp/fluxIAE_Structure_05012026_081500.csv": {"emplois"},
    "asp/fluxIAE_AnnexeFinanciere_05012026_081501.csv": set(),
}
Items = list[RawRecord | Skipped]


def read(name: str, path: Path, **settings: Any) -> tuple[Items, HubError | None]:
    connector = CONNECTORS[name]
    private = {"token": SecretStr("k"), "base_url": "https://geiq.invalid"}
    settings = {**({} if name not in {"geiq", "lemarche"} else private), **settings}
    ctx = FetchContext(
        settings=connector.settings_model(**settings),
        http=None,  # type: ignore[arg-type]
        log=logging.getLogger("test"),
        today=date(2026, 9, 10),
    )
    found: Items = []
    try:
        for item in connector.read(ctx, path):
            found.append(item)
    except HubError as error:
        return found, error
    return found, None


def parsed(name: str, items: Items) -> tuple[list[Employer], list[str]]:
    """The employers, and the codes of what was rejected."""
    employers, rejected = [], []
    for item in items:
        assert isinstance(item, RawRecord), item
        try:
            employers += CONNECTORS[name].parse(item)
        except RecordRejected as error:
            rejected.append(error.code)
    return employers, rejected  # type: ignore[return-value]


@pytest.mark.parametrize("name", sorted(CONNECTORS))
@pytest.mark.parametrize("fixture", sorted(OWNERS))
def test_a_file_has_the_owners_that_its_content_names(fixture: str, name: str) -> None:
    items, error = read(name, FIXTURES / fixture)
    assert error is None
    assert items, "a file is never passed over in silence"
    if name in OWNERS[fixture]:
        employers, rejected = parsed(name, items)
        assert employers
        assert not rejected
        assert employers == parsed(name, items)[0], "the same bytes give the same employers"
    else:
        assert all(isinstance(item, Skipped) and item.reason for item in items)


@pytest.mark.parametrize("name", sorted(CONNECTORS))
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02",
        b"<html><body>404</body></html>",
        b"null",
        b"[1, 2, 3]",
        b'{"id": 1}',
        b"a;b\n1;2\n",
        b"%PDF-1.7",
    ],
    ids=["empty", "binary", "html", "null", "numbers", "object", "csv", "pdf"],
)
def test_a_file_of_nobody_is_skipped_with_a_reason(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / "siaes.json"
    path.write_bytes(content)
    items, error = read(name, path)
    assert error is None
    assert [type(item) for item in items] == [Skipped]


JSON = [
    ("data_inclusion", "data_inclusion.json"),
    ("emplois", "siaes_38.json"),
    ("lemarche", "lemarche.json"),
]


@pytest.mark.parametrize(("name", "fixture"), JSON)
@pytest.mark.parametrize(
    "value", [None, "", [], {}, 0, True, -1e300, "\u0000", "x" * 5000, {"a": [1]}, "<b>"]
)
def test_any_value_in_any_field(tmp_path: Path, name: str, fixture: str, value: Any) -> None:
    """Each field of a record in turn holds nonsense: an employer with a finding, or a rejection."""
    page = json.loads((FIXTURES / fixture).read_text())
    rows = page if isinstance(page, list) else next(v for v in page.values() if isinstance(v, list))
    record = rows[0]
    path = tmp_path / "x.json"
    path.write_text(json.dumps([record, *({**record, field: value} for field in record)]))
    items, error = read(name, path)
    assert error is None
    employers, rejected = parsed(name, [item for item in items if isinstance(item, RawRecord)])
    assert employers
    assert set(rejected) <= {"no-name", "no-identifier"}
    assert all("\x00" not in employer.model_dump_json() for employer in employers)


def test_a_page_cut_short_keeps_the_whole_records_and_the_rest_without_names(tmp_path: Path) -> None:
    path = tmp_path / "page.json"
    text = (FIXTURES / "marche.json").read_text()
    path.write_text(text[: text.rindex('"admin_email"') + 30])
    items, _ = read("emplois", path)
    employers, rejected = parsed("emplois", items)
    assert (len(employers), rejected) == (3, ["json-malformed"])
    last = items[-1]
    assert isinstance(last, RawRecord)
    assert b"GEIQ DES ALPES" in last.payload
    assert b"ntel" not in last.payload


def test_records_of_an_archive_are_found_and_the_rest_is_named(tmp_path: Path) -> None:
    path = tmp_path / "semaine.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(FIXTURES / "siaes_38.json", "a/siaes.json")
        archive.write(FIXTURES / "geiq.json", "a/geiq.json")
    items, error = read("emplois", path)
    assert error is None
    assert [item.origin for item in items if isinstance(item, Skipped)] == [f"{path}!a/geiq.json"]
    assert len(items) == 5


# -- ASP -----------------------------------------------------------------------

STRUCTURE, ANNEXES = "fluxIAE_Structure_05012026_081500.csv", "fluxIAE_AnnexeFinanciere_05012026_081501.csv"


def asp(
    tmp_path: Path, *, structure: Callable[[str], str] = str, annexes: Callable[[str], str] = str
) -> Path:
    for name, change in ((STRUCTURE, structure), (ANNEXES, annexes)):
        (tmp_path / name).write_text(change((FIXTURES / "asp" / name).read_text()))
    return tmp_path / STRUCTURE


def test_a_lone_quote_is_a_character_and_one_row_makes_several_employers() -> None:
    items, _ = read("emplois", FIXTURES / "asp" / STRUCTURE)
    employers, _ = parsed("emplois", items)
    assert [(e.key, e.kind, e.capacity, e.active) for e in employers] == [
        ("asp/1/AI", "AI", 4, None),
        ("asp/1/EI", "EI", 12, True),
        ("asp/2/ACI", "ACI", None, False),
    ]
    first = employers[0]
    assert first.name == 'ATELIERS "DU VALLON'
    assert first.siret == "90000001900027", "the present SIRET, not the one of the signature"
    assert (first.phone, first.naf) == ("0476000001", "8129A")
    assert first.address is not None
    assert first.address.insee == "38185"


def test_both_views_in_one_archive(tmp_path: Path) -> None:
    path = tmp_path / "flux.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in (STRUCTURE, ANNEXES):
            archive.write(FIXTURES / "asp" / name, name)
    items, error = read("emplois", path)
    assert error is None
    assert len([item for item in items if isinstance(item, RawRecord)]) == 2


def test_a_structure_view_alone_gives_no_kind(tmp_path: Path) -> None:
    path = asp(tmp_path)
    (tmp_path / ANNEXES).unlink()
    ((skipped,), error) = read("emplois", path)
    assert error is None
    assert isinstance(skipped, Skipped)
    assert "fluxIAE_AnnexeFinanciere" in skipped.reason


@pytest.mark.parametrize(
    ("structure", "annexes", "expected"),
    [
        (lambda text: text[: text.index("FIN3")], str, "asp-no-footer"),
        (lambda text: text.replace("FIN3", "FIN4"), str, "asp-count-mismatch"),
        (str, lambda text: text[: text.index("FIN6")], "asp-no-footer"),
        (str, lambda text: text.replace("FIN6", "FIN5"), "asp-count-mismatch"),
        (lambda text: text.replace("DEBStructure0501", "DEBStructure9901"), str, "asp-no-header"),
    ],
)
def test_a_view_that_does_not_add_up_is_refused(
    tmp_path: Path, structure: Callable[[str], str], annexes: Callable[[str], str], expected: str
) -> None:
    _, error = read("emplois", asp(tmp_path, structure=structure, annexes=annexes))
    assert error is not None
    assert error.code == expected


def test_two_annex_views_beside_one_structure_view_are_one_too_many(tmp_path: Path) -> None:
    path = asp(tmp_path)
    (tmp_path / "fluxIAE_AnnexeFinanciere_12012026_081501.csv").write_text((tmp_path / ANNEXES).read_text())
    _, error = read("emplois", path)
    assert error is not None
    assert error.code == "asp-several-annexes"


def test_a_row_with_a_cell_too_many_is_kept_without_the_correspondent(tmp_path: Path) -> None:
    path = asp(tmp_path, structure=lambda text: text.replace("CHANTIER DE", "CHANTIER|DE"))
    items, error = read("emplois", path)
    assert error is None
    employers, rejected = parsed("emplois", items)
    assert (len(employers), rejected) == (2, ["json-malformed"])
    assert not [item for item in items if isinstance(item, RawRecord) and b"UNTEL" in item.payload]


# -- EA2 -----------------------------------------------------------------------


def test_the_member_is_the_employer_and_the_first_row_wins() -> None:
    items, _ = read("adapted", FIXTURES / "ea2.txt")
    employers, _ = parsed("adapted", items)
    assert [(e.key, e.kind) for e in employers] == [
        ("ea2/90000001900019/EA", "EA"),
        ("ea2/90000001900019/EATT", "EATT"),
        ("ea2/90000003500015/EA", "EA"),
    ], "the one in prison, whose kind ends with a blank, is left out; so is the second contract of the first"
    assert employers[0].name == "Adaptée 1"


def test_a_new_kind_of_entreprise_adaptee_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "ea2.txt"
    path.write_text((FIXTURES / "ea2.txt").read_text().replace("Travail Temporaire", "de Demain"))
    employers, _ = parsed("adapted", read("adapted", path)[0])
    assert [e.kind for e in employers] == ["EA", None, "EA"]
    assert [f.code for f in employers[1].findings] == ["kind-unknown"]


def test_a_row_cut_in_two_is_kept_and_rejected(tmp_path: Path) -> None:
    path = tmp_path / "ea2.txt"
    path.write_text((FIXTURES / "ea2.txt").read_text().replace("Adaptée 3|", "Adaptée\n3|"))
    employers, rejected = parsed("adapted", read("adapted", path)[0])
    assert (len(employers), rejected) == (2, ["json-malformed", "json-malformed"])


def test_the_password_of_the_zip_is_asked_for(tmp_path: Path) -> None:
    """The ASP sends the flux in a ZIP with a password, which the hub does not have."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(FIXTURES / "ea2.txt", "EA2_ITOU.txt")
    content = bytearray(packed.getvalue())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + at] |= 1  # the flag of an encrypted member
    path = tmp_path / "FLUX_EA2.zip"
    path.write_bytes(content)
    items, error = read("adapted", path)
    assert items == []
    assert error is not None
    assert error.code == "archive-unsupported"
    assert "password" in error.cause
    assert "npack" in error.next_step


# -- FINESS --------------------------------------------------------------------


def test_a_quote_left_open_spoils_one_establishment_not_the_file(tmp_path: Path) -> None:
    path = tmp_path / "finess.csv"
    path.write_text((FIXTURES / "finess.csv").read_text().replace("ESAT DU MAQUIS", '"ESAT DU MAQUIS'))
    employers, rejected = parsed("esat", read("esat", path)[0])
    assert ([e.key for e in employers], rejected) == (
        ["380000017", "970100017", "010000016"],
        ["json-malformed"],
    )


def test_finess_plus_says_the_same_of_the_same_number() -> None:
    flat = {e.key: e for e in parsed("esat", read("esat", FIXTURES / "finess.csv")[0])[0]}
    plus = {e.key: e for e in parsed("esat", read("esat", FIXTURES / "finess_plus.json")[0])[0]}
    one, other = flat["380000017"], plus["380000017"]
    assert (one.siret, one.latitude, one.longitude) == (other.siret, other.latitude, other.longitude)
    assert (one.active, other.active) == (None, True)
    closed = plus["380000058"]
    assert closed.active is False
    assert (closed.latitude, closed.longitude) == (45.190025, 5.719171), (
        "X and Y are published one for the other"
    )
    assert closed.siren == "900000068", "of the legal entity: the establishment prints no SIRET"


def test_the_official_list_does_not_wipe_out_what_finess_gave() -> None:
    """One has the capacity, the other the coordinates: two entries of one employer, never one key."""
    flat = {e.key for e in parsed("esat", read("esat", FIXTURES / "finess.csv")[0])[0]}
    official = {e.key for e in parsed("esat", read("esat", FIXTURES / "esat_list.csv")[0])[0]}
    assert official == {"liste/010000016", "liste/380000017"}
    assert not flat & official


@pytest.mark.parametrize("value", [None, "", [], {}, 0, "\u0000", [None], [{"a": []}]])
def test_any_value_in_any_field_of_finess_plus(value: Any) -> None:
    items, _ = read("esat", FIXTURES / "finess_plus.json")
    assert isinstance(items[0], RawRecord)
    record = json.loads(items[0].payload)
    parts = [record, record["ege"], record["ege"]["adresse"][0], record["ege"]["informationsGeneralesEGE"]]
    for part in parts:
        for name, kept in list(part.items()):
            part[name] = value
            raw = RawRecord("x", json.dumps(record).encode(), "application/json", "memory:")
            _, rejected = parsed("esat", [raw])
            assert set(rejected) <= {"no-name", "no-identifier", "not-finess"}
            part[name] = kept


def test_a_finess_file_without_the_category_is_named(tmp_path: Path) -> None:
    path = tmp_path / "finess.csv"
    lines = (FIXTURES / "finess.csv").read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if ";247;" not in line))
    ((skipped,), _) = read("adapted", path)
    assert isinstance(skipped, Skipped)
    assert "247" in skipped.reason


# -- GEIQ ----------------------------------------------------------------------


def workbook(path: Path, rows: list[list[Any]], *, title: str = "GEIQ") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    sheet.append(["Nom", "Rue", "Rue (suite)", "Code Postal", "Ville", "SIRET", "e-mail"])
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


ROWS: list[list[Any]] = [
    [
        "GEIQ des Alpes",
        "12 rue des Ateliers",
        None,
        1000,
        "BOURG EN BRESSE",
        "900 000 092 00016",
        "c.untel@x.fr",
    ],
    ["GEIQ sans numéro", None, None, "38000", "GRENOBLE", None, "contact@geiq.example.org"],
    ["GEIQ en nombre", None, None, 38000, "GRENOBLE", 90000010000017, None],
]


def test_the_workbook_of_the_federation(tmp_path: Path) -> None:
    items, error = read("geiq", workbook(tmp_path / "liste.xlsx", ROWS), minimum=3)
    assert error is None
    employers, rejected = parsed("geiq", items)
    assert not rejected
    assert [(e.key, e.siret) for e in employers] == [
        ("liste/90000009200016", "90000009200016"),
        ("liste/geiq-sans-numéro-38000", None),
        ("liste/90000010000017", "90000010000017"),
    ]
    assert employers[0].address is not None
    assert employers[0].address.postcode == "01000"
    assert [e.email for e in employers] == [None, "contact@geiq.example.org", None]


def test_a_workbook_of_too_few_rows_is_read_and_then_refused(tmp_path: Path) -> None:
    items, error = read("geiq", workbook(tmp_path / "liste.xlsx", ROWS))
    assert len(items) == 3
    assert error is not None
    assert error.code == "snapshot-too-small"


def test_other_workbooks_and_damaged_ones(tmp_path: Path) -> None:
    other = openpyxl.Workbook()
    other.active.append(["a", "b"])
    other.save(tmp_path / "other.xlsx")
    ((skipped,), _) = read("geiq", tmp_path / "other.xlsx")
    assert isinstance(skipped, Skipped)
    damaged = tmp_path / "damaged.xlsx"
    with zipfile.ZipFile(damaged, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
    items, error = read("geiq", damaged)
    assert items == []
    assert isinstance(error, SourceChanged)
    assert error.code == "workbook-damaged"
    ((skipped,), _) = read("emplois", workbook(tmp_path / "liste.xlsx", ROWS))
    assert isinstance(skipped, Skipped), "one line for a workbook, not one for each part of its ZIP"


def test_a_geiq_and_its_antennas() -> None:
    employers, _ = parsed("geiq", read("geiq", FIXTURES / "geiq.json")[0])
    found = {e.key: e for e in employers}
    assert list(found) == ["geiq/70", "antenne/70", "antenne/71", "geiq/71", "geiq/72"], "not the federation"
    gap = found["antenne/70"]
    assert (gap.name, gap.siret, gap.siren) == ("GEIQ des Alpes – ANTENNE DE GAP", None, "900000092")
    assert gap.address is not None
    assert gap.address.departement == "05", "the antenna hires there, the seat is in Isère"
    assert found["antenne/71"].name == "GEIQ des Alpes Savoie"
    assert (found["geiq/70"].naf, found["geiq/70"].sectors, found["geiq/70"].networks) == (
        "7830Z",
        ("BTP",),
        ("ffgeiq",),
    )
