"""The mail server, and the channels of a team, as the settings name them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from hub.settings.sources import PREFIX, Sources

_PORTS: Final = {"smtp": 587, "smtps": 465}
_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
_TLS: Final = ("auto", "oui", "non")
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_CHANNELS: Final = "channels__"
_MAIL: Final = "courriel"


@dataclass(frozen=True)
class Relay:
    """A mail server, from ``smtp://user:password@host:587`` or ``smtps://…``.

    ``tls`` (``?tls=`` in the address) is ``auto``: STARTTLS is required, but for a server on this machine;
    ``oui``: required there too; ``non``: never, for an old relay inside one's own walls.
    """

    host: str
    port: int
    implicit: bool = False
    user: str = ""
    password: str = ""
    tls: str = "auto"

    @property
    def starttls(self) -> bool:
        """Whether the connection must be turned into an encrypted one."""
        wanted = self.tls == "oui" or (self.tls == "auto" and self.host not in _LOOPBACK)
        return wanted and not self.implicit


def relay_of(url: str) -> Relay:
    """The server of ``HUB_SMTP_URL``; raises ``ValueError``."""
    parts = urlsplit(url)
    tls = parse_qs(parts.query).get("tls", ["auto"])[0]
    if parts.scheme not in _PORTS or not parts.hostname or tls not in _TLS or parts.path.strip("/"):
        raise ValueError("not a mail server")
    return Relay(
        host=parts.hostname,
        port=parts.port or _PORTS[parts.scheme],
        implicit=parts.scheme == "smtps",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=tls,
    )


def a_sender(text: str) -> str:
    """``Passerelle <veille@example.fr>``: one address, perhaps with a name; raises ``ValueError``."""
    _, address = parseaddr(text)
    local, at, host = address.rpartition("@")
    if not (text.isprintable() and local and at and host and "," not in text and " " not in address):
        raise ValueError("not a sender")
    return text


def a_channel(name: str) -> str:
    """A name in small letters; raises ``ValueError``."""
    if not _NAME.fullmatch(name) or name == _MAIL:
        raise ValueError("not a name")
    return name


def channel_values(sources: Sources) -> Mapping[str, str]:
    """The channels that variables and secret files name (``HUB_CHANNELS__EQUIPE``)."""
    names = {name.removeprefix(_CHANNELS) for name in _keys(sources) if name.startswith(_CHANNELS)}
    found = {name: sources.find(f"{_CHANNELS}{name}", {}, name) for name in names}
    return {name: it.value for name, it in found.items() if it is not None}


def _keys(sources: Sources) -> Iterator[str]:
    yield from (name.removeprefix(PREFIX).lower() for name in sources.variables)
    yield from sources.secrets
