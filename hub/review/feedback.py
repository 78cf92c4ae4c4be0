"""The record of each rule, obligation, potential and trade, read from the store."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from hub.clauses.tables import family_in_words, family_of
from hub.review.labels import LEVELS, OBLIGATIONS
from hub.review.precision import Flag, Judgement, Precision, precision, refusals, worst_first
from hub.store import feedback
from hub.store.bulk import Row

Json = dict[str, Any]
UNKNOWN_TRADE = "métier inconnu"


def listed(
    connection: Connection, *, since: datetime | None = None, territory: str | None = None
) -> list[Json]:
    """One document a flag: the rules, the worst first, then obligations, potentials and trades."""
    judged = feedback.judged(since=since, territory=territory)
    rows = feedback.rows(connection, judged)
    found = [
        *_rules(feedback.flagged(connection, territory), feedback.flags_of(connection, judged), rows),
        *_levels(feedback.levels(connection, territory), rows),
        *_trades(rows),
    ]
    return [_document(each) for each in found]


def _rules(flagged: Sequence[Row], flags: Sequence[Row], rows: Sequence[Row]) -> list[Precision]:
    decisions = {row["marche"]: _judgement(row) for row in rows}
    on: dict[tuple[str, bool], list[Judgement]] = defaultdict(list)
    for flag in flags:
        on[flag["rule"], flag["negated"]].append(decisions[flag["marche"]])
    return worst_first(
        precision(
            Flag("rule", row["rule"], row["marches"], row["type"], row["negated"]),
            on[row["rule"], row["negated"]],
        )
        for row in flagged
    )


def _levels(pairs: Sequence[Row], rows: Sequence[Row]) -> Iterable[Precision]:
    carried: Counter[str] = Counter()
    for pair in pairs:
        carried[pair["obligation_state"]] += pair["marches"]
        carried[pair["potential_level"]] += pair["marches"]
    for state in OBLIGATIONS:
        yield precision(Flag("obligation", state, carried[state]), _with(rows, "obligation_state", state))
    for level in LEVELS:
        yield precision(Flag("potential", level, carried[level]), _with(rows, "potential_level", level))


def _with(rows: Sequence[Row], column: str, value: str) -> list[Judgement]:
    return [_judgement(row) for row in rows if row[column] == value]


def _trades(rows: Sequence[Row]) -> list[Precision]:
    """The trades that people decided on; those that they refuse as unsuited stand out by their reasons."""
    on: dict[str, list[Judgement]] = defaultdict(list)
    for row in rows:
        on[_trade(row)].append(_judgement(row))
    return worst_first(precision(Flag("trade", name), judgements) for name, judgements in on.items())


def _trade(row: Row) -> str:
    """The trade of the marché's main CPV code, else of its title."""
    coded = next((found for code in row["facts"]["cpv"] if (found := family_of(code))), None)
    family = coded or family_in_words(row["title"])
    return family.name if family else UNKNOWN_TRADE


def _judgement(row: Row) -> Judgement:
    earlier = row["assessment"] != row["updated"].isoformat()
    return Judgement(row["marche"], row["state"], row["because"], row["note"], row["at"], earlier)


def _document(each: Precision) -> Json:
    interval = each.interval
    return {
        "about": each.flag.about,
        "name": each.flag.name,
        "type": each.flag.type,
        "negated": each.flag.negated,
        "flagged": each.flag.marches,
        "reviewed": each.reviewed,
        "kept": each.kept,
        "refused": each.refused,
        "shown_earlier": each.earlier,
        "precision": interval and round(interval.share, 4),
        "low": interval and round(interval.low, 4),
        "high": interval and round(interval.high, 4),
        "reasons": dict(each.reasons),
        "last": [_refusal(judgement) for judgement in each.last],
        "last_words": refusals(each.last),
        "sentence": each.sentence,
    }


def _refusal(each: Judgement) -> Json:
    return {"marche": each.marche, "because": each.because, "note": each.note, "at": each.at.isoformat()}
