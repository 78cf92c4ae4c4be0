"""Where a request may go: an answer of the source must not send the hub somewhere else."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from hub.http.redact import redact
from hub.plugin_api import NotConfigured, SourceChanged

Resolve = Callable[[str], Iterable[str]]

# Second-level names under which anybody registers: "gouv.fr" is no site, "data.gouv.fr" is one.
_SHARED = frozenset({"ac", "asso", "co", "com", "edu", "gob", "gouv", "gov", "net", "nom", "org", "tm"})


def resolve(host: str) -> list[str]:
    """The addresses of ``host``; none when it cannot be resolved here (a proxy may still do it)."""
    try:
        return [str(info[4][0]) for info in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        return []


def site(host: str) -> str:
    """The registrable site: ``data.gouv.fr`` for ``static.data.gouv.fr``; an IP is its own site."""
    labels = host.lower().rstrip(".").split(".")
    if _is_ip(host) or len(labels) < 3:
        return ".".join(labels)
    shared = len(labels[-1]) == 2 and labels[-2] in _SHARED
    return ".".join(labels[-3 if shared else -2 :])


def may_carry_secrets(origin: str, target: str) -> bool:
    """Whether a secret meant for ``origin`` may go to ``target``: same scheme, host and port, or
    the same host upgraded from http to https."""
    one, other = _origin(urlsplit(origin)), _origin(urlsplit(target))
    return one == other or (one[1] == other[1] and (one[0], one[2]) == ("http", 80) and other[0] == "https")


@dataclass(frozen=True)
class Gate:
    """Lets a request through to ``base_url``, its site, the ``allowed`` hosts; never inside the network."""

    base_url: str
    allowed: Collection[str] = ()
    resolve: Resolve = resolve

    def __post_init__(self) -> None:
        parts = _split(self.base_url)
        if parts is None:
            cause = f"base_url vaut {redact(self.base_url)!r} ; une adresse http(s)://… est attendue"
            raise NotConfigured(cause, code="bad-address")

    def url(self, path: str) -> str:
        """The whole address of ``path``: itself when absolute, else below ``base_url``."""
        if path.lower().startswith(("http://", "https://")):
            return path
        return f"{self.base_url.rstrip('/')}/{path.lstrip('/')}"

    def trusts(self, url: str) -> bool:
        """Whether the connector's own secrets may go to an address that it wrote itself."""
        return may_carry_secrets(self.base_url, url) or urlsplit(url).hostname in self.allowed

    def check(self, url: str, origin: str | None = None) -> None:
        """Raise ``SourceChanged`` when ``url`` must not be asked. ``origin`` is the address that
        redirects there, or ``None`` for an address that the connector wrote."""
        base, parts = urlsplit(self.base_url), _split(url)
        if parts is None:
            raise self._refused(url, "ce n’est pas une adresse http(s)")
        if "https" in (base.scheme, urlsplit(origin).scheme if origin else "") and parts.scheme != "https":
            raise self._refused(url, "elle quitte https pour http")
        host, home = parts.hostname or "", base.hostname or ""
        if host == home:
            return
        if origin and not (site(host) == site(home) or host in self.allowed):
            raise self._refused(url, f"elle redirige vers un autre site que {site(home)}")
        if self._inside(host) and not self._inside(home):
            raise self._refused(url, "elle est à l’intérieur du réseau")

    def _inside(self, host: str) -> bool:
        addresses = [host] if _is_ip(host) else list(self.resolve(host))
        return host == "localhost" or any(not _is_public(address) for address in addresses)

    def _refused(self, url: str, why: str) -> SourceChanged:
        return SourceChanged(f"l’adresse {redact(url)[:200]} est refusée : {why}", code="address-refused")


def _split(url: str) -> SplitResult | None:
    if "\\" in url or not url.isprintable():
        return None  # Parsers disagree about the host of such an address.
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 (raises for a port that is no number)
    except ValueError:
        return None
    return parts if parts.scheme in ("http", "https") and parts.hostname else None


def _origin(parts: SplitResult) -> tuple[str, str | None, int | None]:
    return (parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme))


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_public(address: str) -> bool:
    return ipaddress.ip_address(address.partition("%")[0]).is_global
