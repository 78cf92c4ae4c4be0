"""One record of a registry, read field by field.

What cannot be read becomes ``None`` and a :class:`~hub.plugin_api.Finding`; the record lives on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final, TypeVar

from hub.plugin_api import Address, Finding, RecordRejected, identifiers
from hub.plugin_api.records import EmployerKind
from hub_siae_registry import contacts, identity, values
from hub_siae_registry.kinds import kind_of

T = TypeVar("T")
_CEDEX: Final = re.compile(r"\s+CEDEX(?:\s+\d+)?$", re.IGNORECASE)


class Fields:
    """A record and what was found wrong in it. Names are those of the source."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        self.record = record
        self.findings: list[Finding] = []

    def note(self, code: str, field: str, value: Any = "") -> None:
        """Leave a finding."""
        printed = value if isinstance(value, str) else repr(value)
        clean = "".join(char for char in printed[:200] if char.isprintable())
        self.findings.append(Finding(code=code, field=field, value=clean))

    def read(self, reader: Callable[[Any], T | None], name: str, code: str) -> T | None:
        """What ``reader`` makes of a field; its ``ValueError`` becomes the finding ``code``."""
        value = self.record.get(name)
        try:
            return reader(value)
        except ValueError:
            self.note(code, name, value)
            return None

    def text(self, name: str) -> str | None:
        """A text on one line."""
        return self.read(values.text, name, "bad-text")

    def name(self, *names: str) -> str:
        """The first of these fields that holds a name. A record without one is nobody's: rejected."""
        for name in names:
            found = self.text(name)
            if found:
                return found
        raise RecordRejected("no-name", f"none of {', '.join(names)} holds a name")

    def brand(self, name: str, official: str) -> str | None:
        """The name that people know, when it is not the official one."""
        found = self.text(name)
        return None if found is None or found.casefold() == official.casefold() else found

    def key(self, name: str) -> str:
        """The source's own identifier. A record without one cannot be followed: rejected."""
        found = self.text(name)
        if not found:
            raise RecordRejected("no-identifier", f"{name} is empty")
        return found

    def kind(self, name: str) -> EmployerKind | None:
        """The kind; one that the hub does not know leaves ``kind-unknown``."""
        printed = self.text(name)
        found = kind_of(printed)
        if found is None:
            self.note("kind-unknown", name, printed or "")
        return found

    def identity(self, name: str) -> identity.Identity:
        """SIRET, SIREN and antenna."""
        found = identity.read(self.record.get(name))
        if found.problem:
            self.note("bad-siret", name, self.record.get(name))
        return found

    def day(self, name: str) -> date | None:
        """A day."""
        return self.read(values.day, name, "bad-date")

    def moment(self, name: str) -> datetime | None:
        """An aware moment."""
        return self.read(values.moment, name, "bad-date")

    def naf(self, name: str) -> str | None:
        """A NAF code, ``5621Z``."""
        return self.read(values.naf, name, "bad-naf")

    def website(self, name: str) -> str | None:
        """An address of the web."""
        return self.read(values.website, name, "bad-website")

    def phone(self, name: str) -> str | None:
        """A land line of the organisation."""
        return self.read(contacts.phone, name, "bad-phone")

    def email(self, name: str) -> str | None:
        """A mailbox of a function."""
        return self.read(contacts.email, name, "bad-email")

    def point(self, latitude: str, longitude: str) -> tuple[float | None, float | None]:
        """Degrees north and east; both or none. The point 0, 0 means unknown."""
        north = self.read(values.number, latitude, "bad-coordinates")
        east = self.read(values.number, longitude, "bad-coordinates")
        if north is None or east is None or (north, east) == (0, 0):
            return None, None
        if not (-90 <= north <= 90 and -180 <= east <= 180):
            self.note("bad-coordinates", latitude, f"{north:g}, {east:g}")
            return None, None
        return north, east

    def address(
        self,
        *,
        street: tuple[str, ...] = (),
        postcode: str | None = None,
        city: str | None = None,
        insee: str | None = None,
        departement: str | None = None,
    ) -> Address | None:
        """A postal address from these fields.

        The commune's code is given only when the source prints it: a post code is no commune. The
        département is the source's, else the commune's, else the post code's.
        """
        code = self._code(identifiers.insee, insee, "bad-insee")
        post = self._code(_postcode, postcode, "bad-postcode")
        lines = [self.text(name) for name in street]
        found = {
            "street": " ".join(dict.fromkeys(line for line in lines if line)) or None,
            "postcode": post,
            "city": _CEDEX.sub("", self.text(city) or "") or None if city else None,
            "insee": code,
            "departement": self._departement(departement, code, post),
        }
        return Address(country="FR", **found) if any(found.values()) else None

    def _code(self, reader: Callable[[str], str], name: str | None, code: str) -> str | None:
        printed = self.text(name) if name else None
        if not printed:
            return None
        try:
            return reader(printed)
        except identifiers.InvalidIdentifier:
            self.note(code, name or "", printed)
            return None

    def _departement(self, name: str | None, insee: str | None, postcode: str | None) -> str | None:
        printed = self._code(identifiers.departement, name, "bad-departement")
        if printed or not (insee or postcode):
            return printed
        try:
            return identifiers.departement_of(insee or postcode or "")
        except identifiers.InvalidIdentifier:
            return None


def _postcode(printed: str) -> str:
    """Spreadsheets eat the leading zero: ``1150`` is ``01150``."""
    return identifiers.postcode(printed.rjust(5, "0") if len(printed) == 4 else printed)
