"""Exports from the pages: all that the list shows to this person, under a name that any browser reads."""

from __future__ import annotations

import csv
import io
import zipfile

import pages_kit as pages
import people_kit as kit
import pytest
from icalendar import Calendar
from toy_hub import raw

CALL = {
    "title": "Entretien des parcs",
    "published": "2026-11-20",
    "deadline": "2026-12-20T12:00:00+01:00",
    "cpv": ["77310000"],
    "nature": "services",
}
CONTRACTS = [
    raw("mure", **CALL, places=[pages.LA_MURE]),
    raw("bourg", **{**CALL, "title": "Parc du Bourg"}, places=[pages.BOURG]),
    pages.contract("fini", "2023-09-01", title='=HYPERLINK("http://x.example";"Parcs")'),
]
EMPLOYERS = [pages.employer("mure"), pages.employer("hostile", name=pages.HOSTILE)]


@pytest.fixture(scope="module", autouse=True)
def _quick():
    yield from pages.quickly()


@pytest.fixture(scope="module")
def hub(tmp_path_factory, _quick):
    folder = tmp_path_factory.mktemp("pages")
    with pages.pages_hub(kit.empty_store(folder), CONTRACTS, EMPLOYERS) as hub:
        kit.someone(hub, "lea")
        kit.someone(hub, "oisanne", territories=("oisans",))
        yield hub


@pytest.fixture(scope="module")
def browsers(hub):
    return pages.Browsers(hub)


def rows(answer):
    assert answer.status_code == 200
    text = answer.content.decode("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("noun", ["marches", "renewals", "employers", "runs"])
def test_what_is_exported_is_what_the_list_has(browsers, noun):
    client = browsers["lea"]
    expected = {"marches": 3, "renewals": 1, "employers": 2, "runs": 2}
    assert len(rows(client.get(f"/export/{noun}.csv?style=plain"))) == expected[noun]
    workbook = client.get(f"/export/{noun}.xlsx")
    assert zipfile.is_zipfile(io.BytesIO(workbook.content))
    assert workbook.headers["content-type"].startswith("application/vnd.openxmlformats")


def test_the_filters_of_the_list_hold(browsers):
    client = browsers["lea"]
    kept = rows(client.get("/export/marches.csv?style=plain&territory=oisans"))
    assert [row["title"] for row in kept] == ["Parc du Bourg"]
    assert rows(client.get("/export/renewals.csv?style=plain&window=a_venir")) == []
    assert len(rows(client.get("/export/employers.csv?style=plain&near=La+Mure&radius=5"))) == 2
    assert len(rows(client.get("/export/runs.csv?style=plain&connector=toy"))) == 1


def test_its_name_and_its_type(browsers):
    answer = browsers["lea"].get("/export/marches.csv?territory=oisans")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == (
        'attachment; filename="marches-oisans-2026-11-24.csv";'
        " filename*=UTF-8''march%C3%A9s-oisans-2026-11-24.csv"
    )
    assert answer.content.startswith(b"\xef\xbb\xbf"), "a French spreadsheet finds its accents"
    hostile = browsers["lea"].get('/export/marches.csv?territory="%0d%0aX-Evil:%201')
    assert "evil" not in hostile.headers["content-disposition"].lower()
    assert "x-evil" not in hostile.headers


def test_a_formula_of_a_notice_is_a_text(browsers):
    text = browsers["lea"].get("/export/renewals.csv").content.decode("utf-8-sig")
    assert "=HYPERLINK" in text
    assert not any(line.startswith("=") or ";=" in line for line in text.splitlines())


def test_another_territory_is_not_exported(browsers):
    client = browsers["oisanne"]
    assert [row["title"] for row in rows(client.get("/export/marches.csv?style=plain"))] == ["Parc du Bourg"]
    assert rows(client.get("/export/renewals.csv?style=plain")) == []
    for noun in ("marches", "renewals"):
        assert rows(client.get(f"/export/{noun}.csv?style=plain&territory=matheysine")) == []
    assert len(rows(client.get("/export/employers.csv?style=plain"))) == 2, "registries are public"


@pytest.mark.parametrize(
    "path",
    [
        "/export/marches.exe",
        "/export/secrets.csv",
        "/export/employers.ics",
        "/export/marches.csv?style=gothique",
        "/export/marches.csv?since=hier",
        "/export/renewals.csv?within=x",
    ],
)
def test_what_is_not_exported_is_said(browsers, path):
    answer = browsers["lea"].get(path)
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("text/html")


def test_it_is_written_in_the_log(hub, browsers):
    browsers["lea"].get("/export/marches.csv?territory=oisans")
    line = hub.audit_log(limit=1)[0]
    assert (line["who"], line["action"], line["object"]) == ("lea", "export", "marches.csv")
    assert line["detail"] == {"filters": "territory=oisans", "count": 1}


def test_a_stranger_gets_nothing(hub):
    answer = kit.browser(hub).get("/export/marches.csv")
    assert (answer.status_code, answer.headers["location"].startswith("/connexion")) == (303, True)


def test_the_agenda_of_one_marche(browsers):
    client = browsers["lea"]
    answer = client.get("/marches/toy:mure.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert {str(event["summary"]).split(" : ")[0] for event in events} == {"Agir", "Offres"}
    assert all(str(event["url"]).startswith(f"{kit.ROOT}/marches/m") for event in events)
    assert browsers["oisanne"].get("/marches/toy:mure.ics").status_code == 404
    assert client.get("/marches/inconnu.ics").status_code == 404


def test_the_calendar_of_renewals(browsers):
    answer = browsers["lea"].get("/export/renewals.ics")
    assert len(Calendar.from_ical(answer.content).walk("VEVENT")) == 2


def test_the_glossary_has_its_page(browsers):
    page = browsers["lea"].get("/glossaire")
    assert (page.status_code, 'id="dce"' in page.text) == (200, True)
