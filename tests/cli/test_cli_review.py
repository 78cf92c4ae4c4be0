"""``hub review``: one line with the one-time link, then the pages, for its bearer only."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys

import pytest
import requests


@pytest.fixture
def link(filled, toy_site):
    command = [sys.executable, "-m", "hub", "review", "--port", "0"]
    env = {**os.environ, "PYTHONPATH": str(toy_site)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, text=True)
    line = process.stdout.readline().strip()
    yield line
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (0, "", ""), "one line, and nothing else"


def test_the_pages_and_their_door(link):
    root = link.partition("/connexion")[0]
    stranger = requests.get(f"{root}/", allow_redirects=False, timeout=10)
    assert (stranger.status_code, stranger.headers["location"]) == (303, "/connexion")
    assert "hub review" in requests.get(f"{root}/connexion", timeout=10).text
    assert requests.get(f"{root}/api/marches", timeout=10).status_code == 401
    assert requests.get(f"{root}/sante", timeout=10).json() == {"status": "ok"}
    lying = requests.get(f"{root}/sante", headers={"Host": "evil.example"}, timeout=10)
    assert lying.status_code == 400

    browser = requests.Session()
    page = browser.get(link, timeout=10)
    assert (page.status_code, page.url) == (200, f"{root}/")
    cookie = page.history[0].headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower(), "a link in a mail must open for whoever is signed in"
    assert requests.get(link, timeout=10).status_code == 403, "a link opens once"

    assert "Entretien des espaces verts" in page.text
    assert "<script>" not in page.text
    assert "&lt;script&gt;" in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert browser.get(f"{root}/static/style.css", timeout=10).status_code == 200
    assert '<link rel="icon" type="image/svg+xml" href="/static/favicon.svg">' in page.text
    icon = requests.get(f"{root}/static/favicon.svg", timeout=10)
    assert (icon.status_code, icon.headers["content-type"]) == (200, "image/svg+xml")

    answer = browser.get(f"{root}/api/marches?limit=1", timeout=10).json()
    assert (len(answer["items"]), answer["total"], answer["next"]) == (1, 2, "1")
    rest = browser.get(f"{root}/api/marches?limit=1&cursor=1", timeout=10).json()
    assert rest["next"] is None
    id_ = answer["items"][0]["id"]
    assert browser.get(f"{root}/api/marches/{id_}", timeout=10).json()["id"] == id_
    assert "Pourquoi" in browser.get(f"{root}/marches/{id_}", timeout=10).text
    lost = browser.get(f"{root}/api/marches/m000", timeout=10)
    assert (lost.status_code, lost.json()["code"]) == (404, "unknown-marche")
    assert browser.get(f"{root}/marches/m000", timeout=10).status_code == 404
    wrong = browser.get(f"{root}/api/marches?stage=x&limit=zz", timeout=10)
    assert (wrong.status_code, wrong.json()["code"]) == (400, "filter-invalid")
    found = browser.get(f"{root}/?stage=&query=valbrune", timeout=10).text
    assert found.count('<li class="card" id=') == 1


def test_a_busy_port_names_the_way_out(cli, home):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = cli("review", "--port", str(taken.getsockname()[1]))
    assert (ran.code, ran.err.splitlines()[-1]) == (1, "→ hub review --port 0")
