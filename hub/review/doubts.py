"""What is not sure about a marché, in the open: contradictions first, then what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from hub.clauses.wording import listed

Json = dict[str, Any]


class Doubt(NamedTuple):
    """A sentence, and the section of the page that it is about."""

    sentence: str
    section: str


def doubts(document: Json, territories: Mapping[str, str]) -> list[Doubt]:
    """In the order of what weighs most. ``territories`` are names by id."""
    return list(dict.fromkeys(_doubts(document, territories)))


def _doubts(document: Json, territories: Mapping[str, str]) -> Iterator[Doubt]:
    for sentence in document["clause"]["contradictions"]:
        yield Doubt(sentence, "clause")
    for sentence in document["obligation"]["possible_exceptions"]:
        yield Doubt(f"Exception possible à l’obligation : {sentence}", "obligation")
    for rule in document.get("failed_rules", []):
        yield Doubt(f"La règle « {rule} » n’a pas pu lire cet avis : le relire.", "clause")
    if not document["value"]:
        yield Doubt("Aucun montant n’est publié.", "heures")
    yield from _placed(document, territories)
    if len(document["documents"]) > 1:
        yield from _gathered(document)


def _placed(document: Json, territories: Mapping[str, str]) -> Iterator[Doubt]:
    """Where the surest link to a territory is not certain."""
    sure = {each["certainty"] for each in document["territories"]}
    if sure and "certain" not in sure:
        best = "probable" if "probable" in sure else "incertain"
        names = [
            territories.get(each["id"], each["id"])
            for each in document["territories"]
            if each["certainty"] == best
        ]
        yield Doubt(f"Lieu d’exécution à vérifier : rattachement {best} à {listed(names[:3])}.", "avis")


def _gathered(document: Json) -> Iterator[Doubt]:
    """Documents put together by likeness alone."""
    for each in document["documents"]:
        if each["reason"].startswith("similarité"):
            yield Doubt(f"{each['connector']}:{each['key']} est rattaché par ressemblance seulement.", "avis")
