"""The review queue: marchés with their answers, best first, found by any filters at once.

``entries`` keeps narrow copies of what is filtered on, in the transactions that write the originals;
``conditions`` turns filters into SQL over them; ``pages`` reads a page and loads what it shows.
"""

from hub.store.queue.entries import project, rebuild
from hub.store.queue.facets import facets
from hub.store.queue.filters import SORTS, UNDECIDED, QueueFilter
from hub.store.queue.pages import by_id, count, listed
from hub.store.queue.reading import mark_read, unread
from hub.store.queue.tally import tally

__all__ = [
    "SORTS",
    "UNDECIDED",
    "QueueFilter",
    "by_id",
    "count",
    "facets",
    "listed",
    "mark_read",
    "project",
    "rebuild",
    "tally",
    "unread",
]
