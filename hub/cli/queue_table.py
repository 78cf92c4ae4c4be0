"""The queue as a table, with the columns that the terminal has room for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from hub.clauses.wording import number
from hub.review.labels import LEVELS, MOMENTS, OBLIGATIONS, STATUSES, label
from hub.review.printed import clean, day, where

Json = dict[str, Any]
WIDE = 140
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
    """One row a marché: in three lines, or in two where the terminal is wide."""
    return _wide(items, territories) if width >= WIDE else _narrow(items, territories, width)


def _table() -> Table:
    return Table(
        box=box.SIMPLE_HEAD, expand=True, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold"
    )


def _narrow(items: Sequence[Json], territories: Mapping[str, str], width: int) -> Table:
    roomy = width >= 96
    clause = _CLAUSE if roomy else _NARROW_CLAUSE
    room = max(20, width - _PRIORITY - _WHEN - clause - _HOURS - 5 * _GAP)
    table = _table()
    table.add_column("Prio", justify="right", width=_PRIORITY, no_wrap=True)
    table.add_column("Quand", width=_WHEN, no_wrap=True)
    table.add_column("Marché", ratio=1)
    table.add_column("Clause et loi" if roomy else "Clause, oblig.", width=clause, no_wrap=True)
    table.add_column("Heures", justify="right", width=_HOURS, no_wrap=True)
    for item in items:
        table.add_row(
            Text(str(item["priority"]), "bold"),
            _lines(_moment(item), Text(due(item))),
            _marche(item, territories, room),
            _lines(_status(item, roomy), _law(item, roomy)),
            _lines(Text(hours(item)), Text(label(LEVELS, item["potential"]["level"]), "dim")),
        )
    return table


def _marche(item: Json, territories: Mapping[str, str], room: int) -> Text:
    place = where(item, territories)
    buyer = clean(item["buyer"]["name"] or "acheteur inconnu")
    return _lines(
        Text(cut(clean(item["title"]), 2 * room - 12), "bold"),
        Text(cut(f"{place} · {buyer}" if place else buyer, room), "dim"),
        Text.assemble((item["id"], "dim"), (f" → {cut(clean(item['next_step']), room - 14)}", "cyan")),
    )


def _wide(items: Sequence[Json], territories: Mapping[str, str]) -> Table:
    table = _table()
    table.add_column("Prio", justify="right", width=_PRIORITY, no_wrap=True)
    table.add_column("Quand", width=_WHEN, no_wrap=True)
    table.add_column("Marché", ratio=5)
    table.add_column("Acheteur et lieu", ratio=3)
    table.add_column("Clause et loi", width=_CLAUSE, no_wrap=True)
    table.add_column("Heures", justify="right", width=_HOURS, no_wrap=True)
    table.add_column("À faire", ratio=4)
    for item in items:
        buyer = clean(item["buyer"]["name"] or "acheteur inconnu")
        table.add_row(
            Text(str(item["priority"]), "bold"),
            _lines(_moment(item), Text(due(item))),
            _lines(Text(cut(clean(item["title"]), 110), "bold"), Text(item["id"], "dim")),
            _lines(Text(cut(buyer, 60)), Text(cut(where(item, territories), 60), "dim")),
            _lines(_status(item, True), _law(item, True)),
            _lines(Text(hours(item)), Text(label(LEVELS, item["potential"]["level"]), "dim")),
            Text(clean(item["next_step"]), "cyan"),
        )
    return table


def cut(text: str, size: int) -> str:
    """At most ``size`` signs, an ellipsis where it was cut."""
    return text if len(text) <= size else f"{text[: size - 1].rstrip()}…"


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
