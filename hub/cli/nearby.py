"""The employers near a marché: the advice, the best of them with why, then lot by lot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from hub.clauses.wording import listed, lot_name
from hub.review.printed import clean, distance, lot

Json = dict[str, Any]
_SHOWN, _PER_LOT = 6, 3


def nearby(item: Json) -> Iterator[RenderableType]:
    """Nothing when the marché was not matched yet."""
    lots = [each for each in item["lots"] if each.get("advice")]
    if item["advice"] and len(lots) < 2:
        yield Text(clean(item["advice"]["sentence"]), "bold")
    shown = item["employers"][:_SHOWN]
    for employer in shown:
        yield from _employer(employer)
    if len(item["employers"]) > len(shown):
        yield Text("D’autres employeurs possibles : hub employers --help", "dim")
    if len(lots) > 1:
        yield from _by_lot(lots)


def _employer(employer: Json) -> Iterator[RenderableType]:
    told = " · ".join(filter(None, (employer["kind"] or "?", distance(employer["distance_km"]))))
    yield Text.assemble((clean(employer["name"]), "bold"), f" ({told})")
    yield Padding(Text(clean(employer["why"])), (0, 0, 0, 2))


def _by_lot(lots: Sequence[Json]) -> Iterator[RenderableType]:
    """Lots that get the same answer are told together: a marché may have thirty."""
    same: dict[tuple[str, str], list[Json]] = {}
    for each in lots:
        same.setdefault((clean(each["advice"]["sentence"]), _names(each["employers"])), []).append(each)
    for (sentence, names), alike in same.items():
        yield Padding(Text(_lots(alike), "bold"), (1, 0, 0, 0))
        yield Padding(Text(sentence), (0, 0, 0, 2))
        if names:
            yield Padding(Text(f"D’abord : {names}"), (0, 0, 0, 2))


def _lots(alike: Sequence[Json]) -> str:
    if len(alike) == 1:
        return clean(lot(alike[0]))
    return clean(f"Lots {listed([lot_name(each['key'], None).removeprefix('lot ') for each in alike])}")


def _names(employers: Sequence[Json]) -> str:
    told = (
        " ".join(filter(None, (clean(each["name"]), _in_brackets(each)))) for each in employers[:_PER_LOT]
    )
    return ", ".join(told)


def _in_brackets(employer: Json) -> str:
    told = ", ".join(filter(None, (employer["kind"], distance(employer["distance_km"]))))
    return f"({told})" if told else ""
