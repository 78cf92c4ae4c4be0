"""What a person means by an activity: a slug, ``espaces-verts``, « nettoyage », a CPV code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from hub.geo.names import plain
from hub.pipeline.matching.activities import Activity, activities, activity_of, sector_label, table_rows
from hub.plugin_api.errors import HubError

_SHOWN = 8


def meant(words: str, known: Iterable[str] = ()) -> frozenset[str]:
    """The activities that ``words`` mean, as the registries name them.

    Looked for among the sectors of ``sectors.csv``, the trades of ``activities.csv`` and ``known``, the
    activities that some employer has. Each word must begin a word of the name; a code of digits is a CPV
    code. Raises ``unknown-activity`` with the nearest names.
    """
    names = {row["slug"] for row in table_rows("sectors.csv")} | set(known)
    if words in names:
        return frozenset({words})
    asked = plain(words).split()
    rows = list(_rows(asked))
    found = frozenset(name for name in names if asked and _says(asked, f"{name} {sector_label(name)}"))
    found |= frozenset(sector for row in rows for sector in row.sectors)
    if not found:
        raise _unknown(words, names)
    return found


def _rows(asked: list[str]) -> Iterator[Activity]:
    if len(asked) == 1 and asked[0].isdigit():
        row = activity_of(asked[0])
        yield from [row] if row else []
    elif asked:
        yield from (row for row in activities().values() if row.exists and _says(asked, row.trade))


def _says(asked: list[str], name: str) -> bool:
    told = plain(name).split()
    return all(any(word.startswith(part) for word in told) for part in asked)


def _unknown(words: str, names: Iterable[str]) -> HubError:
    near = _near(words, names)
    guess = f" Peut-être : {' ; '.join(near)}." if near else ""
    return HubError(
        f"Aucune activité ne s’appelle « {words} ».{guess}",
        code="unknown-activity",
        next_step="Écrire un mot du métier, par exemple : --activity nettoyage, ou --activity espaces-verts.",
    )


def _near(words: str, names: Iterable[str]) -> list[str]:
    """Trades, then sectors, of which a word looks like one that was asked for."""
    trades = {row.trade for row in activities().values() if row.exists}
    labels = [*sorted(trades), *sorted(sector_label(name) for name in names)]
    spoken = {part for label in labels for part in plain(label).split() if len(part) > 3}
    alike = {near for part in plain(words).split() for near in get_close_matches(part, spoken, 3, 0.75)}
    told = [label for label in labels if alike.intersection(plain(label).split())]
    return list(dict.fromkeys(told))[:_SHOWN]
