"""Fails when a file of the project holds what must never be published, or has grown too long.

Looks at what git knows and at new files not yet added. Run by ``make lint`` and, before anything is
installed, by ``.ci/run``: standard library only.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAX_LINES = 400
CODE = {".py", ".html", ".js", ".css", ".sh"}
# The demo feed quotes buyers, who do write such things.
SHOWN = (
    *(f"hub/{room}" for room in ("cli", "clauses", "exports", "geo", "pipeline", "review", "web")),
    "flows",
    "plugins/*/src",
)


@dataclass(frozen=True)
class Ban:
    """A pattern (extended regular expression, any case), where it is looked for, and what to do instead."""

    pattern: str
    instead: str
    where: tuple[str, ...] = (".",)


# The patterns are put together from pieces so that this file does not hold what it looks for.
_HOSTS = (
    ("pypi", "org"),
    ("pythonhosted", "org"),
    ("npmjs", "(org|com)"),
    ("crates", "io"),
    ("rubygems", "org"),
    ("proxy", "golang", "org"),
    ("anaconda", "org"),
)
_SECRETS = (
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    r"(^|[^A-Z0-9])AKIA[0-9A-Z]{16}",
    r"(^|[^A-Z0-9])gh[pousr]_[A-Z0-9]{36}",
    r"(^|[^A-Z0-9])glpat-[A-Z0-9_-]{20}",
    r"eyJ[A-Z0-9_-]{20,}[.]eyJ[A-Z0-9_-]{20,}",
    r"(password|passwd|token|secret|api_?key)[\"']? *[:=] *[\"'][A-Z0-9+/_=-]{24,}[\"']",
)

BANS = (
    *(Ban("[.]".join(host), "name the package, not the registry it comes from") for host in _HOSTS),
    *(
        Ban(secret, "a secret belongs in HUB_SECRETS_DIR, never in a file of the project")
        for secret in _SECRETS
    ),
    Ban("/" + "work/(main|shared)", "a path of one machine: write it relative to the checkout"),
    Ban("^(<{7}|>{7}) ", "a merge that was not finished"),
    # The hub informs, it never accuses; and the law asks for a social condition, not for hours.
    Ban("march(é|e)s? ill(é|e)g" + "a", "say « à vérifier avec l'acheteur »", SHOWN),
    Ban("heures? d.insertion obligat" + "oire", "say « considération sociale attendue »", SHOWN),
)


def git(root: Path, *arguments: str) -> str:
    """The output of a git command; an empty search (status 1) is an empty text."""
    # A clone that belongs to another user is refused by git unless it is named as safe.
    command = ["git", "-c", f"safe.directory={root}", "-c", "core.quotePath=off", *arguments]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, errors="replace", check=False)  # noqa: S603
    if done.returncode > 1:
        sys.exit(f"check_words: {done.stderr.strip()}")
    return done.stdout


def banned(root: Path, bans: Iterable[Ban] = BANS) -> Iterator[str]:
    """``path:line: text`` of each banned pattern, with what to do instead; binary files are passed over."""
    for ban in bans:
        where = [f":(glob){folder}/**" for folder in ban.where if folder != "."] or ["."]
        found = git(root, "grep", "--untracked", "-nIiE", "-e", ban.pattern, "--", *where)
        for line in found.splitlines():
            path, number, text = line.split(":", 2)
            yield f"{path}:{number}: {text.strip()[:80]}\n    → {ban.instead}"


def too_long(root: Path, limit: int = MAX_LINES) -> Iterator[str]:
    """Code files below ``hub/`` with more than ``limit`` lines. Data files and migrations, which are
    written once and never edited, may be long."""
    names = git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", "hub").split("\0")
    for path in sorted(
        root / name for name in names if Path(name).suffix in CODE and "migrations" not in name
    ):
        lines = len(path.read_bytes().splitlines()) if path.is_file() else 0
        if lines > limit:
            yield f"{path.relative_to(root)}: {lines} lines\n    → over {limit}: one idea a file, split it"


def main() -> int:
    """Print what was found; 1 when there is anything."""
    found = [*banned(ROOT), *too_long(ROOT)]
    sys.stderr.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
