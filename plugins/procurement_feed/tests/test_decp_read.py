"""Files of DECP that a person already has, recognised by what is in them, in bounded memory."""

from __future__ import annotations

import gzip
import json
import random
import tarfile
import tracemalloc
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hub.plugin_api import AwardedContract, HubError, RawRecord, RecordRejected, Skipped, SourceChanged
from hub_procurement_feed.decp import spill
from hub_procurement_feed.decp.connector import Decp
from hub_procurement_feed.decp.records import DAMAGED

FIXTURES = Path(__file__).parent / "fixtures" / "decp"
BUYER = "21399001300012"
MIB = 1024 * 1024


def read(path: Path, content: bytes | None = None) -> list[RawRecord | Skipped]:
    if content is not None:
        path.write_bytes(content)
    ctx: Any = SimpleNamespace()
    return list(Decp().read(ctx, path))


def keys(found: list[RawRecord | Skipped]) -> list[str]:
    return [item.key.removeprefix(f"{BUYER}:") for item in found if isinstance(item, RawRecord)]


def parsed(found: list[RawRecord | Skipped]) -> list[AwardedContract]:
    return [Decp().parse(item)[0] for item in found if isinstance(item, RawRecord)]


def record(number: object, **more: Any) -> dict[str, Any]:
    return {
        "id": str(number),
        "acheteur": {"id": BUYER},
        "objet": f"Marché {number}",
        "montant": 50_000,
    } | more


def dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


TWO = [record(1), record(2)]


@pytest.mark.parametrize(
    "content",
    [
        dumped({"marches": TWO}),
        dumped({"marches": {"marche": [TWO[0]], "contrat-concession": [TWO[1]]}}),
        dumped({"marches": {"marche": TWO[0], "contrat-concession": TWO[1]}}),
        dumped(TWO),
        b"\n".join(map(dumped, TWO)),
        dumped({"total_count": 2, "results": TWO}),
        dumped({"nhits": 2, "records": [{"fields": one} for one in TWO]}),
        b"\xef\xbb\xbf" + dumped({"marches": TWO}),
        json.dumps({"marches": TWO}).encode("utf-16"),
        gzip.compress(dumped(TWO)),
    ],
)
def test_all_wrappings_of_json(tmp_path: Path, content: bytes) -> None:
    assert keys(read(tmp_path / "named.csv", content)) == ["1", "2"]


def test_a_single_record_and_an_archive_of_files(tmp_path: Path) -> None:
    assert keys(read(tmp_path / "one", dumped(record(7)))) == ["7"]
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(FIXTURES / "decp_2022.xml", "a.txt")
        archive.writestr("b", dumped(TWO))
        archive.writestr("README.md", "# Lisez-moi\n")
    found = read(tmp_path / "all.zip")
    assert keys(found) == ["24-059-00", "20099002600011:C2024-1", "1", "2"]
    assert [item.origin.rpartition("!")[2] for item in found if isinstance(item, Skipped)] == ["README.md"]


def test_a_tar_whose_members_pass_once(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "all.tar.gz", "w:gz") as archive:
        archive.add(FIXTURES / "tabular.csv", "tabular.csv")
    assert len(keys(read(tmp_path / "all.tar.gz"))) == 3


def test_the_payload_is_the_exact_slice_of_the_file(tmp_path: Path) -> None:
    slice_ = (
        b'{ "id":"1",\n "acheteur": {"id":"%s"}, "montant": 1.50e4,"objet":"\\u00e9t\\u00e9" }'
        % BUYER.encode()
    )
    (found,) = read(tmp_path / "f", b'{"marches":[' + slice_ + b"]}")
    assert isinstance(found, RawRecord)
    assert found.payload == slice_


def test_the_day_of_publication_and_the_origin_are_on_the_raw_record(tmp_path: Path) -> None:
    (found,) = read(tmp_path / "f", dumped([record(1, datePublicationDonnees="2024-07-26+02:00")]))
    assert isinstance(found, RawRecord)
    assert (str(found.published), found.origin) == ("2024-07-26", str(tmp_path / "f"))


def test_a_contact_person_never_lands(tmp_path: Path) -> None:
    found = read(FIXTURES / "decp_2022.json")
    landed = b"".join(item.payload for item in found if isinstance(item, RawRecord))
    assert b"DUPUIS" not in landed
    assert b"exemple.fr" not in landed
    assert b"90099001100018" in landed, "the company stays"


def test_the_same_contract_twice_in_a_file_comes_twice_in_order(tmp_path: Path) -> None:
    """The hub keeps the last and files the first as a revision."""
    found = read(tmp_path / "f", dumped([record(1, montant=1e5), record(2), record(1, montant=2e5)]))
    assert keys(found) == ["1", "2", "1"]
    last = parsed(found)[-1].value
    assert last is not None
    assert last.amount == 200_000


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html><body>Maintenance</body></html>", "html"),
        (b"%PDF-1.7 ...", "pdf"),
        (b"siret;nom\n1;EA\n2;ESAT\n", "csv without any contract"),
        (dumped([{"idweb": "26-1", "objet": "Avis"}] * 3), "json without any contract"),
        (dumped([{"id": n, "nom": "ACI"} for n in range(500)]), "json without any contract"),
        (b"<rss><channel><item/></channel></rss>", "xml without any contract"),
        (b"PAR1" + bytes(100), "the CSV file of the same data set"),
    ],
)
def test_what_is_not_decp_is_named_and_skipped(tmp_path: Path, content: bytes, reason: str) -> None:
    (found,) = read(tmp_path / "marches.json", content)
    assert isinstance(found, Skipped)
    assert reason in found.reason


def test_a_file_cut_short_gives_its_whole_records_and_its_last_bytes(tmp_path: Path) -> None:
    content = dumped({"marches": {"marche": [record(1), record(2), record(3)]}})
    found = read(tmp_path / "f", content[:-40])
    assert keys(found)[:2] == ["1", "2"]
    assert isinstance(found[2], RawRecord)
    assert found[2].key.startswith(DAMAGED)
    with pytest.raises(RecordRejected) as caught:
        Decp().parse(found[2])
    assert caught.value.code == "decp-not-json"


def test_records_that_name_no_contract_land_beside_those_that_do(tmp_path: Path) -> None:
    found = read(
        tmp_path / "f", dumped([record(1), record("", montant=0), {"id": "3", "objet": "Sans acheteur"}, 5])
    )
    assert [key.partition("!")[2].partition(":")[0] for key in keys(found)] == [
        "",
        "damaged",
        "damaged",
        "damaged",
    ]
    rejected = []
    for item in found[1:]:
        assert isinstance(item, RawRecord)
        with pytest.raises(RecordRejected) as caught:
            Decp().parse(item)
        rejected.append(caught.value.code)
    assert rejected == ["decp-no-id", "decp-no-buyer", "decp-bad-payload"]


def test_a_file_of_damaged_contracts_only_is_decp_all_the_same(tmp_path: Path) -> None:
    found = read(tmp_path / "f", dumped([{"titulaires": [], "acheteur": {"id": BUYER}}] * 3))
    assert [key.startswith(DAMAGED) for key in keys(found)] == [True] * 3


def test_latin_1_that_claims_to_be_utf_8(tmp_path: Path) -> None:
    content = json.dumps([record(1, objet="École")], ensure_ascii=False).encode("latin-1")
    (found,) = parsed(read(tmp_path / "f", content))
    assert (found.title, [finding.code for finding in found.findings]) == ("École", ["json-mended"])


@pytest.mark.parametrize(("levels", "after"), [(3_000, ["3"]), (100_000, [])])
def test_nesting_without_end_is_one_damaged_record(tmp_path: Path, levels: int, after: list[str]) -> None:
    """Beyond 5000 levels the reader of JSON stops there; it never falls over."""
    deep = b'{"id":"2","acheteur":{"id":"1"},"objet":' + b"[" * levels + b"]" * levels + b"}"
    found = read(tmp_path / "f", b"[" + b",".join([dumped(record(1)), deep, dumped(record(3))]) + b"]")
    assert [key for key in keys(found) if not key.startswith(DAMAGED)] == ["1", *after]
    assert isinstance(found[1], RawRecord)
    with pytest.raises(RecordRejected) as caught:
        Decp().parse(found[1])
    assert caught.value.code == "decp-not-json"


def test_xml_that_breaks_gives_what_came_before_it(tmp_path: Path) -> None:
    content = (FIXTURES / "decp_2022.xml").read_bytes()[:-200]
    (tmp_path / "f").write_bytes(content)
    ctx: Any = SimpleNamespace()
    found: list[Any] = []
    with pytest.raises(SourceChanged):
        found.extend(Decp().read(ctx, tmp_path / "f"))
    assert [item.key for item in found] == [f"{BUYER}:24-059-00"]


def test_a_line_without_end_in_a_table_is_refused_after_the_rows_before_it(tmp_path: Path) -> None:
    content = (FIXTURES / "tabular.csv").read_bytes() + b'x,"' + b"y" * (2 * MIB) + b'"\n'
    (tmp_path / "f").write_bytes(content)
    ctx: Any = SimpleNamespace()
    found: list[Any] = []
    with pytest.raises(SourceChanged, match="field limit"):
        found.extend(Decp().read(ctx, tmp_path / "f"))
    assert len(found) == 3, "their rows were read"


# -- the rows of one contract, wherever they are ------------------------------------------------------


def table(count: int) -> list[dict[str, str]]:
    """``count`` contracts of three rows: two winners, and a modification."""
    rows = []
    first, last = ("0", "false", "50000"), ("1", "true", "60000")
    for number in range(count):
        for winner, (change, current, amount) in zip("ABC", (first, last, last), strict=True):
            rows.append(
                {
                    "uid": f"{BUYER}{number:06d}_45",
                    "id": f"{number:06d}",
                    "acheteur_id": BUYER,
                    "titulaire_id": f"{winner}{number}",
                    "modification_id": change,
                    "donneesActuelles": current,
                    "montant": amount,
                }
            )
    return rows


def test_rows_far_apart_are_one_contract(tmp_path: Path) -> None:
    """The file is sorted by day: the row of a modification is thousands of rows from its contract's."""
    rows = table(300)
    random.Random(5).shuffle(rows)
    lines = [",".join(rows[0]), *(",".join(row[name] for name in rows[0]) for row in rows)]
    found = parsed(read(tmp_path / "f", "\n".join(lines).encode()))
    assert len(found) == 300
    for contract in found:
        number = int(contract.reference or "")
        assert contract.value is not None
        assert contract.initial is not None
        assert (contract.value.amount, contract.initial.amount) == (60000, 50000)
        assert {award.winner_identifier for award in contract.winners} == {f"B{number}", f"C{number}"}


def test_a_contract_of_too_many_rows_comes_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spill, "MOST_ROWS", 2)
    found = [json.loads(payload) for _, payload in spill.grouped(table(1))]
    assert [len(piece["rows"]) for piece in found] == [2, 1]


def test_rows_without_a_uid_are_brought_together_by_what_it_is_made_of() -> None:
    rows = [{**row, "uid": ""} for row in table(2)]
    assert [len(json.loads(payload)["rows"]) for _, payload in spill.grouped(rows)] == [3, 3]


def test_a_full_disk_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spill, "_START", ("PRAGMA max_page_count = 3", *spill._START))
    with pytest.raises(HubError) as caught:
        list(spill.grouped(table(500)))
    assert (caught.value.code, "TMPDIR" in caught.value.next_step) == ("decp-no-room", True)


# -- memory -------------------------------------------------------------------------------------------


def test_twenty_megabytes_are_read_in_a_few(tmp_path: Path) -> None:
    """``benchmarks/decp_memory.py`` does the same with gigabytes."""
    path = tmp_path / "f.json"
    with path.open("wb") as file:
        file.write(b'{"marches": {"marche": [')
        for number in range(1600):
            file.write((b"," if number else b"") + dumped(record(number, description="é" * 6500)))
        file.write(b"]}}")
    ctx: Any = SimpleNamespace()
    tracemalloc.start()
    try:
        count = sum(1 for _ in Decp().read(ctx, path))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert path.stat().st_size > 19 * MIB
    assert count == 1600
    assert peak < 12 * MIB
