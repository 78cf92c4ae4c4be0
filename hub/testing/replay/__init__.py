"""A replay server: public sources on loopback, with their limits, their quirks and their bad days.

>>> from hub.testing.replay import OdsDataset, ReplayServer
>>> records = [{"idweb": "26-900001", "dateparution": "2026-09-01"}]
>>> with ReplayServer([OdsDataset("boamp", records)]) as server:
...     server.base_url.startswith("http://127.0.0.1:")
True
"""

from hub.testing.replay import faults
from hub.testing.replay.exchange import Delivery, Request, Response, Source, json_response
from hub.testing.replay.faults import Fault
from hub.testing.replay.ods import OdsDataset
from hub.testing.replay.server import ReplayServer
from hub.testing.replay.static import StaticFiles

__all__ = [
    "Delivery",
    "Fault",
    "OdsDataset",
    "ReplayServer",
    "Request",
    "Response",
    "Source",
    "StaticFiles",
    "faults",
    "json_response",
]
