"""The same procedure in BOAMP and in TED is one marché, in whatever order its notices come."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from hub.app import open_hub
from hub.pipeline.clock import Clock
from hub.pipeline.sync import SyncRequest
from hub.settings import load_settings

FIXTURES = Path(__file__).resolve().parents[2] / "plugins" / "procurement_feed" / "tests" / "fixtures"
FILES = [
    ("boamp", FIXTURES / "boamp" / "eforms_call.json"),
    ("ted", FIXTURES / "ted" / "eforms_call.xml"),
    ("boamp", FIXTURES / "boamp" / "eforms_change.json"),
    ("ted", FIXTURES / "ted" / "eforms_change.xml"),
    ("boamp", FIXTURES / "boamp" / "eforms_result.json"),
    ("ted", FIXTURES / "ted" / "eforms_result.xml"),
]


def opened(folder):
    chosen = load_settings({"HUB_HOME": str(folder), "HUB_TODAY": "2026-11-24"}, Path("/nonexistent"))
    return open_hub(chosen, clock=Clock(today_setting=chosen.today))


def grouped(hub):
    """Each marché as the set of its notices, with its id."""
    return sorted(
        (marche["id"], sorted(f"{n['connector']}:{n['key']}" for n in marche["notices"]))
        for marche in hub.marches()
    )


def arrived(folder, batches):
    hub = opened(folder)
    for batch in batches:
        for connector, path in batch:
            report = hub.sync(connector, SyncRequest(paths=(path,)))
            assert report.status == "succeeded", report
        hub.consolidate()
    hub.assess()
    found = grouped(hub)
    hub.close()
    return found


def procedures():
    names = re.compile(rb"ContractFolderID[^0-9a-f]{1,40}?([0-9a-f]{8}-[0-9a-f-]{27})")
    return {names.search(path.read_bytes())[1] for _, path in FILES}


def test_one_marche_for_each_procedure(tmp_path):
    found = arrived(tmp_path, [FILES])
    assert len(found) == len(procedures())
    for _, notices in found:
        assert {name.partition(":")[0] for name in notices} == {"boamp", "ted"}


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(FILES), st.integers(1, 5))
def test_the_order_of_arrival_changes_nothing(tmp_path_factory, order, cut):
    expected = arrived(tmp_path_factory.mktemp("all"), [FILES])
    assert arrived(tmp_path_factory.mktemp("some"), [order[:cut], order[cut:]]) == expected


def as_boamp(payload: bytes, idweb: str) -> dict:
    """A TED notice as BOAMP carries it: the same tree as JSON inside a record."""
    root = etree.fromstring(payload)
    prefixes = {
        uri: prefix for element in root.iter(etree.Element) for prefix, uri in element.nsmap.items() if prefix
    }

    def name(tag):
        space, _, local = tag[1:].partition("}")
        return f"{prefixes[space]}:{local}" if space in prefixes else local

    def value(element):
        node = {f"@{key}": text for key, text in element.attrib.items() if not key.startswith("{")}
        for child in element.iterchildren(etree.Element):
            known = node.get(name(child.tag))
            inner = value(child)
            if known is None:
                node[name(child.tag)] = inner
            else:
                node[name(child.tag)] = [*known, inner] if isinstance(known, list) else [known, inner]
        text = (element.text or "").strip()
        if not node:
            return text
        return {**node, "#text": text} if text else node

    donnees = {"EFORMS": {etree.QName(root).localname: value(root)}}
    nature = "ATTRIBUTION" if "Award" in root.tag else "APPEL_OFFRE"
    return {
        "idweb": idweb,
        "objet": "Procédure reprise de TED",
        "dateparution": "2024-07-01",
        "nature": nature,
        "famille": "JOUE",
        "perimetre": "DIRECTIVE-24",
        "donnees": json.dumps(donnees),
        "gestion": "{}",
    }


@pytest.mark.samples
def test_genuine_procedures_in_both_sources(samples, tmp_path):
    """Pairs built from the genuine eForms: each notice joins its twin, through BT-04 alone."""
    notices = sorted((samples / "procurement" / "ted_eforms").glob("*.xml"))[:20]
    records = [as_boamp(path.read_bytes(), f"24-{900 + n}") for n, path in enumerate(notices)]
    feed = tmp_path / "boamp.json"
    feed.write_text(json.dumps({"total_count": len(records), "results": records}))
    hub = opened(tmp_path)
    assert hub.sync("boamp", SyncRequest(paths=(feed,))).counts["created"] == len(records)
    assert hub.sync("ted", SyncRequest(paths=tuple(notices))).counts["created"] == len(notices)
    hub.consolidate()
    hub.assess()
    for _, names in grouped(hub):
        assert {name.partition(":")[0] for name in names} == {"boamp", "ted"}
        assert len(names) % 2 == 0
    hub.close()
