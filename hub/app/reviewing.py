"""What people write about a marché: notes, assignments, corrected hours, and taking a line back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hub.app.base import Wired
from hub.plugin_api.errors import HubError

if TYPE_CHECKING:
    from hub.clauses.conventions import Conventions
    from hub.geo.drawing import Map
    from hub.review.sizing import Correction

Json = dict[str, Any]


class Reviewing(Wired):
    """The lines of a history, beside decisions. Each method returns the present id of the marché."""

    def note(self, id_: str, text: str, author: str) -> str:
        """Append a note; the state stays."""
        from hub.review.undo import note

        with self.store.write() as connection:
            return note(connection, id_, text, author, self.clock.now())

    def assign(self, id_: str, assignee: str, author: str, version: int | None = None) -> str:
        """Give a marché to somebody; ``""`` to nobody."""
        from hub.review.undo import assign

        with self.store.write() as connection:
            return assign(connection, id_, assignee, author, self.clock.now(), version)

    def undo(self, id_: str, author: str, version: int | None = None) -> str:
        """Append a line that restores what stood before the last one."""
        from hub.review.undo import undo

        with self.store.write() as connection:
            return undo(connection, id_, author, version, self.clock.now())

    def correct_hours(self, id_: str, correction: Correction) -> str:
        """Append a correction of the hours of a lot, or of the whole; the estimate stays as it is."""
        from hub.review.queue import one
        from hub.review.sizing import correct

        with self.store.write() as connection:
            document = one(connection, id_)
            if correction.lot not in ("", *(lot["key"] for lot in document["lots"])):
                raise HubError(
                    f"« {correction.lot} » n’est pas un lot de ce marché.",
                    code="unknown-lot",
                    next_step=f"hub marche {document['id']}",
                )
            return correct(connection, document["id"], correction, self.clock.now())

    def mark_read(self, id_: str, person: str) -> None:
        """Note that this person opened this marché."""
        from hub.store.queue import mark_read

        with self.store.write() as connection:
            mark_read(connection, person, id_, self.clock.now())

    def colleagues(self) -> list[Json]:
        """``{login, name}`` of those to whom a marché may be given."""
        from hub.access.person import DECIDE, person_of
        from hub.store import accounts

        with self.store.read() as connection:
            rows = [row for row in accounts.listed(connection) if row["disabled"] is None]
        people = [person_of(row) for row in rows]
        return [{"login": each.login, "name": each.name or each.login} for each in people if each.may(DECIDE)]

    def map_around(self, document: Json) -> Map | None:
        """The map of a marché and of its employers, ``None`` when nothing says where it is."""
        from hub.review.nearby_map import nearby_map

        with self.store.read() as connection:
            return nearby_map(connection, document)

    def set_apart(self, document: Json) -> list[Json]:
        """The documents of this marché that a person took out of another: ``{connector, key, author,
        at, others}``; ``others`` are ``connector:key``."""
        from hub.review.apart import listed

        with self.store.read() as connection:
            return listed(connection, document["id"])

    def conventions_for(self, document: Json) -> Conventions:
        """The rates and costs that the hours of this marché were computed with."""
        from hub.pipeline.assess import Judgement
        from hub.pipeline.conventions import conventions_of

        places = [(each["id"], each["certainty"]) for each in document["territories"]]
        return Judgement((), conventions_of(self.territories)).conventions(places)
