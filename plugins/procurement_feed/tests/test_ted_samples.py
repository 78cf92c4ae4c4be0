"""The genuine notices of the sample set: none is rejected, and what they say is where it should be."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hub.plugin_api import Notice, RawRecord, Skipped
from hub_procurement_feed.boamp.connector import Boamp
from hub_procurement_feed.numbers import publication_number
from hub_procurement_feed.ted import countries
from hub_procurement_feed.ted.connector import Ted
from hub_procurement_feed.ted.settings import TedSettings

SAMPLES = Path(__file__).resolve().parents[3] / ".." / "shared" / "samples" / "procurement"
CTX: Any = SimpleNamespace(settings=TedSettings())
pytestmark = pytest.mark.samples


def folder(name: str) -> Path:
    if not SAMPLES.is_dir():
        pytest.skip("procurement samples absent: ../shared/samples not found")
    return SAMPLES / name


def records(connector: Any, name: str) -> Iterator[tuple[str, RawRecord]]:
    for path in sorted(folder(name).glob("*.xml")):
        for item in connector.read(CTX, path):
            assert isinstance(item, RawRecord), (path.name, item)
            yield path.name, item


def notices(connector: Any, name: str) -> dict[str, Notice]:
    return {file: connector.parse(raw)[0] for file, raw in records(connector, name)}


def labels(name: str) -> list[dict[str, str]]:
    with (folder(name) / "labels.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def eforms() -> dict[str, Notice]:
    return notices(Ted(), "ted_eforms")


@pytest.fixture(scope="module")
def legacy() -> dict[str, Notice]:
    return notices(Ted(), "ted_legacy_xml")


def test_every_eforms_is_read(eforms: dict[str, Notice]) -> None:
    assert len(eforms) == 71
    for row in labels("ted_eforms"):
        notice = eforms[row["file"]]
        assert notice.key == publication_number(row["publication_number"])
        assert notice.published.isoformat() == row["publication_date"][:10]
        titles = {text.text.strip() for text in notice.texts if text.role == "object"}
        assert {notice.title, row["title"].strip()} <= titles, "the label took the first language"
        assert notice.buyers[0].name == row["buyer"].strip()
        assert len(notice.lots) <= int(row["n_lots"]), "a group of lots is not a lot"
        assert notice.lots or notice.kind == "planning"


@pytest.mark.parametrize("term", ["BT-06", "BT-775", "BT-71", "BT-736"])
def test_the_codes_of_eforms_are_those_of_the_labels(eforms: dict[str, Notice], term: str) -> None:
    for row in labels("ted_eforms"):
        printed = {code.value for code in eforms[row["file"]].codes if code.field == term}
        assert printed == set(filter(None, row[term].replace("|", " ").replace(";", " ").split())), row[
            "file"
        ]


def test_every_legacy_notice_is_read(legacy: dict[str, Notice]) -> None:
    assert len(legacy) == 379
    for row in labels("ted_legacy_xml"):
        notice = legacy[row["file"]]
        assert notice.key == publication_number(row["publication_number"])
        assert f"{notice.published:%Y%m%d}" == row["publication_date"]
        assert notice.title.split()
        assert notice.buyers
        assert notice.cpv
        assert notice.dispatched
        assert notice.nature


def test_reserved_flags_are_where_the_labels_say(legacy: dict[str, Notice]) -> None:
    for row in labels("ted_legacy_xml"):
        found = {code.field for code in legacy[row["file"]].codes if code.field.startswith("RES")}
        assert found == set(filter(None, row["reserved_tags"].split("|"))), row["file"]


def test_the_words_of_each_label_are_in_a_text(legacy: dict[str, Notice]) -> None:
    """Insertion is written in sentences: each one that a person saw must be in front of the rules."""
    for row in labels("ted_legacy_xml"):
        kept = squeezed(" ".join(text.text for text in legacy[row["file"]].texts))
        conditions = squeezed(row["performance_conditions"])
        assert conditions[:60] in kept, row["file"]
        if row["label"] not in {"none", "ambiguous"}:
            assert "insertion" in kept or "social" in kept or "reserve" in row["label"], row["file"]


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_the_examples_of_the_sdk() -> None:
    """Fictitious notices that nobody published: no publication number, and forms seldom seen in France."""
    found = notices(Ted(), "reference/eforms-sdk-examples")
    assert len(found) == 13
    assert {notice.kind for notice in found.values()} == {
        "planning",
        "competition",
        "result",
        "change",
        "cancellation",
    }


@pytest.mark.parametrize("name", ["ted_eforms", "ted_legacy_xml"])
def test_all_are_french_on_their_bytes(name: str) -> None:
    for path in folder(name).glob("*.xml"):
        assert countries.may_be_of(path.read_bytes(), ("FRA",)), path.name


@pytest.mark.parametrize("name", ["ted_eforms", "ted_legacy_xml"])
def test_no_mailbox_of_a_person_lands(name: str) -> None:
    for file, raw in records(Ted(), name):
        for mark in (b"<E_MAIL>", b"<PHONE>", b"<CONTACT_POINT>", b"ElectronicMail", b"Telephone>"):
            assert mark not in raw.payload, (file, mark)


def test_an_answer_of_the_search_api_is_no_notice() -> None:
    (item,) = Ted().read(CTX, folder("ted_search_api") / "ted_api_response.json")
    assert isinstance(item, Skipped)


def test_every_file_of_dila_is_read() -> None:
    found = notices(Boamp(), "boamp_dila_xml")
    assert len(found) == 12
    for row in labels("boamp_dila_xml"):
        notice = found[row["file"]]
        assert notice.key == row["idweb"]
        assert notice.buyers
        assert notice.departements
        assert not [f for f in notice.findings if f.code.startswith("boamp-")]
