"""Importing the plugin does nothing."""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
from collections.abc import Iterator

from hub.testing.conformance.check import Check
from hub.testing.conformance.subjects import ConnectorSubject

_CPU_S = 5.0
_SCRIPT = """
import importlib.util, json, os, sys, time, threading
import hub.plugin_api
name, path, seen, watching = sys.argv[1], sys.argv[2], [], True
WATCHED = {"subprocess.Popen", "os.mkdir", "os.remove", "os.rename", "os.system", "os.putenv", "os.chdir"}
def hook(event, args):
    if not watching:
        return
    writes = event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+")
    if writes or event in WATCHED or event in ("socket.connect", "socket.getaddrinfo", "socket.bind"):
        seen.append(f"{event} {args[0]!r:.120}")
class Out:
    def write(self, text):
        if text.strip():
            seen.append(f"printed {text.strip()!r:.120}")
    def flush(self):
        pass
real, sys.stdout, threads, environ = sys.stdout, Out(), threading.active_count(), dict(os.environ)
sys.addaudithook(hook)
started = time.process_time()
try:
    if path:
        spec = importlib.util.spec_from_file_location(name, path)
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    else:
        importlib.import_module(name)
except BaseException as error:
    seen.append(f"raised {type(error).__name__}: {error}")
spent, watching = time.process_time() - started, False
if threading.active_count() > threads:
    seen.append("a thread was started")
if dict(os.environ) != environ:
    seen.append("os.environ was changed")
sys.stdout = real
print(json.dumps([seen, spent]))
"""


def run(subject: ConnectorSubject) -> Iterator[str]:
    name = type(subject.connector).__module__
    file = getattr(sys.modules.get(name), "__file__", None) or ""
    seen, spent = _imported(name, file)
    yield from (f"import {name}: {what}" for what in seen)
    if spent > _CPU_S:
        yield f"import {name} took {spent:.1f} s of processor, {_CPU_S:.0f} s at most are due"


@functools.cache
def _imported(name: str, file: str) -> tuple[tuple[str, ...], float]:
    """What happened at the import, and its seconds, in a fresh interpreter."""
    path = os.pathsep.join(filter(None, sys.path))
    environ = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    alone = "" if _is_importable(name) else file
    done = subprocess.run(  # noqa: S603 - this interpreter, on the module under test
        [sys.executable, "-c", _SCRIPT, name, alone], env=environ, capture_output=True, text=True, check=False
    )
    if done.returncode:
        return (f"the interpreter died: {done.stderr[-300:]}",), 0.0
    seen, spent = json.loads(done.stdout.splitlines()[-1])
    return tuple(seen), spent


def _is_importable(name: str) -> bool:
    spec = getattr(sys.modules.get(name), "__spec__", None)
    origin = getattr(spec, "origin", None) or ""
    parts = name.split(".")
    tails = (os.path.join(*parts) + ".py", os.path.join(*parts, "__init__.py"))
    roots = [os.path.abspath(entry or ".") for entry in sys.path]
    return any(os.path.join(root, tail) == os.path.abspath(origin) for root in roots for tail in tails)


check = Check(
    id="import-quiet",
    what="Importing the connector's module prints nothing, writes no file, opens no connection,"
    " starts no thread or process, changes no environment variable, and takes less than 5 s of"
    " processor.",
    why="The hub imports every installed plugin before any command, even `hub --help`: what happens"
    " at import happens to everybody, and a failure there makes the whole plugin *broken*.",
    mend="Move the work into a function: a table is loaded on first use with functools.cache, a"
    " session is the one in `ctx.http`.",
    run=run,
)
