"""The parquet edition of the tabular file, for whoever has installed pyarrow; its CSV says the same."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

UNREAD: Final = (
    "a parquet file, which needs the Python package pyarrow and cannot be read inside an archive;"
    " the CSV file of the same data set is read without it"
)
_BATCH: Final = 2000


def is_readable() -> bool:
    """Whether pyarrow is installed."""
    return find_spec("pyarrow") is not None


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows as the CSV edition prints them."""
    from pyarrow.parquet import ParquetFile

    with ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=_BATCH):
            for row in batch.to_pylist():
                yield {name: _cell(value) for name, value in row.items()}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
