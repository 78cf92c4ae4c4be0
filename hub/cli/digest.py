"""``hub digest``: what is new, to those who asked to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub.cli import out, words
from hub.cli.options import AsJson, opened

if TYPE_CHECKING:
    from hub.app.telling import Digested

Json = dict[str, Any]


def digest(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Montrer sans rien écrire ni envoyer.")] = False,
    person: Annotated[
        str | None, typer.Option("--person", metavar="LOGIN", help="Les alertes de ce compte seulement.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Compose les alertes du jour et envoie ce qui attend. Rien de nouveau : rien ne part."""
    with opened() as hub:
        if person is not None:
            person = hub.account(person)["login"]
        done = hub.digest(login=person, dry_run=dry_run)
    if as_json:
        out.document(as_dict(done))
    else:
        tell(done, dry_run=dry_run)
    leave(done)


def tell(done: Digested, *, dry_run: bool = False) -> None:
    """What a run of digests did, for a person; why letters wait goes to standard error."""
    if dry_run:
        for letter in done.letters:
            out.show(f"{letter['login']}, {letter['channel']} : {letter['subject']}", "", letter["text"])
        out.show("" if done.letters else "Rien de nouveau : rien ne partirait.")
    else:
        out.show(summary(done))
    for error in done.errors.values():
        for line in out.error_lines(error.as_dict()):
            out.complain(line)


def summary(done: Digested) -> str:
    """``Alertes : 2 composées, 2 envoyées.``"""
    parts = [
        words.count(done.composed, "composée"),
        words.count(done.sent, "envoyée"),
        *([words.count(done.waiting, "en attente", "en attente")] if done.waiting else []),
        *([words.count(done.failed, "refusée")] if done.failed else []),
    ]
    return f"Alertes : {', '.join(parts)}."


def as_dict(done: Digested) -> Json:
    """The same as a document."""
    counts = {name: getattr(done, name) for name in ("composed", "sent", "waiting", "failed")}
    return {**counts, "letters": done.letters, "errors": [each.as_dict() for each in done.errors.values()]}


def leave(done: Digested) -> None:
    """Exit 1 when something could not be told."""
    if done.errors:
        raise typer.Exit(1)
