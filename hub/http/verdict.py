"""What a status means, sorted by what happens next."""

from __future__ import annotations

from hub.http.pace import retry_after
from hub.http.response import PoliteResponse
from hub.plugin_api import HubError, NotConfigured, SourceChanged, SourceUnavailable

RETRIED = frozenset({429, 500, 502, 503, 504})


class Again(Exception):
    """This try failed in a way that another may not; ``error`` is what is raised after the last."""

    def __init__(self, error: SourceUnavailable, wait_s: float | None = None) -> None:
        super().__init__(error.cause)
        self.error = error
        self.wait_s = wait_s


def judge(response: PoliteResponse) -> None:
    """Raise what the status means; ``Again`` when another try may do. 2xx and 304 pass."""
    status = response.status_code
    if status < 300 or status == 304:
        return
    cause = f"{response.url} a répondu {status} : {_said(response)}"
    if status in RETRIED:
        code = "rate-limited" if status == 429 else "source-unavailable"
        raise Again(SourceUnavailable(cause, code=code), retry_after(response.headers.get("Retry-After")))
    if status >= 500:
        raise SourceUnavailable(cause)
    if status in (401, 403):
        raise NotConfigured(
            cause, code="access-denied", next_step="Vérifier le jeton et les droits qu’il donne."
        )
    raise SourceChanged(cause, code="not-found" if status in (404, 410) else "request-refused")


def _said(response: PoliteResponse) -> str:
    try:
        return response.excerpt() or "rien"
    except HubError as error:
        # The error page itself is broken: the status matters more than its text.
        return f"un texte illisible ({error.code})"
