"""``hub init``: make or migrate the store."""

from __future__ import annotations

from hub.cli import out
from hub.cli.options import AsJson, opened


def init(as_json: AsJson = False) -> None:
    """Crée le magasin ou le met à jour, et dit où il est."""
    with opened(make_ready=False) as hub:
        before, after = hub.migrate()
        where = str(hub.store.path.resolve()) if hub.store.path else hub.settings.safe_database_url
        origin = hub.settings.origin("database_url" if hub.store.path is None else "home")
    if as_json:
        out.document({"store": where, "from": origin, "before": before, "after": after})
        return
    out.show(f"Magasin : {where} ({origin})", _done(before, after), "Ensuite : hub doctor")


def _done(before: str | None, after: str) -> str:
    if before is None:
        return f"Créé, schéma {after}."
    return f"Déjà à jour, schéma {after}." if before == after else f"Mis à jour : schéma {before} → {after}."
