"""The README's plugin is a program: it loads, fetches and parses."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import ModuleType, SimpleNamespace

from hub.host import ExplicitPlugin, discover
from hub.settings import load_settings

README = Path(__file__).resolve().parent.parent / "README.md"


def test_the_plugin_of_the_readme_works(tmp_path):
    (source,) = re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
    module = ModuleType("my_portal")
    exec(compile(source, "README.md", "exec"), module.__dict__)
    settings = load_settings({"HUB_PORTAL__BASE_URL": "http://127.0.0.1:1"}, tmp_path)
    host = discover(settings, plugins=[ExplicitPlugin("hub-portal", "1.0", module)])
    state = host.connector("portal")
    answer = [{"id": 7, "objet": "Peinture de l'école", "date": "2026-09-01"}]
    http = SimpleNamespace(get=lambda *_, **__: SimpleNamespace(json=lambda: answer))
    from datetime import date

    context = SimpleNamespace(http=http, settings=state.value, today=date(2026, 9, 10))
    raw, checkpoint = state.connector.fetch(context, None)
    assert json.loads(raw.payload)["id"] == 7
    assert checkpoint.cursor == "2026-09-10"
    (notice,) = state.connector.parse(raw)
    assert notice.title == "Peinture de l'école"


def test_every_file_the_readme_points_to_exists():
    for target in re.findall(r"\]\(([^)#]+)\)|src=\"([^\"]+)\"", README.read_text()):
        path = target[0] or target[1]
        assert (README.parent / path).exists(), path
