"""Renewals: what is open and for how long, on a list and on a calendar, for whom they are."""

from __future__ import annotations

from datetime import date

import pages_kit as pages
import people_kit as kit
import pytest

from hub.review.renewal_calendar import WIDTH, calendar_of

CONTRACTS = [
    pages.contract("ouvert", "2023-09-01", title="Entretien des parcs"),
    pages.contract("a-venir", "2025-09-01", title="Propreté des écoles", cpv=["90919300"]),
    pages.contract("oisans", "2023-10-01", title="Espaces verts du Bourg", places=[pages.BOURG]),
    pages.contract("hostile", "2023-11-01", title=pages.HOSTILE, buyers=[{"name": pages.HOSTILE}]),
]


@pytest.fixture(scope="module", autouse=True)
def _quick():
    yield from pages.quickly()


@pytest.fixture(scope="module")
def hub(tmp_path_factory, _quick):
    folder = tmp_path_factory.mktemp("pages")
    with pages.pages_hub(kit.empty_store(folder), CONTRACTS) as hub:
        kit.someone(hub, "lea")
        kit.someone(hub, "oisanne", territories=("oisans",))
        yield hub


@pytest.fixture(scope="module")
def browsers(hub):
    return pages.Browsers(hub)


def test_a_card_says_how_long_the_window_stays_open(browsers):
    page = browsers["lea"].get("/renouvellements").text
    told = pages.text_of(page)
    # It ends on 01/09/2027; the window of a service closes four months before.
    assert "ouverte, encore 158 jours fin au plus tard le 01/09/2027" in told.replace("\xa0", " ")
    assert "s’ouvre le 01/03/2028" in told
    assert "4 contrats" in told
    pages.nothing_hostile(page)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("window=a_venir", {"Propreté des écoles"}),
        ("within=10&territory=matheysine", {"Entretien des parcs"}),
        ("trade=9091", {"Propreté des écoles"}),
        ("territory=oisans", {"Espaces verts du Bourg"}),
        ("trade=45", set()),
    ],
)
def test_filters(browsers, query, titles):
    told = pages.text_of(browsers["lea"].get(f"/renouvellements?{query}").text)
    every = {"Entretien des parcs", "Propreté des écoles", "Espaces verts du Bourg"}
    assert {title for title in every if title in told} == titles


@pytest.mark.parametrize("query", ["window=demain", "within=-1", "within=x", "trade=vert", "cursor=-2"])
def test_a_filter_that_means_nothing_is_an_error_and_no_crash(browsers, query):
    answer = browsers["lea"].get(f"/renouvellements?{query}")
    assert answer.status_code == 400
    assert "filter-invalid" in answer.text


def test_the_renewals_of_another_territory_do_not_exist(browsers):
    client = browsers["oisanne"]
    for query in ("", "?vue=calendrier", "?territory=oisans"):
        told = pages.text_of(client.get(f"/renouvellements{query}").text)
        assert "Espaces verts du Bourg" in told
        assert "Entretien des parcs" not in told
    assert "0 contrat" in pages.text_of(client.get("/renouvellements?territory=matheysine").text)


def test_the_calendar_is_a_drawing_and_a_table(browsers):
    page = browsers["lea"].get("/renouvellements?vue=calendrier").text
    told = pages.text_of(page)
    assert page.count('<svg class="strip"') == 4
    assert "mai 2027 fenêtre qui se ferme : Entretien des parcs" in told
    assert "septembre 2027 contrat qui finit : Entretien des parcs" in told
    pages.nothing_hostile(page)


def renewal(opens, closes, end):
    return {"window": {"from": opens, "to": closes}, "end_max": end}


def test_bars_stay_in_their_drawing():
    """Windows that begin before the calendar, end after it, or lie wholly beyond."""
    found = calendar_of(
        [
            renewal("2020-01-01", "2027-01-16", "2027-04-30"),
            renewal("2028-10-31", "2040-01-01", "2041-01-01"),
            renewal("2031-01-01", "2032-01-01", "2033-01-01"),
            renewal("2020-01-01", "2020-02-01", "2026-12-31"),
        ],
        date(2026, 11, 24),
    )
    assert [month.name for month in found.months][::23] == ["novembre 2026", "octobre 2028"]
    assert all(bar.x >= 0 and bar.x + bar.width <= WIDTH for bar in found.bars)
    assert [bar.width > 0 for bar in found.bars] == [True, True, False, False]
    assert [bar.end is not None for bar in found.bars] == [True, False, False, True]
    assert (found.bars[0].x, found.bars[0].width) == (0, 24.8)


def test_a_long_list_comes_in_pages(tmp_path):
    many = [pages.contract(f"c{n}", title=f"Marché numéro {n:02}") for n in range(27)]
    with pages.pages_hub(kit.empty_store(tmp_path), many) as hub:
        kit.someone(hub, "lea")
        client = kit.signed_in(hub, "lea")
        first = client.get("/renouvellements?window=ouverte").text
        assert "/renouvellements?window=ouverte&amp;cursor=25" in first
        second = client.get("/renouvellements?window=ouverte&cursor=25").text
    seen = [f"Marché numéro {n:02}" in text for text in (first, second) for n in range(27)]
    assert sum(seen[:27]) == 25
    assert all(a != b for a, b in zip(seen[:27], seen[27:], strict=True))
