"""``hub employers``: the registry of inclusive employers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub.cli import lists, out
from hub.cli.lists import Shape
from hub.cli.options import AsJson, Format, Limit, TerritoryId, known_territory, opened
from hub.cli.places import known_commune
from hub.cli.usage import Wrong, one_of
from hub.review.labels import EMPLOYER_STATES, EMPLOYERS

if TYPE_CHECKING:
    from hub.app import Hub
    from hub.review.employer_search import EmployerFilter
    from hub.review.employers import Tally

Json = dict[str, Any]


def _kind(value: str | None) -> str | None:
    return one_of("--kind", EMPLOYERS)(value.upper() if value else value)


def employers(
    kind: Annotated[
        str | None,
        typer.Option("--kind", metavar="KIND", callback=_kind, help=f"Type : {', '.join(EMPLOYERS)}."),
    ] = None,
    territory: TerritoryId = None,
    near: Annotated[
        str | None, typer.Option("--near", metavar="INSEE", help="Les plus proches de cette commune d’abord.")
    ] = None,
    radius: Annotated[
        float | None,
        typer.Option("--radius", metavar="KM", min=0, max=20_000, help="À cette distance au plus."),
    ] = None,
    activity: Annotated[
        str | None, typer.Option("--activity", metavar="ACTIVITY", help="Métier : nettoyage, espaces-verts…")
    ] = None,
    status: Annotated[
        str | None,
        typer.Option(
            "--status",
            metavar="STATUS",
            callback=one_of("--status", EMPLOYER_STATES),
            help=f"État : {', '.join(EMPLOYER_STATES)}.",
        ),
    ] = None,
    query: Annotated[str | None, typer.Option("--query", metavar="TEXT", help="Mots du nom.")] = None,
    limit: Limit = None,
    fmt: Format = "table",
    as_json: AsJson = False,
) -> None:
    """Liste les employeurs de l’insertion et du handicap, avec ceux qui ne sont plus listés."""
    check_radius(radius, near)
    with opened() as hub:
        filters = asked(hub, kind, territory, near, radius, activity, status, query)
        _list(hub, filters, "json" if as_json else fmt, limit)


def asked(
    hub: Hub,
    kind: str | None = None,
    territory: str | None = None,
    near: str | None = None,
    radius: float | None = None,
    activity: str | None = None,
    status: str | None = None,
    query: str | None = None,
) -> EmployerFilter:
    """The options of :func:`employers` as filters; ``hub export employers`` takes the same ones."""
    from hub.review.employer_search import EmployerFilter

    check_radius(radius, near)
    known_territory(hub, territory)
    return EmployerFilter(
        kind=kind,
        territory=territory,
        near=None if near is None else known_commune(near),
        radius_km=radius,
        activity=hub.activities_meant(activity) if activity is not None else None,
        query=query or None,
        status=(status,) if status else (),
    )


def check_radius(radius: float | None, near: str | None) -> None:
    """A distance is from somewhere: said before any store is opened."""
    if radius is not None and near is None:
        raise Wrong("--near", "--radius demande une commune : --near INSEE.")


def _list(hub: Hub, filters: EmployerFilter, form: str, limit: int | None) -> None:
    many = lists.shown(form, limit)
    found = hub.employers(filters, limit=many)
    if form == "json":
        total = len(found) if many is None or len(found) < many else hub.count_employers(filters)
        out.document(lists.as_document(found, total))
    elif form == "table":
        tally = hub.tally_employers(filters)
        lists.put(found, SHAPE, form, total=tally.total)
        _conclude(filters, tally)
    else:
        lists.put(found, SHAPE, form)


def _conclude(filters: EmployerFilter, tally: Tally) -> None:
    from hub.cli.employers_table import concluding

    out.show(*concluding(filters, tally))


def _table(items: Any) -> Any:
    from hub.cli.employers_table import employers_table

    return employers_table(items, out.console().width)


def _commune(name: str) -> Any:
    return lambda each: each["commune"] and each["commune"][name]


COLUMNS = {
    "id": lambda each: each["id"],
    "kind": lambda each: each["kind"],
    "name": lambda each: each["name"],
    "siret": lambda each: each["siret"],
    "siren": lambda each: each["siren"],
    "insee": _commune("insee"),
    "commune": _commune("name"),
    "departement": lambda each: each["departement"],
    "latitude": lambda each: each["latitude"],
    "longitude": lambda each: each["longitude"],
    "distance_km": lambda each: each.get("distance_km"),
    "activities": lambda each: each["activities"],
    "capacity": lambda each: each["capacity"],
    "status": lambda each: each["status"],
    "first_seen": lambda each: each["first_seen"],
    "last_seen": lambda each: each["last_seen"],
    "sources": lambda each: [f"{item['connector']}:{item['key']}" for item in each["sources"]],
}
"""The CSV columns. Names are those of the JSON document; scripts rely on them."""
SHAPE = Shape(COLUMNS, _table, "Aucun employeur ne correspond. Pour lire les registres : hub run --due")
