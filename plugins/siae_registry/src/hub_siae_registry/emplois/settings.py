"""The settings of the ``emplois`` connector."""

from __future__ import annotations

from pydantic import Field, SecretStr

from hub.plugin_api import HttpSettings


class EmploisSettings(HttpSettings):
    """None is required. With ``token`` the full list (``marche/``) is read instead of the départements."""

    base_url: str = Field(
        default="https://emplois.inclusion.beta.gouv.fr", description="Root of the site, without a path."
    )
    departements: tuple[str, ...] = Field(
        default=("01", "38", "92"), description="Départements to read from the public list (38, 2A, 974)."
    )
    token: SecretStr | None = Field(
        default=None, description="Service token of the API; without it, the public list."
    )
    page_size: int = Field(default=1000, ge=1, description="Records asked for at once.")
    rate_per_s: float = Field(
        default=0.2, ge=0, description="Requests a second at most: 12 a minute are allowed without a token."
    )
