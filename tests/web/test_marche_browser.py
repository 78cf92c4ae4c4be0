"""In a real browser: two people on one marché, and the hours while one types."""

from __future__ import annotations

import random
from pathlib import Path

import people_kit as kit
import pytest
from browser_kit import Visitor, browsing, serving
from marche_kit import marche_hub

import hub.web
from hub.clauses.hours import to_weeks
from hub.review.sizing import SizingInvalid, read_inputs

STATIC = Path(hub.web.__file__).parent / "static"
NAMES = ("amount", "labour_share", "insertion_rate", "hourly_cost")
ASKED = """typed => {
  const found = passerelleHours(typed);
  return found.error ? null : [String(found.hours), String(found.rounded)];
}"""


@pytest.fixture(scope="module")
def browser(chromium):
    with browsing(chromium) as found:
        yield found


@pytest.fixture
def served(tmp_path, monkeypatch):
    for _ in kit.quick_passwords(monkeypatch):
        with marche_hub(tmp_path) as opened, serving(opened) as root:
            yield opened, root


def test_two_browsers_one_wins_the_other_is_told_and_loses_nothing(browser, served):
    opened, root = served
    visitors = [Visitor(browser, root).sign_in(login) for login in ("ana", "bob")]
    ana, bob = (each.page for each in visitors)
    for each in visitors:
        each.go(f"/marches/{opened.marche('1')['id']}")
    bob.select_option("aside select[name=state]", "contactee")
    bob.click("aside form.decision button")
    bob.wait_for_selector(".notice")
    ana.select_option("aside select[name=state]", "ecartee")
    ana.select_option("aside select[name=because]", "refus_acheteur")
    ana.fill("aside textarea[name=note]", "L’acheteur refuse.")
    ana.click("aside form.decision button")
    ana.wait_for_selector("h1:has-text('entre-temps')")
    assert "contactée" in ana.inner_text("section[aria-labelledby=autre]").lower()
    assert ana.input_value("select[name=state]") == "ecartee"
    assert ana.input_value("select[name=because]") == "refus_acheteur"
    assert ana.input_value("textarea[name=note]") == "L’acheteur refuse."
    ana.click("form.decision button")
    ana.wait_for_selector(".notice")
    assert [line["author"] for line in opened.marche("1")["history"]] == ["bob", "ana"]
    # The browser says of the refusal itself that it was one.
    assert [text for each in visitors for text in each.troubles if "409" not in text] == []


def test_the_hours_follow_what_is_typed(browser, served):
    opened, root = served
    leo = Visitor(browser, root).sign_in("leo")
    leo.go(f"/marches/{opened.marche('1')['id']}")
    page = leo.page
    page.fill("form.sizing input[name=amount]", "500 000,50")
    page.fill("form.sizing input[name=insertion_rate]", "7,5")
    assert page.inner_text("[data-hours]").replace("\u202f", " ").replace("\u00a0", " ") == "875 h"
    page.fill("form.sizing input[name=hourly_cost]", "zéro")
    assert "Coût horaire" in page.inner_text("[data-error]")
    assert leo.troubles == []


def cases():
    """Fifty that round in all ways: halves, tenths, large and small amounts, and what is no number."""
    pick = random.Random(2112)
    for _ in range(42):
        amount = pick.choice(["210000", "1 050 000,5", "12.25", str(pick.randint(1, 10**9))])
        share, rate = (f"{pick.randint(1, 100)},{pick.choice(['0', '5', '25', '125'])}" for _ in range(2))
        yield amount, share, rate, f"{pick.randint(5, 60)}.{pick.randint(0, 99)}"
    yield from (("105 000", "10", "10", "30"), ("35", "100", "50", "5"), ("", "1", "1", "30"))
    yield from (("12,12345", "1", "1", "30"), ("1e5", "1", "1", "30"), ("٣", "1", "1", "30"))
    yield from (("10000000000", "100", "100", "5"), ("10000000001", "100", "100", "5"))


def computed(typed):
    try:
        hours = read_inputs(typed).hours
    except SizingInvalid:
        return None
    return [str(hours), str(to_weeks(hours))]


def test_the_page_and_the_engine_compute_the_same(browser):
    page = browser.new_page()
    page.add_script_tag(path=STATIC / "hours.js")
    found = [dict(zip(NAMES, case, strict=True)) for case in cases()]
    assert len(found) == 50
    assert [page.evaluate(ASKED, typed) for typed in found] == [computed(typed) for typed in found]
    assert sum(computed(typed) is None for typed in found) >= 5
