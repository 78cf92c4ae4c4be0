"""A file appears whole or not at all: who opens it never reads half an export."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from hub.plugin_api.errors import HubError


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Write beside ``path`` and take its place at the end; on any error the old file stays as it was.

    Raises ``export-not-written`` when the system refuses (no such folder, no right, no room).
    """
    target = path.resolve()
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with beside.open("xb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        with suppress(OSError):
            beside.unlink()


def _refused(path: Path, error: OSError) -> HubError:
    if not path.resolve().parent.is_dir():
        cause, step = "ce dossier n’existe pas", f"Créer le dossier {path.resolve().parent}."
    else:
        cause, step = error.strerror or type(error).__name__, "Choisir un autre fichier avec --to."
    return HubError(f"Impossible d’écrire {path} : {cause}.", code="export-not-written", next_step=step)
