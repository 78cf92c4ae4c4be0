"""``hub quarantine``: the refused records, to look at, read again or set aside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub.cli import lists, out, report
from hub.cli.frame import Command, Group
from hub.cli.lists import Shape
from hub.cli.options import AsJson, Format, Limit, opened
from hub.cli.usage import Wrong, one_of
from hub.review.labels import QUARANTINE, label
from hub.review.printed import clean, day, moment

if TYPE_CHECKING:
    from rich.table import Table

Json = dict[str, Any]
_STATES = (*QUARANTINE, "all")
_EXCERPT = 4000
OfConnector = Annotated[str | None, typer.Option("--connector", metavar="ID", help="Ceux de ce connecteur.")]
Numbers = Annotated[list[int], typer.Argument(metavar="ID", help="Numéros de la liste.")]


def group() -> typer.Typer:
    """The commands of ``hub quarantine``; alone, it lists."""
    app = typer.Typer(cls=Group, invoke_without_command=True, rich_markup_mode=None)
    app.callback(help="Les enregistrements refusés : list (par défaut), show, retry, discard.")(_default)
    app.command("list", cls=Command)(list_)
    app.command("show", cls=Command)(show)
    app.command("retry", cls=Command)(retry)
    app.command("discard", cls=Command)(discard)
    return app


def _default(context: typer.Context, fmt: Format = "table", as_json: AsJson = False) -> None:
    if context.invoked_subcommand is None:
        list_(fmt=fmt, as_json=as_json)


def list_(
    connector: OfConnector = None,
    state: Annotated[
        str,
        typer.Option(
            "--state",
            metavar="STATE",
            callback=one_of("--state", _STATES),
            help="open (par défaut), resolved, discarded ou all.",
            show_default=False,
        ),
    ] = "open",
    limit: Limit = None,
    fmt: Format = "table",
    as_json: AsJson = False,
) -> None:
    """Liste les enregistrements refusés, les plus anciens d’abord."""
    with opened() as hub:
        found = hub.quarantine(connector=connector, state=None if state == "all" else state)
    kept = found[: lists.shown("json" if as_json else fmt, limit)]
    if as_json:
        out.document(lists.as_document(kept, len(found)))
    else:
        lists.put(kept, SHAPE, fmt, total=len(found))


def show(
    id_: Annotated[int, typer.Argument(metavar="ID", help="Numéro de la liste.")],
    raw: Annotated[bool, typer.Option("--raw", help="Les octets reçus, et rien d’autre.")] = False,
    as_json: AsJson = False,
) -> None:
    """Montre un enregistrement refusé, le motif et ce qui a été reçu."""
    with opened() as hub:
        entry, payload = hub.quarantined(id_)
    if raw:
        out.raw(payload)
    elif as_json:
        out.document({**entry, "payload": payload.decode("utf-8", "replace")})
    else:
        _tell(entry, payload)


def _tell(entry: Json, payload: bytes) -> None:
    out.show(
        f"{entry['connector']} {clean(entry['key'])} · {label(QUARANTINE, entry['state'])}",
        f"  motif : [{entry['code']}] {clean(entry['detail'])}",
        f"  ensuite : {clean(entry['next_step'])}",
        f"  vu le {moment(entry['first_seen'])}, essayé {entry['tries']} fois, exécution {entry['run']}",
        f"  reçu ({len(payload)} octets) :",
    )
    text = payload[:_EXCERPT].decode("utf-8", "replace")
    out.show(*(f"    {clean(line)}" for line in text.splitlines()))
    if len(payload) > _EXCERPT:
        out.show(f"    … la suite : hub quarantine show {entry['id']} --raw")


def retry(
    ids: Annotated[
        list[int] | None, typer.Argument(metavar="ID", help="Numéros de la liste ; sans numéro, tous.")
    ] = None,
    connector: OfConnector = None,
    as_json: AsJson = False,
) -> None:
    """Relit des enregistrements refusés, par exemple après une mise à jour du plugin."""
    with opened() as hub:
        chosen = [hub.quarantined(id_)[0] for id_ in ids or ()]
        entries = chosen or hub.quarantine(connector=connector)
        found = [hub.run(done.id) for done in hub.retry_quarantine(entries)]
    if not found and not as_json:
        out.show(SHAPE.nothing)
        return
    report.finish(found, [], as_json)


def discard(ids: Numbers, as_json: AsJson = False) -> None:
    """Classe des enregistrements sans suite ; ce qui a été reçu est gardé."""
    if not ids:
        raise Wrong("ID", "indiquer au moins un numéro.")
    with opened() as hub:
        for id_ in ids:
            hub.quarantined(id_)  # an unknown number is an error, and then nothing is discarded
        done = hub.discard(ids)
    if as_json:
        out.document({"discarded": done})
    else:
        out.show(f"Classés : {done}.")


def _table(items: Sequence[Json]) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("N°", justify="right", no_wrap=True)
    for heading in ("Connecteur", "Clé", "Depuis"):
        table.add_column(heading, no_wrap=True)
    table.add_column("Motif", overflow="fold")
    for entry in items:
        why = f"[{entry['code']}] {clean(entry['detail'])}"
        row = (entry["id"], entry["connector"], clean(entry["key"]), day(entry["first_seen"]), why)
        table.add_row(*map(str, row))
    return table


def _field(name: str) -> Any:
    return lambda entry: entry[name]


_NAMES = ("id", "connector", "key", "state", "code", "detail", "next_step", "tries", "first_seen", "run")
SHAPE = Shape({name: _field(name) for name in _NAMES}, _table, "Rien en quarantaine.")
