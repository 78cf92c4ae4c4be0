"""A run: what it counts, what it keeps, what it says when something breaks."""

from __future__ import annotations

import threading

import pytest
from store_rows import store_rows
from toy_hub import DONE, Toy, plugin, raw, toy_hub

from hub.pipeline.sync import SyncRequest
from hub.plugin_api import Checkpoint, HubError, SnapshotComplete, SourceUnavailable
from hub.store import canonical


def raise_(error):
    def act():
        raise error

    return act


def balanced(counts):
    assert counts["fetched"] == counts["landed"] + counts["unchanged"]
    assert counts["landed"] == counts["parsed"] + counts["quarantined"]
    assert counts["parsed"] == counts["created"] + counts["changed"] + counts["same"]
    return counts


def test_new_then_unchanged_then_changed(database_url):
    toy = Toy([raw("1", title="Peinture"), raw("2"), DONE])
    with toy_hub(database_url, plugin(toy)) as hub:
        first = balanced(hub.sync("toy").counts)
        assert (first["landed"], first["created"]) == (2, 2)
        again = balanced(hub.sync("toy").counts)
        assert (again["unchanged"], again["landed"]) == (2, 0)
        toy.script[0] = raw("1", title="Peinture et sols")
        third = balanced(hub.sync("toy").counts)
        assert (third["unchanged"], third["changed"]) == (1, 1)
        with hub.store.read() as connection:
            before = [n.title for n in canonical.revisions(connection, "notice", "toy", "1")]
        assert before == ["Peinture"]


def test_other_bytes_that_say_the_same_are_the_same(database_url):
    toy = Toy([raw("1", noise=1), DONE])
    with toy_hub(database_url, plugin(toy)) as hub:
        hub.sync("toy")
        toy.script[0] = raw("1", noise=2)
        counts = balanced(hub.sync("toy").counts)
        assert (counts["landed"], counts["same"], counts["changed"]) == (1, 1, 0)


def test_back_to_an_earlier_state_is_a_change(database_url):
    """A, B, then A again: the bytes of A are known, but they are news all the same."""
    toy = Toy([raw("1", title="A"), DONE])
    with toy_hub(database_url, plugin(toy)) as hub:
        for title in ("A", "B", "A"):
            toy.script[0] = raw("1", title=title)
            counts = balanced(hub.sync("toy").counts)
            assert counts["landed"] == 1
        with hub.store.read() as connection:
            (now,) = canonical.load(connection, "notice", [("toy", "1")]).values()
            titles = [n.title for n in canonical.revisions(connection, "notice", "toy", "1")]
        assert (now.title, titles) == ("A", ["A", "B"])


def test_the_same_key_twice_in_one_feed_last_wins_and_the_first_is_a_revision(database_url):
    toy = Toy([raw("1", title="Premier"), raw("1", title="Second"), DONE])
    with toy_hub(database_url, plugin(toy)) as hub:
        counts = balanced(hub.sync("toy").counts)
        assert (counts["created"], counts["changed"]) == (1, 1)
        with hub.store.read() as connection:
            (now,) = canonical.load(connection, "notice", [("toy", "1")]).values()
            earlier = [n.title for n in canonical.revisions(connection, "notice", "toy", "1")]
        assert (now.title, earlier) == ("Second", ["Premier"])


def test_a_file_that_holds_two_states_of_a_key_changes_nothing_the_second_time(database_url, tmp_path):
    """Read again, its first state looked like a step back and its second like a step forward:
    two revisions more at each reading."""
    lines = [raw("1", title="Premier"), raw("2"), raw("1", title="Second"), raw("1", title="Troisième")]
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(line.payload for line in lines))
    with toy_hub(database_url, plugin(Toy())) as hub:
        hub.sync("toy", SyncRequest(paths=(tmp_path,)))
        before = store_rows(hub.store)
        counts = balanced(hub.sync("toy", SyncRequest(paths=(tmp_path,))).counts)
        assert (counts["fetched"], counts["unchanged"]) == (4, 4)
        assert store_rows(hub.store) == before


def test_a_rejected_record_waits_in_quarantine_with_its_bytes(database_url):
    toy = Toy([raw("1"), raw("2", reject="no title"), raw("3"), DONE])
    with toy_hub(database_url, plugin(toy)) as hub:
        report = hub.sync("toy")
        assert report.status == "partial"
        assert balanced(report.counts)["quarantined"] == 1
        (entry,) = hub.quarantine()
        assert (entry["code"], entry["detail"], entry["tries"]) == ("toy-rejected", "no title", 1)
        assert hub.quarantined(entry["id"])[1] == raw("2", reject="no title").payload


def test_a_mended_record_leaves_the_quarantine(database_url):
    toy = Toy([raw("2", reject="no title"), DONE])
    with toy_hub(database_url, plugin(toy)) as hub:
        hub.sync("toy")
        toy.script[0] = raw("2", title="Mended")
        hub.sync("toy")
        assert hub.quarantine() == []
        assert [e["state"] for e in hub.quarantine(state=None)] == ["resolved"]


def test_retrying_the_quarantine_counts_the_tries(database_url):
    toy = Toy([raw("2", reject="no title"), DONE])
    with toy_hub(database_url, plugin(toy)) as hub:
        hub.sync("toy")
        (report,) = hub.retry_quarantine(hub.quarantine())
        assert (report.status, report.trigger) == ("partial", "retry")
        assert [e["tries"] for e in hub.quarantine()] == [2]


def test_a_parser_that_crashes_costs_one_record_and_quotes_nothing_of_it(database_url):
    toy = Toy([raw("1", crash=True), raw("2"), DONE])
    with toy_hub(database_url, plugin(toy)) as hub:
        assert balanced(hub.sync("toy").counts)["quarantined"] == 1
        (entry,) = hub.quarantine()
        assert entry["code"] == "parser-crashed"
        assert "ZeroDivisionError" in entry["detail"]
        assert "0123456789" not in entry["detail"]


def test_an_invalid_canonical_record_names_the_field(database_url):
    toy = Toy([raw("1", kind="appel"), DONE])
    with toy_hub(database_url, plugin(toy)) as hub:
        hub.sync("toy")
        (entry,) = hub.quarantine()
        assert entry["code"] == "not-canonical"
        assert "kind" in entry["detail"]


def test_a_source_that_goes_away_keeps_what_was_read_and_the_last_checkpoint(database_url):
    toy = Toy([raw("1"), Checkpoint("day 1"), raw("2"), raise_(SourceUnavailable("503"))])
    with toy_hub(database_url, plugin(toy)) as hub:
        report = hub.sync("toy")
        assert (report.status, report.error["code"]) == ("failed", "source-unavailable")
        assert report.cursor_after == "day 1"
        assert balanced(report.counts)["created"] == 2
        toy.script = [raw("2"), DONE]
        assert hub.sync("toy").counts["unchanged"] == 1
        assert toy.since == [None, "day 1"]


def test_a_connector_that_raises_is_named(database_url):
    toy = Toy([raise_(KeyError("results"))])
    with toy_hub(database_url, plugin(toy)) as hub:
        report = hub.sync("toy")
        assert report.status == "failed"
        assert report.error["code"] == "contract-violation"
        assert "hub-toyplug" in report.error["cause"]


def test_a_feed_without_a_final_checkpoint_is_a_broken_contract(database_url):
    with toy_hub(database_url, plugin(Toy([raw("1")]))) as hub:
        report = hub.sync("toy")
        assert report.error["code"] == "no-final-checkpoint"
        assert balanced(report.counts)["created"] == 1


def test_a_complete_snapshot_needs_no_checkpoint(database_url):
    with toy_hub(database_url, plugin(Toy([raw("1"), SnapshotComplete()]))) as hub:
        assert hub.sync("toy").status == "succeeded"


def test_something_that_is_no_record_is_a_broken_contract(database_url):
    with toy_hub(database_url, plugin(Toy([{"key": "1"}]))) as hub:
        report = hub.sync("toy")
        assert report.error["code"] == "contract-violation"
        assert "dict" in report.error["cause"]


def test_the_cursor_moves_only_with_its_records(database_url):
    toy = Toy([raw("1"), Checkpoint("a"), raw("2"), Checkpoint("b")])
    with toy_hub(database_url, plugin(toy)) as hub:
        hub.sync("toy")
        assert hub.connector_states()["toy"]["cursor"] == "b"
        hub.sync("toy", SyncRequest(full=True))
        assert toy.since == [None, None]


@pytest.mark.parametrize(("since", "until", "moves"), [(True, False, False), (False, True, False)])
def test_a_range_asked_for_by_a_person_never_moves_the_cursor(database_url, since, until, moves):
    """Days between the cursor and --since would be skipped for ever."""
    from datetime import date

    toy = Toy([raw("1"), Checkpoint("10")])
    with toy_hub(database_url, plugin(toy)) as hub:
        hub.sync("toy")
        toy.script = [raw("9"), Checkpoint("20")]
        day = date(2026, 9, 1)
        hub.sync("toy", SyncRequest(since=day if since else None, until=day if until else None))
        assert hub.connector_states()["toy"]["cursor"] == ("20" if moves else "10")


def test_limit_counts_what_lands_and_keeps_the_cursor(database_url):
    toy = Toy([*(raw(str(n)) for n in range(10)), DONE])
    with toy_hub(database_url, plugin(toy)) as hub:
        report = hub.sync("toy", SyncRequest(limit=3))
        assert balanced(report.counts)["landed"] == 3
        assert report.cursor_after is None
        assert hub.sync("toy", SyncRequest(limit=3)).counts["landed"] == 3
        assert hub.sync("toy").counts["landed"] == 4


def test_files_go_the_same_way_and_a_missing_one_is_named(database_url, tmp_path):
    (tmp_path / "a.jsonl").write_bytes(raw("1").payload + b"\n" + raw("2").payload)
    with toy_hub(database_url, plugin(Toy())) as hub:
        report = hub.sync("toy", SyncRequest(paths=(tmp_path,)))
        assert (report.trigger, report.counts["created"]) == ("files", 2)
        assert hub.connector_states()["toy"]["cursor"] is None
        lost = hub.sync("toy", SyncRequest(paths=(tmp_path / "nowhere",)))
        assert (lost.status, lost.error["code"]) == ("failed", "no-such-file")


def test_one_writer_per_connector(database_url):
    """A second run while the first lives is refused, and told which run it is."""
    entered, leave = threading.Event(), threading.Event()
    toy = Toy([raw("1"), Checkpoint("1"), lambda: (entered.set(), leave.wait(20)), DONE])
    with toy_hub(database_url, plugin(toy)) as hub:
        first = threading.Thread(target=hub.sync, args=("toy",))
        first.start()
        assert entered.wait(20)
        with pytest.raises(HubError) as busy:
            hub.sync("toy")
        leave.set()
        first.join(20)
        assert busy.value.code == "connector-busy"
        assert [run["status"] for run in hub.runs()] == ["succeeded"]


def test_observers_see_the_run_and_cannot_harm_it(database_url):
    seen = []
    toy = plugin(Toy([raw("1"), DONE]))
    from hub.plugin_api import hookimpl

    @hookimpl
    def hub_run_finished(run):
        seen.append(run.status)
        raise RuntimeError("observer")

    toy.module.hub_run_finished = hub_run_finished
    with toy_hub(database_url, toy) as hub:
        assert hub.sync("toy").status == "succeeded"
    assert seen == ["succeeded"]
