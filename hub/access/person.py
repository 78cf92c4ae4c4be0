"""A person who is signed in, and what that person may see and do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

READ, DECIDE, ADMINISTER = "lecture", "facilitation", "administration"
ROLES: Final = (READ, DECIDE, ADMINISTER)
"""Each role may all that the ones before it may."""

ROLE_WORDS: Final[Mapping[str, str]] = {
    READ: "lecture : consulter",
    DECIDE: "facilitation : consulter et décider",
    ADMINISTER: "administration : consulter, décider, gérer les comptes",
}


@dataclass(frozen=True)
class Person:
    """Who asks. ``territories`` are ids; none means no limit."""

    id: int
    login: str
    name: str
    email: str | None
    role: str
    territories: tuple[str, ...] = ()

    def may(self, role: str) -> bool:
        """Whether this person has at least ``role``."""
        return ROLES.index(self.role) >= ROLES.index(role)

    def sees(self, territories: Iterable[str]) -> bool:
        """Whether something in these territories may be shown to this person."""
        return not self.territories or any(id_ in self.territories for id_ in territories)

    def oversees(self, territories: Iterable[str]) -> bool:
        """Whether all of these territories are this person's; no territory at all means every one."""
        asked = set(territories)
        return not self.territories or (bool(asked) and asked <= set(self.territories))

    def at_most(self, role: str) -> Person:
        """The same person with no more than ``role``: what a token of a narrower scope may."""
        return replace(self, role=min(self.role, role, key=ROLES.index))

    def within(self, territory: str) -> Person:
        """The same person looking at one territory only."""
        return replace(self, territories=(territory,))


def person_of(row: Mapping[str, Any]) -> Person:
    """The person of a row of ``account``."""
    return Person(
        id=row["id"],
        login=row["login"],
        name=row["name"],
        email=row["email"],
        role=row["role"],
        territories=tuple(row["territories"]),
    )
