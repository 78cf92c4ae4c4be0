"""The canonical records that connectors return from ``parse``.

All are frozen pydantic types: checked once at the border, then plain data. Amounts are exact
decimals in the currency's unit, durations are in months, datetimes are aware, dates of French
notices are Europe/Paris. A field that cannot be read is ``None`` and leaves a :class:`Finding`.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

NoticeKind = Literal["planning", "competition", "result", "change", "cancellation", "contract"]
"""What a notice does: announce a plan, call, award, change a notice, cancel one, record a contract."""

Nature = Literal["travaux", "services", "fournitures"]
Regime = Literal["marche", "concession", "defense"]
Basis = Literal["estimate", "range_maximum", "framework_maximum", "awarded", "initial"]
EmployerKind = Literal["ACI", "AI", "EI", "EITI", "ETTI", "GEIQ", "EA", "EATT", "ESAT", "EBE", "SEP"]
LinkKind = Literal["changes", "cancels", "awards", "follows", "same_procedure", "plans"]

NonEmpty = Annotated[str, Field(min_length=1)]


class Record(BaseModel):
    """Base of all records: frozen, and an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Finding(Record):
    """A field that was present and could not be read. The record lives on without it.

    ``code`` is stable (``bad-siret``, ``absurd-date``), ``field`` is where it stood, ``value`` is
    what was printed there (cut to 200 characters).
    """

    code: NonEmpty
    field: str
    value: Annotated[str, Field(max_length=200)] = ""


class Money(Record):
    """An amount, HT (without VAT) unless ``vat`` says otherwise.

    ``basis`` says what it means: ``estimate``, ``range_maximum`` (upper end of a printed range),
    ``framework_maximum`` (a ceiling, not an estimate), ``awarded``, ``initial`` (awarded, before
    modifications). Amounts of 0 mean unknown and must be given as ``None`` instead.
    """

    amount: Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=4)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "EUR"
    basis: Basis = "estimate"
    vat: Literal["HT", "TTC"] = "HT"


class Address(Record):
    """A postal address, or what is known of one. ``label`` is the place as printed."""

    street: str | None = None
    postcode: str | None = None
    city: str | None = None
    insee: str | None = None
    departement: str | None = None
    nuts: str | None = None
    country: str | None = None
    label: str | None = None


class Buyer(Record):
    """The buyer. ``identifier`` keeps what was printed; ``siret`` is set only when it is valid.

    ``legal_type`` is the source's own code (eForms BT-11, TED AA_AUTHORITY_TYPE …) as
    ``list:code``, e.g. ``BT-11:la``.
    """

    name: str
    siret: str | None = None
    siren: str | None = None
    identifier: str | None = None
    legal_type: str | None = None
    activity: str | None = None
    address: Address | None = None


class Text(Record):
    """A text of the source with the field it came from, decoded and otherwise untouched.

    Evidence counts characters in it, so nothing may be trimmed, folded or joined. ``lot`` is a
    lot key, or ``None`` for the whole notice. ``role`` tells rules how to read it.
    """

    field: NonEmpty
    text: NonEmpty
    lot: str | None = None
    role: Literal["object", "description", "conditions", "criterion", "information", "change", "award"] = (
        "information"
    )


class Code(Record):
    """A coded value of the source that a rule may read: ``BT-775`` = ``opp``, ``criteres`` = ``sociaux``.

    Only what was printed: an absent code is absent here, it is never "none".
    """

    field: NonEmpty
    value: str
    lot: str | None = None


class Criterion(Record):
    """An award criterion. ``weight`` is a percentage when ``unit`` is ``percent``."""

    name: str
    description: str | None = None
    weight: Decimal | None = None
    unit: Literal["percent", "points", "decimal", "rank"] | None = None
    kind: Literal["price", "cost", "quality"] | None = None
    lot: str | None = None


class Lot(Record):
    """A lot. ``key`` is ``LOT-0001`` for eForms, ``1``, ``2`` … elsewhere.

    ``duration_months`` is the firm duration; ``renewals`` how many times it may be renewed, and
    ``renewal_months`` how long each renewal lasts when it is known.
    """

    key: NonEmpty
    title: str | None = None
    description: str | None = None
    nature: Nature | None = None
    cpv: tuple[str, ...] = ()
    value: Money | None = None
    maximum: Money | None = None
    duration_months: Decimal | None = None
    renewals: int | None = None
    renewal_months: Decimal | None = None
    starts: date | None = None
    ends: date | None = None
    places: tuple[Address, ...] = ()


class NoticeLink(Record):
    """A notice that this one changes, cancels, awards or follows, as the source names it."""

    kind: LinkKind
    key: NonEmpty
    connector: str | None = None


class Award(Record):
    """A lot's result: who won, for how much. ``winner_identifier`` keeps what was printed."""

    lot: str | None = None
    winner: str | None = None
    winner_siret: str | None = None
    winner_identifier: str | None = None
    value: Money | None = None
    awarded: date | None = None
    status: Literal["awarded", "none", "open"] = "awarded"


class Change(Record):
    """One change announced by a rectificatif: where, what stood there, what stands there now."""

    field: str | None = None
    lot: str | None = None
    before: str | None = None
    after: str | None = None
    text: str | None = None


class Notice(Record):
    """One published notice, whatever its source.

    ``key`` is stable within the connector. ``form`` is the source's own name for the form
    (``EFORMS/ContractNotice/16``, ``FNSimple/initial``). ``procedure_id`` is eForms BT-04;
    ``reference`` the buyer's own number. ``dispatched`` is the day the notice was sent,
    ``deadline`` when bids (else candidacies) are due. ``framework`` is ``None`` when the source
    does not say. ``formal`` says whether the form is one used above the EU thresholds.
    """

    key: NonEmpty
    kind: NoticeKind
    title: str
    published: date
    form: str | None = None
    url: str | None = None
    documents_url: str | None = None
    description: str | None = None
    nature: Nature | None = None
    regime: Regime = "marche"
    procedure: str | None = None
    procedure_id: str | None = None
    notice_id: str | None = None
    reference: str | None = None
    legal_basis: str | None = None
    formal: bool | None = None
    social_services: bool = False
    dispatched: date | None = None
    deadline: AwareDatetime | None = None
    buyers: tuple[Buyer, ...] = ()
    cpv: tuple[str, ...] = ()
    value: Money | None = None
    maximum: Money | None = None
    framework: bool | None = None
    duration_months: Decimal | None = None
    renewals: int | None = None
    renewal_months: Decimal | None = None
    places: tuple[Address, ...] = ()
    departements: tuple[str, ...] = ()
    lots: tuple[Lot, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    texts: tuple[Text, ...] = ()
    codes: tuple[Code, ...] = ()
    links: tuple[NoticeLink, ...] = ()
    awards: tuple[Award, ...] = ()
    changes: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = ()
    type: Literal["notice"] = "notice"


class Modification(Record):
    """A modification of an awarded contract, in the order of ``notified``."""

    number: str | None = None
    notified: date | None = None
    published: date | None = None
    amount: Money | None = None
    duration_months: Decimal | None = None
    winners: tuple[Award, ...] = ()


class AwardedContract(Record):
    """A contract as awarded and modified (DECP). ``key`` is ``{buyer id}:{contract id}``.

    ``value`` has the modifications applied, ``initial`` has not; the same for the durations,
    which include options and renewals. ``considerations`` keeps the declared labels; an empty
    tuple means *not declared*, never "none".
    """

    key: NonEmpty
    title: str
    buyer: Buyer
    notified: date | None = None
    published: date | None = None
    reference: str | None = None
    nature: Nature | None = None
    regime: Regime = "marche"
    kind_label: str | None = None
    procedure: str | None = None
    cpv: tuple[str, ...] = ()
    value: Money | None = None
    initial: Money | None = None
    framework: bool | None = None
    framework_reference: str | None = None
    duration_months: Decimal | None = None
    initial_duration_months: Decimal | None = None
    place: Address | None = None
    winners: tuple[Award, ...] = ()
    considerations: tuple[str, ...] = ()
    ccag: str | None = None
    offers_received: int | None = None
    modifications: tuple[Modification, ...] = ()
    origin: str | None = None
    findings: tuple[Finding, ...] = ()
    type: Literal["contract"] = "contract"


class Employer(Record):
    """An inclusive employer, as one registry lists it: SIAE, GEIQ, EA, EATT, ESAT, EBE.

    No name, mailbox or telephone of a person. ``active`` is what the registry says of the
    convention, ``None`` where it says nothing. ``range_km`` and ``zones`` are the declared
    area of intervention.
    """

    key: NonEmpty
    kind: EmployerKind | None
    name: NonEmpty
    brand: str | None = None
    siret: str | None = None
    siren: str | None = None
    antenna: bool = False
    address: Address | None = None
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    naf: str | None = None
    sectors: tuple[str, ...] = ()
    services: tuple[Literal["DISP", "PREST", "BUILD"], ...] = ()
    range_km: float | None = None
    zones: tuple[str, ...] = ()
    capacity: int | None = None
    active: bool | None = None
    website: str | None = None
    phone: str | None = None
    email: str | None = None
    networks: tuple[str, ...] = ()
    updated: datetime | date | None = None
    findings: tuple[Finding, ...] = ()
    type: Literal["employer"] = "employer"


CanonicalRecord = Notice | AwardedContract | Employer
"""What ``Connector.parse`` returns a sequence of."""
