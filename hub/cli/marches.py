"""``hub marches``: the queue, best first."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub.cli import lists, out, queue_options
from hub.cli.lists import Shape
from hub.cli.options import AsJson, Format, Limit, Since, TerritoryId, known_territory, opened
from hub.cli.usage import as_date, one_of
from hub.review.labels import LEVELS, MOMENTS, NATURES, OBLIGATIONS, REVIEWS, STAGES, STATUSES

if TYPE_CHECKING:
    from hub.store.queue import QueueFilter

Json = dict[str, Any]
_DAYS = {"since", "deadline_from", "deadline_to"}
_AMOUNTS = {"amount_min", "amount_max"}


def _filter(option: str, words: Mapping[str, str], help_: str) -> Any:
    return typer.Option(
        option,
        metavar=option[2:].upper(),
        callback=one_of(option, words),
        help=f"{help_} : {', '.join(words)}.",
    )


def marches(
    territory: TerritoryId = None,
    stage: Annotated[str | None, _filter("--stage", STAGES, "Étape")] = None,
    status: Annotated[str | None, _filter("--status", STATUSES, "Ce que disent les avis")] = None,
    obligation: Annotated[str | None, _filter("--obligation", OBLIGATIONS, "Ce que demande la loi")] = None,
    level: Annotated[str | None, _filter("--level", LEVELS, "Potentiel")] = None,
    moment: Annotated[str | None, _filter("--moment", MOMENTS, "Moment d’agir")] = None,
    review: Annotated[str | None, _filter("--review", REVIEWS, "Suivi")] = None,
    since: Since = None,
    query: queue_options.Query = None,
    trade: queue_options.Trade = None,
    buyer: queue_options.Buyer = None,
    nature: Annotated[str | None, _filter("--nature", NATURES, "Nature")] = None,
    amount_min: queue_options.AmountMin = None,
    amount_max: queue_options.AmountMax = None,
    deadline_from: queue_options.DeadlineFrom = None,
    deadline_to: queue_options.DeadlineTo = None,
    assignee: queue_options.Assignee = None,
    sort: queue_options.Sort = "priority",
    limit: Limit = None,
    fmt: Format = "table",
    as_json: AsJson = False,
) -> None:
    """Liste les marchés à regarder, les plus prometteurs d’abord."""
    filters = asked(
        territory=territory,
        stage=stage,
        status=status,
        obligation=obligation,
        level=level,
        moment=moment,
        review=review,
        since=since,
        query=query,
        trade=trade,
        buyer=buyer,
        nature=nature,
        amount_min=amount_min,
        amount_max=amount_max,
        deadline_from=deadline_from,
        deadline_to=deadline_to,
        assignee=assignee,
        sort=sort,
    )
    with opened() as hub:
        known_territory(hub, territory)
        labels = hub.territory_labels()
        many = lists.shown("json" if as_json else fmt, limit)
        found = hub.marches(filters, limit=many)
        total = len(found) if many is None or len(found) < many else hub.count_marches(filters)
    if as_json:
        out.document(lists.as_document(found, total))
    else:
        lists.put(found, shape(labels), fmt, total=total)


def asked(**options: str | None) -> QueueFilter:
    """The options of :func:`marches` as filters; ``hub export marches`` takes the same ones."""
    from hub.store.queue import QueueFilter

    given: dict[str, Any] = {name: value for name, value in options.items() if value}
    given.update({name: as_date(given[name]) for name in _DAYS & given.keys()})
    given.update({name: Decimal(given[name]) for name in _AMOUNTS & given.keys()})
    return QueueFilter(**given)


def shape(territories: Mapping[str, str]) -> Shape:
    """How marchés are listed; ``territories`` are their names by id."""

    def table(items: Any) -> Any:
        from hub.cli.queue_table import queue_table

        return queue_table(items, territories, out.console().width)

    return Shape(COLUMNS, table, "Aucun marché ne correspond. Pour lire les sources : hub scout")


def _hours(name: str) -> Any:
    return lambda each: each["hours"][name] if each["hours"] else None


COLUMNS = {
    "id": lambda each: each["id"],
    "priority": lambda each: each["priority"],
    "title": lambda each: each["title"],
    "buyer": lambda each: each["buyer"]["name"],
    "buyer_siret": lambda each: each["buyer"]["siret"],
    "nature": lambda each: each["nature"],
    "kind": lambda each: each["kind"],
    "stage": lambda each: each["stage"],
    "published": lambda each: each["published"],
    "deadline": lambda each: each["deadline"],
    "moment": lambda each: each["moment"]["state"],
    "act_before": lambda each: each["moment"]["act_before"],
    "amount": lambda each: each["value"] and each["value"]["amount"],
    "currency": lambda each: each["value"] and each["value"]["currency"],
    "clause": lambda each: each["clause"]["status"],
    "types": lambda each: each["clause"]["types"],
    "obligation": lambda each: each["obligation"]["state"],
    "article": lambda each: each["obligation"]["article"],
    "potential": lambda each: each["potential"]["level"],
    "hours_low": _hours("low"),
    "hours": _hours("rounded"),
    "hours_high": _hours("high"),
    "cpv": lambda each: each["cpv"],
    "departements": lambda each: each["departements"],
    "communes": lambda each: each["communes"],
    "territories": lambda each: [item["id"] for item in each["territories"]],
    "lots": lambda each: len(each["lots"]),
    "review": lambda each: each["review"]["state"],
    "next_step": lambda each: each["next_step"],
    "url": lambda each: next((item["url"] for item in reversed(each["notices"]) if item["url"]), None),
}
"""The CSV columns. Names are those of the JSON document; scripts rely on them."""
