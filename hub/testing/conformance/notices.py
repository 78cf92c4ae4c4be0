"""Notices, lots and employers for the checks of rules and matchers: invented, plain or hostile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hub.plugin_api import Address, Employer, Lot, Notice, Text
from hub.testing.hostile import TEXTS

_DAY = date(2026, 9, 1)


def notice(text: str, field: str = "description") -> Notice:
    """A call for tenders with one lot, whose only text is ``text``."""
    texts = (Text(field=field, text=text), Text(field=f"{field}-lot", text=text, lot="1")) if text else ()
    lot = Lot(key="1", title="Lot 1")
    return Notice(key="26-1", kind="competition", title="Travaux", published=_DAY, lots=(lot,), texts=texts)


def hostile_notices(good: tuple[str, ...]) -> Iterator[tuple[str, Notice]]:
    """Notices with hostile texts, alone and around the texts that a rule knows; one without anything."""
    yield "a notice without texts", Notice(key="1", kind="planning", title="", published=_DAY)
    for bad in TEXTS:
        yield f"{bad[:12]!r} × {len(bad)}", notice(bad)
        for text in good[:3]:
            yield f"{bad[:12]!r} before a known text", notice(bad + text)
            yield (
                f"{bad[:12]!r} inside a known text",
                notice(bad.join(_halves(text))),
            )
    for text in good:
        yield from (
            (f"a known text cut at {at}", notice(text[: len(text) * at // 32])) for at in range(1, 32)
        )


def _halves(text: str) -> tuple[str, str]:
    return text[: len(text) // 2], text[len(text) // 2 :]


def hostile_lots() -> Iterator[tuple[str, Lot, Notice]]:
    """Lots with hostile titles, without anything, and with codes that mean nothing."""
    for bad in TEXTS:
        yield f"a title of {bad[:12]!r} × {len(bad)}", Lot(key="1", title=bad, description=bad), notice(bad)
    yield "a lot without anything", Lot(key="?"), notice("")
    codes = ("", "00000000", "45", "CPV", "é", "9" * 99)
    yield (
        "impossible CPV codes",
        Lot(
            key="1",
            cpv=codes,
            places=(Address(), Address(insee="")),
        ),
        notice("x"),
    )


def hostile_employers() -> tuple[Employer, ...]:
    """Employers that say nothing, or nonsense."""
    return (
        Employer(key="nothing", kind=None, name="?"),
        Employer(key="nowhere", kind="EI", name="\u0000", address=Address(), latitude=0.0, longitude=0.0),
        Employer(
            key="pole", kind="ACI", name="x" * 5000, latitude=90.0, longitude=-180.0, sectors=("", "é" * 500)
        ),
        Employer(key="closed", kind="ESAT", name="Fermé", active=False, capacity=-1, range_km=-5.0),
    )
