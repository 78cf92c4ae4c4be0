"""Where things are wired: ``open_hub(settings)`` makes a :class:`Hub`."""

from hub.app.hub import Hub, open_hub
from hub.app.operate import run_json
from hub.app.work import Scouted

__all__ = ["Hub", "Scouted", "open_hub", "run_json"]
