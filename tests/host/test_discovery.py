"""Four states, and one plugin's bad day is only its own. Toy distributions are in conftest."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hub.host import ExplicitPlugin, PluginHost, PluginState, discover
from hub.host.loading import LINE_TO_ADD
from hub.settings import load_settings

Make = Callable[..., Path]

IN_REPO = "hub-procurement-feed,hub-siae-registry"
GOOD = "@hookimpl\ndef hub_register_connectors():\n    return [Toy({id!r})]\n"


def registers(ident: str) -> str:
    return GOOD.format(id=ident)


def found(host: PluginHost, distribution: str) -> PluginState:
    (plugin,) = [plugin for plugin in host.plugins if plugin.distribution == distribution]
    return plugin


def look(tmp_path: Path, environ: dict[str, str] | None = None, **options: Any) -> PluginHost:
    """Discover what is installed, less the plugins of this repository."""
    variables = {"HUB_PLUGINS_DENY": IN_REPO, **(environ or {})}
    return discover(load_settings(variables, tmp_path), **options)


def test_a_plugin_is_found_through_its_entry_point(toy: Make, tmp_path: Path) -> None:
    toy(
        "good", registers("good"), version="2.3", metadata="Project-URL: Issues, https://git.example/issues\n"
    )
    plugin = found(look(tmp_path), "good")
    assert (plugin.version, plugin.name, plugin.state, plugin.reason) == ("2.3", "good", "loaded", None)
    assert plugin.report_to == "https://git.example/issues"
    assert [(it.id, it.state, it.mode, it.kind) for it in plugin.connectors] == [
        ("good", "loaded", "incremental", "notices")
    ]


BROKEN = {
    "import raises": ("1 / 0", "ZeroDivisionError: division by zero (", 1),
    "import exits": ("import sys; sys.exit('no licence')", "SystemExit: no licence (", 1),
    "import of a missing module": (
        "import toy_absent",
        "ModuleNotFoundError: No module named 'toy_absent'",
        1,
    ),
    "syntax": ("def :", "SyntaxError", 1),
    "registration raises": (
        "@hookimpl\ndef hub_register_connectors():\n    raise KeyError('conf')",
        "hub_register_connectors raised KeyError: 'conf' (",
        3,
    ),
    "registration exits": (
        "@hookimpl\ndef hub_register_rules():\n    raise SystemExit(3)",
        "hub_register_rules raised SystemExit: 3 (",
        3,
    ),
    "generator raises midway": (
        "@hookimpl\ndef hub_register_connectors():\n    yield Toy()\n    raise RuntimeError('midway')",
        "hub_register_connectors raised RuntimeError: midway (",
        4,
    ),
    "raises in a library": (
        "import json\n@hookimpl\ndef hub_register_connectors():\n    return json.loads('<')",
        "hub_register_connectors raised JSONDecodeError",
        4,
    ),
}


@pytest.mark.parametrize(("source", "said", "line"), BROKEN.values(), ids=BROKEN)
def test_what_raises_is_broken_with_its_own_line_and_the_others_go_on(
    toy: Make, tmp_path: Path, source: str, said: str, line: int
) -> None:
    toy("good", registers("good"))
    file = toy("sick", source)
    first = file.read_text().splitlines().index(source.splitlines()[0]) + 1
    host = look(tmp_path)
    sick = found(host, "sick")
    assert sick.state == "broken"
    assert said in (sick.reason or "")
    assert f"({file}:{first + line - 1})" in (sick.reason or "")
    assert sick.next_step == "Le signaler aux auteurs de sick."
    assert [it.id for it in host.connectors()] == ["good"]


WRONG = {
    "nothing returned": ("pass", "None, expected an iterable"),
    "not iterable": ("return Toy()", "Toy, expected an iterable"),
    "a string": ("return 'toy'", "str, expected an iterable"),
    "not a connector": ("return [object()]", "object, expected a Connector"),
    "a class": ("return [Toy]", "the class Toy, expected an object"),
    "no info": ("t = Toy(); t.info = None; return [t]", "whose info is None"),
    "upper case": ("return [Toy('BOAMP')]", "id is 'BOAMP'"),
    "newline": ("return [Toy('boamp\\n')]", "id is 'boamp\\n'"),
    "ambiguous variable": ("return [Toy('a__b')]", "id is 'a__b'"),
    "version zero": ("return [Toy(parser_version=0)]", "parser_version is 0"),
    "version true": ("return [Toy(parser_version=True)]", "parser_version is True"),
    "kind": ("return [Toy(kind='siae')]", "kind is 'siae', expected one of notices, employers, contracts"),
    "mode": ("return [Toy(mode='full')]", "mode is 'full'"),
    "title": ("return [Toy(title=' ')]", "title is ' '"),
    "fields": ("return [Toy(personal_fields='email')]", "personal_fields is 'email'"),
    "model": ("t = Toy(); t.settings_model = dict; return [t]", "settings_model is <class 'dict'>"),
    "endless": ("while True: yield Toy()", "more than 1000 objects"),
    "no parse": (
        "class P(Connector): info = Toy().info; fetch = Toy.fetch\n    return [P()]",
        "without a parse",
    ),
}


@pytest.mark.parametrize(("body", "said"), WRONG.values(), ids=WRONG)
def test_what_is_not_a_connector_is_broken_and_named(toy: Make, tmp_path: Path, body: str, said: str) -> None:
    toy("odd", f"@hookimpl\ndef hub_register_connectors():\n    {body}\n")
    odd = found(look(tmp_path), "odd")
    assert odd.state == "broken"
    assert "hub_register_connectors of toy_odd returned" in (odd.reason or "")
    assert said in (odd.reason or "")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("class R(Rule): pass", "whose id is None"),
        ("class R(Rule): id = 'two words'", "whose id is 'two words'"),
        ("class R(Rule): id = 'r'; version = '1'", "whose version is '1'"),
        ("R = object", "object, expected a Rule"),
    ],
)
def test_what_is_not_a_rule_is_broken_and_named(toy: Make, tmp_path: Path, body: str, said: str) -> None:
    source = (
        f"from hub.plugin_api import Rule\n{body}\n@hookimpl\ndef hub_register_rules():\n    return [R()]\n"
    )
    toy("odd", source)
    odd = found(look(tmp_path), "odd")
    assert (odd.state, said in (odd.reason or "")) == ("broken", True)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("@hookimpl\ndef hub_register_connector(): return []", "did you mean hub_register_connectors?"),
        ("@hookimpl\ndef hub_register_connectors(config): return []", "config"),
        ("def hub_register_connectors(): return [Toy()]", "is not marked as a hook"),
    ],
)
def test_a_hook_that_would_never_be_called_is_told(toy: Make, tmp_path: Path, source: str, said: str) -> None:
    toy("odd", source)
    odd = found(look(tmp_path), "odd")
    assert odd.state == "broken"
    assert said in (odd.reason or "")


@pytest.mark.parametrize(
    ("fence", "said"),
    [
        ("", "does not say which plugin API it was written for"),
        ("HUB_PLUGIN_API = ''\n", "is '', which is not a version range"),
        ("HUB_PLUGIN_API = '1.x'\n", "is '1.x', which is not a version range"),
        ("HUB_PLUGIN_API = 1\n", "is 1, which is not a version range"),
        ("HUB_PLUGIN_API = '>=2,<3'\n", "asks for plugin API >=2,<3, this hub has 1.0"),
    ],
)
def test_the_fence_refuses_with_the_line_to_add(toy: Make, tmp_path: Path, fence: str, said: str) -> None:
    file = toy("old", registers("old"), fence=fence)
    old = found(look(tmp_path), "old")
    assert old.state == "refused"
    assert said in (old.reason or "")
    assert str(file) in (old.next_step or "")
    assert LINE_TO_ADD in (old.next_step or "")
    assert LINE_TO_ADD == 'HUB_PLUGIN_API = ">=1,<2"'


def test_a_missing_secret_disables_with_the_places_looked_at(toy: Make, tmp_path: Path) -> None:
    source = """
        from pydantic import SecretStr
        class Settings(ConnectorSettings):
            token: SecretStr
        class Private(Toy):
            settings_model = Settings
        @hookimpl
        def hub_register_connectors():
            return [Private("private")]
        """
    toy("private", textwrap.dedent(source))
    private = found(look(tmp_path), "private")
    (connector,) = private.connectors
    assert (private.state, connector.state) == ("disabled", "disabled")
    assert "private: token manque ; cherché dans" in (private.reason or "")
    for place in (
        "$HUB_SECRETS_DIR/private__token",
        "HUB_PRIVATE__TOKEN",
        "hub.toml: [plugins.private] token",
    ):
        assert place in (connector.reason or "")
    assert private.next_step == "Régler HUB_PRIVATE__TOKEN."
    assert connector.value is None

    private = found(look(tmp_path, {"HUB_PRIVATE__TOKEN": "hush-hush"}), "private")
    assert private.state == "loaded"
    assert private.connectors[0].value is not None
    assert "hush-hush" not in repr(private)


def test_a_settings_model_that_raises_breaks_its_connector_alone(toy: Make, tmp_path: Path) -> None:
    source = """
        from pydantic import field_validator
        class Settings(ConnectorSettings):
            x: str = "a"
            @field_validator("x")
            def check(cls, value):
                raise OSError("disk")
        class Bad(Toy):
            settings_model = Settings
        @hookimpl
        def hub_register_connectors():
            return [Bad("bad"), Toy("good")]
        """
    toy("half", textwrap.dedent(source))
    half = found(look(tmp_path, {"HUB_BAD__X": "b"}), "half")
    assert half.state == "loaded"
    assert {it.id: it.state for it in half.connectors} == {"bad": "broken", "good": "loaded"}
    assert "bad: settings_model raised OSError: disk" in (half.reason or "")


def test_a_new_store_refuses_both_claims_and_names_both(toy: Make, tmp_path: Path) -> None:
    toy("first", registers("boamp"))
    toy("second", registers("boamp"))
    host = look(tmp_path)
    for name in ("first", "second"):
        plugin = found(host, name)
        assert (plugin.state, plugin.connectors[0].state) == ("refused", "refused")
        assert "connecteur boamp : même nom chez first et second" in (plugin.reason or "")
        assert f"HUB_PLUGINS_DENY={name}" in (plugin.next_step or "")
    assert host.connectors() == ()


def test_the_distribution_that_the_store_knows_keeps_its_id(toy: Make, tmp_path: Path) -> None:
    toy("first", registers("boamp"))
    toy("second", GOOD.replace("[Toy({id!r})]", "[Toy('boamp'), Toy('other')]"))
    host = look(tmp_path, owners={"boamp": "First"})
    assert host.connector("boamp").distribution == "first"
    second = found(host, "second")
    assert {it.id: it.state for it in second.connectors} == {"boamp": "refused", "other": "loaded"}
    assert second.state == "loaded"
    assert "même nom chez first et second ; la base connaît celui de first" in (second.reason or "")


def test_a_broken_owner_keeps_its_id_from_a_newcomer(toy: Make, tmp_path: Path) -> None:
    """Else one bad release would hand the cursor of `boamp` to another format."""
    toy("first", "1 / 0")
    toy("second", registers("boamp"))
    host = look(tmp_path, owners={"boamp": "first"})
    assert found(host, "second").connectors[0].state == "refused"
    assert "ce nom est à first" in (found(host, "second").reason or "")
    # Uninstalled or denied by the operator, it leaves the place.
    host = look(tmp_path, {"HUB_PLUGINS_DENY": f"first,{IN_REPO}"}, owners={"boamp": "first"})
    assert host.connector("boamp").distribution == "second"


def test_two_entry_points_of_one_distribution_are_two_plugins(toy: Make, tmp_path: Path) -> None:
    source = """
        class Plugin:
            HUB_PLUGIN_API = ">=1,<2"
            @hookimpl
            def hub_register_connectors(self):
                return [Toy("from_class")]
        class Other:
            @hookimpl
            def hub_register_connectors(self):
                return [Toy("from_object")]
        other = Other()
        """
    toy("pair", textwrap.dedent(source), entry_points={"a": "toy_pair:Plugin", "b": "toy_pair:other"})
    host = look(tmp_path)
    plugins = [plugin for plugin in host.plugins if plugin.distribution == "pair"]
    assert [(plugin.name, plugin.connectors[0].id) for plugin in plugins] == [
        ("a", "from_class"),
        ("b", "from_object"),
    ]


def test_the_same_id_twice_in_one_distribution_is_refused(toy: Make, tmp_path: Path) -> None:
    toy("twice", GOOD.replace("[Toy({id!r})]", "[Toy('a'), Toy('a')]"))
    twice = found(look(tmp_path, owners={"a": "twice"}), "twice")
    assert twice.state == "refused"
    assert "même nom deux fois chez twice" in (twice.reason or "")


RULE = """
from hub.plugin_api import Rule
class Charter(Rule):
    id = {id!r}
@hookimpl
def hub_register_rules():
    return [Charter()]
"""


def test_rules_of_the_same_id_are_both_refused(toy: Make, tmp_path: Path) -> None:
    toy("first", RULE.format(id="charte") + registers("first"))
    toy("second", RULE.format(id="charte"))
    toy("third", RULE.format(id="other"))
    host = look(tmp_path)
    assert [rule.id for rule in host.rules] == ["other"]
    assert found(host, "first").state == "loaded"
    assert found(host, "second").state == "refused"
    for name in ("first", "second"):
        assert "règle charte : même nom chez first et second" in (found(host, name).reason or "")


def test_allow_and_deny_go_by_distribution_and_import_nothing(toy: Make, tmp_path: Path) -> None:
    mark = tmp_path / "imported"
    toy("My-Portal", f"open({str(mark)!r}, 'w')\n" + registers("portal"), module="toy_portal")
    denied = found(look(tmp_path, {"HUB_PLUGINS_DENY": "my_portal"}), "My-Portal")
    assert (denied.state, denied.reason) == ("disabled", "exclu par HUB_PLUGINS_DENY (HUB_PLUGINS_DENY)")
    other = found(look(tmp_path, {"HUB_PLUGINS_ALLOW": "another"}), "My-Portal")
    assert other.state == "disabled"
    assert "Ajouter my-portal à plugins_allow" in (other.next_step or "")
    assert not mark.exists()
    assert found(look(tmp_path, {"HUB_PLUGINS_ALLOW": "MY.PORTAL"}), "My-Portal").state == "loaded"


def test_a_damaged_entry_points_file_hides_no_other_plugin(toy: Make, tmp_path: Path) -> None:
    """`importlib.metadata.entry_points()` raises for all when one file has a line without `=`."""
    toy("good", registers("good"))
    toy("damaged", "", entry_points_text="[hub.plugins]\nno equals sign\n")
    host = look(tmp_path)
    assert found(host, "damaged").state == "broken"
    assert "entry_points.txt cannot be read" in (found(host, "damaged").reason or "")
    assert found(host, "good").state == "loaded"


def test_plugins_may_be_handed_over_as_objects(tmp_path: Path) -> None:
    class Unfenced:
        @property
        def HUB_PLUGIN_API(self) -> str:
            raise RuntimeError("surprise")

    host = look(tmp_path, plugins=[ExplicitPlugin("mine", "1", Unfenced(), "m")])
    (plugin,) = host.plugins
    assert (plugin.distribution, plugin.state) == ("mine", "broken")
    assert "RuntimeError: surprise" in (plugin.reason or "")
