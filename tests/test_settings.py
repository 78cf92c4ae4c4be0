"""Where settings come from, and what is said when they are wrong."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pydantic import BaseModel, Field, SecretStr, ValidationError, field_validator

from hub.plugin_api import HttpSettings
from hub.settings import (
    HubSettings,
    SettingsInvalid,
    load_settings,
    plugin_values,
    safe_url,
    unknown_settings,
)

SECRET = "hush-hush-hush"


class Portal(HttpSettings):
    base_url: str = "https://portal.example"
    token: SecretStr
    departements: tuple[str, ...] = ("38",)
    mapping: dict[str, int] = Field(default_factory=dict)


def write(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_everything_has_a_default(tmp_path: Path) -> None:
    settings = load_settings({}, tmp_path)
    assert settings.home == tmp_path / "var"
    assert settings.database_url == f"sqlite:///{tmp_path}/var/hub.sqlite3"
    assert settings.territories == (f"{tmp_path}/territories/*.toml",)
    assert (settings.contact, settings.plugins_allow, settings.plugins_deny) == (None, (), ())
    assert settings.origin("home") == "défaut"
    assert settings.unknown == ()


def test_each_place_is_stronger_than_the_one_before(tmp_path: Path) -> None:
    write(tmp_path / "hub.toml", 'contact = "toml"\nhome = "data"\nplugins_deny = ["a", "b"]\n')
    write(tmp_path / "secrets/hub_contact", "secret\n")
    environ = {"HUB_CONTACT": "variable", "HUB_PLUGINS_DENY": " c, d ,"}
    settings = load_settings(environ, tmp_path)
    assert (settings.contact, settings.origin("contact")) == ("variable", "HUB_CONTACT")
    assert (settings.home, settings.origin("home")) == (tmp_path / "data", "hub.toml")
    assert settings.plugins_deny == ("c", "d")
    settings = load_settings(environ | {"HUB_SECRETS_DIR": "secrets"}, tmp_path)
    assert settings.contact == "secret"
    assert settings.origin("contact") == str(tmp_path / "secrets/hub_contact")


def test_the_default_database_is_in_home(tmp_path: Path) -> None:
    settings = load_settings({"HUB_HOME": "/srv/hub"}, tmp_path)
    assert settings.database_url == "sqlite:////srv/hub/hub.sqlite3"
    assert HubSettings(home=Path("x")).database_url == "sqlite:///x/hub.sqlite3"


def test_paths_of_a_configuration_elsewhere_are_relative_to_it(tmp_path: Path) -> None:
    config = write(
        tmp_path / "etc/passerelle.toml", 'home = "var"\nterritories = ["t/*.toml", "/srv/*.toml"]\n'
    )
    settings = load_settings({"HUB_CONFIG": str(config)}, tmp_path / "elsewhere")
    assert settings.home == tmp_path / "etc/var"
    assert settings.territories == (f"{tmp_path}/etc/t/*.toml", "/srv/*.toml")
    assert settings.origin("home") == str(config)


def test_an_empty_variable_is_not_set(tmp_path: Path) -> None:
    """Compose files pass `HUB_CONTACT=` when the operator left the line empty."""
    write(tmp_path / "hub.toml", 'contact = "toml"\n')
    assert load_settings({"HUB_CONTACT": "", "HUB_TODAY": " "}, tmp_path).contact == "toml"


def test_a_file_saved_by_a_windows_editor_is_read(tmp_path: Path) -> None:
    write(tmp_path / "hub.toml", "\ufeffcontact = 'Isère'\r\n")
    assert load_settings({}, tmp_path).contact == "Isère"


@pytest.mark.parametrize(
    ("environ", "toml", "said"),
    [
        ({"HUB_TODAY": "03/11/2026"}, "", ["HUB_TODAY", "03/11/2026", "2026-11-03"]),
        ({"HUB_TODAY": "1700000000"}, "", ["HUB_TODAY", "1700000000"]),
        ({}, "today = 20261103", ["hub.toml", "today", "20261103"]),
        ({"HUB_DATABASE_URL": "mysql://u:hush@h/db"}, "", ["HUB_DATABASE_URL", "mysql://u:***@h/db"]),
        ({"HUB_DATABASE_URL": "u:hush@h/db"}, "", ["HUB_DATABASE_URL", "sqlite:///"]),
        ({"HUB_CONTACT": "me\nX-Evil: 1"}, "", ["HUB_CONTACT", "une ligne"]),
        ({}, "contact = 3", ["hub.toml", "contact vaut 3"]),
        ({}, "plugins_allow = 3", ["hub.toml", "plugins_allow vaut 3"]),
        ({}, "home = 3\ntoday = 'x'", ["home vaut 3", "today vaut 'x'"]),
        ({}, "[schedules]\nboamp = 'at dawn'", ["hub.toml", "schedules", "at dawn", "cron"]),
        ({}, "[plugins]\nboamp = 'hush'", ["hub.toml", "[plugins.boamp]"]),
        ({}, "contact = 'a\nb'", ["hub.toml", "line 1"]),
        ({}, b"contact = '\xe9'", ["hub.toml", "l’octet 11", "UTF-8"]),
        ({"HUB_CONFIG": "gone.toml"}, "", ["HUB_CONFIG", "gone.toml"]),
        ({"HUB_SECRETS_DIR": "gone"}, "", ["HUB_SECRETS_DIR", "gone"]),
    ],
)
def test_an_error_names_the_place_what_was_found_and_what_is_expected(
    tmp_path: Path, environ: dict[str, str], toml: str | bytes, said: list[str]
) -> None:
    if toml:
        write(tmp_path / "hub.toml", toml)
    with pytest.raises(SettingsInvalid) as caught:
        load_settings(environ, tmp_path)
    assert caught.value.code == "settings-invalid"
    for part in said:
        assert part in caught.value.cause
    assert "hush" not in caught.value.cause
    assert caught.value.next_step


@pytest.mark.parametrize("content", [b"\xff\xfe" + SECRET.encode(), SECRET.encode() * 10_000])
def test_a_secret_that_cannot_be_read_is_named_and_not_quoted(tmp_path: Path, content: bytes) -> None:
    path = write(tmp_path / "secrets/hub_contact", content)
    with pytest.raises(SettingsInvalid) as caught:
        load_settings({"HUB_SECRETS_DIR": str(path.parent)}, tmp_path)
    assert str(path) in caught.value.cause
    assert SECRET not in caught.value.cause
    assert caught.value.__cause__ is None


def test_a_typing_error_is_reported_with_the_name_that_was_meant(tmp_path: Path) -> None:
    write(tmp_path / "hub.toml", "contcat = 'x'\n[schedule]\nboamp = 'off'\n")
    settings = load_settings({"HUB_DATABSE_URL": "x", "HUB_BOAMP__BASE_URL": "x", "HOME": "/"}, tmp_path)
    assert [it.sentence for it in settings.unknown] == [
        "hub.toml : contcat n’est pas un réglage ; peut-être contact ?",
        "hub.toml : schedule n’est pas un réglage ; peut-être schedules ?",
        "environnement : HUB_DATABSE_URL n’est pas un réglage ; peut-être HUB_DATABASE_URL ?",
    ]


def test_names_of_connectors_are_judged_once_they_are_known(tmp_path: Path) -> None:
    write(tmp_path / "hub.toml", "[plugins.baomp]\nx = 1\n[schedules]\nted = 'off'\nbomap = 'off'\n")
    write(tmp_path / "secrets/HUB_EMPLIOS__TOKEN", "x")
    write(tmp_path / "secrets/other_program__key", "x")
    environ = {"HUB_BAOMP__BASE_URL": "x", "HUB_TED__BASE_URL": "x", "HUB_SECRETS_DIR": "secrets"}
    found = unknown_settings(load_settings(environ, tmp_path), ["boamp", "ted", "emplois"])
    assert [(it.name, it.near) for it in found] == [
        ("HUB_BAOMP__BASE_URL", "HUB_BOAMP__BASE_URL"),
        ("HUB_EMPLIOS__TOKEN", "HUB_EMPLOIS__TOKEN"),
        ("[plugins] baomp", "boamp"),
        ("[schedules] bomap", "boamp"),
    ]


def test_schedules_are_cron_lines_or_off(tmp_path: Path) -> None:
    write(tmp_path / "hub.toml", '[schedules]\nboamp = "30 6 * * 1-5"\nted = "off"\n')
    assert load_settings({}, tmp_path).schedules == {"boamp": "30 6 * * 1-5", "ted": "off"}


def test_the_day_is_the_one_set_else_the_one_in_paris(tmp_path: Path) -> None:
    assert load_settings({"HUB_TODAY": "2026-11-03"}, tmp_path).current_date() == date(2026, 11, 3)
    late = datetime(2026, 11, 3, 23, 30, tzinfo=UTC)
    assert load_settings({}, tmp_path).current_date(late) == date(2026, 11, 4)


def test_settings_are_frozen_and_print_no_password(tmp_path: Path) -> None:
    write(tmp_path / "hub.toml", f"[plugins.portal]\ntoken = '{SECRET}'\n")
    environ = {"HUB_DATABASE_URL": f"postgresql://hub:{SECRET}@db/hub", "HUB_PORTAL__TOKEN": SECRET}
    settings = load_settings(environ, tmp_path)
    assert SECRET in settings.database_url
    assert settings.safe_database_url == "postgresql+psycopg://hub:***@db/hub"
    assert SECRET not in repr(settings) + str(settings)
    with pytest.raises(ValidationError):
        settings.contact = "x"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://u:p@h/db", "postgresql://u:***@h/db"),
        ("postgresql://u:p/a@ss:w@h:5432/db", "postgresql://u:***@h:5432/db"),
        (
            "postgresql://u@h/db?password=p&sslmode=require",
            "postgresql://u@h/db?password=***&sslmode=require",
        ),
        ("sqlite:////srv/hub.sqlite3", "sqlite:////srv/hub.sqlite3"),
        ("postgresql://h:5432/db", "postgresql://h:5432/db"),
        ("", ""),
    ],
)
def test_safe_url(url: str, shown: str) -> None:
    assert safe_url(url) == shown


def test_a_plugin_is_filled_from_all_places(tmp_path: Path) -> None:
    write(tmp_path / "hub.toml", "[plugins.portal]\npage_size = 20\ntimeout_s = 5\n")
    write(tmp_path / "secrets/portal__token", f"{SECRET}\n")
    environ = {
        "HUB_PORTAL__PAGE_SIZE": "30",
        "HUB_PORTAL__DEPARTEMENTS": "05, 38",
        "HUB_PORTAL__MAPPING": '{"a": 1}',
        "HUB_SECRETS_DIR": "secrets",
    }
    filled = plugin_values(load_settings(environ, tmp_path), "portal", Portal)
    assert isinstance(filled.value, Portal)
    assert filled.value.token.get_secret_value() == SECRET
    assert filled.value.departements == ("05", "38")
    assert filled.value.mapping == {"a": 1}
    assert {view.name: (view.source, view.value_shown) for view in filled.settings} == {
        "base_url": ("défaut", "https://portal.example"),
        "page_size": ("HUB_PORTAL__PAGE_SIZE", "30"),
        "timeout_s": ("hub.toml", "5"),
        "rate_per_s": ("défaut", "1.0"),
        "token": (str(tmp_path / "secrets/portal__token"), "***"),
        "departements": ("HUB_PORTAL__DEPARTEMENTS", "05, 38"),
        "mapping": ("HUB_PORTAL__MAPPING", '{"a": 1}'),
    }
    assert filled.problems == ()
    assert SECRET not in repr(filled)


@pytest.mark.parametrize("name", ["HUB_PORTAL__TOKEN", "hub_portal__token", "portal__token", "PORTAL__TOKEN"])
def test_a_secret_file_has_the_name_of_its_setting(tmp_path: Path, name: str) -> None:
    write(tmp_path / name, SECRET)
    filled = plugin_values(load_settings({"HUB_SECRETS_DIR": str(tmp_path)}, tmp_path), "portal", Portal)
    assert filled.missing == ()


def test_a_missing_setting_says_where_it_was_looked_for(tmp_path: Path) -> None:
    filled = plugin_values(load_settings({}, tmp_path), "portal", Portal)
    (view,) = filled.missing
    assert (filled.value, view.name, view.source, view.secret) == (None, "token", None, True)
    assert view.looked_in == (
        "$HUB_SECRETS_DIR/portal__token (HUB_SECRETS_DIR n’est pas réglé)",
        "HUB_PORTAL__TOKEN",
        "hub.toml: [plugins.portal] token",
    )
    assert filled.problems == (f"token manque ; cherché dans {', puis '.join(view.looked_in)}",)


def test_a_wrong_value_says_where_it_stands(tmp_path: Path) -> None:
    environ = {"HUB_PORTAL__TOKEN": SECRET, "HUB_PORTAL__PAGE_SIZE": "many"}
    filled = plugin_values(load_settings(environ, tmp_path), "portal", Portal)
    assert filled.value is None
    assert len(filled.problems) == 1
    assert filled.problems[0].startswith("HUB_PORTAL__PAGE_SIZE : page_size vaut 'many' : Input should be")


def test_an_unknown_setting_is_told_and_prevents_nothing(tmp_path: Path) -> None:
    write(tmp_path / "hub.toml", "[plugins.portal]\npagesize = 20\n")
    environ = {"HUB_PORTAL__TOKEN": SECRET, "HUB_PORTAL__TIMEOUTS": "3"}
    filled = plugin_values(load_settings(environ, tmp_path), "portal", Portal)
    assert filled.value is not None
    assert filled.problems == (
        "hub.toml : portal n’a pas de réglage pagesize ; peut-être page_size ?",
        "HUB_PORTAL__TIMEOUTS : portal n’a pas de réglage timeouts ; peut-être timeout_s ?",
    )


class Careless(BaseModel):
    """An author who typed the secret as plain text, and quotes it in an error."""

    api_key: str

    @field_validator("api_key")
    @classmethod
    def _check(cls, value: str) -> str:
        raise ValueError(f"{value} is not a key")


def test_a_careless_plugin_does_not_print_its_secret(tmp_path: Path) -> None:
    filled = plugin_values(load_settings({"HUB_PORTAL__API_KEY": SECRET}, tmp_path), "portal", Careless)
    assert filled.settings[0].value_shown == "***"
    assert "*** is not a key" in filled.problems[0]
    assert SECRET not in repr(filled)


def test_importing_settings_imports_nothing_heavy() -> None:
    heavy = {"prefect", "sqlalchemy", "fastapi", "requests"}
    code = f"import sys, hub.settings; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_enrichment_can_be_switched_on(tmp_path):
    """It was declared in the model and read from nowhere: no operator could have set it."""
    assert load_settings({}, tmp_path).enrich is False
    assert load_settings({"HUB_ENRICH": "true"}, tmp_path).enrich is True
    (tmp_path / "hub.toml").write_text('enrich = true\nenrich_url = "http://127.0.0.1:1"\n')
    assert load_settings({}, tmp_path).enrich_url == "http://127.0.0.1:1"
