"""What plugin authors test with: the conformance kit, recordings, the replay server, hostile inputs.

>>> from hub import testing
>>> "ConnectorConformance" in dir(testing)
True
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hub.testing import hostile
    from hub.testing.conformance.subjects import MatchExample
    from hub.testing.conformance.suites import ConnectorConformance, MatcherConformance, RuleConformance
    from hub.testing.recordings import Case, Exchange, FakeSource, load_case, load_cases
    from hub.testing.replay import Fault, ReplayServer, faults
    from hub.testing.session import KitSession

# Imported when first asked for: the suites need pytest, which `hub demo` must not.
_HOMES = {
    "Case": "recordings",
    "ConnectorConformance": "conformance.suites",
    "Exchange": "recordings",
    "FakeSource": "recordings",
    "Fault": "replay",
    "KitSession": "session",
    "MatchExample": "conformance.subjects",
    "MatcherConformance": "conformance.suites",
    "ReplayServer": "replay",
    "RuleConformance": "conformance.suites",
    "faults": "replay",
    "load_case": "recordings",
    "load_cases": "recordings",
}


def __getattr__(name: str) -> Any:
    if name == "hostile":
        return import_module("hub.testing.hostile")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)


__all__ = [
    "Case",
    "ConnectorConformance",
    "Exchange",
    "FakeSource",
    "Fault",
    "KitSession",
    "MatchExample",
    "MatcherConformance",
    "ReplayServer",
    "RuleConformance",
    "faults",
    "hostile",
    "load_case",
    "load_cases",
]
