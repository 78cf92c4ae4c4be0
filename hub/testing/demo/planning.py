"""From the tables to the list of notices: which marché, which form, which days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from hub.testing.demo.calendar import deadline_after, moment
from hub.testing.demo.identity import draw, pick
from hub.testing.demo.model import Act, Buyer, Clause, Lot, Marche, Place, Plan, Trade
from hub.testing.demo.tables import areas, buyers, clauses, places, trades
from hub.testing.demo.words import fill

Case = Mapping[str, Any]
_NUMBERS_FROM = 900_001  # BOAMP numbers stay far below: no demo notice can be taken for a real one

CHANGES = {
    "ajoute": "Rubrique « Autres renseignements » : ajouter : {texte}",
    "reduit": "Rubrique « Conditions d'exécution » : le nombre d'heures d'insertion obligatoires est réduit "
    "de moitié. Au lieu du volume publié, lire : {texte}",
    "remplace": "Rubrique « Marché réservé » : au lieu de l'article L. 2113-12, lire : {texte}",
    "delai": "La date limite de réception des offres est reportée à la demande de plusieurs candidats.",
    "cancel": "La procédure est déclarée sans suite pour un motif d'intérêt général : "
    "redéfinition du besoin.",
}


def plans(cases: Iterator[Case], today: date) -> list[Plan]:
    """The notices of all the cases. A case keeps its numbers whatever the day."""
    found: list[Plan] = []
    for case in cases:
        found += _notices(case, today, _NUMBERS_FROM + len(found))
    return found


def _notices(case: Case, today: date, number: int) -> Iterator[Plan]:
    marche = _marche(case)
    first = _first(case, marche, today, number)
    yield first
    earlier: tuple[Plan, ...] = (first,)
    for n, step in enumerate(case.get("follow", ()), start=1):
        plan = _later(step, earlier, today, number + n)
        yield plan
        earlier = (*earlier, plan)


def _first(case: Case, marche: Marche, today: date, number: int) -> Plan:
    published = moment(case["published"], today)
    sent = min(moment(case["dispatched"], today), published) if "dispatched" in case else None
    act: Act = case.get("act", "call")
    delay = case.get("delay", 30)
    deadline = deadline_after(published, delay, marche.key, today) if act == "call" else None
    return Plan(
        idweb=f"{published:%y}-{number}",
        form=case["form"],
        act=act,
        marche=marche,
        published=published,
        sent=sent or published - timedelta(days=2 if case["form"] == "EFORMS" else 1),
        deadline=deadline,
        clause=_worded(case.get("clause"), marche, case.get("note", "")),
    )


def _later(step: Case, earlier: tuple[Plan, ...], today: date, number: int) -> Plan:
    before = earlier[-1]
    published = min(before.published + timedelta(days=step["after"]), today)
    clause = _worded(step.get("clause"), before.marche, step.get("note", ""), step.get("scale", 1.0))
    if before.form == "EFORMS" and step["act"] in {"change", "cancel"} and "clause" not in step:
        clause = before.clause  # an eForms change repeats the whole notice
    kind = step.get("change", "cancel" if step["act"] == "cancel" else "delai")
    return replace(
        before,
        idweb=f"{published:%y}-{number}",
        act=step["act"],
        published=published,
        sent=published - timedelta(days=1),
        deadline=_new_deadline(step, before, published, today),
        clause=clause,
        earlier=earlier,
        change=CHANGES[kind].replace("{texte}", clause.text) if step["act"] in {"change", "cancel"} else "",
    )


def _new_deadline(step: Case, before: Plan, published: date, today: date) -> datetime | None:
    key = before.marche.key
    if step["act"] == "change" and before.deadline:
        return deadline_after(before.deadline.date(), step.get("move", 7), key, today)
    return deadline_after(published, step.get("delay", 35), key, today) if step["act"] == "call" else None


def _marche(case: Case) -> Marche:
    buyer, trade = buyers()[case["buyer"]], trades()[case["trade"]]
    place = _place(case, buyer)
    value = case["value"]
    return Marche(
        key=case["key"],
        title=case.get("title") or title(trade, place, case["key"]),
        description=case.get("description", trade.description),
        buyer=buyer,
        trade=trade,
        cpv=case.get("cpv", trade.cpv),
        place=place,
        lots=_lots(case, trade, max(value, 0)),
        value=None if value < 0 else value,
        maximum=case.get("maximum"),
        months=case.get("months", trade.months),
        renewals=case.get("renewals", trade.renewals),
        contact=case.get("contact", "Service de la commande publique"),
        social_services=case.get("social", False),
    )


def _place(case: Case, buyer: Buyer) -> Place:
    insee = case.get("place", buyer.seat.insee)
    return places()[insee] if insee else areas()[buyer.seat.territory]


def title(trade: Trade, place: Place, key: str) -> str:
    """A title of the trade for a place, as the key chooses it."""
    return fill(pick(trade.titles, key, "title"), place, pick(trade.sites, key, "site"))


def _lots(case: Case, trade: Trade, value: int) -> tuple[Lot, ...]:
    if not case.get("lots") or not trade.lots:
        return ()
    weights = [2 + draw(4, case["key"], "weight", n) for n in range(len(trade.lots))]
    shares = [value * w // sum(weights) // 1000 * 1000 for w in weights]
    return tuple(
        Lot(str(n), label, cpv, share)
        for n, ((label, cpv), share) in enumerate(zip(trade.lots, shares, strict=True), start=1)
    )


def _worded(name: str | None, marche: Marche, note: str, scale: float = 1.0) -> Clause:
    clause = clauses()[name] if name else Clause()
    hours = _hours(marche, scale)
    return replace(
        clause,
        text=_with_hours(clause.text, hours),
        information=_with_hours(clause.information, hours),
        lots={lot: _with_hours(text, hours) for lot, text in clause.lots.items()},
        note=note or clause.note,
    )


def _hours(marche: Marche, scale: float) -> dict[str, int]:
    amount = marche.value or (marche.maximum or 0) // 3 or 200_000
    weeks = max(2, round(scale * amount * 0.5 * 0.05 / 30 / 35))
    second = max(1, weeks // 3)
    years = max(1, (marche.months * (1 + marche.renewals)) // 12)
    counts = {"h": weeks, "h2": second, "h3": max(1, weeks - second), "h_an": max(1, round(weeks / years))}
    return {name: n * 35 for name, n in counts.items()}


def _with_hours(text: str, hours: Mapping[str, int]) -> str:
    for name, count in hours.items():
        text = text.replace(f"{{{name}}}", str(count))
    return text
