"""The renewals as a table: when to act, on what, how sure it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from hub.clauses.wording import NBSP, number
from hub.cli.wrap import cut, fill
from hub.review.labels import STATUSES, label
from hub.review.printed import amount, clean, day, territory_names, window

Json = dict[str, Any]
COLOURS = {"ouverte": "green", "a_venir": "cyan", "passee": "dim"}
_WHEN, _END, _WORTH, _GAP = 16, 10, 18, 2
_LEAST_ROOM = 24


def renewals_table(items: Sequence[Json], territories: Mapping[str, str], width: int) -> Table:
    """One row a contract; the reason for the confidence stands under the title."""
    room = max(_LEAST_ROOM, width - _WHEN - _END - _WORTH - 3 * _GAP)
    table = Table(
        box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold"
    )
    table.add_column("Fenêtre", width=_WHEN, no_wrap=True)
    table.add_column("Fin au\nplus tard", width=_END, no_wrap=True)
    table.add_column("Marché qui finit", width=room, no_wrap=True)
    table.add_column("Clause, heures", width=_WORTH, no_wrap=True)
    for item in items:
        table.add_row(
            _window(item), Text(day(item["end_max"])), _marche(item, territories, room), _worth(item)
        )
    return table


def _window(item: Json) -> Text:
    lines = fill(window(item), _WHEN)
    return Text("\n".join(lines), COLOURS.get(item["window_state"], ""))


def _marche(item: Json, territories: Mapping[str, str], room: int) -> Text:
    buyer = item["buyer"]["name"] or "acheteur inconnu"
    place = territory_names(item, territories)[:1]
    lines = [Text(line, "bold") for line in fill(item["title"], room, lines=2)]
    lines.append(Text(cut(" · ".join([buyer, *place]), room)))
    lines += [Text(line, "dim") for line in fill(_sureness(item), room, lines=3)]
    lines.append(Text(item["marche_id"], "dim"))
    return Text("\n").join(lines)


def _sureness(item: Json) -> str:
    """The confidence with the first reason that does not repeat the end, which has its own column."""
    because = next(iter(item["reasons"][1:]), "")
    return clean(f"Confiance {item['confidence']}/100. {because}")


def _worth(item: Json) -> Text:
    """What the running contract has, then what the next one could carry."""
    lines = [*_clause(item["previous_clause"])]
    if item["hours"]:
        lines.append(Text(f"≈{NBSP}{number(item['hours'])}{NBSP}h possibles"))
    if item["amount"]:
        lines.append(Text(amount(item["amount"]), "dim"))
    return Text("\n").join(lines)


def _clause(clause: Json | None) -> Iterator[Text]:
    if clause is None:
        yield Text("sans clause connue", "dim")
        return
    yield Text(label(STATUSES, clause["status"]), "green")
    total = next((stated["value"] for stated in clause["hours_stated"] if stated["unit"] == "total"), None)
    if total:
        yield Text(f"{number(total)}{NBSP}h prévues", "green")
