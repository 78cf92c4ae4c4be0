"""What a facilitator reads: the queue, the card, the decision."""

from __future__ import annotations

import csv
import io
import json
from typing import get_args

import pytest

from hub.clauses import assessment, case
from hub.cli import runs as cli_runs
from hub.plugin_api import records, rules, runs
from hub.review import decide, labels


def test_the_words_cover_the_codes_and_nothing_else():
    for words, codes in (
        (labels.STAGES, get_args(case.Stage)),
        (labels.STATUSES, get_args(assessment.ClauseStatus)),
        (labels.OBLIGATIONS, get_args(assessment.ObligationState)),
        (labels.LEVELS, get_args(assessment.Level)),
        (labels.MOMENTS, get_args(assessment.MomentState)),
        (labels.TYPES, get_args(rules.SignalType)),
        (labels.MODALITIES, get_args(rules.Modality)),
        (labels.NOTICES, get_args(records.NoticeKind)),
        (labels.NATURES, get_args(records.Nature)),
        (labels.REGIMES, get_args(records.Regime)),
        (labels.BASES, get_args(records.Basis)),
        (labels.CERTAINTIES, get_args(case.Certainty)),
        (labels.RUNS, get_args(runs.RunStatus)),
        (labels.EMPLOYERS, get_args(records.EmployerKind)),
        (labels.REVIEWS, decide.STATES),
        (labels.REASONS, decide.REASONS),
    ):
        assert tuple(words) == tuple(codes)
    assert cli_runs.COUNTS == runs.COUNTS


@pytest.mark.parametrize("width", [72, 80, 100, 160, 220])
def test_the_queue_fits_the_terminal(cli, filled, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    ran = cli("marches")
    assert ran.code == 0
    assert max(map(len, ran.out.splitlines())) <= width
    for said in ("Entretien des espaces", "Commune de Valbrune", "présente", "20/12/2026"[3:]):
        assert said in ran.out


def test_a_hostile_title_moves_nothing_on_the_terminal(cli, filled):
    for command in ("marches", "marche toy:26-2"):
        ran = cli(*command.split())
        assert "\x1b" not in ran.out
        assert "\u202e" not in ran.out
        assert "[red]" in ran.out


def test_forms(cli, filled):
    lines = [json.loads(line) for line in cli("marches", "--format", "jsonl").out.splitlines()]
    assert len(lines) == 2
    assert lines[0]["priority"] >= lines[1]["priority"]
    document = cli("marches", "--json").json
    assert document == {"items": lines, "total": 2, "next": None}
    rows = list(csv.DictReader(io.StringIO(cli("marches", "--format", "csv").out)))
    assert [row["id"] for row in rows] == [each["id"] for each in lines]
    hostile = next(row for row in rows if "HYPERLINK" in row["title"])
    assert hostile["title"].startswith("'="), "a spreadsheet would run it"
    one = cli("marches", "--json", "--limit", "1").json
    assert (len(one["items"]), one["total"]) == (1, 2)
    assert "et 1 autre : --limit 0" in cli("marches", "--limit", "1").out
    assert len(cli("marches", "--format", "jsonl", "--limit", "0").out.splitlines()) == 2


FILTERS = {
    "--stage ouvert": 2,
    "--stage attribue": 0,
    "--status presente": 1,
    "--status silence": 1,
    "--territory oisans": 1,
    "--review a_etudier": 2,
    "--review suivie": 0,
    "--query valbrune": 1,
    "--since 03/11/2026": 0,
    "--since 2026-11-02": 2,
}


@pytest.mark.parametrize("line", FILTERS)
def test_filters(cli, filled, line):
    assert cli("marches", *line.split(), "--json").json["total"] == FILTERS[line]


def test_nothing_found_says_what_to_do(cli, home):
    ran = cli("marches")
    assert (ran.code, "hub scout" in ran.out) == (0, True)
    assert cli("marches", "--format", "jsonl").out == ""


def test_the_card_answers_in_order(cli, filled):
    ran = cli("marche", "toy:26-1")
    said = (
        "offres le 20/12/2026 à 12:00",
        "Entretien des espaces verts",
        "Commune de Valbrune (SIRET 99999002100019)",
        "240\u202f000\u00a0€ HT (estimation)",
        "→ ",
        "Clause : clause présente",
        "Obligation : obligation présumée, L2112-2-1 (seuil 216\u202f000\u00a0€ HT)",
        "420\u00a0h au total",
        "240\u202f000\u00a0€ HT ×",
        "Lot  Titre",
        "https://avis.exemple.fr/26-1",
        "à étudier",
    )
    at = [ran.out.find(each) for each in said]
    assert -1 not in at, said[at.index(-1)]
    assert at == sorted(at)


def test_a_decision_is_kept_and_shown(cli, filled):
    id_ = cli("marche", "toy:26-1", "--json").json["id"]
    done = cli("decide", "toy:26-1", "ecartee", "--because", "reprise_du_personnel", "--note", "vu à l’appel")
    assert (done.code, done.out) == (0, f"{id_} : écartée (reprise du personnel)\n")
    later = cli("decide", id_, "suivie", "--json").json
    assert later["review"]["state"] == "suivie"
    assert [each["state"] for each in later["history"]] == ["ecartee", "suivie"]
    card = cli("marche", id_).out
    assert "vu à l’appel" in card
    assert cli("marches", "--review", "suivie", "--json").json["total"] == 1
