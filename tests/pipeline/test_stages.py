"""Each stage can be run again alone, and a plugin's bad day is only its own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from store_rows import store_rows
from toy_hub import DONE, Toy, plugin, raw, toy_hub

from hub.plugin_api import Evidence, Rule, Signal
from hub.store.bulk import table
from hub.store.tables import NoticeRevisionRow, NoticeRow

CLAUSE = "Le marché comporte une clause d'insertion de 140 heures."
TEXT = [{"field": "infosSup", "text": CLAUSE}]


class Charter(Rule):
    """Sees a charter."""

    id, version, title = "charte", 1, "Charte"

    def signals(self, notice):
        for text in notice.texts:
            if (at := text.text.find("charte")) >= 0:
                yield Signal("EXEC", self.id, text.field, "medium", text.lot, Evidence.of(text, at, at + 6))


class Broken(Rule):
    """Raises on every notice."""

    id, version, title = "casse", 1, "Cassée"

    def signals(self, notice):
        raise RuntimeError("rule")
        yield


def test_parse_again_rebuilds_what_was_there(database_url):
    """Replay: canonical rows made anew from the raw records equal the incremental ones."""
    toy = Toy([raw("1", title="A"), raw("2", reject="x"), raw("3"), DONE])
    with toy_hub(database_url, plugin(toy)) as hub:
        hub.conclude([hub.sync("toy")])
        before = store_rows(hub.store)
        report = hub.reparse("toy")
        assert (report.status, report.counts["landed"], report.counts["same"]) == ("partial", 3, 2)
        assert store_rows(hub.store) == before
        with hub.store.write() as connection:
            connection.execute(table(NoticeRow).delete())
            connection.execute(table(NoticeRevisionRow).delete())
        assert hub.reparse("toy").counts["created"] == 2
        assert store_rows(hub.store) == before


def test_a_better_parser_changes_what_it_reads_and_keeps_the_former_reading(database_url):
    toy = Toy([raw("1", title="a"), DONE])
    with toy_hub(database_url, plugin(toy)) as hub:
        hub.sync("toy")
        toy.parse = lambda record: [n.model_copy(update={"title": "A"}) for n in Toy.parse(toy, record)]
        assert hub.reparse("toy").counts["changed"] == 1


def test_a_stated_clause_is_shown_with_its_exact_words(database_url):
    with toy_hub(database_url, plugin(Toy([raw("1", texts=TEXT), DONE]))) as hub:
        hub.conclude([hub.sync("toy")])
        marche = hub.marche("1")
        assert marche["clause"]["status"] == "presente"
        assert {h["value"] for h in marche["clause"]["hours_stated"]} == {140}
        (text,) = marche["texts"]
        for signal in marche["clause"]["signals"]:
            assert text["text"][signal["start"] : signal["end"]] == signal["excerpt"]


def test_a_rule_of_a_plugin_is_heard_and_a_broken_one_is_named(database_url):
    texts = [{"field": "infosSup", "text": "Voir la charte."}]
    toy = Toy([raw("1", texts=texts), DONE])
    with toy_hub(database_url, plugin(toy, rules=[Charter(), Broken()])) as hub:
        scouted = hub.conclude([hub.sync("toy")])
        assert dict(scouted.failed_rules) == {"casse": 1}
        marche = hub.marche("1")
        assert [s["rule"] for s in marche["clause"]["signals"]] == ["charte"]
        assert marche["failed_rules"] == ["casse"]


def test_assessing_again_the_same_day_does_nothing(database_url):
    with toy_hub(database_url, plugin(Toy([raw("1"), DONE]))) as hub:
        hub.conclude([hub.sync("toy")])
        assert hub.assess().marches == []


def test_the_next_day_what_still_moves_is_looked_at_again(database_url):
    with toy_hub(database_url, plugin(Toy([raw("1"), raw("2", kind="result"), DONE]))) as hub:
        hub.conclude([hub.sync("toy")])
    with toy_hub(database_url, plugin(Toy()), today="2026-09-11") as hub:
        (again,) = hub.assess().marches
        assert hub.marche(again)["notices"][0]["key"] == "1"


@pytest.mark.parametrize("where", ["import", "fetch", "parse", "rule"])
def test_one_connector_raises_and_the_others_finish(database_url, where):
    class Other(Toy):
        info = replace(Toy.info, id="other", title="Other")

    def boom():
        raise ValueError(where)

    bad = Other(
        [boom] if where == "fetch" else [raw("9", crash=True) if where == "parse" else raw("9"), DONE]
    )
    broken = plugin(bad, rules=[Broken()] if where == "rule" else [], name="badplug")
    if where == "import":
        broken.module.hub_register_connectors = None
        del broken.module.HUB_PLUGIN_API
    with toy_hub(database_url, plugin(Toy([raw("1"), DONE])), broken) as hub:
        scouted = hub.scout([state.id for state in hub.host.connectors()])
        reports = {report.connector: report.status for report in scouted.runs}
        assert reports["toy"] == "succeeded"
        assert hub.marche("1")
        states = {p.distribution: p.state for p in hub.host.plugins}
        expected = {"import": None, "fetch": "failed", "parse": "partial", "rule": "succeeded"}[where]
        assert reports.get("other") == expected
        if where == "import":
            assert states["hub-badplug"] in {"refused", "broken"}
        if where == "fetch":
            (failed,) = [report for report in scouted.runs if report.error]
            assert "hub-badplug" in failed.error["cause"]
        if where == "rule":
            assert scouted.failed_rules["casse"] == 2
