"""What a form posts, read once, its origin verified.

A page's route takes ``form: Posted``. The dependencies of ``hub.web.people`` verify it too, so that no
route that asks who is there can forget to.
"""

from __future__ import annotations

import hmac
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from starlette.datastructures import UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser

from hub.plugin_api.errors import HubError

LARGEST = 256 * 1024
_FIELD = "csrf"
_MOST_FIELDS = 1000
_KEPT = "\n\t\u00a0\u202f"
"""What French typing needs and Python does not call printable: the two no-break spaces."""
_HIDDEN = ("csrf", "password", "mot_de_passe", "jeton")

Route = TypeVar("Route", bound=Callable[..., Any])


class CsrfInvalid(HubError):
    """The form does not come from a page of ours shown to this browser. ``typed`` is what it held, so
    that a page left open over lunch costs nobody a note."""

    default_code = "csrf-invalid"
    default_next_step = "Revenir à la page, la recharger, puis recommencer."

    def __init__(self, typed: Mapping[str, str]) -> None:
        super().__init__("Ce formulaire ne vient pas de cette session : elle a pu se fermer entre-temps.")
        self.typed = dict(typed)


class FormInvalid(HubError):
    """A field cannot be what it must be, or the form cannot be read."""

    default_code = "form-invalid"
    default_next_step = "Revenir à la page d’avant et corriger."


class Form:
    """The fields of a form."""

    def __init__(self, fields: Sequence[tuple[str, str | UploadFile]]) -> None:
        self._texts: dict[str, list[str]] = {}
        self._files: dict[str, UploadFile] = {}
        for name, value in fields:
            if isinstance(value, str):
                self._texts.setdefault(name, []).append(value)
            elif value.filename:
                self._files[name] = value

    def text(self, name: str, *, longest: int = 20_000) -> str:
        """A field without the blanks around it nor control characters; ``""`` when it is not there."""
        return readable(self.secret(name))[:longest]

    def has(self, name: str) -> bool:
        """Whether the field was posted, be it empty: a choice that was cleared is not one left alone."""
        return name in self._texts

    def secret(self, name: str) -> str:
        """A field exactly as typed: a password."""
        return self._texts.get(name, [""])[0]

    def number(self, name: str) -> int | None:
        """A whole number, ``None`` when nothing was typed; raises :class:`FormInvalid`."""
        text = self.text(name)
        if not text:
            return None
        if not (text.isascii() and text.isdigit()) or len(text) > 18:
            raise FormInvalid(f"{name} : « {text[:40]} » n’est pas un nombre.")
        return int(text)

    def many(self, name: str) -> tuple[str, ...]:
        """All values of a field that may stand several times, the empty ones left out."""
        return tuple(text for each in self._texts.get(name, []) if (text := readable(each)))

    def upload(self, name: str) -> UploadFile | None:
        """A file, when one was chosen."""
        return self._files.get(name)

    def typed(self) -> dict[str, str]:
        """What a person wrote, by field, without secrets."""
        return {name: text for name in self._texts if name not in _HIDDEN and (text := self.text(name))}


def takes(most: int) -> Callable[[Route], Route]:
    """Marks a route whose form may hold up to ``most`` bytes, a file for instance. Without it, 256 kB."""

    def mark(route: Route) -> Route:
        route.largest_form = most  # type: ignore[attr-defined]
        return route

    return mark


async def read_form(request: Request) -> Form:
    """The posted fields. Raises :class:`CsrfInvalid`, ``body-too-large`` or :class:`FormInvalid`."""
    found: Form | None = getattr(request.state, "form", None)
    if found is None:
        found = request.state.form = Form(await _fields(request))
    if not is_ours(request, found.secret(_FIELD)):
        raise CsrfInvalid(found.typed())
    return found


Posted = Annotated[Form, Depends(read_form)]


def is_ours(request: Request, shown: str) -> bool:
    """Whether ``shown`` is what the forms and calls of this browser's session must carry."""
    expected: str = getattr(request.state, "csrf", "")
    return bool(expected) and hmac.compare_digest(expected.encode(), shown.encode("utf-8", "replace"))


async def _fields(request: Request) -> Sequence[tuple[str, Any]]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = limited(request)
    try:
        if kind == "multipart/form-data":
            parser = MultiPartParser(request.headers, body, max_files=5, max_fields=_MOST_FIELDS)
            return (await parser.parse()).multi_items()
        if kind == "application/x-www-form-urlencoded":
            return (await FormParser(request.headers, body).parse()).multi_items()
    except (MultiPartException, ValueError, KeyError) as error:
        raise FormInvalid("Ce formulaire ne se lit pas.") from error
    # A body of another kind has no csrf field: it will be refused for that.
    return []


async def limited(request: Request) -> AsyncGenerator[bytes, None]:
    """The body as it comes, as long as it is short enough; raises ``body-too-large``."""
    most = getattr(request.scope.get("endpoint"), "largest_form", LARGEST)
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > most:
            raise HubError(
                f"Ce formulaire dépasse {most // 1024} Kio.",
                code="body-too-large",
                next_step="Raccourcir le texte, ou choisir un fichier plus petit.",
            )
        yield chunk


def readable(text: str) -> str:
    """What a person typed, without the blanks around it nor the signs that nobody sees."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in text if sign.isprintable() or sign in _KEPT).strip()
