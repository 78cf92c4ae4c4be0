"""What a run did, in a line or two, and the exit status that follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import typer

from hub.clauses.wording import number
from hub.cli import out, run_notes, words
from hub.review.labels import RUNS, label
from hub.review.run_words import counted, lasting

if TYPE_CHECKING:
    from rich.text import Text

    from hub.plugin_api.errors import HubError

Json = dict[str, Any]
FAILED = ("failed", "held", "abandoned")
COLOURS = {"succeeded": "green", "partial": "yellow", "running": "cyan"}


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
        out.show(*run_notes.told(run), *_advice(run))
        if run["error"] and run["status"] != "held":
            _complain(run["connector"], run["error"])
    for run in runs:
        if run["status"] == "held" and run["error"]:
            _hold(run["connector"], run["error"])


def _hold(connector: str, error: Json) -> None:
    """Why it is held; the last line is the command that accepts it, alone, to be copied."""
    out.complain(f"{connector} : {out.error_lines(error)[0]}")
    out.complain("Vérifier auprès de la source. Si cette baisse est vraie, l’accepter ainsi :")
    out.show(error["next_step"])


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


def _advice(run: Json) -> Iterator[Text]:
    from rich.text import Text

    if count := run["counts"]["quarantined"]:
        command = f"hub quarantine list --connector {run['connector']}"
        yield Text(f"  {number(count)} en quarantaine : {command}", "yellow")


def failed_rules(failed: Mapping[str, int]) -> Iterator[Text]:
    """One line for each rule that raised: its marchés stay visible, judged without it."""
    from rich.text import Text

    for rule, count in failed.items():
        where = words.count(count, "marché, évalué sans elle", "marchés, évalués sans elle")
        yield Text(f"La règle {rule} a échoué sur {where}.", "yellow")


def failed_matchers(failed: Mapping[str, int]) -> Iterator[Text]:
    """One line for each matcher of a plugin that raised."""
    from rich.text import Text

    for matcher, count in failed.items():
        where = words.count(count, "lot, classé sans lui", "lots, classés sans lui")
        yield Text(f"Le rapprochement {matcher} a échoué sur {where}.", "yellow")
