"""The border itself: its examples run, and it drags nothing along."""

import doctest
import importlib
import pkgutil
import subprocess
import sys

import pytest

import hub.plugin_api
from hub.plugin_api import hookspecs

HEAVY = ["sqlalchemy", "sqlmodel", "prefect", "fastapi", "starlette", "requests", "rich", "typer", "jinja2"]


def border_modules() -> list[str]:
    found = pkgutil.walk_packages(hub.plugin_api.__path__, "hub.plugin_api.")
    return ["hub.plugin_api", *sorted(module.name for module in found)]


def hooks() -> list[str]:
    return sorted(name for name in vars(hookspecs) if name.startswith("hub_"))


@pytest.mark.parametrize("name", border_modules())
def test_the_examples_in_the_docstrings_run(name):
    results = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert results.failed == 0


def test_there_are_hooks_to_look_at():
    assert "hub_register_connectors" in hooks()


@pytest.mark.parametrize("name", hooks())
def test_every_hook_shows_a_program(name):
    examples = doctest.DocTestParser().get_examples(getattr(hookspecs, name).__doc__)
    assert len(examples) >= 2, f"{name} has no example that someone can paste"


def modules_after(statement: str) -> set[str]:
    code = f"import sys; {statement}; print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_border_imports_nothing_else_of_the_hub_and_nothing_heavy():
    loaded = modules_after("import hub.plugin_api")
    ours = {name for name in loaded if name.startswith("hub.")}
    assert {name for name in ours if not name.startswith("hub.plugin_api")} == set()
    assert loaded & set(HEAVY) == set()


def test_every_public_name_exists_once():
    names = hub.plugin_api.__all__
    assert len(set(names)) == len(names)
    assert [name for name in names if not hasattr(hub.plugin_api, name)] == []
