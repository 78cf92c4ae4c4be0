"""Drops that are too large to be true: the run is held until a person accepts it."""

from __future__ import annotations

import pytest
from store_rows import store_rows
from toy_hub import plugin, toy_hub
from toy_registry import ID, WHOLE, Registry, beliefs, entries, gone, history, inactive, read

from hub.pipeline.sync import SyncRequest
from hub.plugin_api import HubError, SnapshotComplete

LIST = [*entries("EA", 60), *entries("EI", 100), *entries("ACI", 8)]


def test_the_ea_that_all_vanished_on_11_may_2026_are_not_closed(database_url):
    """les-emplois ceased to publish EA and EATT; none of them had closed. What the same snapshot says of
    the others lands all the same, and the command that accepts the drop is told."""
    read(database_url, [*entries("EA", 1000), *LIST[60:], WHOLE], "2026-05-04")
    script = [*entries("EI", 99), *entries("EI", 3, start=100), *entries("ACI", 8, name="Nouveau nom"), WHOLE]
    report, left, _ = read(database_url, script, "2026-05-11")
    assert (report.status, left) == ("held", [])
    assert report.counts["created"] == 3
    assert report.counts["changed"] == 8
    assert report.error == {
        "code": "snapshot-suspicious",
        "cause": "EA : 1000 dans la liste avant, 0 maintenant. Personne n’a été fermé.",
        "next_step": f"hub sync {ID} --accept {report.id}",
    }


def test_accepting_closes_those_that_were_shown(database_url):
    read(database_url, [*LIST, WHOLE], "2026-05-04")
    held, _, _ = read(database_url, [*entries("EI", 99), *entries("ACI", 8), WHOLE], "2026-05-11")
    report, left, _ = read(database_url, [], "2026-05-12", SyncRequest(accept=held.id))
    assert (report.status, report.trigger, report.counts["fetched"]) == ("succeeded", "accept", 0)
    assert len(left) == 61
    assert "EI-99" in left
    with toy_hub(database_url, plugin(Registry([]))) as hub:
        last = beliefs(hub)["EA-7"].last_seen
        assert (last.isoformat(), history(hub, "EA-7")) == ("2026-05-04", [("gone", "2026-05-12")])
        with pytest.raises(HubError) as refused:
            hub.accept_held(held.id)
        assert refused.value.code == "held-superseded"


def test_those_seen_since_are_not_closed_by_a_late_acceptance(sqlite_url):
    """The file was truncated, the next one is whole: accepting the first must not close anybody."""
    read(sqlite_url, [*LIST, WHOLE], "2026-05-04")
    held, _, _ = read(sqlite_url, [*entries("EI", 99), WHOLE], "2026-05-11")
    report, left, _ = read(sqlite_url, [*LIST, WHOLE], "2026-05-18")
    assert (report.status, left) == ("succeeded", [])
    with toy_hub(sqlite_url, plugin(Registry([]))) as hub:
        with pytest.raises(HubError) as refused:
            hub.accept_held(held.id)
        assert (refused.value.code, gone(hub)) == ("held-superseded", [])


def test_held_again_the_newer_run_is_the_one_to_accept(database_url):
    read(database_url, [*LIST, WHOLE], "2026-05-04")
    first, _, _ = read(database_url, [*entries("EI", 100), WHOLE], "2026-05-11")
    second, _, _ = read(database_url, [*entries("EI", 100), WHOLE], "2026-05-18")
    assert second.status == "held"
    with toy_hub(database_url, plugin(Registry([]))) as hub:
        with pytest.raises(HubError) as refused:
            hub.sync(ID, SyncRequest(accept=first.id))
        assert refused.value.next_step == f"hub sync {ID} --accept {second.id}"
        hub.sync(ID, SyncRequest(accept=second.id))
        assert len(gone(hub)) == 68


def test_a_held_snapshot_read_again_changes_nothing_but_the_ledger(sqlite_url):
    script = [*entries("EI", 3), WHOLE]
    with toy_hub(sqlite_url, plugin(Registry([*entries("EI", 40), WHOLE]))) as hub:
        hub.sync(ID)
    with toy_hub(sqlite_url, plugin(Registry(script))) as hub:
        hub.sync(ID)
        before = store_rows(hub.store)
        assert hub.sync(ID).status == "held"
        assert store_rows(hub.store) == before


def test_an_empty_list_closes_nobody_however_short_it_was(sqlite_url):
    """In January 2026 the EA2 file came without rows, between two contracting periods."""
    read(sqlite_url, [*entries("EA", 3), WHOLE])
    report, left, _ = read(sqlite_url, [WHOLE], "2026-09-14")
    assert (report.status, left) == ("held", [])
    assert report.error["cause"].startswith("EA : 3 dans la liste avant, 0 maintenant")


def test_an_empty_file_given_as_the_whole_list_is_held_too(sqlite_url, tmp_path):
    read(sqlite_url, [*entries("EA", 3), SnapshotComplete("kind=EA")])
    (tmp_path / "vide.jsonl").write_bytes(b"")
    request = SyncRequest(paths=(tmp_path / "vide.jsonl",), complete=True)
    assert read(sqlite_url, [], "2026-09-14", request)[:2][0].status == "held"


def test_januarys_mass_deactivation_is_held_and_employers_stay_active(database_url):
    """Annexes are renewed late each year: a quarter of the conventions seem to end at once. The records
    say so and are kept; what the hub believes of each employer does not change before a person accepts it
    or the renewal comes."""
    read(database_url, [*entries("ACI", 90, active=True), WHOLE], "2025-12-29")
    january = [*entries("ACI", 25, active=False), *entries("ACI", 65, start=25, active=True), WHOLE]
    held, _, closed = read(database_url, january, "2026-01-05")
    assert (held.status, closed) == ("held", [])
    assert held.counts["changed"] == 25
    assert held.error["cause"] == "ACI : 90 actifs avant, 65 maintenant. Personne n’a été fermé."
    # A week later nothing has changed at the source: it is still held, not forgotten.
    again, _, closed = read(database_url, january, "2026-01-12")
    assert (again.status, again.counts["landed"], closed) == ("held", 0, [])
    # In February the annexes are there; three have really ended.
    february = [*entries("ACI", 3, active=False), *entries("ACI", 87, start=3, active=True), WHOLE]
    report, _, closed = read(database_url, february, "2026-02-02")
    assert (report.status, closed) == ("succeeded", ["ACI-0", "ACI-1", "ACI-2"])


def test_a_deactivation_that_is_accepted(sqlite_url):
    read(sqlite_url, [*entries("ACI", 60, active=True), WHOLE], "2025-12-29")
    held, _, _ = read(sqlite_url, [*entries("ACI", 60, active=False), WHOLE], "2026-07-06")
    with toy_hub(sqlite_url, plugin(Registry([])), today="2026-07-07") as hub:
        hub.accept_held(held.id)
        assert len(inactive(hub)) == 60


@pytest.mark.parametrize(
    ("listed", "left", "status"),
    [
        (9, 8, "succeeded"),  # too few for a share to mean anything
        (10, 5, "succeeded"),
        (10, 6, "held"),
        (50, 10, "succeeded"),
        (50, 11, "held"),
    ],
)
def test_the_threshold_per_kind(sqlite_url, listed, left, status):
    """More than five, and more than a fifth, of a kind of at least ten."""
    others = entries("ACI", 200)
    read(sqlite_url, [*others, *entries("EI", listed), WHOLE])
    report, closed, _ = read(sqlite_url, [*others, *entries("EI", listed - left), WHOLE], "2026-09-14")
    assert (report.status, len(closed)) == (status, left if status == "succeeded" else 0)


def test_one_departement_cut_short_does_not_drown_in_the_nation(sqlite_url):
    """Twelve of four hundred is nothing; twelve of the twelve of a département is a failed page."""
    isere, nord = SnapshotComplete("departement=38"), SnapshotComplete("departement=59")
    read(sqlite_url, [*entries("EI", 12), isere, *entries("EI", 400, start=50), nord])
    script = [*entries("EI", 1), isere, *entries("EI", 400, start=50), nord]
    report, left, _ = read(sqlite_url, script, "2026-09-14")
    assert (report.status, left) == ("held", [])
    assert (
        report.error["cause"]
        == "EI (departement=38) : 12 dans la liste avant, 1 maintenant. Personne n’a été fermé."
    )


def test_only_the_connector_of_the_run_accepts_it(sqlite_url):
    read(sqlite_url, [*entries("EI", 40), WHOLE])
    held, _, _ = read(sqlite_url, [*entries("EI", 3), WHOLE])
    with toy_hub(sqlite_url, plugin(Registry([]))) as hub:
        with pytest.raises(HubError) as refused:
            hub.sync("autre", SyncRequest(accept=held.id))
        assert refused.value.next_step == f"hub sync {ID} --accept {held.id}"
        assert gone(hub) == []
