"""An entry of a registry, with what grouping and survivorship ask of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import Connection

from hub.geo import Place, resolve
from hub.geo.names import fold
from hub.plugin_api.records import Employer
from hub.store import canonical, employers
from hub.store.bulk import Row
from hub.store.employers import EntryName

_INVENTED = re.compile(r"\d{9}999\d\d")


@dataclass(frozen=True)
class Listed:
    """An entry. ``former_sirets`` are those it had before its employer moved, oldest first."""

    name: EntryName
    employer: Employer
    state: Row
    former_sirets: tuple[str, ...] = ()

    @property
    def gone_since(self) -> date | None:
        """Since when its registry no longer lists it."""
        found: date | None = self.state["gone_since"]
        return found

    @property
    def inactive_since(self) -> date | None:
        """Since when its registry calls it inactive."""
        found: date | None = self.state["inactive_since"]
        return found

    @property
    def siret(self) -> str | None:
        """Its SIRET when it is its own: the invented number of an antenna, or its parent's, is not."""
        return None if self.employer.antenna else real_siret(self.employer.siret)

    @property
    def siren(self) -> str | None:
        """The legal unit, from the SIRET when the entry does not say."""
        return self.employer.siren or (self.employer.siret or "")[:9] or None

    @cached_property
    def place(self) -> Place:
        """Where its address is, as far as it says."""
        return resolve(self.employer.address) if self.employer.address else Place()

    @cached_property
    def folded(self) -> str:
        """Its name as a key."""
        return fold(self.employer.name)


def real_siret(siret: str | None) -> str | None:
    """A SIRET, unless les-emplois made it up for an antenna (``999`` in tenth place): never published."""
    return None if siret is None or _INVENTED.fullmatch(siret) else siret


def load(connection: Connection, names: Sequence[EntryName]) -> list[Listed]:
    """The met entries among these, in the order of their names."""
    ordered = sorted(names)
    states = employers.states(connection, ordered)
    records = canonical.load(connection, "employer", [(name.connector, name.key) for name in ordered])
    found = []
    for name in ordered:
        record = records.get((name.connector, name.key))
        if name in states and isinstance(record, Employer):
            former = _former(connection, name, record, states[name]["revision"])
            found.append(Listed(name, record, states[name], former))
    return found


def _former(connection: Connection, name: EntryName, record: Employer, revision: int) -> tuple[str, ...]:
    if revision == 1 or record.siret is None:
        return ()
    earlier = canonical.revisions(connection, "employer", name.connector, name.key)
    sirets = [old.siret for old in earlier if isinstance(old, Employer)]
    moved = (real_siret(siret) for siret in sirets if siret != record.siret)
    # A SIRET of another legal unit was a mistake, not a move.
    return tuple(dict.fromkeys(s for s in moved if s and s[:9] == record.siret[:9]))
