"""What a plugin raised, and where in its own files."""

from __future__ import annotations

import importlib.util
import traceback
from pathlib import Path
from types import TracebackType


def describe(error: BaseException, module: str) -> str:
    """``ValueError: bad day (/…/my_portal/__init__.py:12)``: the last line of the plugin's own code."""
    try:
        text = str(error).strip() or "no message"
    except Exception:  # noqa: BLE001 (an exception that cannot print itself is one more surprise)
        text = "no readable message"
    return f"{type(error).__name__}: {text[:500]}{_place(error, module)}"


def _place(error: BaseException, module: str) -> str:
    if isinstance(error, SyntaxError) and error.filename:
        return f" ({error.filename}:{error.lineno})"
    frames = _frames(error.__traceback__)
    root = _root(module)
    own = [frame for frame in frames if root and Path(frame[0]).is_relative_to(root)]
    # The exception may surface in a library that the plugin called: its authors need their own line.
    name, line = (own or frames or [("", 0)])[-1]
    return f" ({name}:{line})" if name else ""


def _frames(trace: TracebackType | None) -> list[tuple[str, int]]:
    stack = traceback.extract_tb(trace)
    return [(f.filename, f.lineno or 0) for f in stack if not _ours(f.filename)]


def _ours(filename: str) -> bool:
    return filename.startswith("<frozen") or Path(filename).is_relative_to(Path(__file__).parent)


def _root(module: str) -> Path | None:
    """The folder of a package, or the file of a module; never imports anything."""
    try:
        spec = importlib.util.find_spec(module.partition(".")[0])
    except (ImportError, ValueError, AttributeError):
        return None
    if spec is None or not spec.origin:
        return None
    return Path(spec.origin).parent if spec.submodule_search_locations else Path(spec.origin)
