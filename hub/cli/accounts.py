"""``hub accounts``: who may sign in, from the shell of the machine. No password is ever typed here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub.access.person import ROLE_WORDS, ROLES
from hub.cli import lists, out
from hub.cli.frame import Command, Group
from hub.cli.lists import Shape
from hub.cli.options import AsJson, Format, known_territory, opened, system_user
from hub.cli.review import PORT
from hub.cli.usage import Wrong, one_of
from hub.review.printed import clean, day

if TYPE_CHECKING:
    from rich.table import Table

    from hub.app import Hub

Json = dict[str, Any]
_ROLES = " ; ".join(ROLE_WORDS.values())
Login = Annotated[str, typer.Argument(metavar="LOGIN", help="L’identifiant du compte.")]


def group() -> typer.Typer:
    """The commands of ``hub accounts``; alone, it lists."""
    app = typer.Typer(cls=Group, invoke_without_command=True, rich_markup_mode=None)
    app.callback(
        help="Les comptes des personnes : list (par défaut), add, invite, role, territories, disable, enable."
    )(_default)
    commands: dict[str, Callable[..., None]] = {
        "list": list_,
        "add": add,
        "invite": invite,
        "role": role,
        "territories": territories,
        "disable": disable,
        "enable": enable,
    }
    for name, function in commands.items():
        app.command(name, cls=Command)(function)
    return app


def _default(context: typer.Context, fmt: Format = "table", as_json: AsJson = False) -> None:
    if context.invoked_subcommand is None:
        list_(fmt=fmt, as_json=as_json)


def list_(fmt: Format = "table", as_json: AsJson = False) -> None:
    """Liste les comptes, désactivés compris."""
    with opened() as hub:
        found = hub.accounts()
    if as_json:
        out.document(lists.as_document(found))
    else:
        lists.put(found, SHAPE, fmt, total=len(found))


def add(
    login: Login,
    role: Annotated[
        str,
        typer.Option(
            "--role", metavar="ROLE", callback=one_of("--role", ROLES), help=_ROLES + ".", show_default=False
        ),
    ] = "lecture",
    name: Annotated[str, typer.Option("--name", metavar="NOM", help="Prénom et nom.")] = "",
    email: Annotated[
        str | None, typer.Option("--email", metavar="ADRESSE", help="Adresse électronique.")
    ] = None,
    territory: Annotated[
        list[str] | None,
        typer.Option("--territory", metavar="ID", help="Territoire visible ; à répéter. Sans : tous."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Ouvre un compte et donne le lien, valable une fois, pour choisir un mot de passe."""
    from hub.access.accounts import Profile

    with opened() as hub:
        for id_ in territory or ():
            known_territory(hub, id_)
        profile = Profile(login, role, name=name, email=email, territories=tuple(territory or ()))
        account = hub.add_account(profile, by=system_user())
        _link(hub, account, as_json)


def invite(login: Login, as_json: AsJson = False) -> None:
    """Donne un nouveau lien pour choisir un mot de passe ; le précédent ne s’ouvre plus."""
    with opened() as hub:
        _link(hub, hub.account(login), as_json)


def role(
    login: Login,
    role: Annotated[str, typer.Argument(metavar="ROLE", callback=one_of("ROLE", ROLES), help=_ROLES + ".")],
    as_json: AsJson = False,
) -> None:
    """Change le rôle d’un compte, et ferme ses sessions."""
    with opened() as hub:
        _tell(hub.change_account(login, {"role": role}, by=system_user()), as_json)


def territories(
    login: Login,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID", help="Territoires visibles ; avec --all, aucun.")
    ] = None,
    everywhere: Annotated[bool, typer.Option("--all", help="Tous les territoires, sans limite.")] = False,
    as_json: AsJson = False,
) -> None:
    """Change les territoires qu’un compte peut voir, et ferme ses sessions."""
    if bool(ids) == everywhere:
        raise Wrong("ID", "indiquer des territoires, ou bien --all.")
    with opened() as hub:
        for id_ in ids or ():
            known_territory(hub, id_)
        _tell(hub.change_account(login, {"territories": ids or ()}, by=system_user()), as_json)


def disable(login: Login, as_json: AsJson = False) -> None:
    """Désactive un compte : ses sessions se ferment, ses jetons n’ouvrent plus rien."""
    with opened() as hub:
        _tell(hub.disable_account(login, by=system_user()), as_json)


def enable(login: Login, as_json: AsJson = False) -> None:
    """Réactive un compte."""
    with opened() as hub:
        _tell(hub.enable_account(login, by=system_user()), as_json)


def _link(hub: Hub, account: Json, as_json: bool) -> None:
    token = hub.invite(account["login"], by=system_user())
    root = hub.settings.public_url or f"http://127.0.0.1:{PORT}"
    link = f"{root}/connexion?jeton={token}"
    if as_json:
        out.document({**account, "link": link})
        return
    out.show(_line(account), "Lien à transmettre, valable une fois pendant trois jours :", link)


def _tell(account: Json, as_json: bool) -> None:
    if as_json:
        out.document(account)
    else:
        out.show(_line(account))


def _line(account: Json) -> str:
    where = ", ".join(account["territories"]) or "tous les territoires"
    closed = " · désactivé" if account["disabled"] else ""
    return f"{account['login']} · {account['role']} · {where}{closed}"


def _table(items: Sequence[Json]) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for heading in ("Identifiant", "Nom", "Rôle", "Territoires", "Entrée", "État"):
        table.add_column(heading, overflow="fold")
    for account in items:
        table.add_row(
            account["login"],
            clean(account["name"]),
            account["role"],
            ", ".join(account["territories"]) or "tous",
            _doors(account),
            f"désactivé le {day(account['disabled'])}" if account["disabled"] else "ouvert",
        )
    return table


def _doors(account: Json) -> str:
    doors = (("password", "mot de passe"), ("openid", "OpenID Connect"))
    return ", ".join(words for name, words in doors if account[name]) or "lien"


def _field(name: str) -> Callable[[Json], Any]:
    return lambda account: account[name]


_NAMES = ("login", "name", "email", "role", "territories", "created", "disabled", "password", "openid")
SHAPE = Shape({name: _field(name) for name in _NAMES}, _table, "Aucun compte : hub accounts add LOGIN.")
