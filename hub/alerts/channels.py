"""Letters to a channel of a team (Mattermost, Rocket.Chat, Matrix…), through apprise, which comes with
Prefect and speaks to more than a hundred of them."""

from __future__ import annotations

import logging
from importlib.util import find_spec
from typing import Final

from hub.alerts.errors import Undelivered

MAIL: Final = "courriel"


def notify(name: str, address: str, subject: str, text: str) -> None:
    """Tell a channel; raises :class:`Undelivered`. Neither the address nor what the service answered is
    told: both may hold the secret that opens it."""
    if find_spec("apprise") is None:
        raise Undelivered(
            "Les canaux ont besoin du paquet apprise, qui n’est pas installé.",
            code="apprise-missing",
            next_step="pip install apprise",
            for_all=True,
        )
    import apprise

    # Its own log quotes addresses.
    logging.getLogger("apprise").setLevel(logging.CRITICAL)
    speaker = apprise.Apprise()
    if not speaker.add(address):
        raise Undelivered(
            f"L’adresse du canal « {name} » n’est pas de celles qu’apprise connaît.",
            code="channel-invalid",
            next_step=f"Corriger HUB_CHANNELS__{name.upper()}.",
            for_all=True,
        )
    if not speaker.notify(body=text, title=subject, body_format=apprise.NotifyFormat.TEXT):
        raise Undelivered(
            f"Le canal « {name} » ne répond pas, ou refuse le message.",
            code="channel-failed",
            next_step=f"Rien à faire s’il revient. Sinon vérifier HUB_CHANNELS__{name.upper()}.",
            for_all=True,
        )
