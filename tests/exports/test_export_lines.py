"""JSON lines are the documents themselves."""

from __future__ import annotations

import json

from export_documents import CREDITS, exported, marche


def test_a_line_is_the_document_with_its_provenance():
    first, second = exported("jsonl", marche(), marche("m2")).splitlines()
    assert json.loads(first) == {**marche(), "provenance": CREDITS}
    assert json.loads(second)["id"] == "m2"


def test_what_json_cannot_say_does_not_lose_the_line():
    """A lone surrogate is no text in UTF-8, and 400 digits are no number for most readers."""
    (line,) = exported("jsonl", marche(title="a\ud800b\n\x00", priority=10**400)).splitlines()
    found = json.loads(line.decode("utf-8"))
    assert (found["title"], found["priority"]) == ("a?b\n\x00", 10**400)
