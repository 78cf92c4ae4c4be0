"""A source whose fields were renamed overnight."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from hub.testing.conformance.check import Check
from hub.testing.conformance.subjects import ConnectorSubject, described
from hub.testing.conformance.verdicts import RIGHT, healthy_runs
from hub.testing.replay import Fault, Request, Response

_TAG = re.compile(rb"(</?)([A-Za-z_][\w.-]*:)?([A-Za-z_])")


def run(subject: ConnectorSubject) -> Iterator[str]:
    for case, _ in healthy_runs(subject):
        found = subject.run(case, faults=[Fault("renamed", renamed).always()])
        if found.error is not None:
            if not isinstance(found.error, RIGHT):
                yield f"{case.name}: raised {described(found.error)}, where SourceChanged is due"
        elif not found.raws:
            yield f"{case.name}: the fetch ended as if all was well, without any record"
        else:
            taken = [raw.key for raw in found.raws if not subject.is_rejected(raw)]
            yield from (f"{case.name}: {key} was parsed as if nothing had changed" for key in taken)


def renamed(_request: Request, response: Response) -> Response:
    """The same answer with every field, column or element called something else."""
    body = response.whole_body()
    return replace(response, body=_renamed(body)) if response.status == 200 else response


def _renamed(body: bytes) -> bytes:
    try:
        return json.dumps(_fields(json.loads(body))).encode()
    except ValueError:
        pass
    if body.lstrip()[:1] == b"<":
        return _TAG.sub(rb"\1\2new_\3", body)
    lines = (line for line in body.splitlines() if line.strip())
    try:
        return b"".join(json.dumps(_fields(json.loads(line))).encode() + b"\n" for line in lines)
    except ValueError:
        head, newline, rest = body.partition(b"\n")
        return re.sub(rb"(^|[;,\t|])", rb"\1new_", head) + newline + rest


def _fields(value: Any) -> Any:
    if isinstance(value, dict):
        return {f"new_{name}": _fields(inner) for name, inner in value.items()}
    return [_fields(item) for item in value] if isinstance(value, list) else value


check = Check(
    id="changed-schema",
    what="When all the fields of the source have another name, the fetch raises SourceChanged, or"
    " every record is rejected by `parse`.",
    why="Portals change their fields without notice: a connector that goes on with empty values fills"
    " the hub with notices that say nothing, and nobody knows why.",
    mend="Ask for the fields that make a record (its identifier, its list) with [] and not .get():"
    " raise SourceChanged for an answer without them, RecordRejected for a record.",
    run=run,
)
