"""The genuine records of the sample set: none is rejected, and their facts are where they should be."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from lxml import etree

from hub.plugin_api import Notice, RawRecord
from hub_procurement_feed import eforms
from hub_procurement_feed.boamp.connector import Boamp
from hub_procurement_feed.draft import Draft
from hub_procurement_feed.node import from_xml

SAMPLES = Path(__file__).resolve().parents[3] / ".." / "shared" / "samples" / "procurement"
pytestmark = pytest.mark.samples


@pytest.fixture(scope="module")
def notices() -> dict[str, Notice]:
    return {notice.key: notice for path in sorted(folder().glob("v*.json")) for notice in read(path)}


def folder() -> Path:
    if not SAMPLES.is_dir():
        pytest.skip("BOAMP samples absent: ../shared/samples not found")
    return SAMPLES / "boamp_api"


def read(path: Path) -> list[Notice]:
    connector, ctx = Boamp(), SimpleNamespace()
    found: list[Any] = list(connector.read(ctx, path))  # type: ignore[arg-type]
    assert all(isinstance(raw, RawRecord) for raw in found)
    return [notice for raw in found for notice in connector.parse(raw)]


def test_nothing_is_rejected(notices: dict[str, Notice]) -> None:
    assert len(notices) == 16
    assert not [f for n in notices.values() for f in n.findings if f.code.startswith("boamp-")]


def test_an_eforms_call_of_two_lots(notices: dict[str, Notice]) -> None:
    notice = notices["26-85090"]
    assert [lot.key for lot in notice.lots] == ["LOT-0001", "LOT-0002"]
    assert notice.cpv == ("60112000",)
    assert notice.value is None
    assert notice.deadline == datetime(2026, 10, 2, 10, tzinfo=UTC)
    assert all((lot.duration_months, lot.renewals) == (12, 3) for lot in notice.lots)
    assert notice.lots[0].places[0].nuts == "FRK24"
    (buyer,) = notice.buyers
    assert (buyer.identifier, buyer.siret) == ("1629", None)
    assert buyer.address is not None
    assert buyer.address.city == "Crolles"
    assert notice.dispatched == date(2026, 9, 1)
    codes = [(c.field, c.value, c.lot) for c in notice.codes]
    assert [c for c in codes if c[0] == "BT-775"] == [
        ("BT-775", "other", "LOT-0001"),
        ("BT-775", "other", "LOT-0002"),
    ]
    assert ("criteres", "sociaux", None) in codes
    assert notice.documents_url is not None
    assert "&type=DCE&IDM=" in notice.documents_url


def test_an_fns_call(notices: dict[str, Notice]) -> None:
    notice = notices["26-81510"]
    assert notice.value is not None
    assert (notice.value.amount, notice.cpv, notice.nature) == (220000, ("45236119",), "travaux")
    assert notice.deadline == datetime(2026, 9, 22, 14, tzinfo=UTC)
    assert (notice.buyers[0].siret, notice.duration_months) == ("21830123200011", 4)
    assert ("FNSimple.reservationMarche", "non") in {(c.field, c.value) for c in notice.codes}


def test_an_fns_award(notices: dict[str, Notice]) -> None:
    notice = notices["26-81190"]
    assert (notice.kind, len(notice.lots)) == ("result", 2)
    assert [str(a.value.amount) for a in notice.awards if a.value] == ["213400.41", "17530"]
    assert {a.winner_siret for a in notice.awards} == {"43293695300012", "81535164800010"}


def test_a_mapa_call(notices: dict[str, Notice]) -> None:
    notice = notices["24-76932"]
    assert (notice.formal, notice.nature, notice.duration_months) == (False, "services", 24)
    assert [(c.name, c.weight) for c in notice.criteria] == [
        ("PRIX DES PRESTATIONS", 70),
        ("VALEUR TECHNIQUE", 30),
    ]
    assert "FABRE" not in notice.model_dump_json()


def test_notices_of_2006(notices: dict[str, Notice]) -> None:
    old = [notice for notice in notices.values() if notice.published.year == 2006]
    assert len(old) == 10
    assert Counter(notice.kind for notice in old) == {"competition": 9, "change": 1}
    (change,) = (notice for notice in old if notice.kind == "change")
    assert len(change.links) == 2
    assert change.changes[0].after == '" 24 juillet 2006, à 12 heures ".'


def test_a_cancelled_eforms_of_the_v1_api(notices: dict[str, Notice]) -> None:
    notice = notices["25-127510"]
    assert notice.kind == "cancellation"
    assert {(link.kind, link.key) for link in notice.links} >= {("cancels", "25-123573")}
    assert notice.lots[0].value is not None


def test_light_records() -> None:
    light = read(folder() / "light_records_2017-2024.json")
    assert len(light) == 4988
    assert {"boamp-no-payload"} <= {f.code for notice in light for f in notice.findings}


def test_no_person_of_the_sample_lands() -> None:
    raws: list[Any] = list(Boamp().read(SimpleNamespace(), folder() / "v1_fields_25-123631.json"))  # type: ignore[arg-type]
    assert b"PEZET" not in raws[0].payload
    assert "Contact" not in json.loads(raws[0].payload)["fields"]["donnees"]


def test_the_same_reader_reads_the_xml_of_ted() -> None:
    """71 genuine French eForms: nothing raises, every one has a title, a buyer and its own texts."""
    folder()
    paths = sorted((SAMPLES / "ted_eforms").glob("*.xml"))
    for path in paths:
        draft = Draft(key=path.stem, published=date(2026, 1, 1))
        eforms.read(from_xml(etree.parse(path).getroot()), draft)
        notice = draft.finish()
        assert notice.buyers, path.name
        assert notice.title, path.name
        assert len(notice.texts) == len({(t.field, t.lot) for t in notice.texts}), path.name
    assert len(paths) == 71
