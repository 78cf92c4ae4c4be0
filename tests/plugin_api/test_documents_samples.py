"""The readers on files that publishers really wrote."""

import json
from pathlib import Path

import pytest

from hub.plugin_api.documents import (
    JsonItem,
    iter_json_items,
    iter_members,
    iter_xml_elements,
    parse_xml,
    read_csv,
    sniff,
)

SAMPLES = Path(__file__).resolve().parents[2] / ".." / "shared" / "samples"
pytestmark = [
    pytest.mark.samples,
    pytest.mark.skipif(not SAMPLES.is_dir(), reason="public samples absent: ../shared/samples not found"),
]
KEYS = ("marches.marche", "marches.contrat-concession", "marches", "results")
SKIPPED = {".md", ".py", ".yml", ".xsd", ".txt"}


def files(suffix: str, folder: str = "") -> list[Path]:
    return sorted((SAMPLES / folder).rglob(f"*{suffix}"))


def expected_items(document: object) -> list[object]:
    """What the whole file holds, found the easy way."""
    if isinstance(document, list):
        return document
    marches = document.get("marches", document.get("results"))
    if isinstance(marches, dict):
        return [item for items in marches.values() for item in items]
    return [document] if marches is None else marches


@pytest.mark.parametrize("path", files(".json"), ids=lambda path: path.name)
def test_every_json_file_gives_all_its_items(path):
    with path.open("rb") as stream:
        found = list(iter_json_items(stream, KEYS))
    assert all(isinstance(item, JsonItem) for item in found)
    expected = expected_items(json.loads(path.read_bytes()))
    # As text, because one publisher writes NaN, which equals nothing.
    assert [json.dumps(json.loads(item.payload)) for item in found] == [json.dumps(item) for item in expected]


@pytest.mark.parametrize("path", files(".xml"), ids=lambda path: path.name)
def test_every_notice_is_read(path):
    root = parse_xml(path.read_bytes())
    with path.open("rb") as stream:
        (document,) = iter_xml_elements(stream, {root.tag.rpartition("}")[2]})
    assert [node.tag for node in parse_xml(document).iter()] == [node.tag for node in root.iter()]


@pytest.mark.parametrize("path", files(".csv"), ids=lambda path: path.name)
def test_every_table_is_read(path):
    with path.open("rb") as stream:
        rows = list(read_csv(stream))
    assert rows
    assert not [row for row in rows if "\ufffd" in "".join(row.values())]


def test_names_and_contents_agree_on_the_plain_formats():
    wanted = {
        ".json": {"json"},
        ".xml": {"xml"},
        ".html": {"html"},
        ".parquet": {"parquet"},
        ".xlsx": {"zip"},
    }
    for suffix, formats in wanted.items():
        for path in files(suffix):
            with path.open("rb") as stream:
                assert sniff(stream.read(4096)) in formats, path


@pytest.mark.parametrize("path", [*files(".gz"), *files(".zip")], ids=lambda path: path.name)
def test_every_archive_opens(path):
    members = list(iter_members(path))
    assert members
    for member in members:
        assert member.open().read()
