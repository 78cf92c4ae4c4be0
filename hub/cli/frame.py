"""The help pages in French, without Rich: they must answer at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from typer.core import TyperCommand, TyperGroup

_HELP = "Affiche cette aide."
_OTHER = "Autres commandes"
# « [required] », « [x>=0] »: Typer adds them in English; our sentences say it where it matters.
_REMARK = re.compile(r"\s*\[[^\[\]]*\]$")


class Command(TyperCommand):
    """A command whose help is French. ``spread`` names options that take several values at once."""

    spread: tuple[str, ...] = ()

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments, with ``--from a b`` taken for ``--from a --from b``."""
        for option in self.spread:
            args = spread_out(args, option)
        return super().parse_args(ctx, args)

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        _usage(self, ctx, formatter)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        _parameters(self, ctx, formatter)


class Group(TyperGroup):
    """A group of commands whose help is French, commands under headings."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        _usage(self, ctx, formatter)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        _parameters(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands, one line each, under the heading that each was registered with."""
        panels: dict[str, list[tuple[str, str]]] = {}
        for name in self.list_commands(ctx):
            command: Any = self.get_command(ctx, name)
            panel = getattr(command, "rich_help_panel", None)
            heading = panel if isinstance(panel, str) else _OTHER if self.name is None else "Commandes"
            panels.setdefault(heading, []).append((name, command.get_short_help_str(limit=200)))
        for heading, rows in panels.items():
            with formatter.section(f"{heading} "):
                formatter.write_dl(rows)


def spread_out(args: Iterable[str], option: str) -> list[str]:
    """``--from a b --limit 3`` → ``--from a --from b --limit 3``.

    >>> spread_out(["boamp", "--from", "a", "b", "--full"], "--from")
    ['boamp', '--from', 'a', '--from', 'b', '--full']
    """
    found: list[str] = []
    inside = taken = False
    for arg in args:
        if arg == option:
            inside, taken = True, False
        elif arg.startswith("-"):
            inside = False
        elif inside and taken:
            found.append(option)
        elif inside:
            taken = True
        found.append(arg)
    return found


def _usage(command: Any, ctx: Any, formatter: Any) -> None:
    pieces = [_piece(text) for text in command.collect_usage_pieces(ctx)]
    formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="Usage : ")


def _piece(text: str) -> str:
    return (
        "COMMANDE …"
        if text.startswith("COMMAND ")
        else text.replace("...", "…").replace("{", "").replace("}", "")
    )


def _parameters(command: Any, ctx: Any, formatter: Any) -> None:
    arguments, options = [], []
    for param in command.get_params(ctx):
        if param.param_type_name == "argument":
            if param.help:
                arguments.append((_piece(" ".join(param.get_usage_pieces(ctx))), param.help))
        elif (record := param.get_help_record(ctx)) is not None:
            names, text = record
            options.append((names, _HELP if "--help" in param.opts else _REMARK.sub("", text)))
    for heading, rows in (("Arguments ", arguments), ("Options ", options)):
        if rows:
            with formatter.section(heading):
                formatter.write_dl(rows)
