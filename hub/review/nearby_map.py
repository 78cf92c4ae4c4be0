"""The map of a marché: its communes and its employers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from hub.geo import commune
from hub.geo.distance import NEAR_KM
from hub.store import employers

if TYPE_CHECKING:
    from hub.geo.drawing import Map

Json = dict[str, Any]
_MOST_CENTRES = 8
"""Beyond so many communes the circles hide the map."""


def nearby_map(connection: Connection, document: Json) -> Map | None:
    """The map, ``None`` when nothing says where the marché is."""
    from hub.geo.drawing import map_of

    places = [found for insee in document["communes"] if (found := commune(insee))]
    centres = [
        (place.latitude, place.longitude)
        for place in places
        if place.latitude is not None and place.longitude is not None
    ]
    rows = employers.by_id(connection, [each["id"] for each in document["employers"]])
    located = [{**each, **_position(rows.get(each["id"]))} for each in document["employers"]]
    return map_of(centres[:_MOST_CENTRES], located, document["communes"], NEAR_KM)


def _position(row: Json | None) -> Json:
    return {name: row[name] if row else None for name in ("latitude", "longitude")}
