"""The settings of the ``boamp`` connector."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from hub.plugin_api import HttpSettings


class BoampSettings(HttpSettings):
    """None is required: the source is open and needs no key."""

    base_url: str = Field(
        default="https://boamp-datadila.opendatasoft.com", description="Root of the platform, without a path."
    )
    page_size: int = Field(default=100, ge=1, le=100, description="Records asked for at once (100 at most).")
    rate_per_s: float = Field(default=1.0, ge=0, description="Requests a second at most; 0 is no limit.")
    dataset: str = Field(default="boamp", pattern=r"^[\w-]+$", description="Identifier of the dataset.")
    lag_days: int = Field(
        default=3, ge=0, description="Days read again before the cursor: a past day can still grow."
    )
    first_day: date | None = Field(
        default=None, description="Where the history begins; 60 days before the first run when not set."
    )
    departements: tuple[str, ...] = Field(
        default=(), description="Départements of publication to keep (38, 2A, 974); all when empty."
    )
    route: Literal["api", "dila"] = Field(
        default="api",
        description="api: pages and exports; dila: the XML files of the flux, one request a notice.",
    )
    dila_url: str = Field(
        default="https://echanges.dila.gouv.fr", description="Root of the flux of DILA, without a path."
    )
