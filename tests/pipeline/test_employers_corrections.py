"""A person knows better than the registries, and must not have to say it twice."""

from __future__ import annotations

import json

import pytest
from store_rows import store_rows
from toy_hub import plugin, toy_hub
from toy_registry import WHOLE, Registry, entry, now, registries

from hub.pipeline.employers import Correction
from hub.plugin_api import HubError
from hub.review.employer_search import EmployerFilter
from hub.store.packing import unpack

SIRET = "12345678200010"


def ready(hub, *connectors):
    for connector in connectors:
        hub.sync(connector)
    hub.consolidate_employers()


def test_a_correction_wins_over_all_and_survives_every_re_run(database_url):
    bois = entry("u", kind="EI", name="BOIS", siret=SIRET, address={"insee": "38269"})
    with toy_hub(database_url, registries(emplois=[bois], lemarche=[]), now=now) as hub:
        ready(hub, "emplois")
        found = hub.correct_employer(SIRET, Correction("commune", "38226", "ana", "déménagé en mai"))
        hub.correct_employer(SIRET, Correction("capacity", 12, "ana", "dit au téléphone"))
        assert (found["commune"]["name"], found["position"]) == ("Mens", "centre de la commune")
    other = entry("u", kind="EI", name="BOIS ET FILS", siret=SIRET, address={"insee": "38269"}, capacity=3)
    with toy_hub(database_url, registries(emplois=[other]), now=now) as hub:
        ready(hub, "emplois")
        hub.consolidate_employers(everything=True)
        after = hub.employer(SIRET)
        assert (after["name"], after["commune"]["insee"], after["capacity"]) == ("BOIS ET FILS", "38226", 12)
        assert [(c["field"], c["author"]) for c in after["corrections"]] == [
            ("commune", "ana"),
            ("capacity", "ana"),
        ]
        assert "capacity" not in after["sources"][0]["fields"]


def test_the_last_word_stands_and_may_be_given_back(sqlite_url):
    bois = entry("u", kind="EI", name="BOIS", siret=SIRET)
    with toy_hub(sqlite_url, registries(emplois=[bois]), now=now) as hub:
        ready(hub, "emplois")
        for name in ("Bois", "Le Bois"):
            assert hub.correct_employer(SIRET, Correction("name", name, "ana", "usage"))["name"] == name
        back = hub.correct_employer(SIRET, Correction("name", None, "ana", "erreur"))
        assert (back["name"], back["corrections"]) == ("BOIS", [])


def test_a_correction_follows_its_entry_when_employers_are_joined(database_url):
    apart = {
        "emplois": [entry("u", kind="EI", name="BOIS")],
        "lemarche": [entry("7", kind="EI", siret=SIRET)],
    }
    with toy_hub(database_url, registries(**apart), now=now) as hub:
        ready(hub, *apart)
        hub.correct_employer("lemarche:7", Correction("phone", "0476000000", "ana", "vérifié"))
    joined = {"emplois": [entry("u", kind="EI", name="BOIS", siret=SIRET)], "lemarche": apart["lemarche"]}
    with toy_hub(database_url, registries(**joined), now=now) as hub:
        ready(hub, *joined)
        (one,) = hub.employers()
        assert hub.employer(one["id"])["phone"] == "0476000000"


@pytest.mark.parametrize(
    ("correction", "code"),
    [
        (Correction("first_seen", "2020-01-01", "ana", "non"), "correction-invalid"),
        (Correction("siret", "12345678299901", "ana", "antenne"), "correction-invalid"),
        (Correction("latitude", "quarante", "ana", "non"), "correction-invalid"),
        (Correction("activities", "peinture", "ana", "non"), "correction-invalid"),
        (Correction("name", "Bois", "ana", " "), "reason-missing"),
    ],
)
def test_what_cannot_be_applied_is_refused_and_nothing_is_written(sqlite_url, correction, code):
    with toy_hub(sqlite_url, registries(emplois=[entry("u", siret=SIRET)]), now=now) as hub:
        ready(hub, "emplois")
        before = store_rows(hub.store)
        with pytest.raises(HubError) as refused:
            hub.correct_employer(SIRET, correction)
        assert refused.value.code == code
        assert store_rows(hub.store) == before


class Talkative(Registry):
    """A registry that names people. As the contract wants, it strips them before they land; its parser
    lets a person's mailbox through all the same."""

    personal = ("admin_name", "admin_email")

    def fetch(self, ctx, since):
        for item in super().fetch(ctx, since):
            if item is WHOLE:
                yield item
                continue
            body = {k: v for k, v in json.loads(item.payload).items() if k not in self.personal}
            yield entry(item.key, **{k: v for k, v in body.items() if k != "key"})

    def parse(self, raw):
        (found,) = super().parse(raw)
        mailbox = {"1": "contact.atelier@exemple.fr", "2": "camille" + ".durand@exemple.fr"}[raw.key]
        return [found.model_copy(update={"email": mailbox})]


def test_no_person_in_the_employers_whatever_a_parser_lets_through(database_url):
    people = {"admin_name": "Camille Durand", "admin_email": "c.durand@exemple.fr"}
    script = [entry("1", name="Atelier", **people), entry("2", name="Jardin", **people), WHOLE]
    with toy_hub(database_url, plugin(Talkative(script)), now=now) as hub:
        ready(hub, "registre")
        emails = {e["name"]: hub.employer(e["id"])["email"] for e in hub.employers(EmployerFilter())}
        assert emails == {"Atelier": "contact.atelier@exemple.fr", "Jardin": None}
        rows = store_rows(hub.store)
        assert "urand" not in repr({name: rows[name] for name in rows if name != "employer_entry"})
        with hub.store.read() as connection:
            payloads = connection.exec_driver_sql("SELECT payload FROM raw_record").scalars().all()
        assert payloads
        assert not any(b"urand" in unpack(payload) for payload in payloads)
