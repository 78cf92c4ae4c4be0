"""What a facilitator opens in the morning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.app.base import Wired

if TYPE_CHECKING:
    from hub.review.morning import QueuePage
    from hub.store.queue import QueueFilter


class Morning(Wired):
    """The queue as a person sees it."""

    def queue_page(self, filters: QueueFilter, person: str, *, limit: int, offset: int = 0) -> QueuePage:
        """A page for the person of this login, in one transaction: the total is of what is shown."""
        from hub.review.morning import queue_page

        with self.store.read() as connection:
            return queue_page(connection, filters, person, limit=limit, offset=offset)

    def moments(self, filters: QueueFilter) -> dict[str, int]:
        """How many marchés each moment would leave, the other filters applied."""
        from hub.review.morning import moments_of

        with self.store.read() as connection:
            return moments_of(connection, filters)
