"""``hub renewals``: running contracts that end soon, with the window to act."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from hub.cli import lists, out
from hub.cli.lists import Shape
from hub.cli.options import AsJson, Format, Limit, TerritoryId, known_territory, opened

Json = dict[str, Any]


def renewals(
    territory: TerritoryId = None,
    within: Annotated[
        int | None,
        typer.Option("--within", metavar="MONTHS", min=0, help="Qui finissent dans ce nombre de mois."),
    ] = None,
    limit: Limit = None,
    fmt: Format = "table",
    as_json: AsJson = False,
) -> None:
    """Liste les marchés en cours qui finissent, avec la fenêtre pour agir, la plus proche d’abord."""
    with opened() as hub:
        known_territory(hub, territory)
        many = lists.shown("json" if as_json else fmt, limit)
        found = hub.renewals(territory=territory, within_months=within, limit=many)
        total = len(found)
        if many is not None and total == many:
            total = hub.count_renewals(territory=territory, within_months=within)
        labels = hub.territory_labels()
    if as_json:
        out.document(lists.as_document(found, total))
    else:
        lists.put(found, _shape(labels), fmt, total=total)


def _shape(territories: dict[str, str]) -> Shape:
    def table(items: Any) -> Any:
        from hub.cli.renewals_table import renewals_table

        return renewals_table(items, territories, out.console().width)

    return Shape(
        COLUMNS, table, "Aucun marché en cours ne finit dans ce délai. Pour lire les sources : hub scout"
    )


COLUMNS = {
    "marche_id": lambda each: each["marche_id"],
    "title": lambda each: each["title"],
    "buyer": lambda each: each["buyer"]["name"],
    "buyer_siret": lambda each: each["buyer"]["siret"],
    "cpv": lambda each: each["cpv"],
    "amount": lambda each: each["amount"] and each["amount"]["amount"],
    "currency": lambda each: each["amount"] and each["amount"]["currency"],
    "end_max": lambda each: each["end_max"],
    "window_from": lambda each: each["window"]["from"],
    "window_to": lambda each: each["window"]["to"],
    "window_state": lambda each: each["window_state"],
    "previous_clause": lambda each: each["previous_clause"] and each["previous_clause"]["status"],
    "previous_types": lambda each: each["previous_clause"] and each["previous_clause"]["types"],
    "hours": lambda each: each["hours"],
    "confidence": lambda each: each["confidence"],
    "reasons": lambda each: " ".join(each["reasons"]),
    "territories": lambda each: [item["id"] for item in each["territories"]],
    "url": lambda each: next((item["url"] for item in reversed(each["notices"]) if item["url"]), None),
}
"""The CSV columns. Names are those of the JSON document; scripts rely on them."""
