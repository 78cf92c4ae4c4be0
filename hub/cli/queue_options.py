"""The options of the queue that are no choice among a few words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from hub.cli.usage import Wrong, a_day, one_of
from hub.review import typed

SORTS = {"priority": "priorité", "deadline": "date limite", "amount": "montant", "published": "publication"}


def _read(where: str, read: Callable[[str], Any]) -> Callable[[str | None], str | None]:
    def check(value: str | None) -> str | None:
        try:
            return None if value is None else str(read(value))
        except ValueError as error:
            raise Wrong(where, str(error)) from None

    return check


def _day(where: str, help_: str) -> Any:
    return typer.Option(where, metavar="DATE", callback=a_day(where), help=help_)


def _amount(where: str, help_: str) -> Any:
    return typer.Option(where, metavar="EUROS", callback=_read(where, typed.amount), help=help_)


Query = Annotated[
    str | None,
    typer.Option("--query", metavar="TEXT", help="Mots du titre, de l’acheteur, des lots ; n° d’avis."),
]
Trade = Annotated[
    str | None,
    typer.Option(
        "--trade",
        metavar="CPV",
        callback=_read("--trade", typed.trade),
        help="Métier : le début d’un code CPV, par exemple 45 ou 7731.",
    ),
]
Buyer = Annotated[
    str | None, typer.Option("--buyer", metavar="TEXT", help="Acheteur : son SIREN, ou des mots de son nom.")
]
AmountMin = Annotated[str | None, _amount("--amount-min", "Montant, au moins (€ HT).")]
AmountMax = Annotated[str | None, _amount("--amount-max", "Montant, au plus (€ HT).")]
DeadlineFrom = Annotated[str | None, _day("--deadline-from", "Offres à remettre à partir de ce jour.")]
DeadlineTo = Annotated[str | None, _day("--deadline-to", "Offres à remettre jusqu’à ce jour compris.")]
Assignee = Annotated[str | None, typer.Option("--assignee", metavar="NAME", help="Qui suit le marché.")]
Sort = Annotated[
    str,
    typer.Option(
        "--sort",
        metavar="|".join(SORTS),
        callback=one_of("--sort", SORTS),
        help=f"Ordre : {', '.join(SORTS)}.",
        show_default=False,
    ),
]
