"""A digest as plain text, for those who read their mail so, and for channels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import Any, Final

from hub.clauses.wording import NBSP

_WIDTH: Final = 76
_NO_PAGES: Final = "Pour ouvrir un marché : lancer hub review, puis chercher son titre."


def plain(told: Mapping[str, Any]) -> str:
    """The text of what ``compose`` tells. Addresses stand alone on their line, so that every reader makes
    a link of them."""
    return "\n".join(_lines(told)) + "\n"


def _lines(told: Mapping[str, Any]) -> Iterator[str]:
    yield f"{told['name']}, le {told['day']}"
    yield from _wrapped(f"{told['summary'] or 'Rien de nouveau'}.")
    if told["home"] is None:
        yield from _wrapped(_NO_PAGES)
    for part in told["parts"]:
        yield from ("", f"== {part.title} ({part.total}) ==")
        for card in part.cards:
            yield ""
            yield from _card(card)
        if part.more:
            yield from ("", *_wrapped(part.more), *([part.more_link] if part.more_link else []))
    yield from ("", *_foot(told))


def _card(card: Any) -> Iterator[str]:
    yield from _wrapped(card.title)
    for sentence in card.sentences:
        yield from _wrapped(f"! {sentence}", "  ")
    yield from _wrapped(" · ".join(card.when), "  ")
    yield from _wrapped(card.place, "  ")
    for name, value in card.facts:
        yield from _wrapped(f"{name}{NBSP}: {value}", "  ")
    yield from _wrapped(f"→ {card.next_step}", "  ")
    if card.link:
        yield f"  {card.link}"


def _foot(told: Mapping[str, Any]) -> Iterator[str]:
    yield "-- "
    yield from _wrapped("Une aide au repérage : seuls l’avis publié et le dossier de consultation font foi.")
    if told["alerts"]:
        yield from ("Régler mes alertes :", told["alerts"])
    if told["leave"]:
        yield from ("Ne plus recevoir cette alerte :", told["leave"])


def _wrapped(text: str, indent: str = "") -> list[str]:
    return wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False) or [
        indent.rstrip()
    ]
