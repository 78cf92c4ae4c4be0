"""The public API as text, compared with what was promised for 1.0.

``python tests/contract/test_api_snapshot.py --write`` writes the promise again, on purpose.
"""

import dataclasses
import difflib
import enum
import inspect
import re
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from hub import plugin_api
from hub.plugin_api import connector, documents, hookspecs, identifiers, records, rules, runs

PROMISE = Path(__file__).with_name("api-1.0.txt")
HOW = """\
The plugin API is not what tests/contract/api-1.0.txt promises (diff above).
If the change is wanted, and only adds to what plugins may use: raise API_VERSION's minor number,
write a line in CHANGELOG under "Plugin API", then run

    python tests/contract/test_api_snapshot.py --write
"""


def rendering() -> str:
    lines = [f"API_VERSION {plugin_api.API_VERSION}"]
    for name in sorted(plugin_api.__all__):
        lines += ["", *thing(name, getattr(plugin_api, name))]
    for module in (documents, identifiers, hookspecs):
        lines += ["", *of_module(module)]
    lines += ["", "words", *vocabularies()]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def thing(name: str, value: Any) -> list[str]:
    if isinstance(value, types.ModuleType):
        return [f"module {name}"]
    if inspect.isclass(value):
        return [class_line(name, value), *sorted(f"    {line}" for line in set(members(value)))]
    if inspect.isfunction(value):
        return [f"def {name}{signature(value)}"]
    return [f"{name}: {type(value).__name__}"]


def vocabularies() -> Iterator[str]:
    """The closed lists of words: a word taken away breaks whoever writes it."""
    for module in (connector, documents, records, rules, runs):
        for name, value in sorted(vars(module).items()):
            if get_origin(value) is Literal:
                yield f"    {module.__name__.rpartition('.')[2]}.{name}: {', '.join(get_args(value))}"


def of_module(module: types.ModuleType) -> Iterator[str]:
    yield f"in {module.__name__}"
    for name, value in sorted(vars(module).items()):
        if is_public(module, name, value):
            yield from (f"    {line}" for line in thing(name, value))


def is_public(module: types.ModuleType, name: str, value: Any) -> bool:
    if name.startswith("_") or not (inspect.isfunction(value) or inspect.isclass(value)):
        return False
    return name in getattr(module, "__all__", [name]) and value.__module__.startswith(module.__name__)


def class_line(name: str, kind: type) -> str:
    bases = ", ".join(base.__name__ for base in kind.__bases__ if base is not object)
    frozen = " frozen" if is_frozen(kind) else ""
    return f"class {name}({bases}){frozen}"


def is_frozen(kind: type) -> bool:
    if issubclass(kind, BaseModel):
        return bool(kind.model_config.get("frozen"))
    return dataclasses.is_dataclass(kind) and kind.__dataclass_params__.frozen


def members(kind: type) -> Iterator[str]:
    if issubclass(kind, BaseModel):
        yield from map(model_field, kind.model_fields.items())
    elif dataclasses.is_dataclass(kind):
        yield from map(data_field, dataclasses.fields(kind))
    elif issubclass(kind, enum.Enum):
        yield from (f"{item.name} = {item.value!r}" for item in kind)
    else:
        yield from (
            f"{name}: {readable(hint)}" for name, hint in vars(kind).get("__annotations__", {}).items()
        )
        yield from (f"{name} = {vars(kind)[name]!r}" for name in ("default_code",) if name in vars(kind))
    yield from methods(kind)


def is_protocol(kind: type) -> bool:
    return bool(getattr(kind, "_is_protocol", False))


def model_field(item: tuple[str, Any]) -> str:
    name, field = item
    default = "" if field.is_required() else f" = {field.get_default(call_default_factory=True)!r}"
    limits = f" [{', '.join(map(limit, field.metadata))}]" if field.metadata else ""
    return f"{name}: {readable(field.annotation)}{limits}{default}"


def limit(metadata: Any) -> str:
    return re.sub(r"^_?\w+\((.*)\)$", r"\1", repr(metadata))


def data_field(field: dataclasses.Field) -> str:
    has_default = field.default is not dataclasses.MISSING
    made = "" if field.default_factory is dataclasses.MISSING else " = …"
    return f"{field.name}: {readable(field.type)}{f' = {field.default!r}' if has_default else made}"


def methods(kind: type) -> Iterator[str]:
    generated = dataclasses.is_dataclass(kind) or issubclass(kind, BaseModel)
    for name, value in vars(kind).items():
        if name == "__init__" and inspect.isfunction(value) and not generated and not is_protocol(kind):
            yield f"def __init__{signature(value)}"
        if name.startswith(("_", "model_")):
            continue
        if isinstance(value, property):
            yield f"@property {name}{signature(value.fget)}"
        elif isinstance(value, classmethod | staticmethod):
            yield f"@{type(value).__name__} {name}{signature(value.__func__)}"
        elif inspect.isfunction(value):
            yield f"def {name}{signature(value)}"


def signature(function: Any) -> str:
    return readable(str(inspect.signature(function)))


def readable(hint: Any) -> str:
    """A type without the modules it lives in, so that moving a file changes nothing."""
    text = hint.__name__ if inspect.isclass(hint) and not hasattr(hint, "__args__") else str(hint)
    text = re.sub(r"\b(?:[a-z_]\w*\.)+(?=[A-Za-z_])", "", text.replace("'", ""))
    return re.sub(r"ForwardRef\((\w+)\)", r"\1", re.sub(r"FieldInfo\(.*?metadata=(\[.*?\])\)", r"\1", text))


def test_the_api_is_what_was_promised():
    promised, actual = PROMISE.read_text("utf-8"), rendering()
    diff = "\n".join(
        difflib.unified_diff(promised.splitlines(), actual.splitlines(), "promised", "actual", lineterm="")
    )
    assert not diff, f"\n{diff}\n\n{HOW}"


def test_the_rendering_is_stable_and_says_what_matters():
    text = rendering()
    assert text == rendering()
    assert "def parse_xml(payload: bytes, *, max_bytes: int = " in text
    assert "def hub_register_connectors() -> Iterable[Connector[Any]]" in text
    assert re.search(r"class Money\(Record\) frozen\n    amount: Decimal \[", text)
    assert " at 0x" not in text


if __name__ == "__main__":
    if "--write" in sys.argv:
        PROMISE.write_text(rendering(), "utf-8")
    else:
        sys.stdout.write(rendering())
