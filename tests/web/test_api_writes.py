"""What programs write: decisions with their version, notes, hours, corrections, searches, alerts, tokens."""

from __future__ import annotations

import json

import pages_kit as pages
import people_kit as kit
import pytest
from api_kit import Program
from marche_kit import marche_hub

HOURS = {"amount": "113 000,50", "labour_share": "40", "insertion_rate": "5", "hourly_cost": "30"}


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    yield from kit.quick_passwords(monkeypatch)


@pytest.fixture
def hub(tmp_path):
    with marche_hub(tmp_path) as hub:
        kit.someone(hub, "marie", "administration")
        yield hub


@pytest.fixture
def ana(hub):
    return Program(hub, "ana", "decision")


@pytest.fixture
def marie(hub):
    return Program(hub, "marie", "administration")


def refusal(answer):
    return answer.status_code, answer.json()["code"]


def test_a_decision_answers_the_marche_after_it(hub, ana):
    version = ana.get("/marches/toy:1").json()["review"]["version"]
    body = {"state": "ecartee", "because": "doublon", "version": version}
    after = ana.send("/marches/toy:1/decisions", body).json()
    assert (after["review"]["state"], after["history"][-1]["author"]) == ("ecartee", "ana")
    undone = ana.send("/marches/toy:1/decisions/undo", {"version": after["review"]["version"]}).json()
    assert undone["review"]["state"] == "a_etudier"
    given = ana.send("/marches/toy:1/assignee", {"assignee": "bob"}).json()
    assert (given["review"]["assignee"], given["history"][-1]["kind"]) == ("bob", "assignment")
    assert {line["action"] for line in hub.audit_log(limit=3)} == {
        "decision",
        "decision.annulation",
        "attribution",
    }


def test_nobody_s_decision_is_written_over(ana, hub):
    bob = Program(hub, "bob", "decision")
    assert bob.send("/marches/toy:1/decisions", {"state": "suivie", "version": 0}).status_code == 200
    for path, body in (
        ("decisions", {"state": "a_contacter"}),
        ("decisions/undo", {}),
        ("assignee", {"assignee": "ana"}),
    ):
        answer = ana.send(f"/marches/toy:1/{path}", {**body, "version": 0})
        assert refusal(answer) == (409, "decision-outrun")
    assert hub.marche("1")["review"]["state"] == "suivie"


def test_one_decision_on_several(ana, hub):
    one, two = (hub.marche(key) for key in ("1", "2"))
    hub.note(two["id"], "Vu.", "bob")
    chosen = [{"id": one["id"], "version": 0}, {"id": two["id"], "version": 0}, {"id": "none", "version": 0}]
    answer = ana.send("/decisions", {"marches": chosen, "state": "a_contacter"}).json()
    assert answer == {"done": [one["id"]], "outrun": [two["id"]], "unknown": ["none"]}
    refused = ana.send("/decisions", {"marches": chosen, "state": "ecartee"})
    assert refusal(refused) == (400, "reason-missing")
    assert hub.marche("2")["review"]["state"] == "a_etudier"


def test_notes_and_hours(ana):
    after = ana.send("/marches/toy:1/notes", {"note": " Vu avec\x00 le service\u202e. "}).json()
    assert after["history"][-1]["note"] == "Vu avec le service.", "as in a form"
    assert refusal(ana.send("/marches/toy:1/notes", {"note": "Mme Roux 06 12 34 56 78"})) == (
        400,
        "note-personal",
    )
    after = ana.send("/marches/toy:1/hours", {**HOURS, "why": "Devis."}).json()
    assert after["hours_corrections"][0]["hours"] == 75
    assert refusal(ana.send("/marches/toy:1/hours", {**HOURS, "amount": "beaucoup"})) == (
        400,
        "hours-invalid",
    )
    assert refusal(ana.send("/marches/toy:1/hours", {**HOURS, "why": "x", "lot": "9"})) == (
        404,
        "unknown-lot",
    )


def test_a_notice_leaves_its_marche_and_comes_back(ana, hub):
    body = {"document": "toy:1b"}
    gone = ana.send("/marches/toy:1/apart", body).json()
    assert gone["done"]
    assert gone["id"] != hub.marche("toy:1")["id"]
    assert ana.get(f"/marches/{gone['id']}/apart").json()["items"][0]["key"] == "1b"
    back = ana.send(f"/marches/{gone['id']}/together", body).json()
    assert back["id"] == hub.marche("toy:1")["id"]
    assert refusal(ana.send("/marches/toy:1/apart", {"document": "toy:2"})) == (404, "unknown-document")


def test_a_token_that_reads_writes_nothing(hub):
    """Not even what its person may: it may be in a spreadsheet."""
    reads = Program(hub, "ana", "lecture")
    for path in ("/marches/toy:1/notes", "/marches/toy:1/read", "/searches", "/me/tokens", "/alerts"):
        assert refusal(reads.send(path, {"note": "x"})) == (403, "role-too-low")
    assert refusal(reads.send("/searches/1", method="DELETE")) == (403, "role-too-low")


def test_a_token_makes_no_token(marie, hub):
    """A stolen one would outlive its end. A person who is signed in makes them here too."""
    body = {"name": "tableau", "scope": "lecture"}
    assert refusal(marie.send("/me/tokens", body)) == (403, "role-too-low")
    client = kit.signed_in(hub, "ana")
    csrf = kit.csrf_in(client.get("/compte").text)
    made = client.post("/api/me/tokens", json=body, headers={"x-csrf-token": csrf}).json()
    assert made["token"].startswith("psr_")
    ana = Program(hub, "ana", "decision")
    assert ana.send(f"/me/tokens/{made['id']}", method="DELETE").status_code == 200
    assert refusal(ana.send(f"/me/tokens/{made['id']}", method="DELETE")) == (404, "unknown-token")


def test_searches_and_alerts_are_one_s_own(hub, ana):
    body = {"name": "écoles", "filters": {"query": "école"}}
    search = ana.send("/searches", body).json()["id"]
    assert ana.send(f"/searches/{search}", {"name": "lycées"}, "PATCH").json()["name"] == "lycées"
    alert = ana.send("/alerts", {"search": search, "cadence": "weekly", "weekday": 2}).json()["id"]
    assert ana.send(f"/alerts/{alert}/pause", {"paused": True}).json()["paused"]
    assert ana.send(f"/alerts/{alert}", {"territory": "oisans"}, "PUT").status_code == 200
    assert ana.get("/alerts").json()["items"][0]["territory"] == "oisans"
    assert ana.get(f"/alerts/{alert}/preview").json()["total"] == 1
    assert ana.send(f"/alerts/{alert}/test").json()["sent"] is False
    bob = Program(hub, "bob", "decision")
    for method, path in (
        ("DELETE", f"/searches/{search}"),
        ("PATCH", f"/searches/{search}"),
        ("DELETE", f"/alerts/{alert}"),
        ("PUT", f"/alerts/{alert}"),
        ("GET", f"/alerts/{alert}/preview"),
    ):
        assert bob.send(path, {"name": "x"} if method == "PATCH" else {}, method).status_code == 404
    assert ana.send(f"/alerts/{alert}", method="DELETE").status_code == 200
    assert ana.send(f"/searches/{search}", method="DELETE").status_code == 200
    assert refusal(ana.send("/searches", {"name": "x", "filters": {"couleur": "bleu"}})) == (
        400,
        "filter-invalid",
    )


def test_accounts_from_the_first_link_to_the_last_day(marie, hub):
    body = {"login": "zoe", "role": "facilitation", "territories": ["oisans"]}
    assert marie.send("/accounts", body).status_code == 201
    path = marie.send("/accounts/zoe/invite").json()["path"]
    assert kit.browser(hub).get(path).status_code == 200
    assert marie.send("/accounts/zoe", {"name": "Zoé"}, "PATCH").json()["territories"] == ["oisans"]
    assert marie.send("/accounts/zoe/disable").json()["disabled"]
    assert marie.send("/accounts/zoe/enable").json()["disabled"] is None
    assert marie.get("/accounts/zoe").json()["name"] == "Zoé"
    assert refusal(Program(hub, "ana", "decision").get("/accounts")) == (403, "role-too-low")
    assert refusal(Program(hub, "marie", "decision").send("/accounts", body)) == (403, "role-too-low")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"x"',
        b"\xff\xfe",
        b'{"note": 3}',
        b'{"note": "x", "state": "suivie"}',
        b'{"note": "\\ud800"}',
        b'{"\\ud800": "x"}',
        b'{"note": "\\u0000"}',
        b'{"note": NaN}',
        b'{"note": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        b'{"note": ' + b'{"a":' * 30 + b"1" + b"}" * 30 + b"}",
        b'{"note": ' + b"9" * 5000 + b"}",
    ],
    ids=range(15),
)
def test_a_body_that_is_none_is_refused(ana, body):
    headers = {"content-type": "application/json"}
    answer = ana.client.post("/api/marches/toy:1/notes", content=body, headers=headers)
    assert answer.status_code == 400
    assert set(answer.json()) == {"code", "cause", "next_step"}


def test_a_body_without_end_is_not_read_to_its_end(ana):
    read = []

    def flood():
        for _ in range(1000):
            read.append(1)
            yield b'{"note": "' + b"x" * 65536

    answer = ana.client.post("/api/marches/toy:1/notes", content=flood())
    assert refusal(answer) == (413, "body-too-large")
    body = json.dumps({"note": "x" * 300_000})
    assert ana.client.post("/api/marches/toy:1/notes", content=body).status_code == 413


def test_corrections_of_an_employer(tmp_path):
    with pages.pages_hub(kit.empty_store(tmp_path), [], [pages.employer("mure", name="Verte")]) as hub:
        kit.someone(hub, "ana", "facilitation")
        ana = Program(hub, "ana", "decision")
        (found,) = ana.get("/employers?near=38269&radius=5").json()["items"]
        assert found["distance_km"] is not None
        path = f"/employers/{found['id']}"
        after = ana.send(f"{path}/corrections", {"field": "capacity", "value": 12, "reason": "Appel"}).json()
        assert after["capacity"] == 12
        assert ana.get(path).json()["sources"][0]["values"]["name"] == "Verte"
        assert ana.get(f"{path}/marches").json()["total"] == 0
        after = ana.send(f"{path}/corrections/capacity/undo", {"reason": "Erreur"}).json()
        assert after["capacity"] is None
        assert refusal(ana.send(f"{path}/corrections/capacity/undo", {"reason": "x"})) == (
            409,
            "nothing-to-undo",
        )
        for value in (10**400, float("1e308"), [], {"a": 1}, "12\x00é", True, "x" * 1000):
            body = json.dumps({"field": "capacity", "value": value, "reason": "x"})
            answer = ana.client.post(f"/api{path}/corrections", content=body)
            assert answer.status_code == 400, value
        personal = {"field": "name", "value": "x", "reason": "Mme Roux, 06 12 34 56 78"}
        assert refusal(ana.send(f"{path}/corrections", personal)) == (400, "note-personal")
