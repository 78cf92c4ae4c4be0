"""``FNSimple.attribution.attributionMarche``: one free text with winners, SIRET and amounts.

Platforms fill it from a template, the only one recognised here::

    Lot 1 : Gros œuvre Attribution : attribué à 1 entreprise(s)  - NOM (SIRET) Notifié le 05/06/2026
    Montant : 213400.41 euros  Lot 2 : …

Any other wording stays a text, and no award is guessed from it.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from hub.plugin_api import Award, Lot, Money
from hub_procurement_feed import values
from hub_procurement_feed.draft import Draft

_AWARDED: Final = re.compile(r"attribué à \d{1,3} entreprises?(?:\(s\))?", re.IGNORECASE)
_LOT: Final = re.compile(r"(?:^|(?<=\s))Lot\s+(?:n°\s*)?(\w{1,10})\s*:\s*", re.IGNORECASE)
_TITLE_END: Final = re.compile(r"\s*Attribution\s*:", re.IGNORECASE)
_WINNER: Final = re.compile(r"-\s+([^()\n]{1,200}?)\s*\((\d{14}|\d{9})\)")
_NOTIFIED: Final = re.compile(r"Notifié le\s+(\d{1,2}/\d{1,2}/\d{4})", re.IGNORECASE)
_AMOUNT: Final = re.compile(r"Montant[^:\n]{0,20}:\s*(\d[\d\s.,]{0,25})\s*(?:€|euros?)", re.IGNORECASE)
_WHERE: Final = "attributionMarche"


def read(text: str, draft: Draft) -> None:
    """Add to ``draft`` the lots and awards of a text that follows the template."""
    if not _AWARDED.search(text):
        return
    known = {lot.key for lot in draft.lots}
    for key, title, body in _pieces(text):
        if key and key not in known:
            draft.lots.append(Lot(key=key, title=title or None))
            known.add(key)
        draft.awards += _awards(key, body, draft)


def _pieces(text: str) -> list[tuple[str | None, str, str]]:
    """The text cut at each "Lot n :" that has its own award; whole when there is none."""
    marks = [mark for mark in _LOT.finditer(text) if _AWARDED.search(text, mark.end())]
    if not marks:
        return [(None, "", text)]
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    pieces: list[tuple[str | None, str, str]] = []
    for mark, end in zip(marks, ends, strict=True):
        body = text[mark.end() : end]
        pieces.append((values.lot_number(mark[1]), _TITLE_END.split(body, maxsplit=1)[0].strip(), body))
    return pieces


def _awards(lot: str | None, body: str, draft: Draft) -> list[Award]:
    awarded, value = _awarded(body, draft), _value(body, draft)
    awards: list[Award] = []
    for name, identifier in _WINNER.findall(body):
        siret, _ = draft.sirets(_WHERE, identifier)
        awards.append(
            Award(
                lot=lot,
                winner=name.strip(),
                winner_siret=siret,
                winner_identifier=identifier,
                value=None if awards else value,  # one amount a lot, whoever shares it
                awarded=awarded,
            )
        )
    if not awards and (value or awarded):
        return [Award(lot=lot, value=value, awarded=awarded)]
    return awards


def _awarded(body: str, draft: Draft) -> date | None:
    match = _NOTIFIED.search(body)
    return draft.take("bad-date", _WHERE, match[1], values.day) if match else None


def _value(body: str, draft: Draft) -> Money | None:
    match = _AMOUNT.search(body)
    return draft.money(_WHERE, match[1], "EUR", "awarded") if match else None
