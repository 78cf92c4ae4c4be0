"""The settings of the ``approch`` connector."""

from __future__ import annotations

from pydantic import Field

from hub.plugin_api import HttpSettings


class ApprochSettings(HttpSettings):
    """None is required: the source is open and needs no key."""

    base_url: str = Field(
        default="https://data.economie.gouv.fr", description="Root of the ministry's portal, without a path."
    )
    dataset: str = Field(
        default="projets-dachats-publics", pattern=r"^[\w-]+$", description="Identifier of the data set."
    )
