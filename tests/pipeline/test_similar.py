"""Joining without an identifier: only when everything agrees, and said so."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from toy_hub import DONE, Toy, plugin, raw, toy_hub

from hub.pipeline.grouping import group
from hub.pipeline.similar import Light, edges, fold_title
from hub.store.folding import fold_buyer
from hub.store.marches import DocumentName

GREEN = "Entretien des espaces verts communaux"


def doc(key, kind="competition", title=GREEN, day="2026-01-10", cpv="77310000", connector="boamp"):
    which = "contract" if kind == "contract" else "notice"
    return Light(DocumentName(which, connector, key), kind, title, date.fromisoformat(day), cpv)


def joined(*documents, settled=None):
    """Pairs of keys."""
    alone = {document.name: n for n, document in enumerate(documents)}
    return {(e.one.key, e.other.key) for e in edges(documents, settled or alone)}


def test_a_result_finds_its_call():
    assert joined(doc("call"), doc("result", "result", day="2026-05-02")) == {("call", "result")}


def test_the_yearly_market_finds_the_call_of_its_year():
    """A street-cleaning market comes back each year under the same title."""
    documents = [
        doc("call25", day="2025-01-10"),
        doc("result25", "result", day="2025-04-10"),
        doc("call26", day="2026-01-10"),
        doc("result26", "result", day="2026-04-10"),
    ]
    assert joined(*documents) == {("call25", "result25"), ("call26", "result26")}


@pytest.mark.parametrize(
    ("title", "same"),
    [
        ("ENTRETIEN DES ESPACES VERTS COMMUNAUX", True),
        ("Entretien des espaces verts communaux - Lot n°2 : élagage", True),
        ("Entretien des espaces verts communaux et des abords de la salle des fêtes de la commune", True),
        ("Entretien des bâtiments communaux", False),
        ("Fauchage des bords de route", False),
        ("Marché 2", False),
    ],
)
def test_titles(title, same):
    assert bool(joined(doc("call"), doc("result", "result", title, "2026-05-02"))) is same


@pytest.mark.parametrize(
    ("day", "same"), [("2026-01-15", False), ("2026-01-20", True), ("2027-09-01", False)]
)
def test_a_result_comes_after_its_call_and_not_years_later(day, same):
    assert bool(joined(doc("call"), doc("result", "result", day=day))) is same


def test_another_trade_is_another_need():
    assert not joined(doc("call"), doc("result", "result", day="2026-05-02", cpv="90910000"))


def test_a_result_that_names_its_call_needs_no_guess():
    call, result, later = (
        doc("call"),
        doc("result", "result", day="2026-05-02"),
        doc("later", day="2026-02-01"),
    )
    settled = {call.name: 0, result.name: 0, later.name: 1}
    assert joined(call, result, later, settled=settled) == set()


def test_the_same_call_in_two_places():
    assert joined(doc("1"), doc("2", connector="ted", day="2026-01-12")) == {("1", "2")}
    assert not joined(doc("1"), doc("2", day="2026-01-12"))
    assert not joined(doc("1"), doc("2", connector="ted", day="2026-02-12"))


def test_contracts_of_the_lots_of_one_procedure():
    lots = [
        doc(
            f"{n}",
            "contract",
            f"Rénovation du groupe scolaire - Lot {n} : {trade}",
            "2026-03-01",
            "45000000",
            "decp",
        )
        for n, trade in enumerate(("gros œuvre", "peinture", "plomberie"), 1)
    ]
    assert joined(*lots) == {("1", "2"), ("2", "3")}


def test_the_order_of_the_documents_never_matters():
    documents = [
        doc("call"),
        doc("a", "result", day="2026-05-02"),
        doc("b", connector="ted", day="2026-01-12"),
    ]
    assert len({frozenset(joined(*order)) for order in itertools.permutations(documents)}) == 1


def test_every_edge_says_why():
    (edge,) = edges(
        [doc("call"), doc("r", "result", day="2026-05-02")], {doc("call").name: 0, doc("r", "result").name: 1}
    )
    assert edge.reason == "similarité 100 % : même acheteur, objet semblable, consultation antérieure"


@pytest.mark.parametrize(
    ("title", "folded"),
    [
        ("Rénovation du groupe scolaire - Lot 2 : peinture", "renovation du groupe scolaire"),
        ("Lot n°3 – Menuiseries extérieures aluminium", "menuiseries exterieures aluminium"),
        ("Lot 1", "lot 1"),
        ("Allotissement des pilotes de ligne", "allotissement des pilotes de ligne"),
    ],
)
def test_the_lot_is_not_part_of_the_title(title, folded):
    assert fold_title(title) == folded


@pytest.mark.parametrize(
    ("name", "fold"),
    [
        ("Ville de Sanary sur Mer (83)", "ville de sanary sur mer"),
        ("VILLE DE SANARY-SUR-MER", "ville de sanary sur mer"),
        ("", None),
        (None, None),
        ("(83)", None),
    ],
)
def test_the_buyer_as_a_key(name, fold):
    assert fold_buyer(name) == fold


def test_two_communes_of_one_name_are_two_buyers(database_url):
    """Without a SIREN on one side, nothing tells the forty communes called Saint-Martin apart."""
    call = raw(
        "c",
        title=GREEN,
        published="2026-01-10",
        buyers=[{"name": "Commune de Saint-Martin", "siren": "213801855"}],
    )
    result = raw(
        "r", kind="result", title=GREEN, published="2026-05-02", buyers=[{"name": "Commune de Saint-Martin"}]
    )
    with toy_hub(database_url, plugin(Toy([call, result, DONE]))) as hub:
        hub.conclude([hub.sync("toy")])
        assert len(hub.marches()) == 2


def test_a_guess_is_said_and_can_be_undone_for_good(database_url):
    buyer = [{"name": "Commune de La Mure", "siren": "213802697"}]
    call = raw("c", title=GREEN, published="2026-01-10", buyers=buyer)
    result = raw("r", kind="result", title=GREEN, published="2026-05-02", buyers=buyer)
    toy = Toy([call, result, DONE])
    with toy_hub(database_url, plugin(toy)) as hub:
        hub.conclude([hub.sync("toy")])
        (marche,) = hub.marches()
        hub.take_apart(marche["id"], "toy:r", "ana")
        hub.assess()
        assert len(hub.marches()) == 2
        toy.script = [raw("r", kind="result", title=GREEN + ".", published="2026-05-02", buyers=buyer), DONE]
        hub.conclude([hub.sync("toy")])
        hub.consolidate(everything=True)
        assert len(hub.marches()) == 2
        hub.put_back("r", "r")
        assert len(hub.marches()) == 1


def test_what_a_person_took_out_is_not_pulled_back_by_who_names_it():
    a, b, c = (DocumentName("notice", "boamp", key) for key in "abc")
    own = {name: ("notice", "boamp", name.key) for name in (a, b, c)}
    names = {a: {own[a]}, b: {own[b], own[a]}, c: {own[c], own[b], own[a]}}
    assert group(names) == [[a, b, c]]
    assert group(names, apart={b: {a, c}}) == [[a, c], [b]]
