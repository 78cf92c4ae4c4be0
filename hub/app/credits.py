"""Who the facts come from: the sources, their licences and when each was last read."""

from __future__ import annotations

from typing import Any

from hub.app.base import Wired
from hub.plugin_api.connector import ConnectorInfo

Json = dict[str, Any]


class Credits(Wired):
    """What every page and every export owes to its sources."""

    def credits(self) -> list[Json]:
        """``[{connector, title, publisher, licence, read}]`` of the sources that were read; ``read`` is
        the time of the last success, ISO 8601 with its offset."""
        from hub.store import connectors

        with self.store.read() as connection:
            known = connectors.states(connection)
        read = {id_: row["last_success"] for id_, row in known.items() if row["last_success"]}
        infos = {state.id: state.connector.info for state in self.host.all_connectors()}
        return [_credit(infos[id_], read[id_].isoformat()) for id_ in sorted(read) if id_ in infos]


def _credit(info: ConnectorInfo, read: str) -> Json:
    return {
        "connector": info.id,
        "title": info.title,
        "publisher": info.publisher,
        "licence": info.licence,
        "read": read,
    }
