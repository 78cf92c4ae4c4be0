"""What a run did, in a line or two, and the exit status that follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import typer

from hub.clauses.wording import number
from hub.cli import out
from hub.review.labels import RUNS, label
from hub.review.printed import clean

if TYPE_CHECKING:
    from rich.text import Text

    from hub.plugin_api.errors import HubError

Json = dict[str, Any]
FAILED = ("failed", "held", "abandoned")
COLOURS = {"succeeded": "green", "partial": "yellow", "running": "cyan"}
_NAMED = 5
_WORDS = (
    ("created", "nouveaux"),
    ("changed", "modifiés"),
    ("same", "identiques"),
    ("unchanged", "inchangés"),
    ("quarantined", "en quarantaine"),
)


def finish(runs: Sequence[Json], errors: Sequence[tuple[str, HubError]], as_json: bool) -> None:
    """Print the runs and what could not begin; exit 1 when one failed."""
    if as_json:
        out.document({"runs": list(runs), "errors": [named(*each) for each in errors]})
    else:
        tell(runs, errors)
    leave(runs, errors)


def tell(runs: Sequence[Json], errors: Sequence[tuple[str, HubError]]) -> None:
    """A summary of each, for a person; failures go to standard error."""
    for connectors, parts in _grouped(errors):
        _complain(connectors, parts)
    for run in runs:
        out.show(summary(run))
        out.show(*_files(run), *_advice(run))
        if run["error"]:
            _complain(run["connector"], run["error"])
    for run in runs:
        if run["status"] == "held" and run["error"]:
            out.show(run["error"]["next_step"])  # the last line is the command that accepts it


def leave(runs: Sequence[Json], errors: Sequence[tuple[str, HubError]]) -> None:
    """Exit 1 when a run failed or could not begin. A partial run is done: its records wait in quarantine."""
    if errors or any(run["status"] in FAILED for run in runs):
        raise typer.Exit(1)


def named(connector: str, error: HubError) -> Json:
    """An error with the connector that met it."""
    return {"connector": connector, **error.as_dict()}


def _grouped(errors: Sequence[tuple[str, HubError]]) -> Iterator[tuple[str, Json]]:
    """The connectors that met the same error together: a missing contact is one thing to mend."""
    same: dict[tuple[str, ...], list[str]] = {}
    for connector, error in errors:
        same.setdefault((error.code, error.cause, error.next_step), []).append(connector)
    for (code, cause, next_step), connectors in same.items():
        yield ", ".join(connectors), {"code": code, "cause": cause, "next_step": next_step}


def _complain(connector: str, parts: Mapping[str, str]) -> None:
    first, *others = out.error_lines(parts)
    for text in (f"{connector} : {first}", *others):
        out.complain(text)


def summary(run: Json) -> Text:
    """``boamp : réussi en 12 s · 3 lus : 2 nouveaux, 1 inchangé``."""
    from rich.text import Text

    text = Text(run["connector"], "bold")
    text.append(" : ", "")
    text.append(label(RUNS, run["status"]), COLOURS.get(run["status"], "red"))
    text.append(f" en {lasting(run)} · {counted(run['counts'])}", "")
    return text


def counted(counts: Mapping[str, int]) -> str:
    """The counts that are not zero: ``1 200 lus : 1 000 nouveaux, 200 inchangés``."""
    said = [f"{number(counts[name])} {word}" for name, word in _WORDS if counts.get(name)]
    return f"{number(counts.get('fetched', 0))} lus" + (f" : {', '.join(said)}" if said else "")


def lasting(run: Json) -> str:
    """``4 s``, ``3 min 20 s``; from the ledger's times."""
    if not run["ended"]:
        return "cours"
    seconds = int(
        (datetime.fromisoformat(run["ended"]) - datetime.fromisoformat(run["started"])).total_seconds()
    )
    return f"{seconds} s" if seconds < 60 else f"{seconds // 60} min {seconds % 60:02} s"


def _files(run: Json) -> Iterator[str]:
    for key, word in (("failed", "illisible"), ("skipped", "laissé de côté")):
        notes = [note for note in run["notes"] if key in note]
        for note in notes[:_NAMED]:
            yield f"  {word} : {clean(note[key])} ({clean(note.get('cause') or note.get('reason') or '')})"
        if len(notes) > _NAMED:
            yield f"  et {len(notes) - _NAMED} autres : hub runs {run['id']}"


def _advice(run: Json) -> Iterator[Text]:
    from rich.text import Text

    if count := run["counts"]["quarantined"]:
        command = f"hub quarantine list --connector {run['connector']}"
        yield Text(f"  {number(count)} en quarantaine : {command}", "yellow")


def failed_rules(failed: Mapping[str, int]) -> Iterator[Text]:
    """One line for each rule that raised: its marchés stay visible, judged without it."""
    from rich.text import Text

    for rule, count in failed.items():
        yield Text(f"La règle {rule} a échoué sur {count} marchés, évalués sans elle.", "yellow")
