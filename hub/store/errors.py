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
        "Le disque de la base est plein ; le dernier lot n’a pas été écrit.",
        "Libérer de la place, puis relancer la même commande : elle reprend où elle s’est arrêtée.",
    ),
    (
        ("database is locked", "database table is locked", "lock timeout", "could not obtain lock"),
        "store-locked",
        "Un autre programme écrit dans la base.",
        "Attendre la fin de l’autre commande (hub runs la montre), puis relancer celle-ci.",
    ),
    (
        ("readonly database", "read-only", "permission denied"),
        "store-read-only",
        "Cet utilisateur n’a pas le droit d’écrire dans la base.",
        "Vérifier à qui appartient le dossier de la base et ses droits (hub doctor l’affiche).",
    ),
    (
        ("file is not a database", "malformed", "disk image"),
        "store-damaged",
        "Le fichier n’est pas une base SQLite lisible.",
        "Rétablir la dernière sauvegarde de la base, ou déplacer le fichier et lancer hub init.",
    ),
    (
        ("unable to open database file",),
        "store-missing-folder",
        "Le dossier de la base n’existe pas, ou son accès est refusé.",
        "Créer le dossier que nomme HUB_HOME, ou régler HUB_DATABASE_URL.",
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
        "Le serveur de base de données ne répond pas.",
        "Démarrer PostgreSQL, ou vérifier HUB_DATABASE_URL ; la même commande reprend ensuite.",
    ),
)


def translate(error: DBAPIError) -> StoreError:
    """A driver's error as a :class:`StoreError`. The SQL and its values never reach the message."""
    printed = str(error.orig).lower()
    for needles, code, cause, next_step in _CAUSES:
        if any(needle in printed for needle in needles):
            return StoreError(cause, code=code, next_step=next_step)
    if isinstance(error, OperationalError):
        return StoreError(f"La base a refusé l’opération : {str(error.orig).splitlines()[0][:200]}")
    return StoreError(f"La base est en panne : {type(error.orig).__name__}")


@contextmanager
def translated() -> Iterator[None]:
    """Turn driver errors raised inside into :class:`StoreError`."""
    try:
        yield
    except DBAPIError as error:
        raise translate(error) from error
