"""What the checks look at: a connector with its recordings, a rule or a matcher with its examples."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from hub.plugin_api import (
    Connector,
    Employer,
    FetchContext,
    HubError,
    Lot,
    Matcher,
    Notice,
    RawRecord,
    RecordRejected,
    Rule,
    Skipped,
)
from hub.testing.conformance.runs import Run, collect
from hub.testing.conformance.secrets import with_marked_secrets
from hub.testing.conformance.stage import Stage
from hub.testing.recordings import Case, files_of, load_cases
from hub.testing.replay import Fault, Source
from hub.testing.session import KitSession

LongFeed = Callable[[int], Sequence[Source] | None]
SLOWEST_S = 20.0


@dataclass(frozen=True)
class ConnectorSubject:
    """A connector under test. ``overlap_days``: how many days before its cursor it reads again;
    ``personal_samples``: strings of the recordings that must never land."""

    connector: Connector[Any]
    recordings: Path
    stage: Stage
    settings: Mapping[str, Any] = field(default_factory=dict)
    today: date = date(2026, 9, 10)
    overlap_days: int = 0
    personal_samples: tuple[str, ...] = ()
    more_files: tuple[Path, ...] = ()
    long_feed: LongFeed = lambda _records: None

    @property
    def cases(self) -> list[Case]:
        """The recorded conversations."""
        return load_cases(self.recordings)

    @property
    def files(self) -> list[Path]:
        """The files for ``Connector.read``."""
        return [*files_of(self.recordings), *self.more_files]

    def settings_for(self, case: Case) -> BaseModel:
        """The connector's settings, pointed at the server, every secret in them marked."""
        model, server = self.connector.settings_model, self.stage.base_url
        given = {**self.settings, **case.settings}
        if "base_url" in model.model_fields:
            given.setdefault("base_url", "{server}")
        placed = {name: _placed(value, server) for name, value in given.items()}
        return model(**with_marked_secrets(model, placed))

    @contextmanager
    def context(
        self, case: Case, faults: Sequence[Fault] = (), timeout_s: float = SLOWEST_S
    ) -> Iterator[tuple[FetchContext[Any], KitSession]]:
        """What the connector is handed, with the server playing ``case`` under ``faults``."""
        self.stage.play(case.sources, faults)
        log = logging.Logger("connector", logging.DEBUG)
        with KitSession(self.stage.base_url, timeout_s=timeout_s) as http:
            yield FetchContext(self.settings_for(case), http, log, case.today or self.today), http

    def run(
        self,
        case: Case,
        since: str | None = None,
        faults: Sequence[Fault] = (),
        timeout_s: float = SLOWEST_S,
    ) -> Run:
        """One fetch, to its end or to its error."""
        with self.context(case, faults, timeout_s) as (ctx, http):
            run = collect(lambda: self.connector.fetch(ctx, since), ctx.log)
        return replace(run, requests=self.stage.requests, strayed=tuple(http.strayed))

    def read(self, path: Path) -> tuple[list[RawRecord | Skipped], BaseException | None]:
        """What ``Connector.read`` makes of one file, and the error that ended it."""
        case = Case("files", ())
        found: list[RawRecord | Skipped] = []
        with self.context(case) as (ctx, _):
            try:
                found.extend(self.connector.read(ctx, path))
            except Exception as error:  # noqa: BLE001 - the checks judge it
                return found, error
        return found, None

    def raws(self) -> list[RawRecord]:
        """Every raw record of the recordings, each once."""
        found: dict[tuple[str, bytes], RawRecord] = {}
        for case in self.cases:
            found.update({(raw.key, raw.payload): raw for raw in self.run(case).raws})
        for path in self.files:
            items, _ = self.read(path)
            found.update({(r.key, r.payload): r for r in items if isinstance(r, RawRecord)})
        return list(found.values())

    def is_rejected(self, raw: RawRecord) -> bool:
        """Whether ``parse`` refuses a record, as it should one that is not what it claims."""
        try:
            self.connector.parse(raw)
        except RecordRejected:
            return True
        except Exception:  # noqa: BLE001 - total-parse says so; here it is no refusal
            return False
        return False


@dataclass(frozen=True)
class RuleSubject:
    """A rule under test. ``finds`` are texts in which it sees something."""

    rule: Rule
    finds: tuple[str, ...]


@dataclass(frozen=True)
class MatchExample:
    """A lot of a notice, and the employers to choose from."""

    lot: Lot
    notice: Notice
    employers: tuple[Employer, ...]


@dataclass(frozen=True)
class MatcherSubject:
    """A matcher under test, with examples for which it names somebody."""

    matcher: Matcher
    examples: tuple[MatchExample, ...]


def described(error: BaseException) -> str:
    """An error for a person: its class and what it says."""
    said = str(error) if isinstance(error, HubError) else f"{error!s:.200}"
    return f"{type(error).__name__}: {said}"


def _placed(value: Any, server: str) -> Any:
    if isinstance(value, str):
        return value.replace("{server}", server)
    if isinstance(value, list | tuple):
        return type(value)(_placed(item, server) for item in value)
    return value
