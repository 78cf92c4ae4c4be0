"""A digest as a letter: a subject, a text and the same as HTML.

The link that ends the alert is not in it yet: :data:`LEAVE` stands for it until the letter is sent, so
that the store keeps no link that opens anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hub.alerts.plain import plain
from hub.clauses.wording import counted, listed, number, typeset
from hub.review import labels, printed
from hub.review.digest import CHANGED, DEADLINE, NEW, RENEWALS, Digest, Entry
from hub.review.labels import label

Json = dict[str, Any]
LEAVE: Final = "%%desabonnement%%"
_LONGEST_TITLE: Final = 160
_WORDS: Final = {
    NEW: ("nouveau", "nouveaux"),
    CHANGED: ("changé", "changés"),
    DEADLINE: ("bientôt clos", "bientôt clos"),
    RENEWALS: ("renouvellement à préparer", "renouvellements à préparer"),
}


@dataclass(frozen=True)
class Paper:
    """What a letter is written on: where the pages are (``None`` when nobody knows), the territories'
    names by id, and whether it can be left by a link."""

    public_url: str | None
    territories: Mapping[str, str]
    leave: bool = True


@dataclass(frozen=True)
class Letter:
    """A letter, composed."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Card:
    """An entry as it is told: ``when`` (``urgent`` is the one to see first), what, where, then ``facts``
    (name, value) and the next step."""

    title: str
    link: str | None
    when: tuple[str, ...]
    place: str
    facts: tuple[tuple[str, str], ...]
    next_step: str
    sentences: tuple[str, ...] = ()
    urgent: str = ""


@dataclass(frozen=True)
class Part:
    """A section as it is told."""

    title: str
    total: int
    cards: tuple[Card, ...]
    more: str
    more_link: str | None


def compose(digest: Digest, paper: Paper) -> Letter:
    """The letter of a digest. All that a notice says is hostile text: no control character, one line, and
    the HTML escapes it."""
    told = {
        "subject": subject(digest),
        "name": _heading(digest),
        "day": printed.day(digest.day),
        "summary": summary(digest),
        "parts": [_part(digest, section, paper) for section in digest.sections],
        "home": _address(paper, digest.list_link),
        "leave": LEAVE if paper.public_url and paper.leave else None,
        "alerts": _address(paper, "/alertes"),
    }
    html = _templates().get_template("digest.html").render(**told)
    return Letter(told["subject"], plain(told), html)  # type: ignore[arg-type]


def subject(digest: Digest) -> str:
    """``Clauses sociales, Oisans : 3 nouveaux, 1 changé``: counts, and no name of a person or search."""
    place = f", {printed.clean(digest.place)}" if digest.place else ""
    return typeset(f"Clauses sociales{place} : {summary(digest) or 'rien de nouveau'}")


def summary(digest: Digest) -> str:
    """``3 nouveaux, 1 changé``."""
    return ", ".join(
        f"{number(section.total)} {_WORDS[section.what][section.total > 1]}" for section in digest.sections
    )


def _heading(digest: Digest) -> str:
    name = printed.clean(digest.name)
    return name[:1].upper() + name[1:]


def _part(digest: Digest, section: Any, paper: Paper) -> Part:
    cards = tuple(_card(section.what, entry, paper) for entry in section.entries)
    more = f"et {counted(section.more, 'autre')}" if section.more else ""
    path = "/renouvellements" if section.what == RENEWALS else digest.list_link
    return Part(section.title, section.total, cards, more, _address(paper, path))


def _card(what: str, entry: Entry, paper: Paper) -> Card:
    document = entry.document
    if what == RENEWALS:
        return _renewal(entry, paper)
    buyer = (document["buyer"] or {}).get("name") or "acheteur inconnu"
    return Card(
        title=_title(document),
        link=_address(paper, f"/marches/{entry.id}"),
        when=tuple(_when(document)),
        place=_place([buyer, printed.where(document, paper.territories)]),
        facts=tuple(_facts(document)),
        next_step=printed.clean(document["next_step"] or ""),
        sentences=tuple(printed.clean(sentence) for sentence in entry.sentences),
        urgent=_act_before(document),
    )


def _when(document: Json) -> Iterator[str]:
    yield label(labels.MOMENTS, document["moment"]["state"])
    if before := _act_before(document):
        yield before
    if document["deadline"]:
        yield f"offres le {printed.moment(document['deadline'])}"
    else:
        yield label(labels.STAGES, document["stage"])


def _act_before(document: Json) -> str:
    day = document["moment"]["act_before"]
    return f"agir avant le {printed.day(day)}" if day else ""


def _facts(document: Json) -> Iterator[tuple[str, str]]:
    if document["hours"]:
        span = printed.hours_range(document["hours"])
        yield "Heures", f"{printed.hours(document['hours'])} ({span})"
    if document["value"]:
        yield "Montant", printed.amount_with_basis(document["value"])
    yield "Clause", _clause(document["clause"])
    words = label(labels.OBLIGATIONS, document["obligation"]["state"])
    reason = next(iter(document["obligation"]["reasons"]), "")
    said = printed.clean(printed.without_label(reason, words))
    state = words.removeprefix("obligation ")
    yield "Obligation", f"{state}. {said}" if said else state
    if document["employers"]:
        yield "Avec qui", printed.nearby_in_short(document["employers"])


def _clause(clause: Json) -> str:
    return label(labels.STATUSES, clause["status"]).removeprefix("clause ")


def _renewal(entry: Entry, paper: Paper) -> Card:
    document = entry.document
    buyer = (document["buyer"] or {}).get("name") or "acheteur inconnu"
    place = listed([paper.territories.get(each["id"], each["id"]) for each in document["territories"]][:2])
    clause = document["previous_clause"]
    facts = [("Heures", f"≈ {number(document['hours'])} h")] if document["hours"] else []
    facts += [("Montant", printed.amount_with_basis(document["amount"]))] if document["amount"] else []
    facts.append(("Clause en cours", _clause(clause) if clause else "aucune repérée"))
    when = (f"fenêtre {printed.window(document)}", f"fin au plus tard le {printed.day(document['end_max'])}")
    return Card(
        title=_title(document),
        link=_address(paper, f"/marches/{entry.id}"),
        when=when,
        place=_place([buyer, place]),
        facts=tuple(facts),
        next_step="Appeler l’acheteur avant que le prochain besoin ne soit défini.",
    )


def _title(document: Json) -> str:
    return printed.shortened(printed.clean(document["title"]), _LONGEST_TITLE)


def _place(parts: list[str]) -> str:
    return " · ".join(text for part in parts if (text := printed.clean(part)))


def _address(paper: Paper, path: str) -> str | None:
    return f"{paper.public_url}{path}" if paper.public_url else None


@lru_cache(maxsize=1)
def _templates() -> Environment:
    folder = Path(__file__).parent / "templates"
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
