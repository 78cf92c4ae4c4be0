"""A Structure view joined to its AnnexeFinanciere view, found in the same archive or folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hub.plugin_api import HubError, RawRecord, Skipped, SourceChanged
from hub_siae_registry.bodies import Body, bodies
from hub_siae_registry.emplois.asp.annexes import Annex, by_structure
from hub_siae_registry.emplois.asp.view import ANNEXES, STRUCTURES, Row, View, is_view, open_view
from hub_siae_registry.emplois.privacy import PRIVACY
from hub_siae_registry.landing import Damage, damaged, raw_record


def read(document: Body, path: Path) -> Iterator[RawRecord | Skipped]:
    """The structures with their annexes. A structure without one under a convention is no employer."""
    view = open_view(document.stream, document.origin)
    if view.name == ANNEXES:
        yield Skipped(document.origin, "annexes are read together with the Structure file beside them")
    elif view.name != STRUCTURES:
        yield Skipped(document.origin, f"the ASP view {view.name}, which lists no employers")
    else:
        yield from _structures(view, document.origin, path)


def _structures(view: View, origin: str, path: Path) -> Iterator[RawRecord | Skipped]:
    annexes = _annexes(path)
    if annexes is None:
        reason = "the Structure view gives no kind: put the fluxIAE_AnnexeFinanciere file in the same folder"
        yield Skipped(origin, reason)
        return
    for row in view.rows:
        if isinstance(row, Damage):
            yield damaged(row, origin, PRIVACY)
        elif own := annexes.get(row.get("structure_id_siae", "")):
            yield _raw(row, own, origin, view)


def _raw(row: Row, annexes: list[Annex], origin: str, view: View) -> RawRecord:
    structure = {name: cell for name, cell in row.items() if cell}
    record: dict[str, Any] = {"structure": structure, "annexes": annexes}
    return raw_record(f"asp/{row['structure_id_siae']}", record, origin, PRIVACY, published=view.day)


def _annexes(path: Path) -> dict[str, list[Annex]] | None:
    """The annexes in the same archive, else in the same folder; ``None`` when there are none."""
    beside = sorted(path.parent.glob(f"fluxIAE_{ANNEXES}_*"))
    found = [by_structure(view) for file in [path, *beside] for view in _views(file, required=file != path)]
    if len(found) > 1:
        raise SourceChanged(
            f"{len(found)} AnnexeFinanciere files stand beside {path.name}: one was due",
            code="asp-several-annexes",
            next_step="Leave one file of each view in the folder, of the same week.",
        )
    return found[0] if found else None


def _views(file: Path, *, required: bool) -> Iterator[View]:
    try:
        for document in bodies(file):
            if isinstance(document, Body) and is_view(document.head):
                view = open_view(document.stream, document.origin)
                if view.name == ANNEXES:
                    yield view
    except HubError:
        if required:
            raise
