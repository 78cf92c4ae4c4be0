"""One fetch, watched: what it yielded, how it ended, what it said."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from hub.plugin_api import Checkpoint, Fetched, RawRecord, SnapshotComplete
from hub.testing.replay import Request
from hub.testing.session import Runaway

MOST_ITEMS = 100_000


@dataclass(frozen=True)
class Run:
    """A finished fetch. ``error`` is what ended it early; ``said`` the lines that it logged."""

    items: tuple[Fetched, ...]
    error: BaseException | None
    said: tuple[str, ...]
    requests: tuple[Request, ...] = ()
    strayed: tuple[str, ...] = ()

    @property
    def raws(self) -> list[RawRecord]:
        """The raw records, in order."""
        return [item for item in self.items if isinstance(item, RawRecord)]

    @property
    def keys(self) -> list[str]:
        """Their keys, in order."""
        return [raw.key for raw in self.raws]

    @property
    def promises(self) -> list[SnapshotComplete]:
        """The ends of snapshots."""
        return [item for item in self.items if isinstance(item, SnapshotComplete)]

    @property
    def checkpoints(self) -> list[tuple[int, str]]:
        """Where the checkpoints stand among the items, and their cursors."""
        return [(n, item.cursor) for n, item in enumerate(self.items) if isinstance(item, Checkpoint)]

    def raws_before(self, place: int) -> list[RawRecord]:
        """The raw records before an item."""
        return [item for item in self.items[:place] if isinstance(item, RawRecord)]

    def raws_after(self, place: int) -> list[RawRecord]:
        """The raw records after an item."""
        return [item for item in self.items[place:] if isinstance(item, RawRecord)]


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


def collect(fetch: Callable[[], Iterable[Fetched]], log: logging.Logger) -> Run:
    """Consume a fetch; an error is kept, not raised."""
    items: list[Fetched] = []
    error: BaseException | None = None
    with _listening(log) as heard:
        try:
            for item in fetch():
                items.append(item)
                if len(items) > MOST_ITEMS:
                    raise Runaway(f"more than {MOST_ITEMS} items")  # noqa: TRY301 - same end as asking for ever
        except (Exception, Runaway) as failure:  # noqa: BLE001 - the checks judge it
            error = failure
    return Run(tuple(items), error, tuple(heard.lines))


@contextmanager
def _listening(log: logging.Logger) -> Iterator[_Listener]:
    """Hears the connector's log, and whatever its modules log themselves, but not the kit's own session."""
    root, session, listener = logging.getLogger(), logging.getLogger("urllib3"), _Listener()
    levels = root.level, session.level
    root.setLevel(logging.DEBUG)
    session.setLevel(logging.CRITICAL)
    for logger in (log, root):
        logger.addHandler(listener)
    try:
        yield listener
    finally:
        for logger in (log, root):
            logger.removeHandler(listener)
        session.setLevel(levels[1])
        # Only what was set here is put back: a connector that sets the level is told so elsewhere.
        if root.level == logging.DEBUG:
            root.setLevel(levels[0])
