"""The queue as a table, with the columns that the terminal has room for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from hub.clauses.wording import number, typeset
from hub.cli.wrap import cut, fill
from hub.review.labels import LEVELS, MOMENTS, OBLIGATIONS, STATUSES, label
from hub.review.printed import day, where

Json = dict[str, Any]
WIDE, ROOMY = 140, 96
STATUS_COLOURS = {
    "presente": "green",
    "objet": "green",
    "declaree": "green",
    "facultative": "yellow",
    "contradictoire": "magenta",
    "exclue": "red",
}
MOMENT_COLOURS = {"ideal": "green", "a_temps": "green", "rectificatif": "yellow", "trop_tard": "dim"}
_PRIORITY, _WHEN, _CLAUSE, _HOURS, _GAP = 4, 12, 22, 6, 2
# In a narrow column the heading says the word that is left out.
_SHORT = {"insertion en objet": "en objet", "régime antérieur": "antérieure"}
_NARROW_CLAUSE = 14


def queue_table(items: Sequence[Json], territories: Mapping[str, str], width: int) -> Table:
    """One row a marché: under each other, or side by side where the terminal is wide."""
    return _wide(items, territories, width) if width >= WIDE else _narrow(items, territories, width)


def _table() -> Table:
    return Table(
        box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold"
    )


def _narrow(items: Sequence[Json], territories: Mapping[str, str], width: int) -> Table:
    roomy = width >= ROOMY
    clause = _CLAUSE if roomy else _NARROW_CLAUSE
    room = max(20, width - _PRIORITY - _WHEN - clause - _HOURS - 4 * _GAP)
    table = _table()
    table.add_column("Prio", justify="right", width=_PRIORITY, no_wrap=True)
    table.add_column("Quand", width=_WHEN, no_wrap=True)
    table.add_column("Marché", width=room, no_wrap=True)
    table.add_column("Clause et loi" if roomy else "Clause, oblig.", width=clause, no_wrap=True)
    table.add_column("Heures", justify="right", width=_HOURS, no_wrap=True)
    for item in items:
        marche = (*_title(item, room), _place(item, territories, room), *(_next(item, room) if roomy else ()))
        table.add_row(
            Text(str(item["priority"]), "bold"),
            _lines(_moment(item), Text(due(item))),
            _lines(*marche, Text(item["id"], "dim")),
            _lines(_status(item, roomy), _law(item, roomy)),
            _lines(Text(hours(item)), Text(label(LEVELS, item["potential"]["level"]), "dim")),
        )
    return table


def _title(item: Json, room: int) -> list[Text]:
    return [Text(line, "bold") for line in fill(item["title"], room, lines=2)]


def _place(item: Json, territories: Mapping[str, str], room: int) -> Text:
    place = where(item, territories)
    told = f"{_buyer(item)} · {place}" if place else _buyer(item)
    return Text(cut(told, room))


def _next(item: Json, room: int) -> list[Text]:
    # The buyer stands on the line above: its name would fill this one.
    step = item["next_step"].replace(f" ({typeset(_buyer(item))})", "", 1)
    return [Text(line, "cyan") for line in fill(f"→ {step}", room, lines=2)]


def _buyer(item: Json) -> str:
    return item["buyer"]["name"] or "acheteur inconnu"


def _wide(items: Sequence[Json], territories: Mapping[str, str], width: int) -> Table:
    room = width - _PRIORITY - _WHEN - _CLAUSE - _HOURS - 6 * _GAP
    marche, buyer = room * 5 // 13, room * 3 // 13
    table = _table()
    table.add_column("Prio", justify="right", width=_PRIORITY, no_wrap=True)
    table.add_column("Quand", width=_WHEN, no_wrap=True)
    table.add_column("Marché", width=marche, no_wrap=True)
    table.add_column("Acheteur et lieu", width=buyer, no_wrap=True)
    table.add_column("Clause et loi", width=_CLAUSE, no_wrap=True)
    table.add_column("Heures", justify="right", width=_HOURS, no_wrap=True)
    table.add_column("À faire", width=room - marche - buyer, no_wrap=True)
    for item in items:
        table.add_row(
            Text(str(item["priority"]), "bold"),
            _lines(_moment(item), Text(due(item))),
            _lines(*_title(item, marche), Text(item["id"], "dim")),
            _lines(
                *map(Text, fill(_buyer(item), buyer, lines=2)),
                Text(cut(where(item, territories), buyer), "dim"),
            ),
            _lines(_status(item, True), _law(item, True)),
            _lines(Text(hours(item)), Text(label(LEVELS, item["potential"]["level"]), "dim")),
            _lines(*(Text(line, "cyan") for line in fill(item["next_step"], room - marche - buyer, lines=4))),
        )
    return table


def _lines(*lines: Text) -> Text:
    return Text("\n").join(lines)


def _moment(item: Json) -> Text:
    state = item["moment"]["state"]
    return Text(label(MOMENTS, state), MOMENT_COLOURS.get(state, ""))


def _status(item: Json, roomy: bool) -> Text:
    status = item["clause"]["status"]
    words = label(STATUSES, status)
    return Text(words if roomy else _shortened(words), STATUS_COLOURS.get(status, ""))


def _law(item: Json, roomy: bool) -> Text:
    state = item["obligation"]["state"]
    words = label(OBLIGATIONS, state)
    style = "bold" if state == "obligation_presumee" else "dim"
    return Text(words if roomy else _shortened(words), style)


def _shortened(words: str) -> str:
    return _SHORT.get(words, words.removeprefix("clause ").removeprefix("obligation "))


def due(item: Json) -> str:
    """The day that matters: until when one can act, else when offers are due."""
    return day(item["moment"]["act_before"]) or day(item["deadline"])


def hours(item: Json) -> str:
    """The rounded volume, or a dash."""
    answer = item["hours"]
    return number(answer["rounded"] or answer["default"]) if answer else "–"
