"""How the connectors of one flow run fared, and the state the flow run ends in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from prefect import State
from prefect.states import Completed, Failed

from hub.plugin_api.errors import HubError
from hub.plugin_api.runs import RunReport


class RunFailed(HubError):
    """A hub run that ended ``failed``; ``report`` is what the ledger says of it."""

    def __init__(self, report: RunReport) -> None:
        error = report.error or {}
        super().__init__(
            error.get("cause", f"The run {report.id} failed."),
            code=error.get("code"),
            next_step=error.get("next_step") or f"hub runs {report.id}",
        )
        self.report = report


@dataclass(frozen=True)
class Outcome:
    """One connector: the report of its last run, or why there is none; ``error`` when it failed."""

    connector: str
    report: RunReport | None = None
    error: Exception | None = None

    @classmethod
    def of(cls, connector: str, result: object) -> Outcome:
        """From what the task gave: a report, or the exception that ended it."""
        if isinstance(result, RunReport):
            return cls(connector, result)
        if isinstance(result, RunFailed):
            return cls(connector, result.report, result)
        return cls(connector, error=result if isinstance(result, Exception) else RuntimeError(repr(result)))

    @property
    def status(self) -> str:
        """The run's status in the ledger's words; ``failed`` when it could not begin."""
        return self.report.status if self.report else "failed"


def verdict(outcomes: Sequence[Outcome]) -> State[None]:
    """``Failed`` when every connector failed, ``Partial`` (completed) when some did."""
    failed = [outcome for outcome in outcomes if outcome.error is not None]
    told = "; ".join(f"{outcome.connector}: {outcome.error}" for outcome in failed)
    if failed and len(failed) == len(outcomes):
        return Failed(message=f"failed: {told}")
    if failed:
        return Completed(name="Partial", message=f"partial: {told}")
    names = ", ".join(outcome.connector for outcome in outcomes)
    return Completed(message=f"done: {names}" if names else "no connector was due")
