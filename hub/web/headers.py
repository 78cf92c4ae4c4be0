"""The headers of every answer: a browser must run nothing that we did not write."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)
HEADERS: Final = {
    "Content-Security-Policy": "; ".join(_POLICY),
    "X-Content-Type-Options": "nosniff",
    # Not ``no-referrer``: a browser would then send ``Origin: null`` with our own forms.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_HSTS = "max-age=31536000"
_STATIC = "public, max-age=3600"


class Headers:
    """Adds :data:`HEADERS`; files of ``/static`` may be kept by the browser, and feeds, as
    they say, nothing else."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add(MutableHeaders(scope=message), scope, message["status"])
            await send(message)

        await self.app(scope, receive, with_headers)


def _add(headers: MutableHeaders, scope: Scope, status: int) -> None:
    # A feed is asked for again and again by programs that keep what they have.
    kept = headers.get("cache-control") if "etag" in headers else None
    headers.update(HEADERS)
    if kept:
        headers["Cache-Control"] = kept
    if scope["path"].startswith("/static/") and status < 400:
        headers["Cache-Control"] = _STATIC
    if scope["scheme"] == "https":
        headers["Strict-Transport-Security"] = _HSTS
