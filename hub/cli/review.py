"""``hub review``: the pages, for one person on this machine."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub.cli import out
from hub.cli.options import opened

if TYPE_CHECKING:
    from hub.app import Hub

PORT = 8451
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
# Named as uvicorn names applications: the terminal and the pages do not import each other.
_PAGES = "hub.web.app:create_app"


def review(
    host: Annotated[str, typer.Option("--host", metavar="HOST", help="Adresse d’écoute.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="PORT", min=0, max=65535, help="Port ; 0 : un port libre.")
    ] = PORT,
) -> None:
    """Sert les pages de suivi, à ouvrir par le lien affiché, jusqu’à l’interruption."""
    import uvicorn
    from uvicorn.importer import import_from_string

    with opened() as hub, _listening(host, port) as listening, _invited(hub, host) as token:
        app = import_from_string(_PAGES)(hub, hosts=_names(host))
        if host not in _LOOPBACK and not hub.settings.public_url:
            out.complain("Attention : ces pages sont visibles d’autres machines, sans chiffrement.")
        here = f"http://{_shown(host)}:{listening.getsockname()[1]}/connexion"
        public = f"{hub.settings.public_url}/connexion" if hub.settings.public_url else here
        out.show(f"{here}?jeton={token}" if token else public)
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
        with suppress(KeyboardInterrupt):  # the way to end it
            uvicorn.Server(config).run(sockets=[listening])


@contextmanager
def _invited(hub: Hub, host: str) -> Iterator[str | None]:
    """The token of the one-time link, which ends with us. A team signs in with its accounts; without
    any, nobody but this machine may be let in."""
    from hub.plugin_api.errors import HubError

    if hub.has_team():
        yield None
        return
    if host not in _LOOPBACK:
        raise HubError(
            f"Servir les pages sur {host} les ouvre à d’autres machines : il faut d’abord des comptes.",
            code="accounts-missing",
            next_step="hub accounts add LOGIN --role administration",
        )
    token = hub.local_link()
    try:
        yield token
    finally:
        if token:
            hub.withdraw_link(token)


def _names(host: str) -> list[str]:
    """The names by which a browser may call us: any other is a page that lies about its address."""
    return ["*"] if host in ("0.0.0.0", "::") else sorted({*_LOOPBACK, "[::1]", host})  # noqa: S104


def _shown(host: str) -> str:
    if host in ("0.0.0.0", "::"):  # noqa: S104 - only compared
        return socket.gethostname()
    return f"[{host}]" if ":" in host else host


def _listening(host: str, port: int) -> Any:
    from hub.plugin_api.errors import HubError

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise HubError(
            f"Impossible d’écouter sur {host}, port {port} : {error.strerror}.",
            code="port-busy",
            next_step="hub review --port 0",
        ) from error
