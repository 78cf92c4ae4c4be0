"""``hub report``: figures over many marchés. ``precision``: how people judged each rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub.clauses.wording import NBSP, percent, typeset
from hub.cli import lists, out, words
from hub.cli.frame import Command, Group
from hub.cli.lists import Shape
from hub.cli.options import AsJson, Format, TerritoryId, known_territory, opened
from hub.cli.usage import a_day, as_date
from hub.review.labels import OBLIGATIONS, TYPES, label
from hub.review.printed import clean

if TYPE_CHECKING:
    from rich.console import Group as Parts
    from rich.table import Table
    from rich.text import Text

Json = dict[str, Any]
DecidedSince = Annotated[
    str | None,
    typer.Option(
        "--since", metavar="DATE", callback=a_day("--since"), help="Seulement les décisions depuis ce jour."
    ),
]
_HEADINGS = {
    "rule": "Règles",
    "obligation": "Obligation",
    "potential": "Potentiel",
    "trade": "Métiers sur lesquels on a décidé",
}


def group() -> typer.Typer:
    """The commands of ``hub report``."""
    app = typer.Typer(cls=Group, invoke_without_command=True, rich_markup_mode=None)
    app.callback(help="Les bilans : precision.")(_start)
    app.command("precision", cls=Command)(precision)
    return app


def _start(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def precision(
    since: DecidedSince = None, territory: TerritoryId = None, fmt: Format = "table", as_json: AsJson = False
) -> None:
    """Montre comment les décisions jugent chaque règle ; celles qu’on écarte toujours en premier."""
    with opened() as hub:
        known_territory(hub, territory)
        found = hub.precision(since=as_date(since), territory=territory)
    if as_json:
        out.document(lists.as_document(found))
    elif fmt == "table" and not any(each["reviewed"] for each in found):
        out.show(_NOTHING)
    else:
        lists.put(found, SHAPE, fmt)


def _tables(items: Sequence[Json]) -> Parts:
    from rich.console import Group as Parts

    return Parts(*_parts(items))


def _parts(items: Sequence[Json]) -> Iterator[Text | Table]:
    from rich.text import Text

    for about, heading in _HEADINGS.items():
        chosen = [each for each in items if each["about"] == about and each["reviewed"]]
        if chosen:
            yield Text(f"\n{heading}", "bold underline")
            yield _table(chosen)
        silent = [each["name"] for each in items if each["about"] == about and not each["reviewed"]]
        if silent and about == "rule":
            yield Text(f"Sans décision pour l’instant : {clean(', '.join(silent))}.", "dim")
    yield Text(typeset(_LEGEND), "dim")


def _table(items: Sequence[Json]) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(
        box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold"
    )
    table.add_column("", overflow="fold", ratio=1)
    for heading in ("Signalés", "Décidés", "Suivis", "Écartés"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("Précision", justify="right", no_wrap=True)
    for each in items:
        counts = (each["flagged"], each["reviewed"], each["kept"], each["refused"])
        table.add_row(_named(each), *("" if n is None else str(n) for n in counts), _share(each))
    return table


def _named(each: Json) -> Text:
    from rich.text import Text

    text = Text(clean(typeset(_name(each))), "bold")
    text.append(f"\n{clean(each['sentence'])}", _colour(each))
    if each["last_words"]:
        text.append(f"\nDerniers motifs{NBSP}: {clean(each['last_words'])}", "dim")
    if each["shown_earlier"]:
        told = words.count(each["shown_earlier"], "décision prise", "décisions prises")
        text.append(f"\n{told} avant la dernière analyse du marché", "dim")
    return text


def _name(each: Json) -> str:
    if each["about"] == "rule":
        return f"{each['name']} ({'négation, ' if each['negated'] else ''}{label(TYPES, each['type'])})"
    return label(OBLIGATIONS, each["name"]) if each["about"] == "obligation" else str(each["name"])


def _colour(each: Json) -> str:
    return "yellow" if each["high"] is not None and each["high"] < 0.5 else ""


def _share(each: Json) -> str:
    """``82 %`` with its interval under it."""
    if each["precision"] is None:
        return ""
    low, high = (percent(round(each[end], 2)) for end in ("low", "high"))
    return f"{percent(round(each['precision'], 2))}\n{low.removesuffix(f'{NBSP}%')} à {high}"


_NOTHING = "Aucune décision n’est prise : hub decide note celles que l’on prend sur un marché."
_LEGEND = (
    "\nSuivis, écartés : les décisions qui disent quelque chose de ce qui était signalé. « Trop tard », "
    "« hors du territoire », « refus de l’acheteur » et « doublon » n’en disent rien. Précision : la part "
    "suivie, avec son intervalle à 95\u00a0%."
)
_NAMES = ("about", "name", "type", "negated", "flagged", "reviewed", "kept", "refused", "shown_earlier")


def _field(name: str) -> Any:
    return lambda each: each[name]


SHAPE = Shape(
    {
        **{name: _field(name) for name in (*_NAMES, "precision", "low", "high")},
        "reasons": lambda each: [f"{reason}:{count}" for reason, count in each["reasons"].items()],
        "last_words": _field("last_words"),
        "sentence": _field("sentence"),
    },
    _tables,
    _NOTHING,
)
"""The CSV columns. Names are those of the JSON document; scripts rely on them."""
