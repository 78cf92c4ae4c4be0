"""How much memory one DECP file takes, whatever its size: ours against two usual ways of reading it.

    python -m benchmarks.decp_memory [--mib 300] [--way NAME]

A file of invented contracts is made in ``TMPDIR`` (``--mib`` up to 3000), then read by each way in a
process of its own, which counts the contracts and reports its peak (``VmHWM``):

- ``connector``: ``decp`` as the hub runs it, keys and parsing included;
- ``reader``: ``documents.iter_json_items`` alone;
- ``raw_decode``: the standard library's decoder over a sliding buffer, the floor;
- ``orjson``: the whole file at once, left out when it would not fit (eight times its size);
- ``tabular``: ``decp`` on the same contracts as rows of the tabular CSV, shuffled by day.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

MIB = 1024 * 1024
LIMIT_MIB = 150
_COLUMNS = (
    "uid",
    "id",
    "acheteur_id",
    "titulaire_id",
    "objet",
    "montant",
    "codeCPV",
    "dateNotification",
    "modification_id",
    "donneesActuelles",
)
WAYS = ("connector", "reader", "raw_decode", "orjson", "tabular")


def contract(number: int) -> dict[str, Any]:
    """One invented contract, about as large as real ones (1.2 KB)."""
    return {
        "id": f"2024-{number:07d}",
        "acheteur": {"id": "21399001300012"},
        "nature": "Marché",
        "objet": f"Réfection de l'école n° {number} – lot {number % 17} : " + "gros œuvre, " * (number % 12),
        "codeCPV": "45223220-4",
        "procedure": "Procédure adaptée",
        "techniques": {"technique": ["Sans objet"]},
        "lieuExecution": {"code": "38000", "typeCode": "Code postal"},
        "dureeMois": 1 + number % 48,
        "dateNotification": f"2024-{1 + number % 12:02d}-{1 + number % 28:02d}",
        "datePublicationDonnees": f"2024-{1 + number % 12:02d}-28",
        "montant": 40_000 + number,
        "titulaires": [{"titulaire": {"typeIdentifiant": "SIRET", "id": "90099001100018"}}],
        "considerationsSociales": {"considerationSociale": ["Clause sociale"]},
        "considerationsEnvironnementales": {"considerationEnvironnementale": ["Clause environnementale"]},
        "modalitesExecution": {"modaliteExecution": ["Tranches"]},
        "typesPrix": {"typePrix": ["Définitif révisable"]},
        "modifications": [],
    }


def write_json(path: Path, size: int) -> None:
    """A file of ``size`` bytes at least."""
    with path.open("wb") as file:
        file.write(b'{"marches": {"marche": [')
        number = 0
        while file.tell() < size:
            file.write((b"," if number else b"") + json.dumps(contract(number), ensure_ascii=False).encode())
            number += 1
        file.write(b"]}}")


def write_csv(path: Path, size: int) -> None:
    """Rows of the tabular file: each contract twice, thousands of rows apart, as a modification is."""
    with path.open("wb") as file:
        file.write(",".join(_COLUMNS).encode() + b"\n")
        for number in range(size // 2 // 700):
            for line in (_line(number, 0), _line(max(0, number - 5000), 1)):
                file.write(line.encode())


def _line(number: int, change: int) -> str:
    own = f"2024-{number:07d}"
    text = "gros œuvre et second œuvre " * 20
    day = f"2024-{1 + number % 12:02d}-01"
    return (
        f"21399001300012{own}_45,{own},21399001300012,90099001100018,{text},{40_000 + number},45223220,"
        f"{day},{change},{'true' if change else 'false'}\n"
    )


def read_connector(path: Path) -> int:
    """Records that parse."""
    from types import SimpleNamespace

    from hub.plugin_api import RawRecord
    from hub_procurement_feed.decp.connector import Decp

    connector, ctx = Decp(), SimpleNamespace()
    raws = connector.read(ctx, path)  # type: ignore[arg-type]
    return sum(len(connector.parse(raw)) for raw in raws if isinstance(raw, RawRecord))


def read_reader(path: Path) -> int:
    """Items of the file."""
    from hub.plugin_api import documents

    with path.open("rb") as file:
        return sum(1 for _ in documents.iter_json_items(file, ("marches.marche",)))


def read_raw_decode(path: Path) -> int:
    """What thirty lines of the standard library do when the file is perfect."""
    with path.open(encoding="utf-8") as file:
        head = file.read(MIB)
        return sum(1 for _ in _decoded(file, head[head.index("[") + 1 :]))


def _decoded(file: IO[str], text: str) -> Iterator[Any]:
    decode, at = json.JSONDecoder().raw_decode, 0
    while True:
        try:
            item, at = decode(text, at)
        except json.JSONDecodeError:
            more = file.read(MIB)
            if not more:
                return
            text, at = text[at:] + more, 0
            continue
        yield item
        at += text.startswith(",", at)


def read_orjson(path: Path) -> int:
    """The whole file."""
    import orjson

    return len(orjson.loads(path.read_bytes())["marches"]["marche"])


READERS = {
    "connector": read_connector,
    "reader": read_reader,
    "raw_decode": read_raw_decode,
    "orjson": read_orjson,
    "tabular": read_connector,
}


def peak_mib() -> int:
    """The peak of this process in MiB."""
    status = Path("/proc/self/status").read_text("ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


def measure(way: str, path: Path) -> dict[str, Any]:
    """Run one way in a fresh process."""
    command = [sys.executable, "-m", "benchmarks.decp_memory", "--way", way, "--file", str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def run_one(way: str, path: Path) -> None:
    """In the fresh process: read, and print what it took."""
    started = time.process_time()
    count = READERS[way](path)
    print(json.dumps({"count": count, "cpu_s": time.process_time() - started, "peak_mib": peak_mib()}))


def free_mib() -> int:
    """Memory that may be used now, in MiB."""
    return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // MIB


def main(size: int, ways: tuple[str, ...]) -> int:
    """Make the files, run the ways, print the table; 1 when ours goes above the limit."""
    over = False
    print(f"{'way':<12}{'file MiB':>9}{'records':>10}{'CPU s':>8}{'MiB/s':>8}{'peak MiB':>10}")
    with tempfile.TemporaryDirectory() as folder:
        for way in ways:
            if way == "orjson" and size * 8 > free_mib():
                print(f"{way:<12}left out: about {size * 8} MiB would be needed")
                continue
            path = Path(folder) / ("f.csv" if way == "tabular" else "f.json")
            if not path.exists():
                (write_csv if way == "tabular" else write_json)(path, size * MIB)
            found, real = measure(way, path), path.stat().st_size / MIB
            over |= way in {"connector", "reader", "tabular"} and found["peak_mib"] > LIMIT_MIB
            speed = real / found["cpu_s"]
            print(
                f"{way:<12}{real:>9.0f}{found['count']:>10}{found['cpu_s']:>8.1f}{speed:>8.1f}"
                f"{found['peak_mib']:>10}"
            )
    print(f"limit: {LIMIT_MIB} MiB" + (" EXCEEDED" if over else ""))
    return int(over)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Memory of one DECP file.")
    parser.add_argument("--mib", type=int, default=300, help="size of the file, up to 3000")
    parser.add_argument("--way", choices=WAYS, help="one way only")
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.file:
        run_one(asked.way, asked.file)
    else:
        sys.exit(main(min(asked.mib, 3000), (asked.way,) if asked.way else WAYS))
