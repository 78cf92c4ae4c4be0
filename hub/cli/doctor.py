"""``hub doctor``: what is wrong, and what to type next."""

from __future__ import annotations

from collections.abc import Iterator

import typer

from hub.cli import out
from hub.cli.checks import Finding
from hub.cli.options import AsJson

_MARKS = {"ok": ("ok", "green"), "attention": ("attention", "yellow"), "erreur": ("erreur", "red")}


def doctor(as_json: AsJson = False) -> None:
    """Examine la machine, le magasin, les plugins et les réglages ; dit comment réparer."""
    found = list(_everything())
    if as_json:
        out.document({"findings": [finding.as_dict() for finding in found]})
    else:
        _tell(found)
    if any(finding.level == "erreur" for finding in found):
        raise typer.Exit(1)


def _everything() -> Iterator[Finding]:
    from hub.cli.checks import machine, parts
    from hub.plugin_api.errors import HubError
    from hub.settings import load_settings

    yield from machine.checks()
    try:
        settings = load_settings()
    except HubError as error:
        yield Finding.of("réglages", error)
        return
    yield from machine.home(settings)
    yield from parts.checks(settings)


def _tell(found: list[Finding]) -> None:
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for finding in found:
        mark, colour = _MARKS[finding.level]
        grid.add_row(Text(mark, colour), finding.subject, finding.message)
        if finding.next_step:
            grid.add_row("", "", Text(f"→ {finding.next_step}", "bold"))
    counts = {level: sum(each.level == level for each in found) for level in ("erreur", "attention")}
    out.show(grid, f"{counts['erreur']} erreur(s), {counts['attention']} point(s) d’attention.")
