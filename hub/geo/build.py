"""Rebuild the tables of ``hub/geo/data`` from the national files.

    python -m hub.geo.build SOURCE_FOLDER [TARGET_FOLDER]

``SOURCE_FOLDER`` holds ``communes_2026.csv``, ``communes_anciennes_2026.csv``, ``epci_2026.csv``,
``departements_2026.csv`` and ``nuts_2024_fr.csv``; ``data/PROVENANCE.md`` says where they come from.
The same sources always give the same bytes.
"""

from __future__ import annotations

import csv
import gzip
import io
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

Row = dict[str, str]


def build(source: Path, target: Path) -> list[Path]:
    """Write the four tables below ``target``; return their paths.

    Raises ``OSError`` when a source is missing, ``KeyError`` when a column is.
    """
    tables = {
        "communes.csv.gz": (
            ("insee", "name", "parent", "epci", "postcodes", "population", "latitude", "longitude"),
            map(_commune, _read(source / "communes_2026.csv")),
        ),
        "old_communes.csv.gz": (
            ("insee", "name", "present"),
            _columns(source / "communes_anciennes_2026.csv", "code_insee", "nom", "chef_lieu"),
        ),
        "epci.csv.gz": (
            ("siren", "name", "type"),
            _columns(source / "epci_2026.csv", "siren", "nom", "type"),
        ),
        "departements.csv.gz": (
            ("code", "name", "region", "region_name", "nuts3"),
            _departements(_read(source / "departements_2026.csv"), _read(source / "nuts_2024_fr.csv")),
        ),
    }
    return [_write(target / name, header, rows) for name, (header, rows) in tables.items()]


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _columns(path: Path, *names: str) -> list[list[str]]:
    return [[row[name] for name in names] for row in _read(path)]


def _commune(row: Row) -> list[str]:
    return [
        row["code_insee"],
        row["nom"],
        row["commune_parente"],
        row["epci_siren"],
        row["codes_postaux"],
        row["population"],
        _degrees(row["latitude"] or row["mairie_latitude"]),
        _degrees(row["longitude"] or row["mairie_longitude"]),
    ]


def _degrees(text: str) -> str:
    # Four decimals are eleven metres: far finer than "the centre of a commune" means.
    return f"{float(text):.4f}" if text else ""


def _departements(rows: Iterable[Row], nuts: Iterable[Row]) -> list[list[str]]:
    nuts3 = {row["departement_code"]: row["nuts_code"] for row in nuts if row["level"] == "3"}
    return [
        [row["code"], row["nom"], row["region_code"], row["region_nom"], nuts3.get(row["code"], "")]
        for row in rows
    ]


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Path:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    path.write_bytes(gzip.compress(text.getvalue().encode("utf-8"), compresslevel=9, mtime=0))
    return path


def main(arguments: Sequence[str]) -> int:
    """Exit status: 0 done, 2 usage."""
    if len(arguments) not in {1, 2}:
        sys.stderr.write("usage: python -m hub.geo.build SOURCE_FOLDER [TARGET_FOLDER]\n")
        return 2
    target = Path(arguments[1]) if len(arguments) == 2 else Path(__file__).parent / "data"
    for path in build(Path(arguments[0]), target):
        sys.stdout.write(f"{path}\t{path.stat().st_size} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
