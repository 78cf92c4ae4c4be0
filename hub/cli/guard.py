"""The one place where the command line ends: every error becomes a status and three parts to read.

An error is ``{code, cause, next_step}``: with ``--json`` that document on standard output, else text
on standard error.
"""

from __future__ import annotations

from collections.abc import Sequence

import typer

from hub.cli import out
from hub.cli.usage import in_french

DONE, FAILED, USAGE, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 130, 141
_BUG = "Relancer la même commande avec --debug, puis signaler la trace aux auteurs de Passerelle."


def run(argv: Sequence[str]) -> int:
    """Run one command line and return its exit status."""
    args, debug = _without_debug(argv)
    as_json = "--json" in args
    out.prepare()
    try:
        _log(debug)
        return _status(_call(args))
    except out.PipeClosed:
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return _interrupted()
    except typer.TyperException as error:
        return _usage(error, as_json)
    except SystemExit as error:
        return _status(error.code)
    except Exception as error:  # noqa: BLE001 - the last line of defence: told, never a bare traceback
        return _failed(error, as_json, debug)
    finally:
        out.settle()


def _call(args: list[str]) -> object:
    from hub.cli.root import build

    return build().main(args=args, prog_name="hub", standalone_mode=False)


def _without_debug(argv: Sequence[str]) -> tuple[list[str], bool]:
    """``--debug`` may stand anywhere: it is added to a command that has just failed."""
    args = [arg for arg in argv if arg != "--debug"]
    return args, len(args) != len(argv)


def _log(debug: bool) -> None:
    """The commands say what happened: log lines show only when somebody looks for a fault."""
    import logging

    handler = logging.StreamHandler() if debug else logging.NullHandler()
    logging.basicConfig(level=logging.DEBUG if debug else logging.WARNING, handlers=[handler])


def _status(value: object) -> int:
    if value == INTERRUPTED:
        return _interrupted()
    return value if isinstance(value, int) else FAILED if isinstance(value, str) else DONE


def _interrupted() -> int:
    out.complain("Interrompu. Ce qui était écrit est gardé : la même commande reprend où elle s’est arrêtée.")
    return INTERRUPTED


def _usage(error: typer.TyperException, as_json: bool) -> int:
    cause = in_french(error.format_message())
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "hub"
    out.error({"code": "usage", "cause": cause, "next_step": f"{command} --help"}, as_json)
    return USAGE


def _failed(error: Exception, as_json: bool, debug: bool) -> int:
    from hub.plugin_api.errors import HubError

    if debug:
        import traceback

        traceback.print_exception(error)
    if isinstance(error, HubError):
        out.error(error.as_dict(), as_json)
        return USAGE if error.code in _WRONGLY_ASKED else FAILED
    # The message of an unknown exception may quote a record or a secret: only its type is shown.
    cause = f"Erreur imprévue : {type(error).__name__}."
    out.error({"code": "unexpected", "cause": cause, "next_step": _BUG}, as_json)
    return FAILED


_WRONGLY_ASKED = {"decision-invalid", "reason-missing", "note-missing"}
