"""The registry as a table, and the counts under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table
from rich.text import Text

from hub.cli.words import count
from hub.cli.wrap import cut, fill
from hub.review.labels import EMPLOYER_STATES, EMPLOYERS, label
from hub.review.printed import distance

if TYPE_CHECKING:
    from hub.review.employer_search import EmployerFilter
    from hub.review.employers import Tally

Json = dict[str, Any]
_KIND, _KM, _CAPACITY, _FROM, _GAP = 5, 8, 8, 15, 2
_TOWNS = 4
COLOURS = {"active": "green", "inactive": "yellow", "no_longer_listed": "red"}


def employers_table(items: Sequence[Json], width: int) -> Table:
    """One row an employer; the distance only when it was asked for."""
    measured = any("distance_km" in item for item in items)
    fixed = _KIND + _CAPACITY + _FROM + (_KM + _GAP if measured else 0) + 4 * _GAP
    room = max(40, width - fixed)
    name = room * 5 // 9
    table = Table(
        box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold"
    )
    table.add_column("Type", width=_KIND, no_wrap=True)
    table.add_column("Structure et commune", width=name, no_wrap=True)
    if measured:
        table.add_column("Distance", width=_KM, justify="right", no_wrap=True)
    table.add_column("Activités", width=room - name, no_wrap=True)
    table.add_column("Capacité", width=_CAPACITY, justify="right", no_wrap=True)
    table.add_column("État, sources", width=_FROM, no_wrap=True)
    for item in items:
        km = [Text(distance(item["distance_km"]) or "–")] if measured else []
        table.add_row(
            Text(item["kind"] or "?", "bold"),
            _structure(item, name),
            *km,
            _lines(fill(_activities(item), room - name, lines=3)),
            Text("–" if item["capacity"] is None else str(item["capacity"])),
            _standing(item),
        )
    return table


def _structure(item: Json, room: int) -> Text:
    lines = [Text(line, "bold") for line in fill(item["name"], room, lines=2)]
    return Text("\n").join([*lines, Text(cut(_place(item), room), "dim")])


def _place(item: Json) -> str:
    name = (item["commune"] or {}).get("name") or "commune inconnue"
    return f"{name} ({item['departement']})" if item["departement"] else name


def _activities(item: Json) -> str:
    from hub.pipeline.matching.activities import sector_label

    return ", ".join(sector_label(name) for name in item["activities"]) or "non déclarées"


def _standing(item: Json) -> Text:
    sources = ", ".join(dict.fromkeys(each["connector"] for each in item["sources"]))
    state = Text(label(EMPLOYER_STATES, item["status"]), COLOURS.get(item["status"], ""))
    return Text("\n").join([state, *(Text(line, "dim") for line in fill(sources, _FROM, lines=3))])


def _lines(texts: Sequence[str]) -> Text:
    return Text("\n".join(texts))


def concluding(filters: EmployerFilter, tally: Tally) -> Iterator[str]:
    """The counts by kind, who is not active, from where distances are measured, who told nothing."""
    if tally.total:
        kinds = {kind: tally.kinds[kind] for kind in [*EMPLOYERS, None] if tally.kinds.get(kind)}
        told = ", ".join(f"{number} {kind or 'de type inconnu'}" for kind, number in kinds.items())
        yield f"{count(tally.total, 'structure')} : {told}.{_closed(tally)}"
    if filters.near:
        yield from _measured_from(filters.near)
    if tally.silent:
        yield f"Sans activité déclarée, donc à vérifier à part : {count(tally.silent, 'structure')}."


def _closed(tally: Tally) -> str:
    words = {"inactive": ("inactive", "inactives"), "no_longer_listed": ("plus listée", "plus listées")}
    told = [count(number, *words[state]) for state in words if (number := tally.statuses.get(state, 0))]
    return f" Dont {', '.join(told)}." if told else ""


def _measured_from(insee: str) -> Iterator[str]:
    from hub.geo import commune, communes_of_postcode

    found = commune(insee)
    yield f"Distances à vol d’oiseau depuis {found.name if found else insee} (code INSEE {insee})."
    # 38350 is Sainte-Agnès, and the post code of La Mure: the wrong one gives an answer all the same.
    meant = sorted(communes_of_postcode(insee), key=lambda place: -(place.population or 0))
    if meant and (found is None or insee not in found.postcodes):
        told = ", ".join(f"{place.name} ({place.insee})" for place in meant[:_TOWNS])
        yield f"{insee} est aussi un code postal, celui de {told}{'…' if len(meant) > _TOWNS else ''}"
