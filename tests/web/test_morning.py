"""The morning of a facilitator: from the mail to a decision, corrected hours, an export, a printed page."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import alerts_kit
import openpyxl
import people_kit as kit
import pytest
from browser_kit import Visitor, browsing, serving

from hub.access.accounts import Profile
from hub.alerts.wishes import Wish
from hub.plugin_api import RawRecord

CLEANING = {
    "title": "Nettoyage des locaux scolaires",
    "value": {"amount": "450000"},
    "places": [{"insee": "38052", "departement": "38"}],
    "texts": [
        {"field": "BT-70", "text": "Le titulaire réserve 140 heures d'insertion.", "role": "conditions"}
    ],
}
ROOFS: dict[str, object] = {"title": "Réfection de toitures", "cpv": ["45261900"], "nature": "travaux"}


def notices() -> list[RawRecord]:
    return [alerts_kit.notice("1", **CLEANING), alerts_kit.notice("2", **ROOFS)]


@pytest.fixture
def office(tmp_path, monkeypatch):
    """(the hub of Camille, the mail server that writes to her, the root of the pages)."""
    port = alerts_kit.free_port()
    for _ in kit.quick_passwords(monkeypatch):
        with alerts_kit.serving(alerts_kit.Sink()) as sink:
            settings = alerts_kit.mail_settings(sink.port) | {"HUB_PUBLIC_URL": f"http://127.0.0.1:{port}"}
            url = alerts_kit.store_in(tmp_path)
            with (
                alerts_kit.telling_hub(url, alerts_kit.Hands(), **settings) as hub,
                serving(hub, port) as root,
            ):
                yield hub, sink, root


def account(hub, login):
    hub.add_account(Profile(login, "facilitation", email=f"{login}@example.fr"), by="test")
    session = hub.session(hub.choose_password(hub.invite(login, by="test"), kit.PASSWORD))
    return session.person


def test_from_the_mail_to_the_printed_page(chromium, office, tmp_path):
    hub, sink, root = office
    hub.add_alert(account(hub, "camille"), Wish())
    alerts_kit.scouted(hub, *notices())
    assert hub.digest().sent == 1
    (letter,) = sink.texts()
    link = next(url for url in re.findall(r"http://\S+/marches/\w+", letter))
    with browsing(chromium) as browser:
        camille = Visitor(browser, root, viewport={"width": 1280, "height": 900})
        page = camille.page

        page.goto(link)
        assert "/connexion" in page.url, "a mail opens nothing by itself"
        page.fill("input[name=login]", "camille")
        page.fill("input[name=password]", kit.PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(link)
        assert camille.barriers() == []

        title = page.inner_text("h1")
        for name, value in (("amount", "500 000"), ("labour_share", "80"), ("insertion_rate", "5,5")):
            page.fill(f"form.sizing input[name={name}]", value)
        page.fill("form.sizing input[name=hourly_cost]", "30")
        page.locator("form.sizing details[data-keep]").evaluate("details => { details.open = true; }")
        page.fill("form.sizing input[name=why]", "DPGF du lot")
        page.click("form.sizing button[value=enregistrer]")
        page.wait_for_selector(".notice:has-text('Correction')")

        page.select_option("aside select[name=state]", "a_contacter")
        page.fill("aside textarea[name=note]", "Rappeler le service des marchés lundi.")
        page.click("aside form.decision button.main")
        page.wait_for_selector(".notice:has-text('à contacter')")

        page.emulate_media(media="print")
        assert not page.is_visible(".top nav")
        assert not page.is_visible("aside form.decision button")
        assert page.is_visible("h1")
        assert page.pdf(format="A4").startswith(b"%PDF")
        page.emulate_media(media="screen")

        page.click(".brand")
        page.wait_for_url(f"{root}/")
        assert camille.barriers() == []
        assert page.locator(".card.here").count() == 0
        page.keyboard.press("j")
        assert (
            page.locator(".card.here h2").inner_text().endswith(title) or page.locator(".card").count() == 2
        )
        page.keyboard.press("x")
        assert page.locator("input[name=marche]:checked").count() == 1
        page.keyboard.press("/")
        page.keyboard.type("toitures")
        page.keyboard.press("Enter")
        page.wait_for_selector("[role=status]:has-text('1 marché')")

        with page.expect_download() as started:
            page.click("a:has-text('Excel')")
        started.value.save_as(tmp_path / "marches.xlsx")
        sheet = openpyxl.load_workbook(tmp_path / "marches.xlsx").worksheets[0]
        cells = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row}
        assert any("Réfection de toitures" in cell for cell in cells)
        assert not any("scolaires" in cell for cell in cells), "the export keeps the filters"
        assert camille.troubles == []

    found = hub.marche(urlsplit(link).path.rsplit("/", 1)[1])
    assert [line["state"] for line in found["history"]] == ["a_contacter"]
    assert found["hours_corrections"][0]["author"] == "camille"
    assert hub.digest().composed == 0, "nothing new, no second letter"


def test_several_are_decided_at_once_and_taken_back(chromium, office):
    hub, _, root = office
    account(hub, "camille")
    alerts_kit.scouted(hub, *notices())
    with browsing(chromium) as browser:
        camille = Visitor(browser, root).sign_in("camille")
        page = camille.page
        for box in page.locator("input[name=marche]").all():
            box.check()
        page.select_option("select[name=state][form=lot]", "suivie")
        page.click("button[form=lot]")
        page.wait_for_selector(".notice")
        assert {m["review"]["state"] for m in hub.marches()} == {"suivie"}
        page.click(".card h2 a")
        page.click("button:has-text('Annuler')")
        page.wait_for_selector(".notice:has-text('à étudier')")
        assert camille.troubles == []
