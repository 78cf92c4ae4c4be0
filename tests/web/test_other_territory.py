"""A territory that is not yours: somebody limited to the Trièves asks every route there is for marchés of
the Ain, and changes nothing of them. A route that is added is asked too."""

from __future__ import annotations

import pages_kit as pages
import people_kit as kit
import pytest
import toy_hub
from api_kit import bearing, person
from every_route import body_for, requests_to, routes_of, words_of

from hub.alerts.wishes import Wish
from hub.review.decide import Decision
from hub.store.queue import unread

SECRETS = ("Zibeline", "Secretville", "hors-appel", "hors-contrat")
AIN, TRIEVES = {"insee": "01004", "departement": "01"}, {"insee": "38226", "departement": "38"}
WORK = {"cpv": ["77310000"], "nature": "services", "value": {"amount": "90000"}}
NOTICES = [
    toy_hub.raw(
        "hors-appel",
        title="Zibeline pourpre, entretien",
        published="2026-11-20",
        deadline="2026-12-20T12:00:00+01:00",
        buyers=[{"name": "Commune de Secretville", "siret": "21010004400018", "siren": "210100044"}],
        places=[AIN],
        texts=[{"field": "BT-70", "text": "Zibeline : 140 heures d'insertion.", "role": "conditions"}],
        **WORK,
    ),
    pages.contract(
        "hors-contrat",
        title="Zibeline pourpre, tonte",
        places=[AIN],
        **{
            "buyers": [{"name": "Commune de Secretville"}],
            "awards": [{"value": {"amount": "80000"}}],
            **WORK,
        },
    ),
    toy_hub.raw(
        "ici",
        title="Tonte",
        published="2026-11-20",
        deadline="2026-12-20T12:00:00+01:00",
        places=[TRIEVES],
        **WORK,
    ),
    toy_hub.raw("refus", reject="illisible"),
]
EXEMPT = {
    ("GET", "/connexion"): "anybody's: no person asks",
    ("POST", "/connexion"): "anybody's",
    ("POST", "/connexion/mot-de-passe"): "anybody's",
    ("GET", "/connexion/openid"): "anybody's",
    ("GET", "/connexion/openid/retour"): "anybody's",
    ("POST", "/deconnexion"): "ends the session that asks the others",
    ("POST", "/compte/jetons/revoquer"): "ends the token that asks the others",
    ("POST", "/alertes/flux/revoquer"): "the same",
    ("DELETE", "/api/me/tokens/{id_}"): "the same",
    ("GET", "/desabonnement"): "anybody's; the signature is the right, and it names an alert only",
    ("POST", "/desabonnement"): "anybody's",
    ("POST", "/api/accounts/{login}/disable"): "one's own account would close; tested with the accounts",
    ("POST", "/comptes/{login}/desactiver"): "the same",
}
QUERIES = ("", "?territory=ain", "?query=pourpre", "?territory=trieves&buyer=Commune")


@pytest.fixture(scope="module", autouse=True)
def _quick():
    yield from pages.quickly()


@pytest.fixture(scope="module")
def hub(tmp_path_factory, _quick):
    url = kit.empty_store(tmp_path_factory.mktemp("elsewhere"))
    with pages.pages_hub(url, NOTICES, [pages.employer("bourg", address=AIN, name="Ain Vert")]) as hub:
        kit.someone(hub, "ana", "administration")
        kit.someone(hub, "thea", "administration", ("trieves",))
        for login in ("ana", "thea"):
            found = hub.save_search(person(hub, login), "tout", {"query": "pourpre"})
            hub.add_alert(person(hub, login), Wish(search=found["id"]))
            hub.add_alert(person(hub, login), Wish())
        hub.decide("toy:hors-appel", Decision("a_contacter", "ana", note="Zibeline à suivre"))
        yield hub


@pytest.fixture(scope="module")
def outside(hub):
    return [hub.marche(f"toy:{key}")["id"] for key in ("hors-appel", "hors-contrat")]


class Asker:
    """Asks every route, by the pages and by the API, as one person."""

    def __init__(self, hub, login, outside):
        self.client = kit.signed_in(hub, login)
        self.token = bearing(hub, login, "administration")
        self.csrf = kit.csrf_in(self.client.get("/compte").text)
        ids = [*outside, "toy:hors-appel", "toy:hors-contrat", hub.marche("toy:ici")["id"]]
        employer = hub.employer("registre:bourg")["id"]
        searches = [f"recherche-{each}" for each in ("1", "2", "3")]
        self.values = {
            "/": {"id_": ("1", "2", "3"), "number": ("1",), "login": ("ana", login)},
            "/marches": {"id_": ids},
            "/api/marches": {"id_": ids},
            "/employeurs": {"id_": (employer,)},
            "/api/employers": {"id_": (employer,), "field": ("name",)},
            "/api/territories": {"id_": ("ain", "trieves")},
            "/sources/executions": {"id_": [run["id"] for run in hub.runs()]},
            "/api/runs": {"id_": [run["id"] for run in hub.runs()]},
            "/export": {
                "noun": ("marches", "renewals", "employers", "runs"),
                "ext": ("csv", "xlsx", "jsonl", "ics", "atom"),
            },
            "/api/export": {"ext": ("csv", "xlsx", "jsonl", "ics", "atom")},
            "/flux": {"what": ("ain", "trieves", *searches)},
            "/agenda": {"what": ("ain", "trieves", *searches)},
        }
        self.fields = {
            "state": "suivie",
            "note": "Vu",
            "because": "doublon",
            "assignee": login,
            "version": 0,
            "document": "toy:hors-appel",
            "lot": "",
            "amount": "90000",
            "labour_share": "40",
            "insertion_rate": "5",
            "hourly_cost": "30",
            "why": "Devis",
            "faire": "enregistrer",
            "name": "x",
            "scope": "lecture",
            "territory": "ain",
            "about": "territoire:ain",
            "ids": [1],
            "marches": [{"id": each, "version": 0} for each in ids[:4]],
            "filters": {"query": "pourpre"},
            "fact": "name",
            "field": "name",
            "value": "Ain Vert",
            "reason": "Vu",
            "retour": "/",
        }

    def all(self):
        """(request, answer) of each route."""
        for method, route in routes_of(self.client.app):
            if (method, route) not in EXEMPT:
                for request in requests_to(method, route, self.values):
                    for query in QUERIES if method == "GET" else [""]:
                        yield request, self.ask(request, query)

    def ask(self, request, query=""):
        if request.is_api:
            headers = {**self.token, "cookie": ""}
            body = None if request.method == "GET" else body_for(self.client.app, request, self.fields)
            return self.client.request(request.method, request.path + query, json=body, headers=headers)
        if request.method == "GET":
            return self.client.get(request.path + query)
        form = {name: str(value) for name, value in self.fields.items() if not isinstance(value, list | dict)}
        chosen = [f"{each['id']}:{each['version']}" for each in self.fields["marches"]]
        form |= {"csrf": self.csrf, "marche": chosen, "id": "1", "territories": ["ain"]}
        return self.client.request(request.method, request.path, data=form)


def state_of(hub, outside):
    """All that anybody could have written about them."""
    return [{**hub.marche(id_), "apart": hub.set_apart(hub.marche(id_))} for id_ in outside]


def test_nothing_of_it_is_told_and_nothing_of_it_changes(hub, outside):
    before, told = state_of(hub, outside), {}
    words, sent = {*SECRETS, *outside}, {"hors-appel", "hors-contrat", *outside}
    for request, answer in Asker(hub, "thea", outside).all():
        assert answer.status_code not in (401, 500), request
        # An error names the id that one asked for.
        asked = {word for word in words if word in request.path} | (
            sent if request.method != "GET" else set()
        )
        text = words_of(answer).replace(request.path, "")
        if found := [word for word in words - asked if word in text]:
            told[request.method, request.route] = found
    assert told == {}
    assert state_of(hub, outside) == before
    with hub.store.read() as connection:
        assert unread(connection, "thea", outside) == set(outside)


def test_letters_tell_nothing_of_it(hub):
    done = hub.digest(login="thea", dry_run=True)
    assert not [letter for letter in done.letters if "Zibeline" in letter["text"]]
    assert [
        letter for letter in hub.digest(login="ana", dry_run=True).letters if "Zibeline" in letter["text"]
    ]


def test_the_same_requests_show_it_to_whoever_may_see_it(hub, outside):
    """Else the tests above would prove nothing."""
    asker, shown = Asker(hub, "ana", outside), set()
    for method, route in routes_of(asker.client.app):
        if method == "GET" and (method, route) not in EXEMPT:
            for request in requests_to(method, route, asker.values):
                if "Secretville" in words_of(asker.ask(request)) or "Zibeline" in words_of(
                    asker.ask(request)
                ):
                    shown.add(route)
    assert shown >= {
        *("/", "/marches/{id_}", "/marches/{id_}.ics", "/renouvellements", "/export/{noun}.{ext}"),
        *("/employeurs/{id_}", "/flux/{what}.atom", "/agenda/{what}.ics", "/alertes/{id_}/apercu"),
        *("/api/marches", "/api/marches/{id_}", "/api/renewals", "/api/export/marches.{ext}"),
        *("/api/export/renewals.{ext}", "/api/employers/{id_}/marches", "/api/alerts/{id_}/preview"),
    }
