"""Which connectors are due: a scheduled time has passed since their last run began."""

from __future__ import annotations

from datetime import datetime

from cronsim import CronSim, CronSimError

from hub.pipeline.clock import PARIS
from hub.plugin_api.errors import NotConfigured

OFF = "off"


def is_due(schedule: str | None, last_run: datetime | None, now: datetime) -> bool:
    """Whether a run should start. Without a schedule, never by itself; never run, at once."""
    if schedule is None or schedule == OFF:
        return False
    if last_run is None:
        return True
    return next_time(schedule, last_run) <= now


def next_time(schedule: str, after: datetime) -> datetime:
    """The next scheduled time after ``after``, both aware; the cron line is in Europe/Paris."""
    try:
        return next(CronSim(schedule, after.astimezone(PARIS)))
    except (CronSimError, StopIteration) as error:
        raise NotConfigured(
            f"« {schedule} » n’est pas un horaire.",
            code="schedule-invalid",
            next_step="Écrire cinq champs cron, comme 15 7 * * *, ou off, sous [schedules] dans hub.toml.",
        ) from error
