"""What is assessed: one lot with what the marché says where the lot is silent, or the whole marché."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hub.clauses.case import Case, CaseLot
from hub.clauses.tables import Family, families, family_in_words, family_of
from hub.plugin_api.records import Money, Nature

WORKS, SERVICES, SUPPLIES = "travaux", "services", "fournitures"


@dataclass(frozen=True, slots=True)
class Subject:
    """A lot or a marché. ``value`` is its own.

    ``months`` counts the renewals when their length is known; else ``uncounted`` says how many are left out.
    """

    key: str | None
    title: str
    nature: Nature | None
    cpv: tuple[str, ...]
    value: Money | None
    maximum: Money | None
    firm_months: Decimal | None
    months: Decimal | None
    framework: bool
    uncounted: int = 0


@dataclass(frozen=True, slots=True)
class Trade:
    """The family found, and the sentence that says how. ``coded``: by the CPV code."""

    family: Family | None
    reason: str
    coded: bool = False


def subject(case: Case, lot: CaseLot | None = None) -> Subject:
    """The lot as it is assessed; without a lot, the marché."""
    if lot is None:
        return _whole(case)
    own = lot.duration_months is not None
    firm, renewals, each = _duration(lot) if own else _duration(case)
    return Subject(
        key=lot.key,
        title=lot.title or "",
        nature=lot.nature or nature_of(lot.cpv) or case.nature or nature_of(case.cpv),
        cpv=lot.cpv,
        value=lot.value,
        maximum=lot.maximum,
        firm_months=firm,
        months=total_months(firm, renewals, each),
        framework=bool(case.framework),
        uncounted=_uncounted(firm, renewals, each),
    )


def _whole(case: Case) -> Subject:
    firm, renewals, each = _duration(case)
    months, uncounted = total_months(firm, renewals, each), _uncounted(firm, renewals, each)
    if firm is None:
        of_lots = [s for s in (subject(case, lot) for lot in case.lots) if s.firm_months is not None]
        firm = max((s.firm_months for s in of_lots if s.firm_months is not None), default=None)
        months = max((s.months for s in of_lots if s.months is not None), default=None)
        uncounted = max((s.uncounted for s in of_lots), default=0)
    return Subject(
        None,
        case.title,
        whole_nature(case),
        case.cpv,
        case.value,
        case.maximum,
        firm,
        months,
        bool(case.framework),
        uncounted,
    )


def _duration(of: Case | CaseLot) -> tuple[Decimal | None, int | None, Decimal | None]:
    return of.duration_months, of.renewals, of.renewal_months


def total_months(firm: Decimal | None, renewals: int | None, each: Decimal | None) -> Decimal | None:
    """Firm months plus the renewals whose length is known."""
    if firm is None or not renewals or each is None:
        return firm
    return firm + renewals * each


def _uncounted(firm: Decimal | None, renewals: int | None, each: Decimal | None) -> int:
    return renewals or 0 if firm is not None and each is None else 0


def nature_of(cpv: tuple[str, ...]) -> Nature | None:
    """The nature that the main CPV code implies: 45 works, 50 to 98 services, the rest supplies."""
    if not cpv or not cpv[0][:2].isdigit():
        return None
    division = int(cpv[0][:2])
    if division == 45:
        return "travaux"
    return "services" if division >= 50 else "fournitures"


def whole_nature(case: Case) -> Nature | None:
    """The nature of the marché: as printed, else that of its CPV, else the one all its lots share."""
    if case.nature:
        return case.nature
    if implied := nature_of(case.cpv):
        return implied
    of_lots = {lot.nature or nature_of(lot.cpv) for lot in case.lots}
    return of_lots.pop() if len(of_lots) == 1 else None


def trade(case: Case, lot: CaseLot | None = None) -> Trade:
    """The family of a lot or of the marché: its CPV, else the words of its title, else its nature."""
    coded = _coded(lot.cpv if lot and lot.cpv else case.cpv)
    if coded is None and lot is None and (shared := _shared(case)):
        return shared
    if coded and not (lot and coded.generic):
        return _by_code(coded)
    named = _named(case, lot)
    if named and (coded is None or not named.generic):
        return Trade(named, f"Famille déduite du titre : « {named.name} ».")
    if coded:
        return _by_code(coded)
    if subject(case, lot).nature == WORKS:
        return Trade(families()["45"], "Métier inconnu : valeurs moyennes des travaux de construction.")
    return Trade(None, "Famille inconnue : ni code CPV connu, ni métier dans le titre.")


def _by_code(family: Family) -> Trade:
    return Trade(family, f"Famille « {family.name} » (CPV {family.cpv_prefix}).", coded=True)


def _shared(case: Case) -> Trade | None:
    """The trade of the lots, when they all have the same."""
    found = [trade(case, lot) for lot in case.lots]
    return found[0] if found and len({f.family for f in found}) == 1 else None


def _named(case: Case, lot: CaseLot | None) -> Family | None:
    """The trade in the lot's title, else in that of the marché, a precise one before a general one."""
    titles = [title for title in (lot.title if lot else None, case.title) if title]
    found = [family for title in titles if (family := family_in_words(title))]
    return next((family for family in found if not family.generic), found[0] if found else None)


def _coded(cpv: tuple[str, ...]) -> Family | None:
    return next((family for code in cpv if (family := family_of(code))), None)
