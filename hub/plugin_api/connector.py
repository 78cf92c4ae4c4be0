"""What a connector is, and what it yields.

A connector reads one source. It is an ordinary object with an ``info``, a ``settings_model`` and
four methods; subclass :class:`Connector` to get harmless defaults.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, Generic, Literal, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from hub.plugin_api.records import CanonicalRecord

Kind = Literal["notices", "employers", "contracts"]
Mode = Literal["incremental", "snapshot"]


class ConnectorSettings(BaseModel):
    """Base of a connector's settings. A field without a default is required: without it the
    connector is *disabled*. Secrets are ``pydantic.SecretStr``."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class HttpSettings(ConnectorSettings):
    """Settings that every HTTP connector has."""

    base_url: str = Field(description="Root of the source's site, without a path.")
    page_size: int = Field(default=100, ge=1, description="Records asked for at once.")
    timeout_s: float = Field(default=30.0, gt=0, description="Seconds to wait for an answer.")
    rate_per_s: float = Field(default=1.0, ge=0, description="Requests a second at most; 0 is no limit.")


S = TypeVar("S", bound=BaseModel)


@dataclass(frozen=True)
class ConnectorInfo:
    """Who a connector is. ``id`` is lower case, unique and for ever.

    ``parser_version`` goes up whenever ``parse`` may return something else for the same bytes:
    the hub then knows which records to parse again. ``schedule`` is a suggestion, as a cron line
    in Europe/Paris.
    """

    id: str
    title: str
    publisher: str
    licence: str
    kind: Kind
    mode: Mode
    parser_version: int = 1
    schedule: str | None = None
    personal_fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One record as received, less the personal fields that the connector declares.

    ``key`` is the record's stable identity in the source, ``payload`` its bytes, ``media`` their
    type (``application/json``, ``application/xml``, ``text/csv``), ``origin`` the address or path
    it was read from, ``published`` the day the source put on it.
    """

    key: str
    payload: bytes
    media: str
    origin: str
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A promise: everything before it was yielded, and starting again from ``cursor`` misses
    nothing. The string is the connector's own; the hub stores it and never reads it."""

    cursor: str


@dataclass(frozen=True, slots=True)
class SnapshotComplete:
    """The snapshot of ``scope`` was read whole: only now does absence mean anything.

    ``scope`` names the part that was read (``""`` for all, or e.g. an employer kind or a
    département as ``kind=EA``); ``expected`` is the count announced by the source, if it is.
    """

    scope: str = ""
    expected: int | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file (or archive member) that is not this source's format at all: named to the person,
    never read as something else. A damaged record of the right format is a ``RawRecord`` instead,
    which ``parse`` rejects, so that its bytes are kept."""

    origin: str
    reason: str


Fetched = RawRecord | Checkpoint | SnapshotComplete


class HttpResponse(Protocol):
    """The part of a ``requests`` response that a connector uses."""

    status_code: int
    url: str

    @property
    def headers(self) -> Any:
        """Response headers, case-insensitive."""

    @property
    def content(self) -> bytes:
        """The whole body, at most the size cap."""

    def json(self) -> Any:
        """The body as JSON; raises ``SourceChanged`` when it is something else."""

    def iter_bytes(self, chunk_size: int = 65536) -> Iterator[bytes]:
        """The body in pieces, decompressed; raises ``SourceUnavailable`` when it is cut short."""


class HttpClient(Protocol):
    """The polite session: retries a request (``Retry-After``, back-off with jitter), keeps to the
    connector's rate, bounds time and size, and names the operator in the user agent."""

    def get(
        self,
        path: str,
        *,
        params: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        stream: bool = False,
    ) -> HttpResponse:
        """GET ``path`` (absolute address, or below ``base_url``)."""

    def post(
        self,
        path: str,
        *,
        json: Any = None,
        params: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        stream: bool = False,
    ) -> HttpResponse:
        """POST a JSON body to ``path``."""


@dataclass(frozen=True)
class FetchContext(Generic[S]):
    """What the hub hands to a connector: its settings, a session, a log, and the range asked for.

    ``today`` is the day to judge by (never call ``date.today()``). ``since`` and ``until`` are
    inclusive days of publication asked for by a person, or ``None``. ``full`` asks for everything.
    """

    settings: S
    http: HttpClient
    log: logging.Logger
    today: date
    since: date | None = None
    until: date | None = None
    full: bool = False
    extra: dict[str, Any] = field(default_factory=dict)


class Connector(Generic[S]):
    """Subclass it, set ``info`` and ``settings_model``, write ``fetch`` and ``parse``.

    >>> from hub.plugin_api import Connector, ConnectorInfo, ConnectorSettings, Notice
    >>> class Tiny(Connector[ConnectorSettings]):
    ...     info = ConnectorInfo(id="tiny", title="Tiny", publisher="Me", licence="Licence Ouverte 2.0",
    ...                          kind="notices", mode="incremental")
    ...     settings_model = ConnectorSettings
    ...     def fetch(self, ctx, since):
    ...         yield RawRecord("1", b'{"t": "Peinture"}', "application/json", "memory:")
    ...         yield Checkpoint("1")
    ...     def parse(self, raw):
    ...         return [Notice(key=raw.key, kind="competition", title="Peinture", published="2026-09-01")]
    >>> Tiny().parse(RawRecord("1", b"{}", "application/json", "memory:"))[0].title
    'Peinture'
    """

    info: ClassVar[ConnectorInfo]
    settings_model: ClassVar[type[BaseModel]] = ConnectorSettings

    def check(self, ctx: FetchContext[S]) -> str:
        """Prove cheaply that the source answers; return one sentence, or raise a ``HubError``."""
        return "nothing to check"

    def fetch(self, ctx: FetchContext[S], since: str | None) -> Iterable[Fetched]:
        """Stream the source from the cursor ``since`` (``None``: the beginning). End on a checkpoint."""
        raise NotImplementedError

    def read(self, ctx: FetchContext[S], path: Path) -> Iterable[RawRecord | Skipped]:
        """Stream the records of one file that a person already has, recognised by its content."""
        raise NotImplementedError

    def parse(self, raw: RawRecord) -> Sequence[CanonicalRecord]:
        """Bytes to canonical records, or ``RecordRejected``. Pure: no network, clock, database or chance."""
        raise NotImplementedError
