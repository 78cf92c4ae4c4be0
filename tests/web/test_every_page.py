"""Each page in a real browser: axe finds nobody shut out, nothing is asked elsewhere, nothing is wider than
the window, on a wide light screen and on a dark phone. A page that is added must be added here."""

from __future__ import annotations

import re

import pages_kit as pages
import people_kit as kit
import pytest
from browser_kit import Visitor, browsing, serving
from every_route import routes_of
from toy_hub import raw

from hub.alerts.wishes import Wish
from hub.review.decide import Decision
from hub.web.app import create_app

LOOKS = {
    "wide and light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "dark phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
}
CALL = {
    "title": "Entretien des espaces verts",
    "published": "2026-11-20",
    "deadline": "2026-12-20T12:00:00+01:00",
    "cpv": ["77310000"],
    "nature": "services",
    "value": {"amount": "450000"},
    "buyers": [{"name": "Commune de Valbrune"}],
    "places": [pages.LA_MURE],
    "texts": [
        {"field": "BT-70", "text": "Le titulaire réserve 140 heures d'insertion.", "role": "conditions"}
    ],
}
# Files, answers to programs, and what a browser is only led through.
NO_PAGE = re.compile(
    r"/(api|static|export|flux|agenda|sante|metrics|robots|connexion/openid)\b.*|.*\.ics|.*/octets"
)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """(root, the pages): a hub with one of each thing, and its administrator."""
    for _ in pages.quickly():
        url = kit.empty_store(tmp_path_factory.mktemp("office"))
        notices = [raw("26-1", **CALL), pages.contract("24-1"), raw("26-2", reject="not a notice")]
        with pages.pages_hub(url, notices, [pages.employer("1")]) as hub:
            person = kit.someone(hub, "camille", "administration", email="camille@example.fr")
            alert = hub.add_alert(person, Wish())
            hub.save_search(person, "Espaces verts", {"query": "espaces"})
            hub.decide("toy:26-1", Decision("a_contacter", "camille", note="Rappeler lundi."))
            with serving(hub) as root:
                yield (
                    root,
                    addresses(hub, alert),
                    [path for get, path in routes_of(create_app(hub)) if get == "GET"],
                )


def addresses(hub, alert):
    """Each path of a page with what it takes."""
    marche = hub.marche("toy:26-1")["id"]
    (employer,) = hub.employers()
    quarantined = hub.quarantine()
    document = "?document=toy:26-1"
    return {
        "/": "/?moment=rectificatif&query=espaces",
        "/marches/{id_}": f"/marches/{marche}",
        "/marches/{id_}/detacher": f"/marches/{marche}/detacher{document}",
        "/marches/{id_}/rattacher": f"/marches/{marche}/rattacher{document}",
        "/renouvellements": "/renouvellements?vue=calendrier",
        "/employeurs": "/employeurs?near=38269&radius=30",
        "/employeurs/charge": "/employeurs/charge?territory=matheysine",
        "/employeurs/{id_}": f"/employeurs/{employer['id']}",
        "/sources": "/sources",
        "/sources/executions": "/sources/executions",
        "/sources/executions/{id_}": f"/sources/executions/{hub.runs()[0]['id']}",
        "/sources/quarantaine": "/sources/quarantaine",
        "/sources/quarantaine/{number}": f"/sources/quarantaine/{quarantined[0]['id']}",
        "/glossaire": "/glossaire",
        "/connexion": "/connexion",
        "/compte": "/compte",
        "/comptes": "/comptes",
        "/comptes/{login}": "/comptes/camille",
        "/journal": "/journal",
        "/alertes": "/alertes",
        "/alertes/{id_}/apercu": f"/alertes/{alert}/apercu",
        "/desabonnement": None,  # its address is signed: tests/web/test_alerts_page.py
    }


def test_no_page_is_forgotten(office):
    _, known, paths = office
    assert {path for path in paths if not NO_PAGE.fullmatch(path)} == set(known)


@pytest.mark.parametrize("looks", LOOKS.values(), ids=LOOKS)
def test_nobody_is_shut_out(chromium, office, looks):
    root, known, _ = office
    found = {}
    with browsing(chromium) as browser:
        visitor = Visitor(browser, root, **looks)
        visitor.go("/connexion")
        found["/connexion"] = visitor.barriers()
        visitor.sign_in("camille")
        for template, address in known.items():
            if address is None or template == "/connexion":
                continue
            visitor.go(address)
            found[template] = visitor.barriers() + ["wider than the window"] * visitor.overflows()
        assert {path: faults for path, faults in found.items() if faults} == {}
        assert visitor.troubles == []
