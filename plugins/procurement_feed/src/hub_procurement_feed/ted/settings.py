"""The settings of the ``ted`` connector."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from hub.plugin_api import HttpSettings

Country = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class TedSettings(HttpSettings):
    """None is required: the source is open and needs no key."""

    base_url: str = Field(default="https://ted.europa.eu", description="Root of the site, without a path.")
    api_url: str = Field(
        default="https://api.ted.europa.eu", description="Root of the search API, without a path."
    )
    page_size: int = Field(default=250, ge=1, le=250, description="Notices asked for at once (250 at most).")
    timeout_s: float = Field(default=60.0, gt=0, description="Seconds to wait for an answer.")
    rate_per_s: float = Field(
        default=1.0, ge=0, description="Requests a second at most. TED bans for a day above 500 in 6 minutes."
    )
    mode: Literal["packages", "search"] = Field(
        default="packages",
        description="packages: one archive a working day; search: the search API, then each notice.",
    )
    countries: tuple[Country, ...] = Field(
        default=("FRA",), min_length=1, description="Countries of the buyers to keep, in three letters."
    )
    first_day: date | None = Field(
        default=None, description="Where the history begins; 60 days before the first run when not set."
    )
