"""The stage: what waits is matched, nothing twice, and a plugin's matcher spoils nobody's list."""

from __future__ import annotations

import types
from datetime import UTC, date, datetime

import pytest
from store_rows import store_rows
from toy_hub import DONE, Toy, plugin, raw, toy_hub

from hub.host import ExplicitPlugin
from hub.plugin_api import HubError, Match, Matcher, hookimpl
from hub.review.decide import Decision
from hub.store import leases
from hub.store.bulk import insert, table
from hub.store.tables import EmployerMatchRow, EmployerRow, MatchStateRow

GREEN, CLEANING = "creation-et-entretien-des-espaces-verts", "nettoyage-de-locaux-16"
NOW = datetime(2026, 9, 1, tzinfo=UTC)
LA_MURE = {"postcode": "38350", "city": "La Mure"}
PARKS = {
    "title": "Entretien des espaces verts",
    "nature": "services",
    "cpv": ["77310000"],
    "places": [LA_MURE],
    "departements": ["38"],
    "value": {"amount": "216000"},
    "duration_months": "24",
}
LOTS = {
    "title": "Entretien du patrimoine",
    "places": [LA_MURE],
    "lots": [
        {"key": "1", "title": "Espaces verts", "nature": "services", "cpv": ["77310000"]},
        {"key": "2", "title": "Nettoyage des locaux", "nature": "services", "cpv": ["90910000"]},
    ],
}


def employer(id, kind, *activities, **more):
    facts = {"activities": list(activities), **more.pop("facts", {})}
    row = {
        "id": id,
        "kind": kind,
        "name": f"{kind} {id}",
        "fold": id,
        "siret": None,
        "siren": None,
        "insee": "38269",
        "departement": "38",
        "latitude": 44.90,
        "longitude": 5.79,
        "capacity": None,
        "status": "active",
        "first_seen": date(2026, 1, 1),
        "facts": facts,
        "state_hash": id,
        "updated": NOW,
    }
    return {**row, **more}


def register(hub, *employers):
    with hub.store.write() as connection:
        connection.execute(table(EmployerRow).delete())
        insert(connection, EmployerRow, employers)


def matcher_plugin(*matchers):
    module = types.ModuleType("matchplug")
    module.HUB_PLUGIN_API = ">=1,<2"

    @hookimpl
    def hub_register_matchers():
        return list(matchers)

    module.hub_register_matchers = hub_register_matchers
    return ExplicitPlugin("hub-matchplug", "1.0", module)


def ready(hub, *employers):
    register(hub, *employers)
    read(hub)
    return hub.match()


def read(hub):
    """All that comes before the match."""
    hub.sync("toy")
    hub.consolidate()
    hub.assess()


def names(found):
    return [one["id"] for one in found["employers"]]


ACI, EI, EA = (
    employer("aci", "ACI", GREEN),
    employer("ei", "EI", GREEN, latitude=45.2),
    employer("ea", "EA", CLEANING),
)


def test_a_marche_without_lots_names_its_employers_and_an_advice(database_url):
    with toy_hub(database_url, plugin(Toy([raw("1", **PARKS), DONE]))) as hub:
        done = ready(hub, EI, ACI, EA)
        assert (len(done.marches), done.lots, done.employers) == (1, 1, 3)
        (marche,) = hub.marches()
        assert names(marche) == ["aci", "ei"]
        first = marche["employers"][0]
        assert (first["kind"], first["name"], first["activities"]) == (
            "ACI",
            "ACI aci",
            ["Création et entretien des espaces verts"],
        )
        assert first["why"].startswith("Déclare le secteur")
        assert first["distance_km"] < 3
        assert marche["advice"]["advice"] == "rien"
        assert hub.marche("1")["employers"] == marche["employers"]
        assert hub.marches_named([marche["id"]])[0]["employers"] == marche["employers"]


def test_each_lot_has_its_own_list_and_the_marche_the_best_of_them(database_url):
    with toy_hub(database_url, plugin(Toy([raw("1", **LOTS), DONE]))) as hub:
        ready(hub, EI, ACI, EA)
        marche = hub.marche("1")
        assert [names(lot) for lot in marche["lots"]] == [["aci", "ei"], ["ea"]]
        assert {one["id"]: one["lots"] for one in marche["employers"]} == {
            "aci": ["1"],
            "ea": ["2"],
            "ei": ["1"],
        }
        assert all(lot["advice"]["sentence"] for lot in marche["lots"])


def test_matching_again_does_nothing_and_doing_all_again_changes_nothing(database_url):
    with toy_hub(database_url, plugin(Toy([raw("1", **LOTS), raw("2", **PARKS), DONE]))) as hub:
        ready(hub, EI, ACI, EA)
        before = store_rows(hub.store)
        assert hub.match().marches == []
        assert len(hub.match(everything=True).marches) == 2
        assert store_rows(hub.store) == before


def test_a_new_employer_or_one_that_closed_has_every_list_made_again(database_url):
    with toy_hub(database_url, plugin(Toy([raw("1", **PARKS), DONE]))) as hub:
        ready(hub, ACI)
        register(hub, {**ACI, "status": "no_longer_listed"}, EI)
        assert names(hub.marche("1")) == []
        assert len(hub.match().marches) == 1
        assert names(hub.marche("1")) == ["ei"]


def test_a_changed_notice_is_matched_again_and_its_neighbour_is_not(database_url):
    toy = Toy([raw("1", **PARKS), raw("2", **{**PARKS, "title": "Tonte"}), DONE])
    with toy_hub(database_url, plugin(toy)) as hub:
        ready(hub, ACI, EA)
        toy.script = [raw("1", **{**PARKS, "cpv": ["90910000"], "title": "Nettoyage des locaux"}), DONE]
        read(hub)
        assert hub.match().marches == [hub.marche("1")["id"]]
        assert (names(hub.marche("1")), names(hub.marche("2"))) == (["ea"], ["aci"])


def test_an_employer_without_coordinates_stands_at_its_commune(database_url):
    with toy_hub(database_url, plugin(Toy([raw("1", **PARKS), DONE]))) as hub:
        ready(hub, {**ACI, "latitude": None, "longitude": None})
        assert hub.marche("1")["employers"][0]["distance_km"] == 0.0


def test_odd_facts_of_a_registry_are_unknown(database_url):
    odd = {"naf": 8130, "range_km": "loin", "zones": None, "services": [3]}
    with toy_hub(database_url, plugin(Toy([raw("1", **PARKS), DONE]))) as hub:
        ready(hub, employer("odd", "ACI", GREEN, facts=odd))
        assert names(hub.marche("1")) == ["odd"]


def test_a_reserved_lot_is_answered_by_the_kinds_it_is_reserved_to(database_url):
    text = "Marché réservé aux entreprises adaptées et aux ESAT (article L2113-12)."
    notice = {**PARKS, "texts": [{"field": "conditions", "text": text, "role": "conditions"}]}
    with toy_hub(database_url, plugin(Toy([raw("1", **notice), DONE]))) as hub:
        ready(hub, ACI, employer("esat", "ESAT", GREEN))
        assert "RES_H" in hub.marche("1")["clause"]["types"]
        assert names(hub.marche("1")) == ["esat"]


class Favourite(Matcher):
    """Knows one employer better than the tables do, and one that does not exist."""

    id, version, title = "favourite", 1, "Favori"

    def match(self, lot, notice, employers):
        assert lot.cpv == ("77310000",)
        for one in employers:
            if one.key == "ea":
                yield Match("ea", 0.99, ("A déjà fait ce chantier.",))
        yield Match("nobody", 1.0, ("N’existe pas.",))


class Broken(Matcher):
    """Raises once it has begun to answer."""

    id, version, title = "broken", 1, "Cassé"

    def match(self, lot, notice, employers):
        yield Match("ea", 1.0, ("Ne doit pas rester.",))
        raise RuntimeError("matcher")


class Nonsense(Matcher):
    """Answers with something that is no match."""

    id, version, title = "nonsense", 1, "Absurde"

    def match(self, lot, notice, employers):
        return [Match("aci", float("nan"), ()), "aci"]


def test_a_matcher_of_a_plugin_is_heard_and_a_broken_one_is_named(database_url, caplog):
    toy = plugin(Toy([raw("1", **PARKS), DONE]))
    with toy_hub(database_url, toy, matcher_plugin(Broken(), Favourite(), Nonsense())) as hub:
        done = ready(hub, ACI, EA)
        assert done.failed_matchers == {"broken": 1, "nonsense": 1}
        assert "the matcher broken failed" in caplog.text
        first, second = hub.marche("1")["employers"]
        assert (first["id"], first["why"], first["score"]) == ("ea", "A déjà fait ce chantier.", 0.99)
        assert second["id"] == "aci"


def test_a_new_version_of_a_matcher_has_the_lists_made_again(database_url):
    toy = plugin(Toy([raw("1", **PARKS), DONE]))
    with toy_hub(database_url, toy, matcher_plugin(Favourite())) as hub:
        ready(hub, ACI, EA)
        assert hub.match().marches == []

    class Newer(Favourite):
        version = 2

    with toy_hub(database_url, plugin(Toy()), matcher_plugin(Newer())) as hub:
        assert len(hub.match().marches) == 1


def test_two_matches_at_once_do_not_write_over_each_other(database_url):
    with toy_hub(database_url, plugin(Toy([raw("1", **PARKS), DONE]))) as hub:
        ready(hub, ACI)
        with hub.store.write() as connection:
            leases.take(connection, "match", "other", hub.clock.now())
        with pytest.raises(leases.Busy):
            hub.match()


def test_the_matches_of_a_marche_that_was_joined_to_another_go(database_url):
    with toy_hub(database_url, plugin(Toy([raw("1", **PARKS), DONE]))) as hub:
        ready(hub, ACI)
        with hub.store.write() as connection:
            for model in (EmployerMatchRow, MatchStateRow):
                connection.execute(table(model).update().values(marche="m-gone"))
        hub.match()
        rows = store_rows(hub.store)
        assert [row[0] for row in rows["match_state"]] == [repr(hub.marche("1")["id"])]
        assert "m-gone" not in repr(rows["employer_match"])


def test_the_load_of_a_territory_counts_what_is_open_and_not_set_aside(database_url):
    deadline = {"deadline": "2026-10-01T12:00:00+02:00"}
    notices = [raw("1", **PARKS, **deadline), raw("2", **{**PARKS, "title": "Tonte"}, **deadline), DONE]
    with toy_hub(database_url, plugin(Toy(notices))) as hub:
        ready(hub, employer("aci", "ACI", GREEN, capacity=10))
        load = hub.territory_load("matheysine", quarters=8)
        (green,) = load["trades"]
        assert (green["trade"], green["marches"]) == ("Espaces verts", 2)
        hours = hub.marche("1")["hours"]["default"]
        assert green["total"] == 2 * hours
        assert (green["asked"]["2026-T4"], green["asked"]["2027-T1"]) == (0, round(2 * hours / 8))
        assert green["employers"]["hours_per_quarter"] == 1205
        hub.decide("2", Decision("ecartee", author="moi", because="hors_territoire"))
        assert hub.territory_load("matheysine")["trades"][0]["marches"] == 1


def test_a_territory_that_does_not_exist_is_an_error_with_the_names_of_those_that_do(database_url):
    with toy_hub(database_url, plugin(Toy([DONE]))) as hub, pytest.raises(HubError) as refused:
        hub.territory_load("atlantide")
    assert refused.value.code == "unknown-territory"
    assert "matheysine" in refused.value.cause
