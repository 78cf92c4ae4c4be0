"""The replayed Opendatasoft API, asked over real HTTP."""

import gzip
import json
from datetime import UTC, datetime

import pytest
import requests

from hub.testing.replay import OdsDataset, ReplayServer

API = "/api/explore/v2.1/catalog/datasets/boamp"


def rows(count):
    return [
        {
            "idweb": f"26-{900_000 + n}",
            "objet": f"Marché n° {n}",
            "dateparution": f"2026-{1 + n % 9:02d}-{1 + n % 28:02d}",
            "datelimitereponse": "2026-10-02T10:00:00+00:00" if n % 2 else None,
            "nature": "APPEL_OFFRE" if n % 3 else "ATTRIBUTION",
            "criteres": ["sociaux"] if n % 5 == 0 else None,
        }
        for n in range(count)
    ]


@pytest.fixture(scope="module")
def server():
    now = datetime(2026, 9, 1, tzinfo=UTC)
    with ReplayServer([OdsDataset("boamp", rows(250), now=now)]) as running:
        yield running


def ask(server, path="/records", **params):
    return requests.get(server.base_url + API + path, params=params, timeout=10)


def test_the_data_set_describes_itself(server):
    found = ask(server, "").json()
    assert found["metas"]["default"]["records_count"] == 250
    assert found["metas"]["default"]["data_processed"].startswith("2026-09-")
    types = {f["name"]: f["type"] for f in found["fields"]}
    assert types["idweb"] == "text"
    assert types["dateparution"] == "date"
    assert types["datelimitereponse"] == "datetime"


def test_a_page_is_ten_records_oldest_first(server):
    found = ask(server).json()
    assert found["total_count"] == 250
    days = [r["dateparution"] for r in found["results"]]
    assert len(days) == 10
    assert days == sorted(days)
    assert days[0] == "2026-01-01"


def test_where_order_limit_offset_and_select_work_together(server):
    params = {
        "where": "nature = 'APPEL_OFFRE' and dateparution >= date'2026-05-01'",
        "order_by": "dateparution desc, idweb",
        "select": "idweb, dateparution as jour",
    }
    first = ask(server, limit=100, **params).json()
    rest = ask(server, limit=100, offset=1, **params).json()
    assert first["results"][1:] == rest["results"][: len(first["results"]) - 1]
    assert {tuple(r) for r in first["results"]} == {("idweb", "jour")}
    assert [r["jour"] for r in first["results"]] == sorted(
        (r["jour"] for r in first["results"]), reverse=True
    )
    assert first["total_count"] == sum(
        r["nature"] == "APPEL_OFFRE" and r["dateparution"] >= "2026-05-01" for r in rows(250)
    )


def test_refinements_add_up(server):
    found = ask(server, refine=["criteres:sociaux", "nature:APPEL_OFFRE"], limit=100).json()
    assert found["total_count"] == sum(n % 5 == 0 and n % 3 > 0 for n in range(250))
    assert ask(server, exclude="criteres:sociaux").json()["total_count"] == 200


@pytest.mark.parametrize(
    ("params", "message"),
    [
        (
            {"limit": 101},
            "Invalid value for limit API parameter: 101 was found but -1 <= limit <= 100 is expected.",
        ),
        (
            {"offset": 9_950, "limit": 100},
            "Invalid value for sum of offset + limit API parameter: 10050 was found",
        ),
        ({"offset": 9_991}, "Invalid value for sum of offset + limit API parameter: 10001 was found"),
        ({"offset": -1}, "Invalid value for offset"),
        ({"limit": "dix"}, "not an integer"),
        ({"timezone": "Europe/Grenoble"}, "timezone"),
        ({"rows": 100}, "rows"),
    ],
)
def test_the_limits_are_those_of_the_portal(server, params, message):
    answer = ask(server, **params)
    assert answer.status_code == 400
    assert answer.json()["error_code"] == "InvalidRESTParameterError"
    assert message in answer.json()["message"]


def test_a_page_without_limit_is_a_hundred_records(server):
    assert len(ask(server, limit=-1).json()["results"]) == 100
    assert ask(server, limit=0).json() == {"total_count": 250, "results": []}


def test_the_last_window_is_still_answered(server):
    assert ask(server, offset=9_900, limit=100).json() == {"total_count": 250, "results": []}


@pytest.mark.parametrize("clause", ['dateparution > date"2026-01-01"', "nature =", "unknown = 'x'"])
def test_a_malformed_clause_is_an_odsql_error(server, clause):
    answer = ask(server, where=clause)
    assert answer.status_code == 400
    assert answer.json()["error_code"] == "ODSQLError"
    assert "malformed" in answer.json()["message"]


def test_an_export_is_a_bare_list_of_everything(server):
    answer = ask(server, "/exports/json", where="dateparution >= date'2026-01-01'", order_by="dateparution")
    assert answer.headers["Transfer-Encoding"] == "chunked"
    days = [r["dateparution"] for r in answer.json()]
    assert len(days) == 250
    assert days == sorted(days)
    assert ask(server, "/exports/json", limit=-1).json() == rows(250)
    assert len(ask(server, "/exports/json", limit=120).json()) == 120


def test_json_lines_hold_one_record_a_line(server):
    lines = ask(server, "/exports/jsonl", where="nature = 'ATTRIBUTION'").content.splitlines()
    assert {json.loads(line)["nature"] for line in lines} == {"ATTRIBUTION"}
    assert ask(server, "/exports/jsonl", where="idweb = 'none'").content == b""


def test_an_offset_brings_the_window_back_to_exports():
    big = [{"idweb": str(n)} for n in range(10_050)]
    with ReplayServer([OdsDataset("boamp", big)]) as server:
        assert len(ask(server, "/exports/json").json()) == 10_050
        assert len(ask(server, "/exports/json", offset=0).json()) == 10_000
        assert len(ask(server, "/exports/json", offset=9_990).json()) == 10
        assert ask(server, "/exports/json", offset=10_001).status_code == 400


def test_moments_are_shown_in_the_zone_asked_for(server):
    one = {"where": "datelimitereponse is not null", "limit": 1}
    assert ask(server, **one).json()["results"][0]["datelimitereponse"] == "2026-10-02T10:00:00+00:00"
    paris = ask(server, timezone="Europe/Paris", **one).json()["results"][0]
    assert paris["datelimitereponse"] == "2026-10-02T12:00:00+02:00"
    assert len(paris["dateparution"]) == 10


def test_an_unchanged_answer_is_not_sent_again(server):
    first = ask(server, limit=5)
    known = {"If-None-Match": first.headers["ETag"]}
    again = requests.get(first.url, headers=known, timeout=10)
    other = requests.get(first.url.replace("limit=5", "limit=6"), headers=known, timeout=10)
    assert (again.status_code, again.content) == (304, b"")
    assert (other.status_code, len(other.json()["results"])) == (200, 6)


def test_a_record_added_on_the_same_day_changes_the_tag():
    records = rows(3)
    with ReplayServer([OdsDataset("boamp", records)]) as server:
        before = ask(server, "/exports/json")
        records.append({**records[0], "idweb": "26-999999"})
        after = requests.get(before.url, headers={"If-None-Match": before.headers["ETag"]}, timeout=10)
    assert after.status_code == 200
    assert len(after.json()) == 4


def test_gzip_is_used_only_when_accepted(server):
    url = server.base_url + API + "/exports/json"
    packed = requests.get(url, headers={"Accept-Encoding": "gzip"}, stream=True, timeout=10)
    plain = requests.get(url, headers={"Accept-Encoding": "identity"}, timeout=10)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.raw.read(decode_content=False)) == plain.content


def test_the_quota_counts_down_to_429():
    with ReplayServer([OdsDataset("boamp", rows(1), quota=2)]) as server:
        answers = [ask(server) for _ in range(3)]
    assert [a.headers["X-RateLimit-Remaining"] for a in answers] == ["1", "0", "0"]
    assert [a.status_code for a in answers] == [200, 200, 429]
    assert answers[0].headers["X-RateLimit-Limit"] == "2"
    assert answers[2].headers["Retry-After"] == "60"


def test_records_made_on_the_fly_are_not_held():
    opened = []

    def stream():
        opened.append(True)
        yield from rows(500)

    source = OdsDataset(
        "boamp", stream, ordered_by="dateparution", data_processed="2026-09-01T20:41:00+00:00"
    )
    with ReplayServer([source]) as server:
        found = ask(server, "/exports/json", order_by="dateparution").json()
    assert found == rows(500)  # in the stream's own order: nothing was sorted, so nothing was kept
    assert len(opened) == 2  # once for the names of the fields, once for the export


def test_an_empty_data_set_answers_any_question():
    with ReplayServer([OdsDataset("boamp", [])]) as server:
        assert ask(server, where="dateparution >= date'2026-01-01'", order_by="dateparution").json() == {
            "total_count": 0,
            "results": [],
        }
        assert ask(server, "/exports/json").json() == []


def test_other_paths_are_not_found(server):
    assert ask(server, "/exports/xlsx").status_code == 404
    assert requests.get(server.base_url + API + "-2/records", timeout=10).status_code == 404
