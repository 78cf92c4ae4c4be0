"""What a person typed wrongly, said in French; and the values that options take."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime

import typer

# Typer says these in English and has no other language.
_SENTENCES = (
    (r"Missing (?:argument|option|parameter) '?([^'.]+)'?\..*", "Il manque {0}."),
    (r"No such option: (\S+) \(Possible options: (.*)\)", "L’option {0} n’existe pas ; peut-être {1} ?"),
    (r"No such option: (\S+) Did you mean (.*)\?", "L’option {0} n’existe pas ; peut-être {1} ?"),
    (r"No such option: (\S+)", "L’option {0} n’existe pas."),
    (r"No such command '(.*?)'\. Did you mean (.*)\?", "La commande {0} n’existe pas ; peut-être {1} ?"),
    (r"No such command '(.*?)'\.", "La commande {0} n’existe pas."),
    (r"Missing command\.", "Il manque une commande."),
    (r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", "Mots en trop : {0}."),
    (r"Option '(.*?)' requires an argument\.", "L’option {0} attend une valeur."),
    (r"Option '(.*?)' does not take a value\.", "L’option {0} ne prend pas de valeur."),
    (r"Invalid value for (.*?): .*valid integer.*", "{0} : un nombre entier est attendu."),
    (r"Invalid value for (.*?): .*valid (?:float|number).*", "{0} : un nombre est attendu."),
    (r"Invalid value for (.*?): .*greater than or equal to (\d+).*", "{0} : au moins {1}."),
    (r"Invalid value for (.*?): .*less than or equal to (\d+).*", "{0} : au plus {1}."),
    (r"Invalid value for (.*?): (.*)", "{0} : {1}"),
)


def in_french(message: str) -> str:
    """A usage message of Typer in French; an unknown one as it is.

    >>> in_french("No such option: --tou (Possible options: --to)")
    'L’option --tou n’existe pas ; peut-être --to ?'
    """
    text = " ".join(message.split())
    for pattern, french in _SENTENCES:
        if found := re.fullmatch(pattern, text):
            return french.format(*(group.replace("'", "") for group in found.groups()))
    return text


class Wrong(typer.BadParameter):
    """A value that cannot be; ``where`` is the option or argument as it is typed. Exit status 2."""

    def __init__(self, where: str, message: str) -> None:
        super().__init__(message, param_hint=where)


def one_of(where: str, choices: Iterable[str]) -> Callable[[str | None], str | None]:
    """A Typer callback that accepts only these values."""
    known = tuple(choices)

    def check(value: str | None) -> str | None:
        if value is None or value in known:
            return value
        raise Wrong(where, f"« {value} » n’est pas un choix ; les choix : {', '.join(known)}.")

    return check


def a_day(where: str) -> Callable[[str | None], str | None]:
    """A Typer callback that accepts ``2026-09-01`` or ``01/09/2026`` and gives the former."""

    def check(value: str | None) -> str | None:
        return None if value is None else _read_day(where, value).isoformat()

    return check


def _read_day(where: str, value: str) -> date:
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(value, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise Wrong(where, f"« {value} » n’est pas une date ; écrire 2026-09-01 ou 01/09/2026.")


def as_date(value: str | None) -> date | None:
    """What :func:`a_day` accepted, as a date."""
    return None if value is None else date.fromisoformat(value)
