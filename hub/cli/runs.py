"""``hub runs``: the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub.cli import lists, out, report, run_notes
from hub.cli.lists import Shape
from hub.cli.options import AsJson, Format, Limit, opened
from hub.review.labels import RUNS, label
from hub.review.printed import clean, moment
from hub.review.run_words import counted

if TYPE_CHECKING:
    from rich.table import Table

Json = dict[str, Any]
# hub.plugin_api.runs.COUNTS, not imported here: `hub --help` would wait for pydantic.
COUNTS = ("fetched", "landed", "unchanged", "parsed", "quarantined", "created", "changed", "same")


def runs(
    id_: Annotated[str | None, typer.Argument(metavar="ID", help="Une exécution, en détail.")] = None,
    connector: Annotated[
        str | None, typer.Option("--connector", metavar="ID", help="Celles de ce connecteur.")
    ] = None,
    limit: Limit = None,
    fmt: Format = "table",
    as_json: AsJson = False,
) -> None:
    """Le journal des exécutions, la dernière d’abord ; avec ID, tout ce qu’on sait d’une seule."""
    with opened() as hub:
        if id_ is not None:
            _one(hub.run(id_), as_json)
            return
        found = hub.runs(connector=connector, limit=lists.shown("json" if as_json else fmt, limit))
    if as_json:
        out.document(lists.as_document(found))
    else:
        lists.put(found, SHAPE, fmt)


def _one(run: Json, as_json: bool) -> None:
    if as_json:
        out.document(run)
        return
    out.show(report.summary(run))
    for name, value in _facts(run):
        out.show(f"  {name} : {value}")
    out.show(*run_notes.told(run, named=None))


def _facts(run: Json) -> list[tuple[str, str]]:
    plugin, error = run["plugin"], run["error"]
    facts = [
        ("exécution", f"{run['id']} ({run['trigger']})"),
        ("plugin", f"{plugin['distribution']} {plugin['version']}"),
        ("début", moment(run["started"])),
        ("fin", moment(run["ended"]) or "–"),
        ("curseur", f"{clean(run['cursor_before'] or '–')} → {clean(run['cursor_after'] or '–')}"),
        ("comptes", ", ".join(f"{name} {run['counts'][name]}" for name in COUNTS)),
    ]
    if error:
        facts += [("erreur", f"[{error['code']}] {clean(error['cause'])}"), ("ensuite", error["next_step"])]
    return facts


def _table(items: Sequence[Json]) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for heading in ("Connecteur", "État", "Début"):
        table.add_column(heading, no_wrap=True)
    table.add_column("Ce qui a été fait")
    for run in items:
        name = Text.assemble((run["connector"], "bold"), "\n", (run["id"], "dim"))
        state = Text(label(RUNS, run["status"]), report.COLOURS.get(run["status"], "red"))
        done = f"[{run['error']['code']}]" if run["error"] else counted(run["counts"])
        table.add_row(name, state, moment(run["started"]).replace(" à ", "\n"), done)
    return table


def _count(name: str) -> Any:
    return lambda run: run["counts"][name]


_COLUMNS = {
    "id": lambda run: run["id"],
    "connector": lambda run: run["connector"],
    "trigger": lambda run: run["trigger"],
    "status": lambda run: run["status"],
    "started": lambda run: run["started"],
    "ended": lambda run: run["ended"],
    **{name: _count(name) for name in COUNTS},
    "error": lambda run: run["error"] and run["error"]["code"],
}
SHAPE = Shape(_COLUMNS, _table, "Aucune exécution. Pour commencer : hub scout")
