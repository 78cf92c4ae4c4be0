"""The settings object."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

from hub.settings.redact import safe_url
from hub.settings.relay import a_channel, a_sender, relay_of
from hub.settings.sources import DEFAULT, Sources

PARIS = ZoneInfo("Europe/Paris")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_CRON_FIELD = re.compile(r"[0-9A-Za-z*/,#-]+")


@dataclass(frozen=True)
class UnknownSetting:
    """A name that means nothing: ``where`` it stands, and the known name it is ``near`` to."""

    name: str
    where: str
    near: str | None = None

    @property
    def sentence(self) -> str:
        """One line for a person."""
        hint = f" ; peut-être {self.near} ?" if self.near else ""
        return f"{self.where} : {self.name} n’est pas un réglage{hint}"


def _a_day(value: Any) -> Any:
    # pydantic also reads "1700000000" as a date: a typo must not move the clock to 2023.
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError("not a day")
    if isinstance(value, (int, float)):
        raise ValueError("not a day")  # noqa: TRY004 (pydantic turns ValueError into a message)
    return value


def _a_database(url: str) -> str:
    url = re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url)
    if not url.startswith(("sqlite://", "postgresql+psycopg://")):
        raise ValueError("unknown database")
    return url


def _a_contact(value: str) -> str:
    if len(value) > 200 or not value.isprintable():
        raise ValueError("not a line of text")
    return value


def _a_root(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise ValueError("not a web address")
    if parts.query or parts.fragment or parts.path.strip("/"):
        raise ValueError("more than a root")
    return f"{parts.scheme}://{parts.netloc}".lower()


def _an_issuer(value: str) -> str:
    parts = urlsplit(value)
    # Whoever stands between us and the provider could sign in as anybody.
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise ValueError("not https")
    if not parts.hostname or parts.query or parts.fragment:
        raise ValueError("not an issuer")
    return value


def _a_relay(value: SecretStr) -> SecretStr:
    relay_of(value.get_secret_value())
    return value


def _a_schedule(value: str) -> str:
    fields = value.split()
    cron = len(fields) == 5 and all(_CRON_FIELD.fullmatch(part) for part in fields)
    if value != "off" and not cron:
        raise ValueError("not a cron line")
    return value


def _embedded(values: dict[str, Any]) -> str:
    return f"sqlite:///{values['home']}/hub.sqlite3"


class HubSettings(BaseModel):
    """What ``hub.toml``, the environment and the secrets say. Frozen; made by ``load_settings``.

    ``plugins_allow`` empty means all. ``enrich`` asks the register of companies at ``enrich_url`` what
    kind of buyer a SIREN is, for the right threshold. ``public_url`` is the root of the address that people
    open: links and cookies follow it. ``oidc_…`` name an OpenID Connect provider; ``oidc_create`` lets it
    open accounts of that role by itself. ``smtp_url`` and ``mail_from`` are how letters leave,
    ``channels`` the apprise addresses of a team's channels by name, ``digest_schedule`` when digests are
    made. ``schedules`` maps a connector to a cron line in Europe/Paris or ``off``. ``plugins`` are the raw
    ``[plugins.<connector>]`` tables, read by ``plugin_values``. ``origins`` says for each setting
    where its value came from.
    ``postgresql://`` is read as ``postgresql+psycopg://``, the driver that is installed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Path = Path("var")
    # Never in a repr: it may hold a password. Print ``safe_database_url``.
    database_url: Annotated[str, AfterValidator(_a_database)] = Field(default_factory=_embedded, repr=False)
    contact: Annotated[str, AfterValidator(_a_contact)] | None = None
    territories: tuple[str, ...] = ("territories/*.toml",)
    plugins_allow: tuple[str, ...] = ()
    plugins_deny: tuple[str, ...] = ()
    today: Annotated[date, BeforeValidator(_a_day)] | None = None
    enrich: bool = False
    enrich_url: str = "https://recherche-entreprises.api.gouv.fr"
    public_url: Annotated[str, AfterValidator(_a_root)] | None = None
    oidc_issuer: Annotated[str, AfterValidator(_an_issuer)] | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None
    oidc_label: str = "Se connecter avec le compte de ma structure"
    oidc_create: Literal["lecture"] | None = None
    smtp_url: Annotated[SecretStr, AfterValidator(_a_relay)] | None = None
    mail_from: Annotated[str, AfterValidator(a_sender)] | None = None
    digest_schedule: Annotated[str, AfterValidator(_a_schedule)] = "30 6 * * 1-5"
    channels: Mapping[Annotated[str, AfterValidator(a_channel)], SecretStr] = Field(default_factory=dict)
    schedules: Mapping[str, Annotated[str, AfterValidator(_a_schedule)]] = Field(default_factory=dict)
    plugins: Mapping[str, Mapping[str, Any]] = Field(default_factory=dict, repr=False)
    origins: Mapping[str, str] = Field(default_factory=dict, repr=False)
    unknown: tuple[UnknownSetting, ...] = ()
    sources: Sources = Field(default_factory=Sources, repr=False, exclude=True)

    @property
    def safe_database_url(self) -> str:
        """The database's address as it may be printed."""
        return safe_url(self.database_url)

    def origin(self, name: str) -> str:
        """Where ``name`` comes from: ``défaut``, ``hub.toml``, a variable or a secret file."""
        return self.origins.get(name, DEFAULT)

    def current_date(self, now: datetime | None = None) -> date:
        """The day to judge by: ``HUB_TODAY``, else today in Europe/Paris (``now`` must be aware)."""
        return self.today or (now.astimezone(PARIS) if now else datetime.now(PARIS)).date()
