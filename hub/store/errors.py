"""What the store says when it cannot work: a code, a cause, the next step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError

from hub.plugin_api.errors import HubError


class StoreError(HubError):
    """The store could not be read or written. Nothing was half done: transactions are whole."""

    default_code = "store-failed"
    default_next_step = "hub doctor"


_CAUSES = (
    # (what the driver prints, code, cause, next step)
    (
        ("database or disk is full", "no space left", "disk full"),
        "store-full",
        "The disk that holds the store is full; the last batch was not written.",
        "Free some space, then run the same command again: it goes on where it stopped.",
    ),
    (
        ("database is locked", "database table is locked", "lock timeout", "could not obtain lock"),
        "store-locked",
        "Another program holds the store's write lock.",
        "Wait for the other command to end (`hub runs` shows it), then run this one again.",
    ),
    (
        ("readonly database", "read-only", "permission denied"),
        "store-read-only",
        "The store cannot be written by this user.",
        "Check the owner and permissions of the store's folder (`hub doctor` prints it).",
    ),
    (
        ("file is not a database", "malformed", "disk image"),
        "store-damaged",
        "The file is not a readable SQLite store.",
        "Restore the last backup of the store, or move the file away and run `hub init`.",
    ),
    (
        ("unable to open database file",),
        "store-missing-folder",
        "The store's folder does not exist or cannot be entered.",
        "Create the folder named by HUB_HOME, or set HUB_DATABASE_URL.",
    ),
    (
        (
            "connection refused",
            "could not connect",
            "connection failed",
            "server closed",
            "terminating connection",
        ),
        "store-unreachable",
        "The database server does not answer.",
        "Start PostgreSQL, or check HUB_DATABASE_URL; the same command then goes on where it stopped.",
    ),
)


def translate(error: DBAPIError) -> StoreError:
    """A driver's error as a :class:`StoreError`. The SQL and its values never reach the message."""
    printed = str(error.orig).lower()
    for needles, code, cause, next_step in _CAUSES:
        if any(needle in printed for needle in needles):
            return StoreError(cause, code=code, next_step=next_step)
    if isinstance(error, OperationalError):
        return StoreError(f"The database refused the operation: {str(error.orig).splitlines()[0][:200]}")
    return StoreError(f"The database failed: {type(error.orig).__name__}")


@contextmanager
def translated() -> Iterator[None]:
    """Turn driver errors raised inside into :class:`StoreError`."""
    try:
        yield
    except DBAPIError as error:
        raise translate(error) from error
