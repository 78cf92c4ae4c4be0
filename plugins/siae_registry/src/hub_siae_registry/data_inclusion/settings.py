"""The settings of the ``data_inclusion`` connector."""

from __future__ import annotations

from pydantic import Field, SecretStr

from hub.plugin_api import HttpSettings


class DataInclusionSettings(HttpSettings):
    """None is required. With ``token`` the API is read instead of the open file."""

    base_url: str = Field(
        default="https://www.data.gouv.fr", description="Root of the open data platform, without a path."
    )
    resource: str = Field(
        default="4fc64287-e869-4550-8fb9-b1e0b7809ffa",
        pattern=r"^[0-9a-f-]{36}$",
        description="Resource of the open file of structures (JSON or CSV).",
    )
    timeout_s: float = Field(default=120.0, gt=0, description="Seconds to wait for an answer.")
    token: SecretStr | None = Field(default=None, description="Key of the API; without it, the open file.")
    api_base_url: str = Field(
        default="https://api.data.inclusion.gouv.fr", description="Root of the API, without a path."
    )
    page_size: int = Field(default=5000, ge=1, le=10_000, description="Records asked for at once.")
    sources: tuple[str, ...] = Field(
        default=("emplois-de-linclusion", "finess"),
        description="Sources of data·inclusion that list employers.",
    )
    minimum: int = Field(
        default=1000, ge=0, description="Fewer employers than this means a broken file: nobody is closed."
    )
