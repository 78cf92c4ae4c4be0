"""Where the file goes, and what is refused."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from hub.exports import FORMATS, NOUNS, format_of, replacing
from hub.plugin_api.errors import HubError


def test_the_old_file_stands_until_the_new_one_is_whole(tmp_path):
    target = tmp_path / "marches.csv"
    target.write_text("ancien")
    target.chmod(0o640)
    with pytest.raises(ZeroDivisionError), replacing(target) as out:
        out.write(bytes(1 // 0))
    assert target.read_text() == "ancien"
    with replacing(target) as out:
        out.write(b"new")
        assert target.read_text() == "ancien"
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["marches.csv"]


def test_a_link_is_followed_and_stays_a_link(tmp_path):
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    link.symlink_to(real)
    with replacing(link) as out:
        out.write(b"x")
    assert link.is_symlink()
    assert real.read_bytes() == b"x"


def test_what_the_system_refuses_is_said_with_what_to_do(tmp_path):
    for path, step in ((tmp_path / "absent" / "x.csv", "Créer le dossier"), (tmp_path, "--to")):
        with pytest.raises(HubError) as caught, replacing(path):
            pass
        assert caught.value.code == "export-not-written"
        assert step in caught.value.next_step


def test_the_extension_says_the_format_whatever_its_case():
    assert [format_of(Path(f"x.{name.upper()}"), "marches").name for name in FORMATS] == list(FORMATS)


@pytest.mark.parametrize(
    ("path", "noun", "code", "told"),
    [
        ("x.pdf", "marches", "export-format-invalid", ".csv, .xlsx, .jsonl, .ics, .atom"),
        ("x", "marches", "export-format-invalid", "Il manque une extension"),
        ("x.ics", "employers", "export-unfit-invalid", ".csv, .xlsx, .jsonl."),
        ("x.atom", "runs", "export-unfit-invalid", "marches et renewals"),
        ("x.csv", "avis", "export-noun-invalid", ", ".join(NOUNS)),
    ],
)
def test_what_cannot_be_written_is_refused_with_the_choices(path, noun, code, told):
    with pytest.raises(HubError) as caught:
        format_of(Path(path), noun)
    assert caught.value.code == code
    assert told in caught.value.cause


def test_every_noun_has_each_name_and_each_heading_once():
    for noun in NOUNS.values():
        for columns in (noun.columns({}), *(part.columns for part in noun.parts)):
            names = [column.name for column in columns if column.name]
            headers = [column.header for column in columns]
            assert len(names) == len(set(names))
            assert len(headers) == len(set(headers))
