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
WIDE, ROOMY = 150, 96
STATUS_COLOURS = {
    "presente": "green",
    "objet": "green",
    "declaree": "green",
    "facultative": "yellow",
    "contradictoire": "magenta",
    "exclue": "red",
}
MOMENT_COLOURS = {"ideal": "green", "a_temps": "green", "rectificatif": "yellow", "trop_tard": "dim"}
OBLIGATION_COLOURS = {"obligation_presumee": "bold", "obligation_possible": ""}


def queue_table(items: Sequence[Json], territories: Mapping[str, str], width: int) -> Table:
    """One row a marché: a line where there is room, else two or three."""
    return _wide(items, territories) if width >= WIDE else _stacked(items, territories, width >= ROOMY)


def _table() -> Table:
    return Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=False, padding=(0, 1), header_style="bold")


def _stacked(items: Sequence[Json], territories: Mapping[str, str], roomy: bool) -> Table:
    table = _table()
    table.add_column("Priorité", width=11, no_wrap=True)
    table.add_column("Quand", width=12, no_wrap=True)
    table.add_column("Marché", ratio=1, no_wrap=True, overflow="ellipsis")
    table.add_column("Clause et loi", width=19 if roomy else 14, no_wrap=not roomy, overflow="ellipsis")
    table.add_column("Heures", justify="right", min_width=6, no_wrap=True)
    for item in items:
        table.add_row(*_stacked_row(item, territories, roomy))
    return table


def _stacked_row(item: Json, territories: Mapping[str, str], roomy: bool) -> tuple[Text, ...]:
    place = where(item, territories)
    buyer = clean(item["buyer"]["name"] or "acheteur inconnu")
    marche = [Text(clean(item["title"])), Text(f"{place} · {buyer}" if place else buyer, "dim")]
    if roomy:
        marche.append(Text(f"→ {clean(item['next_step'])}", "cyan"))
    law = label(OBLIGATIONS, item["obligation"]["state"])
    return (
        _lines(Text(str(item["priority"]), "bold"), Text(item["id"], "dim")),
        _lines(_moment(item), Text(due(item))),
        _lines(*marche),
        _lines(_status(item), Text(law if roomy else _short(law), _law_style(item))),
        _lines(Text(hours(item)), Text(label(LEVELS, item["potential"]["level"]), "dim")),
    )


def _short(law: str) -> str:
    return law.replace("obligation ", "oblig. ")


def _wide(items: Sequence[Json], territories: Mapping[str, str]) -> Table:
    table = _table()
    table.add_column("Id", width=11, no_wrap=True)
    table.add_column("Prio.", justify="right", width=5, no_wrap=True)
    table.add_column("Quand", width=12, no_wrap=True)
    table.add_column("Échéance", width=10, no_wrap=True)
    for heading, ratio in (("Titre", 5), ("Acheteur", 3), ("Territoire", 2)):
        table.add_column(heading, ratio=ratio, no_wrap=True, overflow="ellipsis")
    table.add_column("Clause", width=18, no_wrap=True)
    table.add_column("Obligation", width=19, no_wrap=True)
    table.add_column("Heures", justify="right", min_width=6, no_wrap=True)
    table.add_column("À faire", ratio=5, no_wrap=True, overflow="ellipsis")
    for item in items:
        table.add_row(*_wide_row(item, territories))
    return table


def _wide_row(item: Json, territories: Mapping[str, str]) -> tuple[Text, ...]:
    return (
        Text(item["id"], "dim"),
        Text(str(item["priority"]), "bold"),
        _moment(item),
        Text(due(item)),
        Text(clean(item["title"])),
        Text(clean(item["buyer"]["name"] or "")),
        Text(where(item, territories)),
        _status(item),
        Text(label(OBLIGATIONS, item["obligation"]["state"]), _law_style(item)),
        Text(hours(item)),
        Text(clean(item["next_step"]), "cyan"),
    )


def _lines(*lines: Text) -> Text:
    return Text("\n").join(lines)


def _moment(item: Json) -> Text:
    state = item["moment"]["state"]
    return Text(label(MOMENTS, state), MOMENT_COLOURS.get(state, ""))


def _status(item: Json) -> Text:
    status = item["clause"]["status"]
    return Text(label(STATUSES, status), STATUS_COLOURS.get(status, ""))


def _law_style(item: Json) -> str:
    return OBLIGATION_COLOURS.get(item["obligation"]["state"], "dim")


def due(item: Json) -> str:
    """The day that matters: until when one can act, else when offers are due."""
    return day(item["moment"]["act_before"]) or day(item["deadline"])


def hours(item: Json) -> str:
    """The rounded volume, or a dash."""
    answer = item["hours"]
    return number(answer["rounded"] or answer["default"]) if answer else "–"
