"""A marché as a card: when, what, how much, why, with whom, what next; then the evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from hub.clauses.wording import NBSP, decimal_text, euros, number, percent
from hub.cli.evidence import evidence
from hub.cli.nearby import nearby
from hub.cli.notices import notices
from hub.cli.queue_table import MOMENT_COLOURS, STATUS_COLOURS
from hub.cli.words import count
from hub.review.labels import (
    LEVELS,
    MOMENTS,
    NATURES,
    OBLIGATIONS,
    PROCEDURES,
    REASONS,
    REGIMES,
    REVIEWS,
    STAGES,
    STATUSES,
    TYPES,
    label,
)
from hub.review.printed import (
    amount,
    amount_with_basis,
    clean,
    communes,
    day,
    hours,
    hours_range,
    moment,
    months,
    territory_names,
)

Json = dict[str, Any]


def card(item: Json, territories: Mapping[str, str]) -> Iterator[RenderableType]:
    """The parts of the card, from top to bottom."""
    yield Rule(style="dim")
    yield _when(item)
    yield Text(clean(item["title"]), "bold")
    yield from _rows(_what(item, territories))
    yield _next_step(item)
    yield from _section("Pourquoi", _why(item))
    yield from _section("Ce que disent les avis", evidence(item))
    yield from _section("Heures d’insertion", _hours(item))
    yield from _section("Lots", _lots(item))
    yield from _section("Employeurs à proximité", nearby(item))
    yield from _section("Avis", notices(item))
    yield from _section("Suivi", _review(item))


def _when(item: Json) -> Text:
    state = item["moment"]["state"]
    text = Text()
    text.append(f"{label(MOMENTS, state).upper()}", f"bold {MOMENT_COLOURS.get(state, '')}".strip())
    text.append(f" · {label(STAGES, item['stage'])}")
    if item["deadline"]:
        text.append(f" · offres le {moment(item['deadline'])}")
    if item["moment"]["act_before"]:
        text.append(f" · agir au plus tard le {day(item['moment']['act_before'])}")
    text.append(f" · priorité {item['priority']}/100", "bold")
    return text


def _what(item: Json, territories: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    buyer = item["buyer"]
    siret = f" (SIRET {buyer['siret']})" if buyer["siret"] else ""
    yield "Acheteur", clean(buyer["name"] or "inconnu") + siret
    yield "Où", " · ".join(_places(item, territories))
    yield "Objet", " · ".join(_object(item))
    yield "Montant", amount_with_basis(item["value"]) or "inconnu"
    yield "Durée", _duration(item)
    if item["documents_url"]:
        yield "DCE", clean(item["documents_url"])
    yield "Id", item["id"]


def _places(item: Json, territories: Mapping[str, str]) -> Iterator[str]:
    towns = communes(item)
    if towns:
        yield ", ".join(towns[:6]) + ("…" if len(towns) > 6 else "")
    yield from filter(None, (", ".join(territory_names(item, territories)),))
    if item["departements"]:
        yield f"département {', '.join(item['departements'][:6])}"


def _object(item: Json) -> Iterator[str]:
    yield label(REGIMES, item["kind"]) + (f" de {label(NATURES, item['nature'])}" if item["nature"] else "")
    if item["framework"]:
        yield "accord-cadre"
    if item["procedure"]:
        yield clean(label(PROCEDURES, item["procedure"]))
    if item["cpv"]:
        yield f"CPV {', '.join(item['cpv'][:5])}"


def _duration(item: Json) -> str:
    if not item["duration_months"]:
        return ""
    renewals = f", {count(item['renewals'], 'reconduction')}" if item["renewals"] else ""
    return f"{months(item['duration_months'])}{renewals}"


def _next_step(item: Json) -> RenderableType:
    return Padding(Text(f"→ {clean(item['next_step'])}", "bold cyan"), (1, 0, 0, 0))


def _why(item: Json) -> Iterator[RenderableType]:
    clause, law, potential = item["clause"], item["obligation"], item["potential"]
    yield _answer("Clause", label(STATUSES, clause["status"]), STATUS_COLOURS.get(clause["status"], ""))
    if clause["types"]:
        yield _reason(", ".join(label(TYPES, code) for code in clause["types"]))
    threshold = f" (seuil {euros(Decimal(str(law['threshold'])))})" if law["threshold"] else ""
    yield _answer("Obligation", f"{label(OBLIGATIONS, law['state'])}, {law['article']}{threshold}")
    yield from map(_reason, law["reasons"])
    yield from (_reason(f"Exception possible : {text}") for text in law["possible_exceptions"])
    yield _answer("Potentiel", f"{label(LEVELS, potential['level'])} ({potential['score']}/100)")
    yield from map(_reason, potential["reasons"])
    yield _answer("Moment", label(MOMENTS, item["moment"]["state"]))
    yield from map(_reason, item["moment"]["reasons"])
    if item["failed_rules"]:
        yield Text(f"Évalué sans ces règles, qui ont échoué : {', '.join(item['failed_rules'])}", "yellow")


def _answer(name: str, value: str, style: str = "") -> Text:
    return Text.assemble((f"{name} : ", "bold"), (value, style))


def _reason(text: str) -> RenderableType:
    return Padding(Text(clean(text)), (0, 0, 0, 2))


def _hours(item: Json) -> Iterator[RenderableType]:
    answer = item["hours"]
    if not answer:
        yield Text("Pas de volume calculé : montant ou métier inconnu.")
        return
    yield Text(f"{hours(answer)}, {hours_range(answer)}", "bold")
    yield Text(formula(answer))
    yield from map(_reason, answer["sources"])


def formula(answer: Json) -> str:
    """``216 000 € HT × 70 % × 5 % ÷ 30 €/h = 252 h``."""
    inputs = answer["inputs"]
    cost = decimal_text(Decimal(str(inputs["hourly_cost"])))
    return (
        f"{euros(Decimal(str(inputs['amount'])))} × {percent(inputs['labour_share'])} de main-d’œuvre"
        f" × {percent(inputs['insertion_rate'])} ÷ {cost}{NBSP}€/h = {number(answer['default'])}{NBSP}h"
    )


def _lots(item: Json) -> Iterator[RenderableType]:
    if not item["lots"]:
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for heading in ("Lot", "Titre", "Montant", "Clause", "Potentiel", "Heures"):
        table.add_column(heading, overflow="fold", justify="right" if heading == "Heures" else "left")
    for lot in item["lots"]:
        table.add_row(*_lot(lot))
    yield table


def _lot(lot: Json) -> tuple[str, ...]:
    clause, potential, volume = lot.get("clause"), lot.get("potential"), lot.get("hours")
    return (
        clean(lot["key"]),
        clean(lot["title"] or ""),
        amount(lot["value"]),
        label(STATUSES, clause["status"]) if clause else "",
        label(LEVELS, potential["level"]) if potential else "",
        number(volume["rounded"]) if volume else "",
    )


def _review(item: Json) -> Iterator[RenderableType]:
    review = item["review"]
    who = f" · {clean(review['assignee'])}" if review["assignee"] else ""
    yield Text(label(REVIEWS, review["state"]) + who, "bold")
    for past in item["history"]:
        because = f" ({label(REASONS, past['because'])})" if past["because"] else ""
        note = f" : {clean(past['note'])}" if past["note"] else ""
        told = (
            f"{moment(past['at'])}  {label(REVIEWS, past['state'])}{because}, {clean(past['author'])}{note}"
        )
        yield Text(told)
    yield Text(f"Décider : hub decide {item['id']} STATE (les états : hub decide --help)", "dim")


def _rows(pairs: Iterator[tuple[str, str]]) -> Iterator[RenderableType]:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in pairs:
        if value:
            grid.add_row(name, Text(value))
    yield grid


def _section(title: str, parts: Iterator[RenderableType]) -> Iterator[RenderableType]:
    first = next(parts, None)
    if first is None:
        return
    yield Padding(Text(title, "bold underline"), (1, 0, 0, 0))
    yield first
    yield from parts
