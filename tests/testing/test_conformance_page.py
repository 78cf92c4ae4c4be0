"""The page of the laws is made of the checks' own texts: no law is published without its explanation."""

from __future__ import annotations

from pathlib import Path

from hub.testing.conformance.catalogue import ALL_CHECKS
from hub.testing.conformance.page import page

PAGE = Path(__file__).resolve().parents[2] / "docs" / "conformance.md"


def test_the_page_says_what_the_checks_say() -> None:
    written = PAGE.read_text("utf-8")
    assert written == page(), "python -m hub.testing.conformance.page > docs/conformance.md"


def test_every_check_has_a_name_of_its_own_and_three_texts() -> None:
    names = [check.id for check in ALL_CHECKS]
    assert len(names) == len(set(names))
    for check in ALL_CHECKS:
        texts = (check.what, check.why, check.mend)
        assert all(text.endswith((".", "».", ".»")) for text in texts), check.id
        assert min(map(len, texts)) > 10, check.id
