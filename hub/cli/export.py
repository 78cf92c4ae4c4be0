"""``hub export``: a list, all of it, in a file for people or programs."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub.cli import employers, marches, out, renewals, runs, words
from hub.cli.frame import Command, Group
from hub.cli.options import AsJson, known_territory, opened
from hub.cli.usage import Wrong, one_of

if TYPE_CHECKING:
    from hub.app import Hub

Json = dict[str, Any]
# hub.exports.STYLES and NOUNS, not imported here: `hub --help` would wait for pydantic.
STYLES = ("fr", "plain")
_OF_THE_LIST = {"id_", "limit", "fmt", "as_json"}
_LISTS: dict[str, tuple[Callable[..., None], Callable[[Hub, Json], Any], str]] = {
    "marches": (marches.marches, lambda hub, asked: marches.asked(**asked), "les marchés, avec leurs lots"),
    "renewals": (
        renewals.renewals,
        lambda hub, asked: {"territory": asked["territory"], "within_months": asked["within"]},
        "les renouvellements, avec leur fenêtre",
    ),
    "employers": (employers.employers, lambda hub, asked: employers.asked(hub, **asked), "les employeurs"),
    "runs": (runs.runs, lambda hub, asked: asked, "le journal des exécutions"),
}
"""For each noun the command whose options it takes, those options as filters, and its words."""

To = Annotated[
    Path,
    typer.Option(
        "--to", metavar="FILE", help="Le fichier ; son extension dit la forme : csv, xlsx, jsonl, ics, atom."
    ),
]
Style = Annotated[
    str,
    typer.Option(
        "--style",
        metavar="|".join(STYLES),
        callback=one_of("--style", STYLES),
        help="Du CSV : fr (par défaut) pour un tableur français, plain pour un programme.",
        show_default=False,
    ),
]


class Nouns(Group):
    """A wrong noun is answered with those that there are."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command of a noun; raises :class:`Wrong`."""
        if args and args[0] not in _LISTS:
            raise Wrong("hub export", f"« {args[0]} » ne s’exporte pas ; les choix : {', '.join(_LISTS)}.")
        return super().resolve_command(ctx, args)


def group() -> typer.Typer:
    """``hub export`` with a command for each noun, which takes the filters of its list."""
    app = typer.Typer(cls=Nouns, rich_markup_mode=None)
    app.callback(help=f"Écrit une liste entière dans un fichier : {', '.join(_LISTS)}.")(lambda: None)
    for noun in _LISTS:
        app.command(noun, cls=Command)(_command(noun))
    return app


def _command(noun: str) -> Callable[..., None]:
    """The options of the list, less those of the screen, and those of an export."""
    listing, _, told = _LISTS[noun]

    def export(to: Path, style: str, as_json: bool, **asked: Any) -> None:
        _export(noun, asked, to, style, as_json)

    own = {"to": (To, inspect.Parameter.empty), "style": (Style, "fr"), "as_json": (AsJson, False)}
    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters = [
        *(
            inspect.Parameter(name, keyword, annotation=kind, default=value)
            for name, (kind, value) in own.items()
        ),
        *(
            parameter.replace(kind=keyword)
            for name, parameter in inspect.signature(listing, eval_str=True).parameters.items()
            if name not in _OF_THE_LIST
        ),
    ]
    export.__doc__ = f"Écrit {told} dans un fichier : tout ce que les filtres retiennent."
    export.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    export.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return export


def _export(noun: str, asked: Json, to: Path, style: str, as_json: bool) -> None:
    items = _items(noun, to)
    with opened() as hub:
        known_territory(hub, asked.get("territory"))
        done = hub.export(noun, _LISTS[noun][1](hub, asked), to, style=style)
    if as_json:
        out.document({**vars(done), "path": str(done.path.resolve())})
    else:
        out.show(f"{words.count(done.count, *items)} dans {done.path.resolve()}")


def _items(noun: str, to: Path) -> tuple[str, str]:
    """What the file counts; a wrong extension is said before the store is opened."""
    from hub.exports import format_of
    from hub.plugin_api.errors import HubError

    try:
        return format_of(to, noun).items
    except HubError as error:
        raise Wrong("--to", error.cause) from error
