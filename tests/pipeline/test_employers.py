"""One employer from the entries of many registries."""

from __future__ import annotations

import random

import pytest
from store_rows import store_rows
from toy_hub import plugin, toy_hub
from toy_registry import WHOLE, entries, entry, now, registries, registry

from hub.plugin_api import Checkpoint, HubError
from hub.review.employer_search import EmployerFilter

EVERYONE = EmployerFilter(status=())
# Invented numbers whose keys are right.
SIREN, OTHER = "123456782", "222333444"
SIRET, MOVED, ELSEWHERE = "12345678200010", "12345678200028", "12345678200036"
UUID = "0d6a1c1e-5f0e-4a53-9b57-3d3b6f1f3a10"
LA_MURE = {"postcode": "38350", "city": "La Mure"}
MENS = {"postcode": "38710", "city": "Mens"}


def hub_of(url, today="2026-09-07", **scripts):
    """A hub whose registries of these ids list these entries."""
    return toy_hub(url, registries(**scripts), today=today, now=now)


def employers(url, today="2026-09-07", **scripts):
    """The employers after one sync of each registry."""
    with hub_of(url, today, **scripts) as hub:
        for connector in scripts:
            hub.sync(connector)
        hub.consolidate_employers()
        return hub.employers(EVERYONE)


def members(employer):
    return [(source["connector"], source["key"]) for source in employer["sources"]]


def test_one_employer_from_three_registries_each_believed_for_what_it_knows(database_url):
    (one,) = employers(
        database_url,
        emplois=[
            entry(UUID, kind="ACI", name="LES JARDINS DU TORRENT", siret=SIRET, siren=SIREN, address=MENS)
        ],
        data_inclusion=[
            entry(
                f"emplois-de-linclusion--{UUID}",
                kind="ACI",
                name="Les Jardins du Torrent",
                siret=SIRET,
                siren=SIREN,
                address={"insee": "38226"},
                latitude=44.815,
                longitude=5.751,
            )
        ],
        lemarche=[
            entry(
                "77",
                kind="ACI",
                name="Jardins du Torrent",
                siret=SIRET,
                siren=SIREN,
                sectors=["espaces-verts-exterieurs-2"],
                capacity=9,
            )
        ],
    )
    assert one["name"] == "LES JARDINS DU TORRENT"
    assert one["commune"] == {"insee": "38226", "name": "Mens"}
    assert (one["latitude"], one["longitude"]) == (44.815, 5.751)
    assert (one["status"], one["activities"], one["departement"]) == (
        "active",
        ["espaces-verts-exterieurs-2"],
        "38",
    )
    fields = {source["connector"]: source["fields"] for source in one["sources"]}
    assert {"name", "siret", "siren", "kind"} <= set(fields["emplois"])
    assert {"latitude", "longitude", "commune"} <= set(fields["data_inclusion"])
    assert fields["lemarche"] == ["activities", "capacity"]


def test_never_one_employer_of_two_kinds_at_one_siret(sqlite_url):
    """An association may run an ACI and an AI in the same house; each has its own convention."""
    found = employers(
        sqlite_url,
        emplois=[
            entry("a", kind="ACI", siret=SIRET, siren=SIREN),
            entry("b", kind="AI", siret=SIRET, siren=SIREN),
        ],
        lemarche=[
            entry("1", kind="AI", siret=SIRET, siren=SIREN),
            entry("2", kind="ACI", siret=SIRET, siren=SIREN),
        ],
    )
    assert sorted((e["kind"], members(e)) for e in found) == [
        ("ACI", [("emplois", "a"), ("lemarche", "2")]),
        ("AI", [("emplois", "b"), ("lemarche", "1")]),
    ]


def test_a_kind_that_one_registry_leaves_out_is_found_in_another(sqlite_url):
    """data·inclusion lists the AI of les-emplois without ``reseaux_porteurs``."""
    (one,) = employers(
        sqlite_url,
        data_inclusion=[entry("emplois-de-linclusion--zzz", kind=None, siret=SIRET, siren=SIREN)],
        lemarche=[entry("1", kind="AI", siret=SIRET, siren=SIREN)],
    )
    assert (one["kind"], len(one["sources"])) == ("AI", 2)


def test_between_two_kinds_nobody_can_tell(sqlite_url):
    found = employers(
        sqlite_url,
        data_inclusion=[entry("emplois-de-linclusion--zzz", kind=None, siret=SIRET, siren=SIREN)],
        lemarche=[
            entry("1", kind="AI", siret=SIRET, siren=SIREN),
            entry("2", kind="ACI", siret=SIRET, siren=SIREN),
        ],
    )
    assert sorted((e["kind"] or "", len(e["sources"])) for e in found) == [("", 1), ("ACI", 1), ("AI", 1)]


def test_the_sources_own_identifier_joins_what_no_siret_does(sqlite_url):
    found = employers(
        sqlite_url,
        data_inclusion=[
            entry("finess--380012345", kind="ESAT", name="ESAT du Drac"),
            entry(f"emplois-de-linclusion--{UUID}", kind=None, name="AI Entraide"),
        ],
        esat=[
            entry("380012345", kind="ESAT", name="E.S.A.T. DU DRAC", siret=SIRET, siren=SIREN, capacity=62)
        ],
        emplois=[entry(UUID, kind="AI", name="AI ENTRAIDE")],
    )
    assert sorted((e["kind"], e["capacity"], len(e["sources"])) for e in found) == [
        ("AI", None, 2),
        ("ESAT", 62, 2),
    ]


def test_one_identifier_under_two_kinds_is_said_and_not_merged(sqlite_url):
    with hub_of(
        sqlite_url,
        data_inclusion=[entry(f"emplois-de-linclusion--{UUID}", kind="EI")],
        emplois=[entry(UUID, kind="ACI")],
    ) as hub:
        hub.sync("data_inclusion")
        hub.sync("emplois")
        hub.consolidate_employers()
        found = hub.employers(EVERYONE)
        assert sorted(e["kind"] for e in found) == ["ACI", "EI"]
        for each in found:
            assert "kind-differs" in [check["code"] for check in hub.employer(each["id"])["checks"]]


def test_antennas_are_told_apart_by_their_commune_and_never_show_an_invented_siret(sqlite_url):
    """les-emplois makes up ``999dd`` numbers: they differ from one list to the next and belong to nobody."""
    antenna = {"kind": "ACI", "siren": SIREN, "antenna": True}
    found = employers(
        sqlite_url,
        emplois=[
            entry("seat", kind="ACI", name="Relais", siret=SIRET, siren=SIREN, address=LA_MURE),
            entry("mure", **antenna, name="Relais La Mure", siret="12345678299901", address=LA_MURE),
            entry("mens", **antenna, name="Relais Mens", address=MENS),
        ],
        lemarche=[entry("9", **antenna, name="Antenne de Mens", siret="12345678299907", address=MENS)],
    )
    assert sorted((e["siret"] or "", members(e)) for e in found) == [
        ("", [("emplois", "mens"), ("lemarche", "9")]),
        ("", [("emplois", "mure")]),
        (SIRET, [("emplois", "seat")]),
    ]
    assert {e["siren"] for e in found} == {SIREN}
    assert "99901" not in repr(found)


def test_several_antennas_of_one_list_in_one_commune_are_told_apart_by_name(sqlite_url):
    antenna = {"kind": "AI", "siren": SIREN, "antenna": True, "address": LA_MURE}
    found = employers(
        sqlite_url,
        emplois=[entry("1", **antenna, name="Atelier nord"), entry("2", **antenna, name="Atelier sud")],
        lemarche=[entry("7", **antenna, name="ATELIER SUD")],
    )
    assert sorted(members(e) for e in found) == [
        [("emplois", "1")],
        [("emplois", "2"), ("lemarche", "7")],
    ]


def test_an_employer_that_moves_keeps_its_id_and_the_list_that_is_late(sqlite_url):
    """A new address is a new SIRET. les-emplois follows, le-marché still prints the old one."""
    late = entry("7", kind="EI", name="Bois", siret=SIRET, siren=SIREN)
    (before,) = employers(
        sqlite_url,
        emplois=[entry("u", kind="EI", name="Bois", siret=SIRET, siren=SIREN)],
        lemarche=[late],
    )
    (after,) = employers(
        sqlite_url,
        "2026-09-14",
        emplois=[entry("u", kind="EI", name="Bois", siret=MOVED, siren=SIREN)],
        lemarche=[late],
    )
    assert (after["id"], after["siret"], len(after["sources"])) == (before["id"], MOVED, 2)


def test_a_siret_given_by_mistake_joins_nobody_once_it_is_mended(sqlite_url):
    """The list that changed its mind also lists the employer whose number it was."""
    employers(sqlite_url, emplois=[entry("u", kind="EI", siret=SIRET, siren=SIREN)])
    found = employers(
        sqlite_url,
        emplois=[
            entry("u", kind="EI", siret=ELSEWHERE, siren=SIREN),
            entry("v", kind="EI", siret=SIRET, siren=SIREN),
        ],
        lemarche=[entry("7", kind="EI", siret=SIRET, siren=SIREN)],
    )
    assert sorted(members(e) for e in found) == [[("emplois", "u")], [("emplois", "v"), ("lemarche", "7")]]


def test_two_that_turn_out_to_be_one_keep_both_ids(database_url):
    first = employers(
        database_url,
        emplois=[entry("u", kind="EI", siret=None)],
        lemarche=[entry("7", kind="EI", siret=SIRET)],
    )
    assert len(first) == 2
    same = {
        "emplois": [entry("u", kind="EI", siret=SIRET, siren=SIREN)],
        "lemarche": [entry("7", kind="EI", siret=SIRET)],
    }
    (one,) = employers(database_url, **same)
    with hub_of(database_url) as hub:
        assert {hub.employer(each["id"])["id"] for each in first} == {one["id"]}
        assert hub.employer("lemarche:7")["id"] == hub.employer(SIRET)["id"] == one["id"]
        with pytest.raises(HubError) as unknown:
            hub.employer("nobody")
        assert unknown.value.code == "unknown-employer"


def test_listed_by_one_registry_is_enough_to_stay_and_it_is_said(sqlite_url):
    """les-emplois dropped the EA; le-marché keeps them."""
    ea = {"kind": "EA", "siret": SIRET, "siren": SIREN}
    lists = {"emplois": [entry("u", **ea), entry("w", kind="EI")], "lemarche": [entry("7", **ea)]}
    employers(sqlite_url, "2026-05-04", **lists)
    lists["emplois"] = [entry("w", kind="EI")]
    found = employers(sqlite_url, "2026-05-11", **lists)
    assert {e["kind"]: e["status"] for e in found} == {"EA": "active", "EI": "active"}
    with hub_of(sqlite_url) as hub:
        ea = hub.employer("lemarche:7")
        (check,) = [c for c in ea["checks"] if c["code"] == "listing-differs"]
        assert check["sources"][0]["value"] == "absente depuis le 11/05/2026"
        assert ea["history"] == [{"connector": "emplois", "key": "u", "event": "gone", "day": "2026-05-11"}]
        assert hub.count_employers() == 2


def test_gone_everywhere_is_no_longer_listed_and_is_still_there(database_url):
    both = [entry("u", kind="EI", siret=SIRET, siren=SIREN), entry("w", kind="EI")]
    employers(database_url, "2026-05-04", emplois=both)
    employers(database_url, "2026-05-11", emplois=both)
    found = employers(database_url, "2026-05-18", emplois=both[1:])
    gone = next(e for e in found if e["siret"])
    assert (gone["status"], gone["first_seen"], gone["last_seen"]) == (
        "no_longer_listed",
        "2026-05-04",
        "2026-05-11",
    )
    still = next(e for e in found if not e["siret"])
    assert (still["status"], still["last_seen"]) == ("active", "2026-05-18")
    back = employers(database_url, "2026-05-25", emplois=both)
    assert {e["status"] for e in back} == {"active"}


def test_the_most_trusted_list_that_speaks_of_the_convention_is_believed(sqlite_url):
    (one,) = employers(
        sqlite_url,
        emplois=[entry("u", kind="EI", siret=SIRET, active=False)],
        lemarche=[entry("7", kind="EI", siret=SIRET, active=True)],
        data_inclusion=[entry("d", kind="EI", siret=SIRET)],
    )
    assert one["status"] == "inactive"
    with hub_of(sqlite_url) as hub:
        codes = [check["code"] for check in hub.employer(one["id"])["checks"]]
    assert "status-differs" in codes


def test_one_convention_in_force_is_enough_within_a_registry(sqlite_url):
    """An old file of the ASP read beside the full list of les-emplois: its annexes have all ended."""
    (one,) = employers(
        sqlite_url,
        emplois=[
            entry("asp/12/EI", kind="EI", siret=SIRET, active=False),
            entry("marche/7", kind="EI", siret=SIRET, active=True),
        ],
    )
    assert one["status"] == "active"


def test_a_held_deactivation_leaves_employers_active(sqlite_url):
    employers(sqlite_url, "2025-12-29", emplois=entries("ACI", 40, active=True))
    with hub_of(sqlite_url, "2026-01-05", emplois=entries("ACI", 40, active=False)) as hub:
        held = hub.sync("emplois")
        hub.consolidate_employers()
        assert (held.status, hub.count_employers()) == ("held", 40)
        hub.accept_held(held.id)
        hub.consolidate_employers()
        assert hub.count_employers() == 0
        assert hub.count_employers(EmployerFilter(status=("inactive",))) == 40


def test_what_registries_disagree_on_is_told(sqlite_url):
    employers(
        sqlite_url,
        emplois=[entry("u", kind="EI", name="Bois du Vercors", siret=SIRET, address=LA_MURE)],
        lemarche=[entry("7", kind="EI", name="Menuiserie Dupré", siret=SIRET, address=MENS)],
        data_inclusion=[entry("x", kind="EI")],
    )
    with hub_of(sqlite_url) as hub:
        checks = {check["code"]: check for check in hub.employer(SIRET)["checks"]}
    assert {"name-differs", "commune-differs", "not-listed"} <= set(checks)
    assert [source["value"] for source in checks["commune-differs"]["sources"]] == ["La Mure", "Mens"]
    assert checks["not-listed"]["text"].startswith("Absente de data_inclusion, lue en entier le 07/09/2026")


def test_without_coordinates_it_is_the_centre_of_the_commune_and_it_is_said(sqlite_url):
    (one,) = employers(sqlite_url, emplois=[entry("u", kind="EI", address=MENS)])
    assert (round(one["latitude"], 1), round(one["longitude"], 1)) == (44.8, 5.8)
    assert "latitude" not in one["sources"][0]["fields"]
    with hub_of(sqlite_url) as hub:
        assert hub.employer(one["id"])["position"] == "centre de la commune"


def test_the_same_again_changes_nothing_but_the_ledger(database_url):
    lists = {
        "emplois": [entry("u", kind="EI", siret=SIRET, siren=SIREN), *entries("ACI", 5, address=MENS)],
        "lemarche": [entry("7", kind="EI", siret=SIRET, siren=SIREN)],
    }
    with hub_of(database_url, **lists) as hub:
        for _ in range(2):
            for connector in lists:
                hub.sync(connector)
            first = hub.consolidate_employers()
            before = store_rows(hub.store)
        assert first.created == first.changed == first.retired == []
        hub.consolidate_employers(everything=True)
        assert store_rows(hub.store) == before


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_arrival_never_changes_the_employers(tmp_path, seed):
    """Three lists of overlapping, contradictory entries, read in any order and consolidated in between."""
    chance = random.Random(seed)
    kinds = [None, "AI", "ACI", "EI"]
    sirets = [None, SIRET, MOVED, ELSEWHERE]

    def some(prefix):
        return [
            entry(
                f"{prefix}{n}",
                kind=chance.choice(kinds),
                siret=chance.choice(sirets),
                siren=SIREN,
                name=chance.choice(["Relais", "Atelier"]),
                antenna=chance.random() < 0.3,
                address=chance.choice([MENS, LA_MURE]),
            )
            for n in range(6)
        ]

    lists = {"emplois": some(""), "data_inclusion": some("emplois-de-linclusion--"), "lemarche": some("")}
    found = []
    for order in (list(lists), list(reversed(lists)), chance.sample(list(lists), 3)):
        with hub_of(f"sqlite:///{tmp_path / '-'.join(order)}.sqlite3", **lists) as hub:
            for connector in order:
                hub.sync(connector)
                hub.consolidate_employers()
            found.append(hub.employers(EVERYONE))
    assert found[0] == found[1] == found[2]


def test_a_run_that_was_killed_before_it_judged_loses_nobody(database_url):
    """Its entries landed: the next consolidation meets them, the next run judges them."""
    stopped = registry("emplois", [*entries("EI", 3), Checkpoint("1"), interrupt])
    with toy_hub(database_url, plugin(stopped), now=now) as hub:
        with pytest.raises(KeyboardInterrupt):
            hub.sync("emplois")
        hub.consolidate_employers()
        assert hub.count_employers() == 3
        stopped.script = [*entries("EI", 2), WHOLE]
        assert hub.sync("emplois").status == "succeeded"
        hub.consolidate_employers()
        # It never was in a named part, but the whole list has it no more.
        assert hub.count_employers() == 2


def interrupt():
    raise KeyboardInterrupt
