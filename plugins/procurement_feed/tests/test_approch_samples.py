"""The one genuine project that is known."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hub_procurement_feed.approch.connector import Approch

SAMPLES = Path(__file__).resolve().parents[3] / ".." / "shared" / "samples" / "procurement" / "approch"
pytestmark = pytest.mark.samples


def test_the_genuine_project() -> None:
    if not SAMPLES.is_dir():
        pytest.skip("APProch samples absent: ../shared/samples not found")
    ctx: Any = SimpleNamespace(today=date(2026, 8, 19))
    (raw,) = Approch().read(ctx, SAMPLES / "export_projet_64516.json")
    (found,) = Approch().parse(raw)  # type: ignore[arg-type]
    assert (found.key, found.kind, found.nature, found.cpv) == ("64516", "planning", "travaux", ("45259900",))
    assert found.buyers[0].siren == "110014016"
    assert found.value is not None
    assert (found.value.amount, found.value.basis) == (5_000_000, "range_maximum")
    assert (found.duration_months, found.departements) == (24, ()), "all of mainland France is no place"
    codes = {code.field: code.value for code in found.codes}
    assert codes["considerations_sociales"] == "Non"
    assert codes["date_previsionnelle_de_publication"] == "2027-01-09"
    assert "marche_reserve" not in codes
    assert [text.field for text in found.texts] == ["libelle", "montant_estime_du_marche"]
    assert not found.findings
