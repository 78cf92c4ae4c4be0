"""The feed, parsed again, against what RFC 4287 asks for."""

from __future__ import annotations

import re
from datetime import timedelta

from export_documents import EDITION, GENERATED, HOSTILE, exported, marche, notice, renewal
from lxml import etree, html

from hub.exports import Edition

ATOM = "{http://www.w3.org/2005/Atom}"
HERE = Edition(
    "Marchés",
    GENERATED,
    EDITION.credits,
    base_url="https://hub.example.fr",
    address="https://hub.example.fr/flux",
)


def feed(*documents, **how):
    return etree.fromstring(exported("atom", *documents, **how))


def one(element, name):
    (found,) = element.findall(ATOM + name)
    return found.text


def links(element):
    return {link.get("rel"): link.get("href") for link in element.findall(f"{ATOM}link")}


def test_the_feed_and_each_entry_have_what_the_standard_asks_for():
    root = feed(marche(), marche("m2"))
    entries = root.findall(f"{ATOM}entry")
    assert (root.tag, len(entries)) == (f"{ATOM}feed", 2)
    assert one(root.find(f"{ATOM}author"), "name") == "Passerelle"
    for element in (root, *entries):
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", one(element, "id"))
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", one(element, "updated"))
        assert one(element, "title")
    assert len({one(element, "id") for element in (root, *entries)}) == 3
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert b"ns0" not in exported("atom", marche())


def test_ids_stay_and_the_entry_is_newer_after_a_rectificatif():
    before = feed(marche()).find(f"{ATOM}entry")
    changed = marche(title="Autre")
    changed["notices"].append(notice("boamp", "26-2", "2026-11-20"))
    later = Edition(EDITION.title, GENERATED + timedelta(days=9))
    root = feed(changed, edition=later)
    after = root.find(f"{ATOM}entry")
    assert one(after, "id") == one(before, "id")
    assert one(after, "updated") == "2026-11-19T23:00:00Z" > one(before, "updated")
    assert one(after, "published") == one(before, "published")
    assert one(root, "id") == one(feed(marche()), "id")


def test_links_lead_to_our_page_when_it_has_an_address_else_to_the_notice():
    assert links(feed(marche()).find(f"{ATOM}entry")) == {"alternate": "https://avis.example.fr/9-2026"}
    root = feed(marche(), edition=HERE)
    assert links(root) == {"self": "https://hub.example.fr/flux", "alternate": "https://hub.example.fr"}
    assert links(root.find(f"{ATOM}entry")) == {
        "alternate": "https://hub.example.fr/marches/m1",
        "via": "https://avis.example.fr/9-2026",
    }
    poisoned = marche(notices=[notice("boamp", "1", "2026-11-02", "javascript:alert(1)")])
    assert links(feed(poisoned).find(f"{ATOM}entry")) == {}


def test_hostile_texts_are_text_in_the_summary_and_escaped_in_the_content():
    entry = feed(marche(title=HOSTILE, next_step=HOSTILE)).find(f"{ATOM}entry")
    told = 'Lot "A"; B,<script>alert(1)</script> & fin'
    assert one(entry, "title") == told
    assert one(entry, "summary").startswith(f"À faire : {told} · ")
    content = entry.find(f"{ATOM}content")
    assert content.get("type") == "html"
    page = html.fragment_fromstring(content.text, create_parent="div")
    assert not page.findall(".//script")
    assert f"À faire : {told}" in page.text_content()


def test_every_entry_and_the_feed_name_the_sources():
    root = feed(renewal(), noun="renewals")
    mention = "BOAMP, DILA. Licence Ouverte 2.0. Lu le 24/11/2026."
    assert one(root, "rights") == mention
    assert one(root.find(f"{ATOM}entry"), "rights") == mention


def test_a_feed_without_entries_is_still_a_feed():
    root = feed()
    assert one(root, "rights") == "Aucune source."
    assert root.find(f"{ATOM}entry") is None
