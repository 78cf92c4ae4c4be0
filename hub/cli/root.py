"""All commands under one name, in the order in which people meet them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Annotated, Any

import typer
from typer.main import get_command

from hub.cli import (
    accounts,
    decide,
    digest,
    doctor,
    employers,
    export,
    init,
    marche,
    marches,
    plugins,
    quarantine,
    renewals,
    report_precision,
    review,
    runs,
    schedule,
    scout,
    stages,
    sync,
)
from hub.cli.frame import Command, Group

FIND, DECIDE, FEED, WATCH = "Repérer", "Décider", "Alimenter", "Exploiter"
_HELP = "Repérer les marchés où une clause sociale d’insertion peut être écrite."
_EPILOG = (
    "Chaque commande a son aide : hub COMMANDE --help. Avec --json, un document JSON ; --debug montre la "
    "trace d’une erreur. Statut de sortie : 0 fait, 1 échec, 2 commande mal écrite."
)


class Sync(Command):
    """``--from`` takes every path that follows it, as a shell's ``*.json`` gives them."""

    spread = ("--from",)


@lru_cache(maxsize=1)
def build() -> Any:
    """The command."""
    app = typer.Typer(
        name="hub",
        cls=Group,
        help=_HELP,
        epilog=_EPILOG,
        add_completion=False,
        rich_markup_mode=None,
        invoke_without_command=True,
    )
    app.callback()(_start)
    for panel, commands in _commands().items():
        for name, function, cls in commands:
            app.command(name, cls=cls, rich_help_panel=panel)(function)
    app.add_typer(export.group(), name="export", rich_help_panel=FIND)
    app.add_typer(quarantine.group(), name="quarantine", rich_help_panel=WATCH)
    app.add_typer(accounts.group(), name="accounts", rich_help_panel=WATCH)
    app.add_typer(report_precision.group(), name="report", rich_help_panel=DECIDE)
    return get_command(app)


def _commands() -> dict[str, list[tuple[str, Callable[..., None], type[Command]]]]:
    return {
        FIND: [
            ("scout", scout.scout, Command),
            ("marches", marches.marches, Command),
            ("marche", marche.marche, Command),
            ("renewals", renewals.renewals, Command),
            ("employers", employers.employers, Command),
        ],
        DECIDE: [("decide", decide.decide, Command), ("review", review.review, Command)],
        FEED: [
            ("sync", sync.sync, Sync),
            ("check", stages.check, Command),
            ("consolidate", stages.consolidate, Command),
            ("assess", stages.assess, Command),
            ("match", stages.match, Command),
            ("enrich", stages.enrich, Command),
            ("parse", stages.parse, Command),
            ("digest", digest.digest, Command),
            ("run", schedule.run, Command),
            ("serve", schedule.serve, Command),
        ],
        WATCH: [
            ("init", init.init, Command),
            ("doctor", doctor.doctor, Command),
            ("plugins", plugins.plugins, Command),
            ("runs", runs.runs, Command),
        ],
    }


def _version(wanted: bool) -> None:
    if wanted:
        from hub import __version__

        typer.echo(f"Passerelle {__version__}")
        raise typer.Exit


def _start(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Affiche la version.")
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
