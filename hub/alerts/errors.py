"""Why a letter did not leave."""

from __future__ import annotations

from hub.plugin_api.errors import HubError


class Undelivered(HubError):
    """The letter did not leave. ``lasting``: trying again would not help. ``for_all``: no other letter of
    this channel would leave now either."""

    default_code = "letter-undelivered"
    default_next_step = "Rien à faire : elle repartira d’elle-même."

    def __init__(
        self,
        cause: str,
        *,
        code: str | None = None,
        next_step: str | None = None,
        lasting: bool = False,
        for_all: bool = False,
    ) -> None:
        super().__init__(cause, code=code, next_step=next_step)
        self.lasting = lasting
        self.for_all = for_all


class AlertInvalid(HubError):
    """An alert cannot be as it was asked for."""

    default_code = "alert-invalid"
    default_next_step = "Corriger, puis recommencer."


def unknown_alert() -> HubError:
    """The error of an alert that does not exist, or is somebody else's."""
    return HubError("Cette alerte n’existe pas.", code="unknown-alert", next_step="Voir /alertes.")


def unknown_letter() -> HubError:
    """The error of a letter that does not exist, or is somebody else's."""
    return HubError("Cet envoi n’existe pas.", code="unknown-letter", next_step="Voir /alertes.")
