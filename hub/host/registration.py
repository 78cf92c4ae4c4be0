"""Call a plugin's hooks, each alone, and check what they return."""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

import pluggy

from hub.host.blame import describe
from hub.host.checks import Wrong, check_connector, check_matcher, check_rule
from hub.host.states import Halt
from hub.plugin_api import Connector, Matcher, Rule, hookspecs

HOOKS = tuple(name for name in vars(hookspecs) if name.startswith("hub_"))
MOST = 1000
T = TypeVar("T")


@dataclass(frozen=True)
class Registered:
    """What one plugin brings. ``manager`` holds this plugin alone."""

    manager: pluggy.PluginManager
    connectors: tuple[Connector[Any], ...]
    rules: tuple[Rule, ...]
    matchers: tuple[Matcher, ...]


def register(plugin: Any, module: str) -> Registered:
    """Register ``plugin`` in a manager of its own and call its hooks; raises ``Halt``.

    In a shared manager one raising implementation would end the call for all.
    """
    manager = _manager(plugin, module)
    return Registered(
        manager,
        _collect(manager, "hub_register_connectors", module, check_connector),
        _collect(manager, "hub_register_rules", module, check_rule),
        _collect(manager, "hub_register_matchers", module, check_matcher),
    )


def _manager(plugin: Any, module: str) -> pluggy.PluginManager:
    manager = pluggy.PluginManager("hub")
    manager.add_hookspecs(hookspecs)
    try:
        manager.register(plugin)
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise Halt("broken", f"{module}: {_explain(error)}", f"The hooks are {', '.join(HOOKS)}.") from error
    except (Exception, SystemExit) as error:  # pluggy reads every attribute: properties run
        raise Halt("broken", f"registration raised {describe(error, module)}", "") from error
    _refuse_unmarked(plugin, manager, module)
    return manager


def _explain(error: pluggy.PluginValidationError) -> str:
    text = " ".join(str(error).split())
    named = next((word.strip("'\"") for word in text.split() if word.strip("'\"").startswith("hub_")), "")
    near = next(iter(difflib.get_close_matches(named, HOOKS, n=1)), None)
    return text + (f"; did you mean {near}?" if near and near != named else "")


def _refuse_unmarked(plugin: Any, manager: pluggy.PluginManager, module: str) -> None:
    """A hook without its decorator would be ignored in silence: its author would search for hours."""
    marked = {caller.name for caller in manager.get_hookcallers(plugin) or ()}
    for name in HOOKS:
        if name not in marked and inspect.isroutine(getattr(plugin, name, None)):
            raise Halt("broken", f"{module}.{name} is not marked as a hook", f"Put @hookimpl above {name}.")


def _collect(
    manager: pluggy.PluginManager, hook: str, module: str, check: Callable[[Any], T]
) -> tuple[T, ...]:
    try:
        if not getattr(manager.hook, hook).get_hookimpls():
            return ()
        results = getattr(manager.hook, hook)()
        found = tuple(check(item) for item in _items(results))
    except Wrong as error:
        raise Halt("broken", f"{hook} of {module} returned {error}", "") from error
    except (Exception, SystemExit) as error:  # a stranger's code, generators included
        raise Halt("broken", f"{hook} raised {describe(error, module)}", "") from error
    return found


def _items(results: list[Any]) -> list[Any]:
    # pluggy drops an answer of None.
    if not results:
        raise Wrong("None, expected an iterable")
    (answer,) = results
    if isinstance(answer, (str, bytes, dict)) or not isinstance(answer, Iterable):
        raise Wrong(f"{type(answer).__name__}, expected an iterable")
    items = list(islice(answer, MOST + 1))
    if len(items) > MOST:
        raise Wrong(f"more than {MOST} objects")
    return items
