"""The examinations of ``hub doctor``. None raises: what cannot be examined is itself a finding."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

Level = Literal["ok", "attention", "erreur"]


@dataclass(frozen=True)
class Finding:
    """One thing examined. ``next_step`` is the command or sentence that mends it."""

    level: Level
    subject: str
    message: str
    next_step: str | None = None

    @classmethod
    def of(cls, subject: str, error: Exception) -> Finding:
        """An error as a finding."""
        cause = getattr(error, "cause", None) or type(error).__name__
        code = getattr(error, "code", "unexpected")
        return cls("erreur", subject, f"[{code}] {cause}", getattr(error, "next_step", "hub doctor --debug"))

    def as_dict(self) -> dict[str, str | None]:
        """The finding as a JSON object."""
        return asdict(self)
