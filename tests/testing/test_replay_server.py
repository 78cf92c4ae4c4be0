"""The server itself: sources, log, threads, files, command line."""

import subprocess
import sys
import threading

import pytest
import requests

from hub.testing.replay import OdsDataset, ReplayServer, Request, StaticFiles, json_response
from hub.testing.replay.folders import read_records


class Echo:
    """A source that a stranger would write."""

    def answer(self, request: Request):
        if request.path != "/v3/notices/search":
            return None
        return json_response({"method": request.method, "body": request.body.decode()})


def test_the_first_source_that_answers_wins():
    with ReplayServer([Echo(), OdsDataset("boamp", [])]) as server:
        posted = requests.post(
            f"{server.base_url}/v3/notices/search", json={"query": "PD>=20260901"}, timeout=5
        )
        missing = requests.get(f"{server.base_url}/nowhere", timeout=5)
    assert posted.json() == {"method": "POST", "body": '{"query": "PD>=20260901"}'}
    assert missing.status_code == 404
    assert missing.json()["error_code"] == "NotFound"


def test_every_request_is_logged_once_whatever_the_threads():
    with ReplayServer([Echo()]) as server:
        url = f"{server.base_url}/v3/notices/search"

        def ask(worker):
            for n in range(10):
                requests.get(url, params={"worker": worker, "n": n}, timeout=5)

        threads = [threading.Thread(target=ask, args=(w,)) for w in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        log = server.requests
    assert [r.number for r in log] == list(range(1, 51))
    assert len({(r.one("worker"), r.one("n")) for r in log}) == 50
    assert all("python-requests" in r.headers["user-agent"] for r in log)


def test_a_connection_is_kept_and_head_has_no_body():
    with ReplayServer([Echo()]) as server, requests.Session() as session:
        url = f"{server.base_url}/v3/notices/search"
        head = session.head(url, timeout=5)
        after = session.get(url, timeout=5)
    assert head.content == b""
    assert int(head.headers["Content-Length"]) > 0
    assert after.json()["method"] == "GET"


def test_a_stopped_server_frees_its_port_and_says_so():
    with ReplayServer([]) as server:
        port = int(server.base_url.rpartition(":")[2])
    with pytest.raises(RuntimeError, match="not running"):
        _ = server.base_url
    with ReplayServer([], port=port) as again:
        assert again.base_url.endswith(f":{port}")


def test_files_are_served_with_a_listing_and_a_tag(tmp_path):
    (tmp_path / "2026").mkdir()
    (tmp_path / "2026" / "26-900001.xml").write_bytes(b"<a/>")
    (tmp_path / "big.bin").write_bytes(b"x" * 200_000)
    with ReplayServer([StaticFiles(tmp_path, "OPENDATA")]) as server:
        root = f"{server.base_url}/OPENDATA"
        assert 'href="26-900001.xml"' in requests.get(f"{root}/2026/", timeout=5).text
        first = requests.get(f"{root}/2026/26-900001.xml", timeout=5)
        again = requests.get(first.url, headers={"If-None-Match": first.headers["ETag"]}, timeout=5)
        big = requests.get(f"{root}/big.bin", timeout=5)
        missing = requests.get(f"{root}/none.xml", timeout=5)
    assert first.content == b"<a/>"
    assert again.status_code == 304
    assert big.content == b"x" * 200_000
    assert missing.status_code == 404


def test_nothing_outside_the_folder_is_served(tmp_path):
    (tmp_path / "public").mkdir()
    (tmp_path / "secret.txt").write_text("no")
    source = StaticFiles(tmp_path / "public")
    for path in ("/../secret.txt", "/%2e%2e/secret.txt", "//../secret.txt"):
        assert source.answer(Request(1, "GET", path)) is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.json", b'{"total_count": 1, "results": [{"idweb": "26-1"}]}'),
        ("list.json", b'[{"idweb": "26-1"}]'),
        ("one.json", b'{"idweb": "26-1"}'),
        ("lines.jsonl", b'{"idweb": "26-1"}\n\n'),
    ],
)
def test_a_folder_may_hold_pages_lists_records_or_lines(tmp_path, name, content):
    file = tmp_path / name
    file.write_bytes(content)
    assert read_records(file) == [{"idweb": "26-1"}]


def test_the_command_serves_a_folder_and_prints_its_address(tmp_path):
    (tmp_path / "boamp").mkdir()
    (tmp_path / "boamp" / "jour.json").write_bytes(b'[{"idweb": "26-1", "dateparution": "2026-09-01"}]')
    command = [sys.executable, "-m", "hub.testing.replay", "--folder", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            url = process.stdout.readline().strip()
            api = f"{url}/api/explore/v2.1/catalog/datasets/boamp/records"
            assert requests.get(api, timeout=5).json()["total_count"] == 1
            assert requests.get(f"{url}/files/boamp/jour.json", timeout=5).json()[0]["idweb"] == "26-1"
        finally:
            process.terminate()
