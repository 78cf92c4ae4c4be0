"""The settings object."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from hub.settings.redact import safe_url
from hub.settings.sources import DEFAULT, Sources

PARIS = ZoneInfo("Europe/Paris")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
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
        hint = f"; did you mean {self.near}?" if self.near else ""
        return f"{self.where}: {self.name} is not a setting{hint}"


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
    kind of buyer a SIREN is, for the right threshold. ``schedules`` maps a connector to a cron line in
    Europe/Paris or ``off``. ``plugins`` are the raw ``[plugins.<connector>]`` tables, read by
    ``plugin_values``. ``origins`` says for each setting where its value came from.
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
