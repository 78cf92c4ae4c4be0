"""Files that a person already has, recognised by what is in them."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from hub.plugin_api import RawRecord, RecordRejected, Skipped, SourceChanged
from hub_procurement_feed.boamp.connector import Boamp
from hub_procurement_feed.boamp.privacy import payload_of, strip_personal

FIXTURES = Path(__file__).parent / "fixtures" / "boamp"


def record(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FIXTURES / f"{name}.json").read_text("utf-8"))
    for column in ("donnees", "gestion"):
        found[column] = json.dumps(found[column], ensure_ascii=False)
    return found


ONE, TWO = record("fns_initial"), record("mapa_initial")


def read(path: Path, content: bytes) -> list[RawRecord | Skipped]:
    path.write_bytes(content)
    ctx: Any = SimpleNamespace()
    return list(Boamp().read(ctx, path))


def dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "content",
    [
        dumped({"total_count": 2, "results": [ONE, TWO]}),
        dumped([ONE, TWO]),
        json.dumps([ONE, TWO], indent=2).encode("utf-16"),
        dumped({"nhits": 2, "records": [{"recordid": "a", "fields": ONE}, {"recordid": "b", "fields": TWO}]}),
        dumped(ONE) + b"\n" + dumped(TWO) + b"\n",
        gzip.compress(dumped([ONE, TWO])),
    ],
    ids=["page", "export", "utf-16", "v1", "lines", "gzip"],
)
def test_every_wrapping_gives_the_records(tmp_path: Path, content: bytes) -> None:
    found = read(tmp_path / "named-anything.txt", content)
    assert [item.key for item in found if isinstance(item, RawRecord)] == ["26-90010", "26-90020"]


@pytest.mark.parametrize("wrapped", [ONE, {"recordid": "a", "fields": ONE}])
def test_a_single_record(tmp_path: Path, wrapped: dict[str, Any]) -> None:
    (raw,) = read(tmp_path / "r.json", dumped(wrapped))
    assert isinstance(raw, RawRecord)
    assert (raw.key, str(raw.published), raw.media) == ("26-90010", "2026-09-03", "application/json")
    assert Boamp().parse(raw)[0].title == "Entretien des espaces verts"


def test_an_archive_is_read_member_by_member(tmp_path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("a.json", dumped([ONE]))
        archive.writestr("lisez-moi.txt", "Bonjour à tous, ceci n'est pas une annonce.")
        archive.writestr("b.json", dumped(TWO))
    found = read(tmp_path / "lot.zip", content.getvalue())
    assert [type(item).__name__ for item in found] == ["RawRecord", "Skipped", "RawRecord"]
    assert isinstance(found[1], Skipped)
    assert "lisez-moi.txt" in found[1].origin


def test_a_tar_gz(tmp_path: Path) -> None:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as archive:
        info = tarfile.TarInfo("a.json")
        info.size = len(dumped([ONE]))
        archive.addfile(info, io.BytesIO(dumped([ONE])))
    (raw,) = read(tmp_path / "lot.tgz", content.getvalue())
    assert isinstance(raw, RawRecord)
    assert raw.key == "26-90010"


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"<!doctype html><html><body>Erreur</body></html>", "html"),
        (b"<?xml version='1.0'?><ANNONCE/>", "xml"),
        (b"id;nom\n1;a\n2;b\n", "csv"),
        (dumped({"marches": {"marche": [{"id": "1"}]}}), "idweb"),
        (dumped([{"code": 64516, "libelle": "APProch"}]), "idweb"),
        (b"\x00\x01\x02\x03", "binary"),
    ],
)
def test_another_source_is_named_and_skipped(tmp_path: Path, content: bytes, word: str) -> None:
    (skipped,) = read(tmp_path / "boamp.json", content)
    assert isinstance(skipped, Skipped)
    assert word in skipped.reason


def test_a_file_cut_short_keeps_the_rest_for_quarantine(tmp_path: Path) -> None:
    content = dumped([ONE, TWO])
    whole, rest = read(tmp_path / "cut.json", content[:-200])
    assert isinstance(whole, RawRecord)
    assert isinstance(rest, RawRecord)
    assert rest.key.startswith("!damaged:")
    assert b'"idweb": "26-90020"' in rest.payload
    with pytest.raises(RecordRejected) as error:
        Boamp().parse(rest)
    assert error.value.code == "boamp-damaged"


def test_a_gzip_cut_short_gives_what_came_before_then_says_so(tmp_path: Path) -> None:
    path, found = tmp_path / "cut.json.gz", []
    lines = b"".join(
        dumped({**ONE, "idweb": f"26-{n}", "objet": Random(n).randbytes(90).hex()}) + b"\n"
        for n in range(500)
    )
    path.write_bytes(gzip.compress(lines)[:-2000])
    ctx: Any = SimpleNamespace()
    with pytest.raises(SourceChanged):
        found.extend(Boamp().read(ctx, path))
    assert len([raw for raw in found if isinstance(raw, RawRecord)]) > 100


def test_damage_before_the_first_record_is_kept_in_order(tmp_path: Path) -> None:
    found = read(tmp_path / "lines.jsonl", b'{"idweb": "26-1" "objet"}\n' + dumped(ONE) + b"\n")
    keys = [item.key for item in found if isinstance(item, RawRecord)]
    assert keys[0].startswith("!damaged:")
    assert keys[-1] == "26-90010"


def test_the_same_notice_twice_is_given_twice(tmp_path: Path) -> None:
    assert len(read(tmp_path / "twice.json", dumped([ONE, ONE]))) == 2


class TestPersonalData:
    def test_people_do_not_land(self) -> None:
        for name in sorted(path.stem for path in FIXTURES.glob("*.json")):
            payload = payload_of(record(name)).decode()
            for trace in ("Inventée", "Dominique Inventé", "M. Inventé", "0400000000", "camille@"):
                assert trace not in payload, (name, trace)

    def test_organisations_addresses_and_texts_stay(self) -> None:
        payload = payload_of(record("mapa_attribution")).decode()
        assert "Peintures Fictives" in payload
        assert "PersonnePhysique" in payload, "the sign that a person won stays, without the name"
        assert "valville.exemple.invalid" in payload

    def test_the_api_a_dump_and_a_file_give_the_same_bytes(self) -> None:
        objects = json.loads((FIXTURES / "mapa_initial.json").read_text("utf-8"))
        shuffled = dict(reversed(TWO.items()))
        assert payload_of(TWO) == payload_of(objects) == payload_of(shuffled)

    def test_stripping_again_changes_nothing(self) -> None:
        once = strip_personal(TWO)
        assert strip_personal(once) == once

    def test_the_record_given_is_left_alone(self) -> None:
        before = json.loads(json.dumps(TWO))
        strip_personal(TWO)
        assert before == TWO

    def test_a_payload_that_is_not_json_is_kept_as_it_came(self) -> None:
        broken = {**TWO, "donnees": '{"MAPA": {"organisme"'}
        assert strip_personal(broken)["donnees"] == broken["donnees"]

    def test_half_a_surrogate_pair_is_one_record_s_trouble(self) -> None:
        """It is valid JSON for the platform and no text for anybody: that record alone is refused."""
        raw = RawRecord("26-1", payload_of({**TWO, "objet": "\ud800"}), "application/json", "memory:")
        with pytest.raises(RecordRejected):
            Boamp().parse(raw)
