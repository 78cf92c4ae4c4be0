"""``parse`` returns the kind of records that was declared, under the key that was landed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hub.plugin_api import AwardedContract, Employer, Notice, RawRecord
from hub.testing.conformance.check import Check
from hub.testing.conformance.landed import parsed
from hub.testing.conformance.subjects import ConnectorSubject

_TYPES = {
    "notices": (Notice, AwardedContract),
    "contracts": (AwardedContract, Notice),
    "employers": (Employer,),
}


def run(subject: ConnectorSubject) -> Iterator[str]:
    owner: dict[tuple[str, str], str] = {}
    found = False
    for raw, records in parsed(subject):
        found = True
        yield from _of_one(subject, raw, records)
        for record in records:
            name = (str(getattr(record, "type", "")), str(getattr(record, "key", "")))
            if owner.setdefault(name, raw.key) != raw.key:
                yield f"{raw.key} and {owner[name]} both gave the record {name[1]}"
    if not found and subject.raws():
        yield "every record of the recordings was rejected"


def _of_one(subject: ConnectorSubject, raw: RawRecord, records: Sequence[object]) -> Iterator[str]:
    due = _TYPES[subject.connector.info.kind]
    wrong = [record for record in records if not isinstance(record, due)]
    if wrong:
        yield f"{raw.key}: parse returned {type(wrong[0]).__name__}, {due[0].__name__} is due"
        return
    keys = [str(getattr(record, "key", "")) for record in records]
    if len(set(keys)) < len(keys):
        yield f"{raw.key}: two records of the same key {keys}"
    elif len(keys) == 1 and keys[0] != raw.key and not keys[0].startswith(f"{raw.key}/"):
        yield f"{raw.key}: the record says {keys[0]!r}"


check = Check(
    id="parse-canonical",
    what="`parse` returns canonical records of the declared kind; the only record of a raw record has"
    " its key (or a key below it: `12/EI` of `12`), several have keys of their own, and no two"
    " raw records give the same one.",
    why="The key ties a notice to its bytes and its provenance: with two names, a correction of the"
    " source would arrive beside the record instead of in it.",
    mend="Compute the key once, in one function that `fetch`, `read` and `parse` share.",
    run=run,
)
