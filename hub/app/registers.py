"""What the pages of the employers ask beside the list: who says what, where one is proposed, the map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hub.app.desk import Desk
from hub.plugin_api.errors import HubError

if TYPE_CHECKING:
    from hub.geo.drawing import Map

Json = dict[str, Any]
_AROUND_KM = 25.0


class Registers(Desk):
    """Questions about the registry of employers."""

    def employer_entries(self, document: Json) -> list[Json]:
        """The sources of an employer, each with ``values``, the facts that it states itself."""
        from hub.pipeline.employers.said import said
        from hub.store.employers import EntryName

        names = [EntryName(source["connector"], source["key"]) for source in document["sources"]]
        with self.store.read() as connection:
            told = said(connection, names)
        return [
            {**source, "values": told.get(name, {})}
            for name, source in zip(names, document["sources"], strict=True)
        ]

    def known_activities(self) -> list[str]:
        """Every activity that some employer has, as the registries name them."""
        from hub.store import employers

        with self.store.read() as connection:
            return employers.activities(connection)

    def marches_of_employer(self, id_: str, *, within: Sequence[str] = ()) -> list[Json]:
        """``{marche, title, stage, distance_km, lots [..]}`` where this employer was proposed, the latest
        published first; ``within`` are the territories that may be seen, none for all."""
        from hub.store import matches

        with self.store.read() as connection:
            rows = matches.of_employer(connection, id_, within=within)
        found: dict[str, Json] = {}
        for row in rows:
            kept = {name: row[name] for name in ("marche", "title", "stage", "distance_km")}
            lots = found.setdefault(row["marche"], {**kept, "lots": []})["lots"]
            lots += [row["lot"]] if row["lot"] else []
        return list(found.values())

    def map_of_employers(
        self,
        documents: Sequence[Json],
        *,
        near: str | None = None,
        radius_km: float | None = None,
        territory: str | None = None,
    ) -> Map | None:
        """The map of these employers around a commune (its INSEE code), else over a territory. ``None``
        without either, and for a territory too wide to be drawn."""
        from hub.geo import commune
        from hub.geo.drawing import map_of

        place = commune(near) if near else None
        if place and place.latitude is not None and place.longitude is not None:
            centre = (place.latitude, place.longitude)
            return map_of([centre], documents, [place.insee], min(radius_km or _AROUND_KM, 100.0))
        if territory and territory in self.territories:
            return map_of((), documents, self.territories[territory].communes, 0.0)
        return None

    def map_of_employer(self, document: Json) -> Map | None:
        """The map around one employer, as far as it says that it goes."""
        from hub.geo.drawing import map_of

        if document["latitude"] is None or document["longitude"] is None:
            return None
        centre = (document["latitude"], document["longitude"])
        reach = min(document.get("range_km") or _AROUND_KM, 100.0)
        return map_of(
            [centre], [document], [document["commune"]["insee"]] if document["commune"] else [], reach
        )

    def undo_employer_correction(self, id_: str, fields: Sequence[str], author: str, reason: str) -> Json:
        """Give the word on these fields back to the registries. Raises ``nothing-to-undo``."""
        from hub.pipeline.employers import Correction

        document = self.employer(id_)
        standing = {each["field"] for each in document["corrections"]}
        if not standing & set(fields):
            raise HubError(
                "Aucune correction ne porte sur ce renseignement.",
                code="nothing-to-undo",
                next_step=f"Revenir à la structure : /employeurs/{document['id']}",
            )
        for field in fields:
            if field in standing:
                document = self.correct_employer(id_, Correction(field, None, author, reason))
        return document
