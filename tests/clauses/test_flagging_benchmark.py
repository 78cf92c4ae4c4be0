"""The benchmark of the flag: any format, mixed, beside gold or labels."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from benchmarks.flagging.__main__ import main, measured
from benchmarks.flagging.expected import expected, unknown_labels
from benchmarks.flagging.loaders import library

SECTIONS = {
    "idweb": "26-1",
    "sections": {"conditionrelativemarche": {"Autresconditionspartoui": "Clause d'insertion : 70 heures."}},
}
COLUMNS = {
    "idweb": "26-2",
    "rows": [{"D_12_06_Conditionrelativemarche_Autresconditionspartoui": "Marché réservé aux ESAT."}],
}
NORMALISED = {"ref": "26-3", "title": "Voirie", "description": "Réfection de la rue des Lilas"}
DECP = {
    "id": "2026-4",
    "acheteur": {"id": "21380001900011"},
    "objet": "Nettoyage",
    "montant": 90000,
    "considerationsSociales": {"considerationSociale": ["Clause sociale"]},
}
BOAMP = {
    "idweb": "26-5",
    "dateparution": "2026-09-01",
    "objet": "Travaux de peinture",
    "famille": "FNS",
    "donnees": json.dumps({"FNSimple": {"initial": {"informComplementaire": {"autresInformComplementaire": (
        "Les entreprises sont invitées à proposer une action d'insertion."
    )}}}}),
}  # fmt: skip


def write(folder: Path, rows: list[tuple[str, str, str]]) -> None:
    with (folder / "labels.csv").open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows([("file", "idweb", "label"), *rows])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four formats in one folder, and a file that is nobody's."""
    (tmp_path / "a.jsonl").write_text(json.dumps(SECTIONS), encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(json.dumps(COLUMNS), encoding="utf-8")
    (tmp_path / "c.jsonl").write_text(json.dumps(NORMALISED), encoding="utf-8")
    (tmp_path / "d.json").write_text(json.dumps({"marches": {"marche": [DECP]}}), encoding="utf-8")
    (tmp_path / "e.json").write_text(json.dumps({"total_count": 1, "results": [BOAMP]}), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("rien", encoding="utf-8")
    rows = [
        ("a.jsonl", "26-1", "clause"),
        ("b.jsonl", "26-2", "reserve"),
        ("c.jsonl", "26-3", "none"),
        ("d.json", "21380001900011:2026-4", "clause"),
        ("e.json", "", "clause_facultative"),
        ("x.json", "26-404", "none"),
        ("a.jsonl", "26-9", "ambiguous"),
        ("a.jsonl", "26-10", "mystery"),
    ]
    write(tmp_path, rows)
    return tmp_path


def test_every_format_is_read_and_found_by_key_or_by_file(folder: Path) -> None:
    found, missing = measured(folder)
    assert [(c.record.key, c.gold.status, c.answer.status) for c in found] == [
        ("26-1", "presente", "presente"),
        ("26-2", "presente", "presente"),
        ("26-3", "silence", "silence"),
        ("21380001900011:2026-4", "presente", "presente"),
        ("26-5", "facultative", "facultative"),
    ]
    assert missing == ["26-404"]
    assert library(folder).unread == ["notes.txt"]


def test_unsure_labels_are_left_out_and_unknown_ones_are_named(folder: Path) -> None:
    assert "26-9" not in {e.key for e in expected(folder)}
    assert unknown_labels(folder) == ["mystery"]


def test_gold_wins_over_a_label(folder: Path) -> None:
    gold = {"idweb": "26-1", "status": "presente", "types": ["EXEC"], "modality": "obligatoire"}
    (folder / "gold.jsonl").write_text(json.dumps(gold), encoding="utf-8")
    (first,) = [c for c in measured(folder)[0] if c.gold.key == "26-1"]
    assert first.gold.full


def test_the_document_holds_measures_halves_baselines_and_disagreements(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, [("a.jsonl", "26-1", "none")])
    assert main([str(folder), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert {"presence", "status", "families", "offsets"} <= {m["measure"] for m in document["measures"]}
    (row,) = document["disagreements"]
    assert row["differs"]["status"] == {"expected": "silence", "answered": "presente"}
    assert "Clause d'insertion" in row["seen"][0]
    assert [b["measure"] for b in document["baselines"]][-1] == "codes alone"


def test_a_label_of_a_lot_is_answered_for_that_lot(tmp_path: Path) -> None:
    text = "Clause d'insertion pour le lot 1. Le lot 2 ne comporte pas de clause sociale."
    line = {"idweb": "26-1", "sections": {"s": {"Autresconditions": text}}}
    (tmp_path / "a.jsonl").write_text(json.dumps(line), encoding="utf-8")
    with (tmp_path / "labels.csv").open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows(
            [("idweb", "lot", "label"), ("26-1", "1", "clause"), ("26-1", "2", "exclue")]
        )
    assert [c.answer.status for c in measured(tmp_path)[0]] == ["presente", "exclue"]


def test_an_empty_folder_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 1
    assert "No labelled notice" in capsys.readouterr().err
