"""Documents of TED that a person already has: recognised by content, without personal data."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from lxml import etree

from hub.plugin_api import RawRecord, RecordRejected, Skipped, SourceChanged
from hub_procurement_feed.ted import countries, landing
from hub_procurement_feed.ted.connector import Ted
from hub_procurement_feed.ted.settings import TedSettings

FIXTURES = Path(__file__).parent / "fixtures" / "ted"
NAMES = sorted(path.stem for path in FIXTURES.glob("*.xml"))
FRANCE = ("FRA",)


def document(name: str) -> bytes:
    return (FIXTURES / f"{name}.xml").read_bytes()


def foreign(name: str) -> bytes:
    """The same notice by a Belgian buyer, who won over a French company."""
    return (
        document(name)
        .replace(b'ISO_COUNTRY VALUE="FR"', b'ISO_COUNTRY VALUE="BE"')
        .replace(b">FRA<", b">BEL<")
    )


def read(path: Path, content: bytes, **settings: Any) -> list[RawRecord | Skipped]:
    path.write_bytes(content)
    ctx: Any = SimpleNamespace(settings=TedSettings(**settings))
    return list(Ted().read(ctx, path))


def package(members: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as archive:
        for name, payload in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(payload)
            archive.addfile(info, io.BytesIO(payload))
    return content.getvalue()


@pytest.mark.parametrize("name", NAMES)
def test_a_notice_is_known_by_its_root_whatever_its_file_is_called(tmp_path: Path, name: str) -> None:
    (raw,) = read(tmp_path / "named-anything.txt", document(name))
    assert isinstance(raw, RawRecord)
    (notice,) = Ted().parse(raw)
    assert (raw.key, raw.published, raw.media) == (notice.key, notice.published, "application/xml")
    assert notice == Ted().parse(RawRecord("", document(name), "application/xml", ""))[0], "nothing is lost"


def test_prefixes_do_not_matter(tmp_path: Path) -> None:
    renamed = document("legacy_f14").replace(b"n2016:", b"nuts:").replace(b"xmlns:n2016", b"xmlns:nuts")
    assert [item.key for item in read(tmp_path / "a", renamed) if isinstance(item, RawRecord)] == ["303-2021"]


def test_a_daily_package_holds_all_countries(tmp_path: Path) -> None:
    content = package(
        {
            "170_2026/900001_2026.xml": document("eforms_call"),
            "170_2026/900002_2026.xml": foreign("eforms_change"),
            "010_2021/000101_2021.xml": document("legacy_f02"),
            "010_2021/000202_2021.xml": foreign("legacy_f03"),
            "../../etc/passwd": document("legacy_f14"),
        }
    )
    found = read(tmp_path / "20260901_170.tar.gz", content)
    assert [item.key for item in found if isinstance(item, RawRecord)] == [
        "900001-2026",
        "101-2021",
        "303-2021",
    ]
    (skipped,) = (item for item in found if isinstance(item, Skipped))
    assert skipped.reason == "2 notices of buyers of other countries than FRA"
    assert not (tmp_path / ".." / "etc").exists(), "a name in an archive is only a label"


def test_other_countries_can_be_asked_for(tmp_path: Path) -> None:
    content = package({"a.xml": document("legacy_f02"), "b.xml": foreign("legacy_f03")})
    found = read(tmp_path / "p", content, countries=("BEL", "LUX"))
    assert [item.key for item in found if isinstance(item, RawRecord)] == ["202-2021"]


def test_one_file_given_by_a_person_is_read_whatever_its_country(tmp_path: Path) -> None:
    for content in (foreign("eforms_call"), gzip.compress(foreign("eforms_call"))):
        (raw,) = read(tmp_path / "a.xml", content)
        assert isinstance(raw, RawRecord)


def test_a_zip(tmp_path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("a.xml", document("eforms_call"))
        archive.writestr("lisez-moi.txt", "Bonjour à tous, ceci n'est pas un avis.")
        archive.writestr("a-again.xml", document("eforms_call"))
    found = read(tmp_path / "avis.zip", content.getvalue())
    assert [type(item).__name__ for item in found] == ["RawRecord", "Skipped", "RawRecord"]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"<!doctype html><html><body>Erreur</body></html>", "html"),
        (json.dumps({"notices": [{"publication-number": "1-2026"}]}).encode(), "search API"),
        (b"<ANNONCE><GESTION/><DONNEES/></ANNONCE>", "ANNONCE"),
        (b"<BusinessRegistrationInformationNotice/>", "BusinessRegistration"),
        (b"<a><b></a>", "cannot be read"),
        (b"id;nom\n1;a\n2;b\n", "csv"),
        (b"\x00\x01\x02\x03", "binary"),
    ],
)
def test_something_else_is_named_and_skipped(tmp_path: Path, content: bytes, word: str) -> None:
    (skipped,) = read(tmp_path / "ted.xml", content)
    assert isinstance(skipped, Skipped)
    assert word in skipped.reason


def test_an_empty_package_is_no_notice(tmp_path: Path) -> None:
    assert read(tmp_path / "p", package({})) == []


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (document("legacy_f02")[:-200], "xml-malformed"),
        (document("legacy_f02").decode().encode("latin-1", "replace"), "xml-malformed"),
        (
            b'<!DOCTYPE t [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><TED_EXPORT>&b;</TED_EXPORT>',
            "xml-doctype",
        ),
        (
            b'<!DOCTYPE t [<!ENTITY x SYSTEM "file:///etc/passwd">]><ContractNotice>&x;</ContractNotice>',
            "xml-doctype",
        ),
        (b"<TED_EXPORT DOC_ID='sans numero'/>", "ted-no-number"),
    ],
)
def test_a_damaged_notice_goes_to_quarantine_with_its_bytes(
    tmp_path: Path, payload: bytes, code: str
) -> None:
    (raw,) = read(tmp_path / "a.xml", payload)
    assert isinstance(raw, RawRecord)
    assert raw.key.startswith(landing.DAMAGED)
    with pytest.raises(RecordRejected) as error:
        Ted().parse(raw)
    assert error.value.code == code


def test_an_archive_cut_short_gives_what_came_whole(tmp_path: Path) -> None:
    members = {f"{n}.xml": document("eforms_call") + b"<!--%d-->" % n for n in range(40)}
    path, found = tmp_path / "p.tar.gz", []
    path.write_bytes(package(members)[:-600])
    ctx: Any = SimpleNamespace(settings=TedSettings())
    with pytest.raises(SourceChanged):
        found.extend(Ted().read(ctx, path))
    assert found


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceChanged) as error:
        read(tmp_path / "p", package({"a.xml": b"<TED_EXPORT>" + b" " * 40_000_000}))
    assert error.value.code == "archive-bomb"


class TestPersonalData:
    @pytest.mark.parametrize("name", NAMES)
    def test_people_do_not_land(self, name: str) -> None:
        raw = landing.landed(document(name), "memory:")
        assert isinstance(raw, RawRecord)
        kept = raw.payload.decode()
        for trace in ("Inventée", "400000000", "400000001", "camille@", "greffe@"):
            assert trace not in kept

    def test_organisations_and_texts_stay(self) -> None:
        raw = landing.landed(document("legacy_f03"), "memory:")
        assert isinstance(raw, RawRecord)
        assert "Maçonnerie Fictive" in raw.payload.decode()
        assert "valville.exemple.invalid" in raw.payload.decode()

    def test_a_natural_person_who_won_has_no_name(self) -> None:
        raw = landing.landed(document("eforms_result"), "memory:")
        assert isinstance(raw, RawRecord)
        assert b"NaturalPersonIndicator>true" in raw.payload
        assert None in {award.winner for award in Ted().parse(raw)[0].awards}

    def test_the_same_notice_has_the_same_bytes_wherever_it_was_read(self, tmp_path: Path) -> None:
        text = document("legacy_f02").decode()
        twins = [
            text.encode(),
            text.replace("UTF-8", "UTF-16").encode("utf-16"),
            text.replace("<LEFTI>", "<!-- converti --><LEFTI>").encode(),
            text.partition("\n")[2].encode(),
        ]
        payloads = {raw.payload for twin in twins for raw in read(tmp_path / "a", twin)}  # type: ignore[union-attr]
        (packed,) = read(tmp_path / "p", package({"b.xml": twins[0]}))
        assert isinstance(packed, RawRecord)
        assert payloads == {packed.payload}

    def test_stripping_again_changes_nothing(self) -> None:
        once = landing.landed(document("eforms_call"), "memory:")
        assert isinstance(once, RawRecord)
        assert landing.landed(once.payload, "memory:") == once


class TestCountries:
    @pytest.mark.parametrize("name", NAMES)
    def test_bytes_and_tree_agree(self, name: str) -> None:
        for payload, ours in ((document(name), True), (foreign(name), False)):
            assert countries.may_be_of(payload, FRANCE) is ours
            assert countries.is_of(etree.fromstring(payload), FRANCE) is ours

    def test_a_french_winner_does_not_make_a_french_notice(self) -> None:
        root = etree.fromstring(foreign("eforms_result"))
        names = {n.text: n for n in root.iter("{*}Name")}
        winner = next(names["Maçonnerie Fictive"].iterancestors("{*}Company"))
        winner.find("{*}PostalAddress/{*}Country/{*}IdentificationCode").text = "FRA"
        assert countries.may_be_of(etree.tostring(root), FRANCE)
        assert not countries.is_of(root, FRANCE)

    def test_overseas_buyers_are_french(self) -> None:
        assert countries.may_be_of(document("eforms_call").replace(b">FRA<", b">REU<"), FRANCE)

    def test_a_buyer_without_country_is_kept(self) -> None:
        root = etree.fromstring(b"<ContractNotice><x/></ContractNotice>")
        assert countries.is_of(root, FRANCE)

    def test_utf_16_is_never_refused_on_its_bytes(self) -> None:
        text = document("legacy_f02").decode().replace("UTF-8", "UTF-16")
        assert countries.may_be_of(text.encode("utf-16"), FRANCE)
