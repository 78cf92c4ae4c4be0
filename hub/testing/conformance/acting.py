"""All that a connector does in the hub, once: checked, fetched, read and parsed."""

from __future__ import annotations

import contextlib

from hub.plugin_api import HubError
from hub.testing.conformance.subjects import ConnectorSubject


def act(subject: ConnectorSubject) -> None:
    """Let the connector work on all its recordings; what goes wrong is for other checks."""
    for case in subject.cases:
        with subject.context(case) as (ctx, _), contextlib.suppress(HubError):
            subject.connector.check(ctx)
    for raw in subject.raws():
        with contextlib.suppress(Exception):
            subject.connector.parse(raw)
