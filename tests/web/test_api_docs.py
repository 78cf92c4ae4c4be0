"""``docs/api.md``: each example does what it says, in the order of the page, and no route is left out."""

from __future__ import annotations

import argparse
import re
import shlex
from pathlib import Path
from urllib.parse import urlencode

import pages_kit as pages
import people_kit as kit
import pytest
import toy_hub
from api_kit import bearing, person
from marche_kit import AIN, LATER, OISANS

from hub.access.tokens import Wanted

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = [line for line in TEXT.splitlines() if line.startswith("api ")]
BY_SESSION = {("POST", "/api/me/tokens")}
REFUSED = {
    'api "$URL/api/runs/$HELD/accept" -X POST': (409, "not-held"),
}


def curl():
    """The options of curl that the page uses."""
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("-X", dest="method")
    parser.add_argument("-d", dest="body")
    parser.add_argument("-G", action="store_true")
    parser.add_argument("-o", dest="out")
    parser.add_argument("-H", dest="header")
    parser.add_argument("--data-urlencode", dest="fields", action="append", default=[])
    return parser


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    notices = [toy_hub.raw("1", **OISANS), toy_hub.raw("1b", **LATER), toy_hub.raw("2", **AIN)]
    refused = toy_hub.raw("refus", reject="illisible")
    url = kit.empty_store(tmp_path_factory.mktemp("docs"))
    for _ in pages.quickly():
        with pages.pages_hub(url, [*notices, refused], [pages.employer("mure")]) as hub:
            kit.someone(hub, "ana", "facilitation")
            kit.someone(hub, "marie", "administration")
            yield hub


@pytest.fixture(scope="module")
def answers(hub):
    """(line, method, path, answer) of each example."""
    client = kit.browser(hub)
    client.headers.update(bearing(hub, "marie", "administration"))
    _, other = hub.create_token(person(hub, "marie"), Wanted("autre", "lecture"))
    run = hub.runs(connector="toy")[0]["id"]
    known = {
        "URL": "",
        "MARCHE": hub.marche("toy:1")["id"],
        "EMPLOYER": hub.employers()[0]["id"],
        "RUN": run,
        "HELD": run,
        "SEARCH": "1",
        "ALERT": "1",
        "LETTER": "1",
        "OTHER": str(other["id"]),
    }
    return [_asked(client, line, known) for line in EXAMPLES]


def _common_headers():
    """Those that the page's own ``api`` sends, less the token."""
    (helper,) = re.findall(r"^api\(\) \{ curl (.*) \}$", TEXT, re.MULTILINE)
    found = [each.partition(": ")[::2] for each in shlex.split(helper) if ": " in each]
    return {name: value for name, value in found if name != "Authorization"}


def _asked(client, line, known):
    filled = re.sub(r"\$([A-Z]+)", lambda name: known[name[1]], line)
    asked = curl().parse_args(shlex.split(filled)[1:])
    query = "?" + urlencode([tuple(field.split("=", 1)) for field in asked.fields]) if asked.G else ""
    method = asked.method or ("POST" if asked.body else "GET")
    name, _, value = (asked.header or "X-None: 1").partition(": ")
    headers = {name: value, **_common_headers()}
    body = asked.body.encode() if asked.body else None
    answer = client.request(method, asked.url + query, content=body, headers=headers)
    return line, method, asked.url.partition("?")[0], answer


def test_every_example_is_answered_as_the_page_says(answers):
    for line, _, _, answer in answers:
        if line in REFUSED:
            assert (answer.status_code, answer.json()["code"]) == REFUSED[line], line
        else:
            assert answer.status_code in (200, 201), (line, answer.text[:300])


def test_no_route_is_left_out(hub, answers):
    described = kit.browser(hub).get("/api/openapi.json").json()["paths"]
    shown = {(method, path) for _, method, path, _ in answers}
    for route, operations in described.items():
        pattern = re.compile(re.sub(r"\\\{[a-z_]+\\\}", "[^/]+", re.escape(route)))
        for method in operations:
            found = [path for verb, path in shown if verb == method.upper() and pattern.fullmatch(path)]
            assert found or (method.upper(), route) in BY_SESSION, f"docs/api.md shows no {method} {route}"
