"""The glossary's templates: a known term becomes a link, hostile text stays text."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, StrictUndefined

import hub.web
from hub.clauses import glossary
from hub.review import printed

BASE = {"base.html": "<title>{% block title %}{% endblock %}</title>{% block content %}{% endblock %}"}
USE = '{% from "terme.html" import terms %}{{ terms(text) }}'


class Read(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


@pytest.fixture(scope="module")
def pages():
    folder = Path(hub.web.__file__).parent / "templates"
    loader = ChoiceLoader([DictLoader(BASE), FileSystemLoader(folder)])
    found = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    found.globals.update(glossary=glossary)
    found.filters.update(clean=printed.clean)
    return found


def linked(pages, text):
    return Read(pages.from_string(USE).render(text=text))


def test_a_term_leads_to_its_entry(pages):
    page = linked(pages, "Voir le DCE (L2112-2-1, II).")
    assert page.text == "Voir le DCE (L2112-2-1, II)."
    assert [(tag, attrs["class"], attrs["href"]) for tag, attrs in page.elements] == [
        ("a", "term", "/glossaire#dce"),
        ("a", "term", "/glossaire#L2112-2-1"),
    ]
    assert page.elements[0][1]["title"] == glossary.entry("dce").text


def test_hostile_text_stays_text(pages):
    hostile = '<script>alert("DCE")</script> & <a href="javascript:x">lot réservé</a>\x1b[31m'
    page = linked(pages, hostile)
    assert [tag for tag, _ in page.elements] == ["a", "a"]
    assert {attrs["href"] for _, attrs in page.elements} == {"/glossaire#dce", "/glossaire#lot-reserve"}
    assert page.text == '<script>alert("DCE")</script> & <a href="javascript:x">lot réservé</a> [31m'


def test_the_page_has_every_entry_once(pages):
    page = Read(pages.get_template("glossaire.html").render())
    anchors = [attrs["id"] for tag, attrs in page.elements if tag == "dt"]
    assert sorted(anchors) == sorted(glossary.entries())
    assert all(each.text in page.text for each in glossary.entries().values())
    assert "à vérifier" in page.text
