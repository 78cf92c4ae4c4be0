"""Snapshots of a registry: absence means something only when it can be believed."""

from __future__ import annotations

import pytest
from store_rows import store_rows
from toy_hub import plugin, toy_hub
from toy_registry import WHOLE, Registry, beliefs, entries, entry, history, read

from hub.pipeline.sync import SyncRequest
from hub.plugin_api import HubError, SnapshotComplete, SourceUnavailable
from hub.store import sightings


def raise_(error):
    def act():
        raise error

    return act


def test_who_left_the_list_is_gone_since_that_day_and_keeps_the_record(database_url):
    read(database_url, [*entries("EI", 4), WHOLE], "2026-09-07")
    report, left, _ = read(database_url, [*entries("EI", 3), WHOLE], "2026-09-14")
    assert (report.status, left) == ("succeeded", ["EI-3"])
    with toy_hub(database_url, plugin(Registry([]))) as hub:
        sighting = beliefs(hub)["EI-3"]
        assert (sighting.first_seen.isoformat(), sighting.last_seen.isoformat()) == ("2026-09-07",) * 2
        assert sighting.gone_since.isoformat() == "2026-09-14"


def test_the_same_snapshot_again_writes_nothing_but_the_ledger(database_url):
    script = [*entries("EI", 12, active=True), *entries("ACI", 3), WHOLE]
    with toy_hub(database_url, plugin(Registry(script))) as hub:
        hub.sync("registre")
        before = store_rows(hub.store)
        again = hub.sync("registre")
        assert (again.counts["unchanged"], again.counts["landed"]) == (15, 0)
        assert store_rows(hub.store) == before


def test_a_later_reading_moves_the_last_day_of_all_in_one_row(database_url):
    """No row of an entry is written to say that it is still there."""
    read(database_url, [*entries("EI", 3), WHOLE], "2026-09-07")
    with toy_hub(database_url, plugin(Registry([])), today="2026-09-14") as hub:
        before = store_rows(hub.store)["sighting"]
    read(database_url, [*entries("EI", 3), WHOLE], "2026-09-14")
    with toy_hub(database_url, plugin(Registry([]))) as hub:
        assert store_rows(hub.store)["sighting"] == before
        with hub.store.read() as connection:
            assert {day.isoformat() for day in sightings.read_on(connection).values()} == {"2026-09-14"}


def test_back_on_the_list_with_its_history(database_url):
    read(database_url, [*entries("EI", 3), WHOLE], "2026-09-07")
    read(database_url, [*entries("EI", 2), WHOLE], "2026-09-14")
    _, left, _ = read(database_url, [*entries("EI", 3), WHOLE], "2026-09-21")
    assert left == []
    with toy_hub(database_url, plugin(Registry([]))) as hub:
        assert history(hub, "EI-2") == [("gone", "2026-09-14"), ("back", "2026-09-21")]
        assert beliefs(hub)["EI-2"].first_seen.isoformat() == "2026-09-07"


@pytest.mark.parametrize(
    "end",
    [[], [raise_(SourceUnavailable("cut short"))], [raise_(ZeroDivisionError("a bug"))]],
    ids=["no promise", "source down", "connector bug"],
)
def test_a_list_that_was_not_read_to_its_end_closes_nobody(sqlite_url, end):
    read(sqlite_url, [*entries("EI", 8), WHOLE])
    report, left, _ = read(sqlite_url, [*entries("EI", 3), *end], "2026-09-14")
    assert report.status == "failed"
    assert left == []


def test_a_part_read_whole_before_the_source_broke_off_waits_for_a_whole_run(sqlite_url):
    """The employer missing in 38 may be on the page of 05 that never came."""
    isere, alpes = SnapshotComplete("departement=38"), SnapshotComplete("departement=05")
    read(sqlite_url, [*entries("EI", 3), isere, *entries("EI", 2, start=50), alpes])
    script = [*entries("EI", 2), isere, raise_(SourceUnavailable("05"))]
    report, left, _ = read(sqlite_url, script, "2026-09-14")
    assert (report.status, left) == ("failed", [])


def test_an_announced_count_that_is_not_reached_is_a_truncated_list(sqlite_url):
    read(sqlite_url, [*entries("EI", 8), WHOLE])
    report, left, _ = read(sqlite_url, [*entries("EI", 7), SnapshotComplete("", expected=8)], "2026-09-14")
    assert (report.status, left) == ("succeeded", [])
    with toy_hub(sqlite_url, plugin(Registry([]))) as hub:
        assert {"snapshot": "", "short": 7, "expected": 8} in hub.run(report.id)["notes"]


def test_each_part_judges_its_own(sqlite_url):
    isere, alpes = SnapshotComplete("departement=38"), SnapshotComplete("departement=05")
    read(sqlite_url, [*entries("EI", 3), isere, *entries("ACI", 3), alpes])
    _, left, _ = read(sqlite_url, [*entries("EI", 2), isere], "2026-09-14")
    assert left == ["EI-2"]


@pytest.mark.parametrize("order", [("38", "05"), ("05", "38")])
def test_an_employer_that_moves_to_another_part_is_not_gone(database_url, order):
    lists = {"38": entries("EI", 3), "05": entries("ACI", 3)}
    script = [item for d in order for item in (*lists[d], SnapshotComplete(f"departement={d}"))]
    read(database_url, script)
    lists["05"].append(lists["38"].pop())
    script = [item for d in order for item in (*lists[d], SnapshotComplete(f"departement={d}"))]
    _, left, _ = read(database_url, script, "2026-09-14")
    assert left == []
    with toy_hub(database_url, plugin(Registry([]))) as hub:
        assert beliefs(hub)["EI-2"].scope == "departement=05"
        assert history(hub, "EI-2") == [("moved", "2026-09-14")]
    # From now on 38 alone says nothing of it.
    _, left, _ = read(database_url, [*lists["38"], SnapshotComplete("departement=38")], "2026-09-21")
    assert left == []


def test_a_record_that_can_no_longer_be_read_is_still_listed(sqlite_url):
    read(sqlite_url, [*entries("EI", 3), WHOLE])
    script = [*entries("EI", 2), entry("EI-2", reject="a new field"), WHOLE]
    report, left, _ = read(sqlite_url, script, "2026-09-14")
    assert (report.status, left) == ("partial", [])


def test_a_limit_or_a_range_leaves_records_out_on_purpose(sqlite_url):
    from datetime import date

    read(sqlite_url, [*entries("EI", 4), WHOLE])
    ranged = SyncRequest(since=date(2026, 9, 10))
    assert read(sqlite_url, [*entries("EI", 2), WHOLE], "2026-09-14", ranged)[1] == []
    assert read(sqlite_url, [*entries("EI", 4), WHOLE], "2026-09-14", SyncRequest(limit=2))[1] == []


def test_a_file_is_partial_unless_the_person_says_that_it_is_all(sqlite_url, tmp_path):
    files = tmp_path / "liste.jsonl"
    read(sqlite_url, [*entries("EI", 4), WHOLE])
    files.write_bytes(b"\n".join(raw.payload for raw in entries("EI", 3)))
    assert read(sqlite_url, [], "2026-09-14", SyncRequest(paths=(files,)))[1] == []
    assert read(sqlite_url, [], "2026-09-14", SyncRequest(paths=(files,), complete=True))[1] == ["EI-3"]


def test_a_whole_file_with_a_damaged_one_beside_it_is_not_whole(sqlite_url, tmp_path):
    read(sqlite_url, [*entries("EI", 4), WHOLE])
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(raw.payload for raw in entries("EI", 3)))
    request = SyncRequest(paths=(tmp_path / "a.jsonl", tmp_path / "nowhere.jsonl"), complete=True)
    assert read(sqlite_url, [], "2026-09-14", request)[1] == []


def test_the_end_of_a_convention_and_its_renewal(database_url):
    read(database_url, [*entries("EI", 3, active=True), WHOLE], "2026-09-07")
    ended = [*entries("EI", 2, active=True), entry("EI-2", active=False), WHOLE]
    assert read(database_url, ended, "2026-09-14")[2] == ["EI-2"]
    assert read(database_url, [*entries("EI", 3, active=True), WHOLE], "2026-09-21")[2] == []
    with toy_hub(database_url, plugin(Registry([]))) as hub:
        assert history(hub, "EI-2") == [("inactive", "2026-09-14"), ("active", "2026-09-21")]


def test_inactive_from_the_start_needs_no_guard(sqlite_url):
    """A first reading of a list where half the conventions have ended is no drop."""
    script = [*entries("EI", 20, active=True), *entries("EI", 20, start=20, active=False), WHOLE]
    report, _, closed = read(sqlite_url, script)
    assert (report.status, len(closed)) == ("succeeded", 20)


def test_acceptance_is_refused_for_what_is_not_held(sqlite_url):
    with toy_hub(sqlite_url, plugin(Registry([*entries("EI", 2), WHOLE]))) as hub:
        done = hub.sync("registre")
        for run, code in (("nonsense", "unknown-run"), (done.id, "not-held")):
            with pytest.raises(HubError) as refused:
                hub.accept_held(run)
            assert refused.value.code == code
