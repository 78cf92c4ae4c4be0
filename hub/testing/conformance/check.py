"""What a check is: an identity, three texts for the author, and the search for problems."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

S = TypeVar("S", contravariant=True)

_SHOWN = 5


class NotApplicable(Exception):
    """The check has nothing to look at in this subject; the reason is shown as a skipped test."""


@dataclass(frozen=True)
class Check(Generic[S]):
    """One law. ``id`` is stable; ``what`` is demanded, ``why`` it matters, ``mend`` how to repair.

    ``run`` yields one sentence for each problem, and none when the subject keeps the law.
    """

    id: str
    what: str
    why: str
    mend: str
    run: Callable[[S], Iterator[str]]

    def enforce(self, subject: S) -> None:
        """Raise :class:`NotConforming` when there is a problem."""
        problems = tuple(itertools.islice(self.run(subject), _SHOWN + 1))
        if problems:
            raise NotConforming(self.id, self.what, self.why, self.mend, problems)


class NotConforming(AssertionError):
    """A law that is not kept, with its explanation. ``check`` is the id of the law."""

    def __init__(self, check: str, what: str, why: str, mend: str, problems: tuple[str, ...]) -> None:
        self.check = check
        self.problems = problems
        seen = [f"  - {problem}" for problem in problems[:_SHOWN]]
        if len(problems) > _SHOWN:
            seen.append("  - … and more")
        super().__init__(
            "\n".join(
                [
                    check,
                    "",
                    *seen,
                    "",
                    f"What is demanded: {what}",
                    f"Why it matters: {why}",
                    f"How to mend: {mend}",
                    f"(docs/conformance.md#{check})",
                ]
            )
        )
