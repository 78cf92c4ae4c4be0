"""Where values come from: ``hub.toml``, the environment, the secrets directory."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hub.settings.errors import SettingsInvalid

DEFAULT = "défaut"
PREFIX = "HUB_"
CONFIG = "hub.toml"
LARGEST_SECRET = 65_536
SCALARS = (
    "home",
    "database_url",
    "contact",
    "territories",
    "plugins_allow",
    "plugins_deny",
    "today",
    "enrich",
    "enrich_url",
    "public_url",
    "oidc_issuer",
    "oidc_client_id",
    "oidc_client_secret",
    "oidc_label",
    "oidc_create",
    "smtp_url",
    "mail_from",
    "digest_schedule",
)
TABLES = ("channels", "schedules", "plugins")


@dataclass(frozen=True)
class Found:
    """A raw value and the place it stood: ``hub.toml``, ``HUB_CONTACT`` or a secret file's path."""

    value: Any = field(repr=False)
    source: str
    text: bool
    """Whether it is a string written for a variable or a file, so lists are comma separated."""


@dataclass(frozen=True)
class Sources:
    """All places, read once except the secret files, which are read when their value is asked for.

    ``secrets`` maps ``emplois__token`` (lower case, without ``hub_``) to its file.
    """

    folder: Path = Path()
    config: Path | None = None
    table: Mapping[str, Any] = field(default_factory=dict, repr=False)
    variables: Mapping[str, str] = field(default_factory=dict, repr=False)
    secrets_dir: Path | None = None
    secrets: Mapping[str, Path] = field(default_factory=dict, repr=False)

    @property
    def config_name(self) -> str:
        """``hub.toml``, or its whole path when it is not in the working directory."""
        if self.config is None or self.config.parent == self.folder:
            return CONFIG
        return str(self.config)

    def find(self, key: str, table: Mapping[str, Any], name: str) -> Found | None:
        """The strongest value of ``key`` (``contact``, ``emplois__token``), ``name`` in ``table``."""
        if (secret := self.secrets.get(key.lower())) is not None:
            return Found(read_secret(secret), str(secret), text=True)
        variable = variable_name(key)
        # An empty variable is how compose files and shells say "not set".
        if text := self.variables.get(variable):
            return Found(text, variable, text=True)
        if name in table:
            return Found(table[name], self.config_name, text=False)
        return None

    def places(self, key: str, dotted: str) -> tuple[str, ...]:
        """Where ``key`` is looked for, strongest first; ``dotted`` is its name in ``hub.toml``."""
        folder = self.secrets_dir or "$HUB_SECRETS_DIR"
        unset = "" if self.secrets_dir else " (HUB_SECRETS_DIR n’est pas réglé)"
        return (f"{folder}/{key.lower()}{unset}", variable_name(key), f"{self.config_name}: {dotted}")


def variable_name(key: str) -> str:
    """``HUB_EMPLOIS__TOKEN`` for ``emplois__token``."""
    return f"{PREFIX}{key}".upper()


def read_sources(environ: Mapping[str, str], folder: Path) -> Sources:
    """Read ``hub.toml`` and list the secret files; raises ``SettingsInvalid``."""
    variables = {k.upper(): v.strip() for k, v in environ.items() if k.upper().startswith(PREFIX)}
    config = _config_path(variables, folder)
    secrets_dir = _secrets_dir(variables, folder)
    return Sources(
        folder=folder,
        config=config,
        table=_read_toml(config) if config else {},
        variables=variables,
        secrets_dir=secrets_dir,
        secrets=_list_secrets(secrets_dir) if secrets_dir else {},
    )


def read_secret(path: Path) -> str:
    """The text of a secret file, without the newline that editors add."""
    try:
        raw = path.read_bytes()
        if len(raw) > LARGEST_SECRET:
            raise SettingsInvalid(f"{path} : {len(raw)} octets ; un secret en a quelques centaines")
        return raw.decode("utf-8").strip()
    except OSError as error:
        raise SettingsInvalid(f"{path} : ce secret ne peut pas être lu ({error.strerror})") from error
    except UnicodeDecodeError:
        # The original error quotes the bytes of the secret.
        raise SettingsInvalid(f"{path} : un texte UTF-8 est attendu") from None


def _config_path(variables: Mapping[str, str], folder: Path) -> Path | None:
    if given := variables.get("HUB_CONFIG"):
        path = folder / Path(given).expanduser()
        if not path.is_file():
            raise SettingsInvalid(
                f"HUB_CONFIG : {given!r} n’est pas un fichier ; un fichier TOML est attendu"
            )
        return path
    path = folder / CONFIG
    return path if path.is_file() else None


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        # Windows editors put a byte order mark, which TOML refuses.
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsInvalid(f"{path} n’est pas du TOML : {error}") from error
    except UnicodeDecodeError as error:
        raise SettingsInvalid(
            f"{path} : l’octet {error.start} n’est pas de l’UTF-8 ; enregistrer le fichier en UTF-8"
        ) from error
    except OSError as error:
        raise SettingsInvalid(f"{path} ne peut pas être lu ({error.strerror})") from error


def _secrets_dir(variables: Mapping[str, str], folder: Path) -> Path | None:
    given = variables.get("HUB_SECRETS_DIR")
    if not given:
        return None
    path = folder / Path(given).expanduser()
    if not path.is_dir():
        raise SettingsInvalid(f"HUB_SECRETS_DIR : {given!r} n’est pas un dossier")
    return path


def _list_secrets(folder: Path) -> dict[str, Path]:
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        raise SettingsInvalid(f"HUB_SECRETS_DIR : {folder} ne peut pas être lu ({error.strerror})") from error
    # Kubernetes mounts secrets beside hidden folders such as "..data".
    files = [path for path in paths if not path.name.startswith(".") and path.is_file()]
    return {path.name.lower().removeprefix(PREFIX.lower()): path for path in files}
