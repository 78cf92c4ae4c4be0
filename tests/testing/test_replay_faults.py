"""Each scripted fault, as a client sees it."""

import email.utils
from datetime import UTC, datetime

import pytest
import requests

from hub.testing.replay import OdsDataset, ReplayServer, faults

API = "/api/explore/v2.1/catalog/datasets/boamp"
ROWS = [
    {"idweb": f"26-{900_000 + n}", "objet": "Entretien " * 30, "dateparution": "2026-09-01"}
    for n in range(50)
]


def serve(*script):
    return ReplayServer([OdsDataset("boamp", ROWS)], faults=script)


def ask(server, path="/records", **params):
    return requests.get(server.base_url + API + path, params=params, timeout=5)


def test_a_fault_strikes_the_request_it_was_written_for():
    with serve(faults.status(503).on(2, times=2), faults.status(500).on(1, path="*/exports/*")) as server:
        codes = [ask(server).status_code for _ in range(4)]
        exports = [ask(server, "/exports/json").status_code for _ in range(2)]
    assert codes == [200, 503, 503, 200]
    assert exports == [500, 200]


def test_429_carries_retry_after():
    with serve(faults.status(429, retry_after=7).on(1)) as server:
        first, second = ask(server), ask(server)
    assert (first.status_code, first.headers["Retry-After"]) == (429, "7")
    assert second.status_code == 200


def test_a_slow_answer_meets_the_client_s_patience():
    with serve(faults.slow(1.0).on(1)) as server:
        with pytest.raises(requests.ReadTimeout):
            requests.get(server.base_url + API, timeout=0.1)
        assert ask(server, "").ok


@pytest.mark.parametrize("path", ["/records", "/exports/json"])
@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_a_body_cut_short_breaks_the_read(path, coding):
    with serve(faults.cut_off(60).always()) as server:
        url = server.base_url + API + path
        with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
            requests.get(url, headers={"Accept-Encoding": coding}, timeout=5)


def test_a_length_that_lies_up_breaks_the_read_and_one_that_lies_down_cuts_it():
    with serve(faults.wrong_length(50).on(1), faults.wrong_length(-50).on(2)) as server:
        with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
            ask(server, "/exports/json")
        with pytest.raises((requests.JSONDecodeError, requests.exceptions.ContentDecodingError)):
            requests.get(
                server.base_url + API + "/exports/json", headers={"Accept-Encoding": "identity"}, timeout=5
            ).json()


@pytest.mark.parametrize("path", ["/records", "/exports/json"])
def test_gzip_that_does_not_decompress(path):
    with (
        serve(faults.broken_gzip().always()) as server,
        pytest.raises(requests.exceptions.ContentDecodingError),
    ):
        ask(server, path)


def test_redirections_same_host_other_host_and_loop():
    moved = faults.redirect("{path}?{query}&moved=1")
    other = faults.redirect("http://localhost:{port}/elsewhere")
    with serve(faults.redirect(API + "/records?limit=3").on(1), other.on(3)) as server:
        followed = ask(server)
        elsewhere = requests.get(server.base_url + API, allow_redirects=False, timeout=5)
    assert len(followed.json()["results"]) == 3
    assert elsewhere.headers["Location"].startswith("http://localhost:")
    with serve(moved.always()) as server, pytest.raises(requests.TooManyRedirects):
        ask(server)


def test_an_html_page_with_status_200():
    with serve(faults.html_page().on(1)) as server:
        answer = ask(server)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/html")
    with pytest.raises(requests.JSONDecodeError):
        answer.json()


@pytest.mark.parametrize("path", ["/records", "/exports/json", "/exports/jsonl"])
def test_a_renamed_field(path):
    with serve(faults.renamed_field("idweb", "id_web").on(1)) as server:
        text = ask(server, path).text
    assert '"id_web":"26-900000"' in text
    assert '"idweb"' not in text


def test_a_page_sent_twice():
    with serve(faults.repeated_page().on(2)) as server:
        pages = [[r["idweb"] for r in ask(server, offset=o, limit=10).json()["results"]] for o in (0, 10, 20)]
    assert pages[1] == pages[0]
    assert pages[2][0] == "26-900020"
    assert server.requests[1].one("offset") == "10"  # the log says what was asked


def test_a_missing_record_and_a_repeated_one():
    with serve(faults.missing_record(4).on(1), faults.repeated_records(2).on(2)) as server:
        short, long = ask(server), ask(server, "/exports/json")
    assert short.json()["total_count"] == 50
    assert len(short.json()["results"]) == 9
    assert len(long.json()) == 52


def test_a_clock_that_is_a_day_ahead():
    with serve(faults.clock_skew(86_400).on(1)) as server:
        printed = email.utils.parsedate_to_datetime(ask(server).headers["Date"])
    assert 80_000 < (printed - datetime.now(UTC)).total_seconds() < 90_000


def test_a_huge_body_is_streamed_and_can_be_left():
    with serve(faults.huge_body(50_000_000).on(1)) as server:
        url = server.base_url + API
        with requests.get(url, headers={"Accept-Encoding": "identity"}, stream=True, timeout=5) as answer:
            first = next(answer.iter_content(100_000))
        assert first.startswith(b'{"total_count": 1')
        assert ask(server).ok


def test_faults_add_up_on_one_request():
    with serve(faults.renamed_field("idweb", "id_web").always(), faults.cut_off(30).on(2)) as server:
        assert "id_web" in ask(server).text
        with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
            requests.get(server.base_url + API + "/records", headers={"Accept-Encoding": ""}, timeout=5)
