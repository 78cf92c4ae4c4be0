"""Toy distributions: real installed packages, written by hand, found through real entry points."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

FENCE = 'HUB_PLUGIN_API = ">=1,<2"\n'

CONNECTOR = """
from hub.plugin_api import Connector, ConnectorInfo, ConnectorSettings, hookimpl


class Toy(Connector):
    settings_model = ConnectorSettings

    def __init__(self, ident="toy", **info):
        kept = dict(title="Toy", publisher="X", licence="MIT", kind="notices", mode="incremental")
        self.info = ConnectorInfo(id=ident, **(kept | info))

    def fetch(self, ctx, since):
        return iter(())

    def parse(self, raw):
        return ()
"""

MakeDistribution = Callable[..., Path]


def make_distribution(
    folder: Path,
    name: str,
    module_source: str,
    *,
    version: str = "1.0",
    fence: str = FENCE,
    module: str | None = None,
    entry_points: Mapping[str, str] | None = None,
    entry_points_text: str | None = None,
    metadata: str = "",
) -> Path:
    """Write ``name`` into ``folder`` (to be on ``sys.path``) as an installed distribution.

    The module is ``toy_{name}`` unless ``module`` says otherwise; its source starts with the fence
    and a ``Toy`` connector class to use. Returns the module's file.
    """
    module = module or f"toy_{name.replace('-', '_')}"
    info = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{metadata}")
    lines = [f"{key} = {value}" for key, value in (entry_points or {name: module}).items()]
    text = "\n".join(["[hub.plugins]", *lines, ""]) if entry_points_text is None else entry_points_text
    (info / "entry_points.txt").write_text(text)
    path = folder / f"{module}.py"
    path.write_text(f"{fence}{CONNECTOR}\n{module_source}")
    return path


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeDistribution]:
    """``make_distribution`` into a folder that is on ``sys.path``; what is imported is forgotten after."""
    folder = tmp_path / "site-packages"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    before = set(sys.modules)

    def make(name: str, module_source: str, **options: object) -> Path:
        return make_distribution(folder, name, module_source, **options)  # type: ignore[arg-type]

    yield make
    for module in set(sys.modules) - before:
        if module.startswith("toy_"):
            del sys.modules[module]
