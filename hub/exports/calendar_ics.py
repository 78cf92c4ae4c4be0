"""An agenda: until when to act, when offers are due, when a renewal can be prepared (RFC 5545).

A window of a year would lie over every day of the agenda: its two ends are events, not its length.
Events never make a person look busy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, BinaryIO

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from hub.exports.columns import when
from hub.exports.digest import title, told
from hub.exports.edition import Edition
from hub.exports.moments import changed, id_of, notice_address, urn
from hub.exports.nouns import Noun
from hub.exports.sources import Sources, mentions
from hub.exports.texts import legal, one_line

Json = dict[str, Any]
_END = b"END:VCALENDAR\r\n"


@dataclass(frozen=True)
class Date:
    """A date of a document: ``name`` tells it apart for ever, ``words`` begin its title."""

    name: str
    words: str
    path: tuple[str, ...]
    alarm_days: int


_MARCHE = (
    Date("agir", "Agir", ("moment", "act_before"), 3),
    Date("offres", "Offres", ("deadline",), 7),
)
_RENEWAL = (
    Date("ouverture", "Renouvellement à préparer", ("window", "from"), 0),
    Date("fermeture", "Renouvellement : dernier moment", ("window", "to"), 30),
)


def write_calendar(out: BinaryIO, noun: Noun, documents: Iterable[Json], edition: Edition) -> int:
    """Write the dates of marchés or renewals; returns how many events."""
    out.write(_head(edition).removesuffix(_END))
    sources, events = Sources(edition), 0
    for document in documents:
        for event in _events(sources.credited(document), edition):
            out.write(event.to_ical())
            events += 1
    out.write(_END)
    return events


def _head(edition: Edition) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Passerelle//Clauses sociales//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", one_line(edition.title))
    calendar.add("x-wr-calname", one_line(edition.title))
    calendar.add("x-wr-timezone", "Europe/Paris")
    calendar.add_component(_paris())
    return bytes(calendar.to_ical())


def _paris() -> Timezone:
    """Europe/Paris by its rule, which stands since 1996; the lists that libraries make end some day."""
    zone = Timezone()
    zone.add("tzid", "Europe/Paris")
    summer: tuple[Any, ...] = (TimezoneDaylight(), "CEST", 2, 1, datetime(1996, 3, 31, 2))  # noqa: DTZ001
    winter: tuple[Any, ...] = (TimezoneStandard(), "CET", 1, 2, datetime(1996, 10, 27, 3))  # noqa: DTZ001
    for part, name, after, before, start in (summer, winter):
        part.add("dtstart", start)
        part.add("tzname", name)
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("rrule", {"freq": "yearly", "bymonth": start.month, "byday": "-1su"})
        zone.add_component(part)
    return zone


def _events(document: Json, edition: Edition) -> Iterator[Event]:
    for what in _RENEWAL if "window" in document else _MARCHE:
        value: Any = document
        for name in what.path:
            value = value and value.get(name)
        if day := when(value):
            yield _event(document, what, day, edition)


def _event(document: Json, what: Date, day: date | datetime, edition: Edition) -> Event:
    event, cancelled = Event(), document.get("stage") == "annule"
    modified = changed(document, edition).astimezone(UTC)
    event.add("uid", urn(what.name, id_of(document)).removeprefix("urn:uuid:"))
    event.add("dtstamp", edition.generated.astimezone(UTC))
    event.add("last-modified", modified)
    event.add("sequence", max(0, len(document["notices"]) - 1))
    event.add("dtstart", day)
    event.add("summary", f"{what.words} : {title(document)}")
    event.add("description", _description(document, edition))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("categories", ["Clauses sociales"])
    if url := edition.page(id_of(document)) or notice_address(document):
        event.add("url", url)
    if not cancelled and _ahead(day, edition.generated):
        event.add_component(_alarm(what))
    return event


def _ahead(day: date | datetime, now: datetime) -> bool:
    return day > now if isinstance(day, datetime) else day > now.date()


def _alarm(what: Date) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", what.words)
    alarm.add("trigger", timedelta(days=-what.alarm_days))
    return alarm


def _description(document: Json, edition: Edition) -> str:
    lines = [f"{name} : {value}" for name, value in told(document, edition.territories)]
    lines += filter(None, (edition.page(id_of(document)), notice_address(document)))
    return legal("\n".join([*lines, mentions(document["provenance"])]))
