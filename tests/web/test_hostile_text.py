"""A notice whose every text is an attack, through the whole pipeline, then everything that shows it.

The browser must run none of it, the spreadsheet compute none of it, the reader's XML and agenda break on
none of it; and nothing must fall over.
"""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from decimal import Decimal

import icalendar
import openpyxl
import pages_kit as pages
import people_kit as kit
import pytest
import toy_hub
from api_kit import bearing, person
from every_route import requests_to, routes_of
from lxml import etree
from lxml import html as markup

from hub.access.accounts import Profile
from hub.alerts.wishes import Wish
from hub.exports.formulas import is_formula
from hub.review.decide import Decision

MARK = "alerte9"
PAYLOADS = (
    f"<script>{MARK}()</script>",
    f'"><img src=x onerror={MARK}()>',
    f"' onmouseover='{MARK}()",
    f"</title></textarea></pre><svg onload={MARK}()>",
    f"javascript:{MARK}()",
    "{{7*7}}{% raw %}${7*7}#{7*7}<%= 7*7 %>",
    f'=HYPERLINK("http://mal.example/{MARK}";"Voir")',
    f"@SUM(A1:A9)+{MARK}",
    "+33|cmd' /C calc'!A0",
    f"x\r\nBEGIN:VALARM\r\nTRIGGER:{MARK}\r\nEND:VEVENT",
    "]]></content><entry><id>faux</id></entry>&mal;",
    '";\r\n=1+1;"',
    f"\u202e\u2066{MARK}\u200f\x00\x07\x1b[31m\ufffe",
    f"  \t=cmd|{MARK}",
    "é" * 50_000,
)
EXEMPT = {
    ("GET", "/connexion/openid"): "leads away when a provider is set",
    ("GET", "/connexion/openid/retour"): "the same",
    ("GET", "/api/openapi.json"): "nothing that is stored",
}
LINKS = ("http://", "https://", "mailto:", "tel:", "/", "#", "?")


def everywhere(text: str, key: str) -> dict:
    """A notice that says ``text`` in each of its texts."""
    place = {"insee": "38269", **dict.fromkeys(("street", "postcode", "city", "label", "departement"), text)}
    lot = {
        "key": text or "1",
        "title": text,
        "description": text,
        "cpv": [text, "45442100"],
        "places": [place],
    }
    return {
        "title": text,
        "published": "2026-11-20",
        "deadline": "2026-12-20T12:00:00+01:00",
        "value": {"amount": "300000"},
        **dict.fromkeys(("form", "url", "documents_url", "description", "procedure"), text),
        **dict.fromkeys(("procedure_id", "notice_id", "reference", "legal_basis"), f"{text}{key}"),
        "cpv": ["45442100", text],
        "buyers": [
            {"name": text, "identifier": text, "legal_type": text, "activity": text, "address": place}
        ],
        "places": [place],
        "departements": ["38", text],
        "lots": [lot],
        "criteria": [{"name": text, "description": text, "lot": text}],
        "texts": [{"field": text, "text": f"{text} clause d'insertion de 140 heures {text}", "lot": text}],
        "codes": [{"field": text, "value": text, "lot": text}, {"field": "BT-775", "value": "opp"}],
        "changes": [dict.fromkeys(("field", "lot", "before", "after", "text"), text)],
        "awards": [{"winner": text, "winner_identifier": text, "lot": text}],
        "links": [{"kind": "follows", "key": text}],
        "findings": [{"code": "bad-title", "field": text, "value": text[:200]}],
    }


def records() -> list:
    """A call and an awarded contract for each payload."""
    found = []
    for number, text in enumerate(PAYLOADS):
        found.append(toy_hub.raw(f"{number}{text[:60]}", **everywhere(text, str(number))))
        ended = {"kind": "result", "published": "2023-09-01", "duration_months": 48, "deadline": None}
        found.append(
            toy_hub.raw(f"fin-{number}", **{**everywhere(f"{text} (bis)", f"fin-{number}"), **ended})
        )
    lone = toy_hub.raw("seul", title="\ud800")
    return [*found, lone, toy_hub.raw(PAYLOADS[0], reject=PAYLOADS[1])]


@pytest.fixture(scope="module", autouse=True)
def _quick():
    yield from pages.quickly()


@pytest.fixture(scope="module")
def hub(tmp_path_factory, _quick):
    url = kit.empty_store(tmp_path_factory.mktemp("hostile"))
    texts = [text.replace("\ud800", "")[:2000] for text in PAYLOADS]
    employers = [
        pages.employer(
            f"e{number}", name=text, brand=text, sectors=[text], website=text, zones=[text], email=text
        )
        for number, text in enumerate(texts)
    ]
    with pages.pages_hub(url, records(), employers) as hub:
        kit.someone(hub, "ana", "administration")
        hub.add_account(Profile("zed", "lecture", name=PAYLOADS[0], email="a@b.example"), by="test")
        ana = person(hub, "ana")
        search = hub.save_search(ana, PAYLOADS[1], {"query": PAYLOADS[0]})
        everything = hub.save_search(ana, PAYLOADS[4], {"sort": "deadline"})
        for wish in (Wish(search=search["id"]), Wish(search=everything["id"]), Wish()):
            hub.add_alert(ana, wish)
        for document in hub.marches(limit=2):
            hub.decide(document["id"], Decision("ecartee", "ana", because="autre", note=PAYLOADS[0]))
            hub.assign(document["id"], PAYLOADS[1], "ana")
        yield hub


@pytest.fixture(scope="module")
def answers(hub):
    """(route, address, answer) of every address that shows something."""
    client, token = kit.signed_in(hub, "ana"), bearing(hub, "ana", "administration")
    values = {
        "/": {"id_": ("1", "2", "3"), "number": ("1",), "login": ("ana", "zed")},
        "/marches": {"id_": [each["id"] for each in hub.marches()]},
        "/employeurs": {"id_": [each["id"] for each in hub.employers()]},
        "/api/territories": {"id_": ("isere",)},
        "/sources/executions": {"id_": [run["id"] for run in hub.runs()]},
        "/export": {"noun": ("marches", "renewals", "employers", "runs"), "ext": EXTENSIONS},
        "/api/export": {"ext": EXTENSIONS},
        "/flux": {"what": ("isere", "recherche-1", "recherche-2")},
    }
    values |= {"/api/marches": values["/marches"], "/api/employers": values["/employeurs"]}
    values |= {"/api/runs": values["/sources/executions"], "/agenda": values["/flux"]}
    found = []
    for method, route in routes_of(client.app):
        if method == "GET" and (method, route) not in EXEMPT:
            for request in requests_to(method, route, values):
                headers = token if request.is_api else {}
                found.append((request, client.get(request.path, headers=headers)))
    return found


PARTS = {"VCALENDAR", "VEVENT", "VALARM", "VTIMEZONE", "STANDARD", "DAYLIGHT"}
EXTENSIONS = ("csv", "xlsx", "jsonl", "ics", "atom")


def of(answers, media):
    """Those of one kind; there are some."""
    found = [
        (request, answer)
        for request, answer in answers
        if answer.headers.get("content-type", "").partition(";")[0] == media and answer.status_code == 200
    ]
    assert found, media
    return found


def test_nothing_falls_over_and_all_have_their_policy(answers):
    for request, answer in answers:
        assert answer.status_code in (200, 303, 304, 400, 404), (request, answer.status_code)
        assert "script-src 'self'" in answer.headers["content-security-policy"], request
    assert len([answer for _, answer in answers if MARK in answer.text]) > 40, "the notices are shown"


def test_a_page_holds_no_script_nor_address_of_theirs(answers):
    for request, answer in of(answers, "text/html"):
        page = markup.document_fromstring(answer.content.decode())
        for element in page.iter(etree.Element):
            assert element.tag not in ("img", "iframe", "object", "embed", "base", "style"), request
            if element.tag == "script":
                assert (element.get("src") or "").startswith("/static/"), request
                assert not element.text, request
            for name, value in element.attrib.items():
                assert not name.startswith("on"), (request, name)
                assert name not in ("style", "srcdoc", "formaction") or value.startswith("/"), (request, name)
                if name in ("href", "src", "action", "{http://www.w3.org/1999/xlink}href"):
                    assert value.startswith(LINKS), (request, value[:80])
                    assert not value.startswith("//"), (request, value[:80])


def test_a_page_turns_no_line_around_and_computes_nothing(answers):
    for request, answer in of(answers, "text/html"):
        page = markup.document_fromstring(answer.content.decode())
        told = page.text_content() + "".join(page.xpath("//@title | //@aria-label | //@alt"))
        assert not set("\u202e\u2066\u200f\x07\x1b") & set(told), request
        # A template that reads what it shows would say 49 where it says 7*7.
        assert told.count("{{7*7}}") == told.count("{{"), request
        assert "{49}" not in told, request


def test_no_cell_is_a_formula(answers):
    for request, answer in of(answers, "text/csv"):
        for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"):
            for cell in row:
                assert not is_formula(cell), (request, cell[:80])
    sheets = [each for each in answers if each[0].path.endswith(".xlsx")]
    for request, answer in sheets:
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type != "f", (request, cell.value)
                    assert (
                        cell.hyperlink is None
                        or cell.hyperlink.target is None
                        or cell.hyperlink.target.startswith(("http", "mailto"))
                    )


def test_feeds_are_whole_and_hold_their_own_entries_only(answers):
    for request, answer in of(answers, "application/atom+xml"):
        feed = etree.fromstring(answer.content)
        assert "faux" not in feed.xpath("//*[local-name()='id']/text()"), request
        for link in feed.xpath("//*[local-name()='link']/@href"):
            assert link.startswith("http"), link
        for element in feed.iter():
            if element.get("type") in ("html", "xhtml"):
                assert "<script" not in "".join(element.itertext()), request


def test_agendas_are_whole_and_ring_no_alarm_of_theirs(answers):
    for request, answer in of(answers, "text/calendar"):
        calendar = icalendar.Calendar.from_ical(answer.content)
        assert not calendar.errors, request
        for part in calendar.walk():
            assert not part.errors, request
            assert part.name in PARTS, request
            if part.name == "VALARM":
                assert part["TRIGGER"].dt < timedelta(0), request
            if "URL" in part:
                assert part["URL"].startswith("http"), request


def test_documents_are_documents(answers):
    for _, answer in of(answers, "application/json"):
        answer.json()
        assert answer.headers["x-content-type-options"] == "nosniff"
    for _, answer in of(answers, "application/x-ndjson"):
        for line in answer.text.splitlines():
            json.loads(line, parse_float=Decimal)


def test_a_letter_says_it_as_text(hub):
    done = hub.digest(login="ana", dry_run=True)
    assert done.letters
    for letter in done.letters:
        assert not set("\r\n") & set(letter["subject"])
        assert "\u202e" not in letter["text"]


def test_whoever_types_it_gets_it_back_as_text(hub):
    """Filters, cursors and paths come back in the page that answers."""
    client = kit.signed_in(hub, "ana")
    for text in PAYLOADS[:-1]:
        for path in ("/", "/renouvellements", "/employeurs", "/sources/executions", "/alertes", "/marches/x"):
            for names in (("query", "connector", "near", "territory", "lot", "amount"), ("cursor", "window")):
                answer = client.get(path, params=dict.fromkeys(names, text))
                assert answer.status_code in (200, 400, 404), (path, names, text)
                page = markup.document_fromstring(answer.content.decode())
                assert not [each for each in page.iter("script") if not each.get("src")], (path, names)
                assert not page.xpath("//*[@onerror or @onload or @onmouseover]"), (path, names)
