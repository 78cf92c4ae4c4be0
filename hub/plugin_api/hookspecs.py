"""The hooks. Read this page first: a plugin is a module with one or more of these functions.

Hooks *register*, objects *behave*. A plugin module is named in its distribution's entry points
and states which API it was written for::

    # pyproject.toml
    [project.entry-points."hub.plugins"]
    my-portal = "my_portal"

    # my_portal/__init__.py
    HUB_PLUGIN_API = ">=1,<2"

When they are called: once, when the hub opens, after all plugins are imported; the observer
``hub_run_finished`` after each run. A hook that raises marks its plugin *broken* and nobody else's.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pluggy

if TYPE_CHECKING:
    from hub.plugin_api.connector import Connector
    from hub.plugin_api.rules import Matcher, Rule
    from hub.plugin_api.runs import RunReport

hookspec = pluggy.HookspecMarker("hub")
hookimpl = pluggy.HookimplMarker("hub")


@hookspec
def hub_register_connectors() -> Iterable[Connector[Any]]:
    """Register connectors: one object for each source.

    >>> from hub.plugin_api import Connector, ConnectorInfo, hookimpl
    >>> class Portal(Connector):
    ...     info = ConnectorInfo(id="portal", title="Portail de X", publisher="Région X",
    ...                          licence="Licence Ouverte 2.0", kind="notices", mode="incremental")
    >>> @hookimpl
    ... def hub_register_connectors():
    ...     return [Portal()]
    >>> [c.info.id for c in hub_register_connectors()]
    ['portal']
    """
    raise NotImplementedError


@hookspec
def hub_register_rules() -> Iterable[Rule]:
    """Register rules that read notices and return signals.

    >>> from hub.plugin_api import Rule, hookimpl
    >>> class Quiet(Rule):
    ...     id = "quiet"
    ...     def signals(self, notice):
    ...         return ()
    >>> @hookimpl
    ... def hub_register_rules():
    ...     return [Quiet()]
    >>> [r.id for r in hub_register_rules()]
    ['quiet']
    """
    raise NotImplementedError


@hookspec
def hub_register_matchers() -> Iterable[Matcher]:
    """Register matchers that name employers for a lot.

    >>> from hub.plugin_api import Matcher, hookimpl
    >>> class Nobody(Matcher):
    ...     id = "nobody"
    ...     def match(self, lot, notice, employers):
    ...         return ()
    >>> @hookimpl
    ... def hub_register_matchers():
    ...     return [Nobody()]
    >>> [m.id for m in hub_register_matchers()]
    ['nobody']
    """
    raise NotImplementedError


@hookspec
def hub_run_finished(run: RunReport) -> None:
    """Observe a finished run: its counts and, if it failed, the error. Must not change anything.

    >>> from hub.plugin_api import hookimpl
    >>> @hookimpl
    ... def hub_run_finished(run):
    ...     print(run.connector, run.status)
    """
    raise NotImplementedError
