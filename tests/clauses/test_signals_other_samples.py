"""The other genuine samples with labels: eForms, legacy TED, DECP and the BOAMP folders.

What differs from a label is named here with the reason why the answer stands.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from benchmarks.flagging.__main__ import cases
from benchmarks.flagging.measures import PRESENT, Case, evidence_is_exact, families_of

SAMPLES = Path(__file__).resolve().parents[2] / ".." / "shared" / "samples" / "procurement"
FOLDERS = {
    "ted_eforms": 67,
    "ted_legacy_xml": 377,
    "decp": 600,
    "boamp_api": 8,
    "boamp_dila_xml": 12,
}
DEFENDED = {
    # The notices were labelled by the word « insertion » and the reserved tags alone: these criteria speak of
    # the social without it, and a social criterion is one whatever it is called (R2152-7).
    "148511-2021": "award criterion « Critère social » on every lot",
    "221104-2021": "award criterion « … développement durable environnemental et social, 15 % »",
    "222629-2022": "award criterion « Qualité technique, environnementale et sociale du projet »",
    # The sentence of the AWS platform: `declaree` by the conventions of the 2021 gold, `clause` in this one.
    "262307-2021": "« conditions d'exécution à caractère social détaillées dans le CCAP »",
}

pytestmark = pytest.mark.samples


@lru_cache(maxsize=8)
def read(name: str) -> list[Case]:
    if not (SAMPLES / name).exists():
        pytest.skip("procurement samples absent: ../shared/samples not found")
    return cases(SAMPLES / name)


@pytest.mark.parametrize("name", FOLDERS)
def test_every_labelled_record_is_read(name: str) -> None:
    assert len(read(name)) >= FOLDERS[name]


@pytest.mark.parametrize("name", FOLDERS)
def test_every_status_but_the_defended_ones(name: str) -> None:
    differing = {
        case.record.key: (case.gold.status, case.answer.status)
        for case in read(name)
        if case.gold.status != case.answer.status
    }
    assert {key: pair for key, pair in differing.items() if key not in DEFENDED} == {}


@pytest.mark.parametrize("name", FOLDERS)
def test_nothing_social_is_missed_and_its_family_is_told(name: str) -> None:
    for case in read(name):
        if case.gold.status in PRESENT:
            assert case.answer.status in PRESENT, case.gold.name
        assert case.gold.families <= families_of(case.answer), case.gold.name


@pytest.mark.parametrize("name", FOLDERS)
def test_every_excerpt_is_exact(name: str) -> None:
    assert all(evidence_is_exact(case) for case in read(name))
