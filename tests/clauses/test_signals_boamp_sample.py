"""The genuine notices of early 2021 against the reading of an expert (352 full answers)."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.flagging.__main__ import cases, disagreements, half
from benchmarks.flagging.measures import Case, Table, evidence_is_exact, tables

FOLDER = Path(__file__).resolve().parents[2] / ".." / "shared" / "samples" / "procurement" / "boamp_2021_t1"

pytestmark = pytest.mark.samples


@pytest.fixture(scope="module")
def found() -> list[Case]:
    if not FOLDER.exists():
        pytest.skip("procurement samples absent: ../shared/samples not found")
    return cases(FOLDER)


@pytest.fixture(scope="module")
def measured(found: list[Case]) -> dict[str, Table]:
    held_out = [case for case in found if half(case.gold.key) == "odd"]
    return {table.name: table for table in tables(held_out)}


def test_presence_on_the_held_out_half(measured: dict[str, Table]) -> None:
    present = measured["presence"].rows["present"]
    assert present["precision"] >= 0.99
    assert present["recall"] >= 0.99


def test_status_and_types_on_the_held_out_half(measured: dict[str, Table]) -> None:
    assert measured["status"].summary["exact"] >= 0.95
    assert measured["types"].summary["micro"]["f1"] >= 0.95


def test_hours_and_lots_on_the_held_out_half(measured: dict[str, Table]) -> None:
    assert all(measured[name].summary["exact"] >= 0.9 for name in ("hours (stated)", "lots (named)"))


def test_every_excerpt_is_exact(found: list[Case]) -> None:
    assert len(found) > 1900
    assert all(evidence_is_exact(case) for case in found)


def test_disagreements_are_few_and_named(found: list[Case]) -> None:
    assert len(disagreements(found)) <= 19  # 1 % of the notices
