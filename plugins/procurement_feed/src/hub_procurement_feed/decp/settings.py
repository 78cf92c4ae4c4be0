"""The settings of the ``decp`` connector."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from hub.plugin_api import HttpSettings


class DecpSettings(HttpSettings):
    """None is required: the source is open and needs no key."""

    base_url: str = Field(
        default="https://data.economie.gouv.fr", description="Root of the ministry's portal, without a path."
    )
    datasets: tuple[str, ...] = Field(
        default=("decp-2022-marches-valides", "decp-2022-concessions-valides"),
        description="Data sets of the portal to read, marchés and concessions.",
    )
    lag_days: int = Field(
        default=3, ge=0, description="Days of publication read again before the cursor: a day can still grow."
    )
    first_day: date | None = Field(
        default=None,
        description="Where the history begins; 365 days of publication before the first run when not set.",
    )
    resources: tuple[str, ...] = Field(
        default=(),
        description="Consolidated files read besides: addresses, or ids of resources of resources_dataset.",
    )
    resources_dataset: str = Field(
        default="5cd57bf68b4c4179299eb0e9",
        pattern=r"^[\w-]+$",
        description="Data set of data.gouv.fr in which ids of resources are looked up.",
    )
    catalogue_url: str = Field(
        default="https://www.data.gouv.fr", description="Root of data.gouv.fr, asked for resources only."
    )
