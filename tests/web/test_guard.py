"""Who gets past the door, and with what headers. A few pages of the test's own stand behind it."""

from __future__ import annotations

import re

import people_kit as kit
import pytest
from fastapi import APIRouter

from hub.access.tokens import Wanted
from hub.web.app import create_app
from hub.web.forms import Posted
from hub.web.people import Administrator, Facilitator, Reader

router = APIRouter()


@router.get("/secret")
def secret(person: Reader) -> str:
    return f"hello {person.login}"


@router.post("/secret")
def change(person: Facilitator, form: Posted) -> str:
    return form.text("note")


@router.post("/forgetful")
def forgetful(person: Facilitator) -> str:
    """Its author forgot the form."""
    return "done"


@router.get("/api/me")
def me(person: Reader) -> dict[str, object]:
    return {"login": person.login, "role": person.role, "territories": person.territories}


@router.post("/api/decide")
def decide(person: Facilitator) -> dict[str, str]:
    return {"by": person.login}


@router.post("/api/rule")
def rule(person: Administrator) -> dict[str, str]:
    return {"by": person.login}


@router.get("/metrics")
def metrics() -> str:
    return "up 1"


@router.get("/api/crash")
def crash(person: Reader) -> str:
    raise ZeroDivisionError("secret 0123456789")


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    yield from kit.quick_passwords(monkeypatch)


@pytest.fixture
def hands():
    return kit.Hands()


@pytest.fixture
def hub(tmp_path, hands, monkeypatch):
    def with_more(hub, **how):
        app = create_app(hub, **how)
        app.include_router(router)
        return app

    monkeypatch.setattr(kit, "create_app", with_more)
    with kit.people_hub(kit.empty_store(tmp_path), hands) as hub:
        yield hub


def bearing(token):
    return {"authorization": f"Bearer {token}"}


def csrf_of(client):
    return kit.csrf_in(client.get("/compte").text)


def test_a_stranger_sees_the_door_and_nothing_else(hub):
    client = kit.browser(hub)
    for path in ("/connexion", "/sante", "/static/style.css"):
        assert client.get(path).status_code == 200
    for path in ("/", "/secret", "/no-such-page", "/compte", "/comptes", "/journal", "/flux/oisans.atom"):
        answer = client.get(path)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/connexion")
    for path in ("/api/me", "/api/marches", "/api/openapi.jsonx", "/api", "/api/no-such"):
        answer = client.get(path)
        assert (answer.status_code, answer.json()["code"]) == (401, "not-signed-in")
        assert answer.headers["www-authenticate"] == "Bearer"
    assert client.post("/secret", data={"note": "x"}).status_code == 401


def test_paths_that_only_look_open(hub):
    """The guard and the router must read a path alike."""
    client = kit.browser(hub)
    for path in (
        *("/connexionx", "/sante/../secret", "/static", "/static/../secret", "//secret", "/Connexion"),
        *("/static/%2e%2e/secret", "/static/..%2fsecret", "/connexion/../secret", "/connexion/%2e%2e/secret"),
        *("/sante%00", "/sante;/secret", "/secret?/static/x", "/static/..\\..\\secret"),
    ):
        answer = client.get(path)
        assert answer.status_code in (303, 404), path
        assert "hello" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        *(
            "../app.py",
            "%2e%2e/app.py",
            "..%2fapp.py",
            "..%5capp.py",
            "..\\app.py",
            "%2e%2e%2f%2e%2e%2fapp.py",
        ),
        *(
            "....//app.py",
            "/etc/passwd",
            "%2fetc%2fpasswd",
            "/%2fetc/passwd",
            "..%c0%afapp.py",
            "%00style.css",
        ),
        *("style.css/../../app.py", "file:///etc/passwd", "."),
    ],
)
def test_static_gives_files_of_its_folder_only(hub, path):
    answer = kit.browser(hub).get(f"/static/{path}")
    assert answer.status_code in (303, 400, 404)
    assert "create_app" not in answer.text
    assert "root:" not in answer.text


def test_every_answer_has_the_headers(hub):
    kit.someone(hub, "lea")
    client = kit.signed_in(hub, "lea")
    lying = client.get("/sante", headers={"host": "evil.example"})
    answers = [client.get(path) for path in ("/compte", "/api/me", "/no-such-page", "/sante", "/connexion")]
    answers += [kit.browser(hub).get("/"), kit.browser(hub).get("/api/me"), lying]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self';")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert "form-action 'self'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cache-control"] == "no-store"
        assert "camera=()" in answer.headers["permissions-policy"]
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert "max-age" in client.get("/static/style.css").headers["cache-control"]


def test_a_bug_tells_nothing_and_keeps_the_headers(hub):
    kit.someone(hub, "lea")
    client = kit.signed_in(hub, "lea")
    client._transport.raise_server_exceptions = False  # as uvicorn, which also logs it
    answer = client.get("/api/crash")
    assert (answer.status_code, answer.json()["code"]) == (500, "unexpected")
    assert "0123456789" not in answer.text
    assert "content-security-policy" in answer.headers


def test_a_name_that_is_not_ours_is_refused(hub):
    """DNS rebinding: a page elsewhere makes its own name lead to this machine."""
    kit.someone(hub, "lea")
    client = kit.signed_in(hub, "lea")
    for host in ("evil.example", "127.0.0.1.evil.example", "evil.example:8451", "127.0.0.1@evil.example"):
        assert client.get("/compte", headers={"host": host}).status_code == 400


def test_a_cookie_that_opens_nothing(hub, hands):
    kit.someone(hub, "lea")
    client = kit.signed_in(hub, "lea")
    good = client.cookies["passerelle"]
    for cookie in ("", "x", good[:-1], good + "x", good.upper(), "é", "a" * 5000):
        stranger = kit.browser(hub)
        assert stranger.get("/secret", headers={"cookie": f"passerelle={cookie}".encode()}).status_code == 303
    assert client.get("/secret").text == '"hello lea"'
    hands.move(hours=12)
    assert client.get("/secret").status_code == 303


def test_use_keeps_a_session_open(hub, hands):
    kit.someone(hub, "lea")
    client = kit.signed_in(hub, "lea")
    for _ in range(3):
        hands.move(hours=11)
        assert client.get("/secret").status_code == 200


def test_a_role_that_is_too_low(hub):
    kit.someone(hub, "lea")
    client = kit.signed_in(hub, "lea")
    answer = client.post("/secret", data={"csrf": csrf_of(client)})
    assert (answer.status_code, "Votre rôle" in answer.text) == (403, True)
    answer = client.post("/api/decide", headers={"x-csrf-token": csrf_of(client)})
    assert (answer.status_code, answer.json()["code"]) == (403, "role-too-low")


def test_a_route_that_forgot_its_form_is_still_closed_to_a_forged_one(hub):
    kit.someone(hub, "lea", "facilitation")
    client = kit.signed_in(hub, "lea")
    assert client.post("/forgetful").status_code == 403
    assert client.post("/forgetful", data={"csrf": "0" * 64}).status_code == 403
    assert client.post("/forgetful", data={"csrf": csrf_of(client)}).status_code == 200


def _routes(routes):
    """(method, path) of every route of the program, whoever wrote it."""
    for route in routes:
        if included := getattr(route, "original_router", None):
            yield from _routes(included.routes)
        path = re.sub(r"\{[^}]*\}", "1", getattr(route, "path", ""))
        for method in sorted(getattr(route, "methods", None) or ()):
            if path and not path.startswith("/static"):
                yield method, path


BY_MAIL = "/desabonnement"
"""Opens by the secret of its own link: mail programs post there by themselves (RFC 8058)."""


def test_no_route_at_all_takes_a_forged_form(hub):
    """The one that somebody adds next year too."""
    kit.someone(hub, "marie", "administration")
    client = kit.signed_in(hub, "marie")
    unsafe = [
        (method, path)
        for method, path in _routes(client.app.routes)
        if method not in ("GET", "HEAD", "OPTIONS")
    ]
    assert ("POST", "/comptes") in unsafe
    assert ("POST", "/connexion") in unsafe
    for method, path in unsafe:
        answer = client.request(method, path, data={"csrf": "0" * 64})
        assert answer.status_code == (404 if path == BY_MAIL else 403), (method, path)


def test_no_route_at_all_answers_a_stranger(hub):
    client = kit.browser(hub)
    paths = {path for method, path in _routes(client.app.routes) if method == "GET"}
    assert {"/", "/compte", "/api/marches"} <= paths
    opened = {path for path in paths if client.get(path).status_code not in (303, 401)}
    assert opened <= {
        "/connexion",
        "/connexion/openid",
        "/connexion/openid/retour",
        "/sante",
        "/api/openapi.json",
        BY_MAIL,
    }


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "http://["},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
    ids=str,
)
def test_another_site_cannot_write_even_with_the_right_token(hub, headers):
    kit.someone(hub, "lea", "facilitation")
    client = kit.signed_in(hub, "lea")
    csrf = csrf_of(client)
    answer = client.post("/secret", data={"csrf": csrf, "note": "x"}, headers=headers)
    assert (answer.status_code, "autre site" in answer.text) == (403, True)
    answer = client.post("/api/decide", headers={"x-csrf-token": csrf, **headers})
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign-origin")
    ours = {"origin": kit.ROOT, "sec-fetch-site": "same-origin"}
    assert client.post("/secret", data={"csrf": csrf, "note": "x"}, headers=ours).status_code == 200


def test_the_sign_in_form_is_protected_too(hub):
    """Login forgery: your browser is signed in as somebody else, who then reads what you write."""
    kit.someone(hub, "lea")
    mine, theirs = kit.browser(hub), kit.browser(hub)
    csrf = kit.csrf_in(theirs.get("/connexion").text)
    mine.get("/connexion")
    for forged in (csrf, "", "0" * 64):
        data = {"csrf": forged, "login": "lea", "password": kit.PASSWORD}
        assert mine.post("/connexion", data=data).status_code == 403
    assert "passerelle" not in mine.cookies


def test_a_script_of_another_page_cannot_use_the_cookie_on_the_api(hub):
    kit.someone(hub, "lea", "facilitation")
    client = kit.signed_in(hub, "lea")
    assert client.get("/api/me").json()["login"] == "lea"
    refused = client.post("/api/decide")
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf-invalid")
    in_body = client.post("/api/decide", data={"csrf": csrf_of(client)})
    assert in_body.status_code == 403, "a form can send a body, not a header"
    assert client.post("/api/decide", headers={"x-csrf-token": csrf_of(client)}).json() == {"by": "lea"}


def test_a_token_opens_the_api_within_its_scope(hub, hands):
    lea = kit.someone(hub, "lea", "facilitation")
    reads, kept = hub.create_token(lea, Wanted("x", "lecture"))
    decides, _ = hub.create_token(lea, Wanted("y", "decision"))
    client = kit.browser(hub)
    assert client.get("/api/me", headers=bearing(reads)).json()["role"] == "lecture"
    assert client.post("/api/decide", headers=bearing(reads)).json()["code"] == "role-too-low"
    assert client.post("/api/decide", headers=bearing(decides)).json() == {"by": "lea"}
    assert client.post("/api/rule", headers=bearing(decides)).status_code == 403
    assert client.get("/secret", headers=bearing(decides)).status_code == 303, "for programs, not for pages"
    assert client.get(f"/api/me?jeton={reads}").status_code == 401, "never in an address"
    assert hub.tokens_of(lea)[-1]["used"] == hands.time.isoformat()
    hub.revoke_token(lea, kept["id"])
    assert client.get("/api/me", headers=bearing(reads)).status_code == 401
    hands.move(days=366)
    assert client.get("/api/me", headers=bearing(decides)).status_code == 401


def test_a_wrong_token_is_not_made_good_by_a_cookie(hub):
    kit.someone(hub, "lea", "facilitation")
    client = kit.signed_in(hub, "lea")
    for token in ("psr_x", "", "x" * 5000):
        assert client.get("/api/me", headers=bearing(token)).status_code == 401


def test_a_feed_token_opens_its_feed_and_nothing_else(hub):
    lea = kit.someone(hub, "lea", "administration")
    search = hub.save_search(lea, "écoles", {})
    oisans, _ = hub.create_token(lea, Wanted("x", "flux", territory="oisans"))
    schools, _ = hub.create_token(lea, Wanted("y", "flux", search=search["id"]))
    api, _ = hub.create_token(lea, Wanted("z", "administration"))
    client = kit.browser(hub)
    assert "Oisans" in client.get(f"/flux/oisans.atom?jeton={oisans}").text
    assert client.get(f"/flux/recherche-{search['id']}.atom?jeton={schools}").status_code == 200
    for path, token in (
        ("/flux/trieves.atom", oisans),
        ("/flux/oisans.atom", schools),
        ("/flux/none.atom", schools),
        ("/flux/recherche-none.atom", oisans),
        ("/flux/oisans.atom", api),
        ("/flux/oisans.atom", "psr_x"),
    ):
        assert client.get(path, params={"jeton": token}).status_code == 401, path
    assert client.get("/secret", params={"jeton": oisans}).status_code == 303
    assert client.get("/api/me", headers=bearing(oisans)).status_code == 401


def test_metrics_are_for_this_machine_or_a_token(hub):
    token, _ = hub.create_token(kit.someone(hub, "lea"), Wanted("x", "lecture"))
    assert kit.browser(hub, address="127.0.0.1").get("/metrics").status_code == 200
    proxied = kit.browser(hub, address="127.0.0.1")
    assert proxied.get("/metrics", headers={"x-forwarded-for": "192.0.2.1"}).status_code == 401
    away = kit.browser(hub)
    assert away.get("/metrics").status_code == 401
    assert away.get("/metrics", headers=bearing(token)).status_code == 200


def test_what_was_typed_before_the_session_ended_is_shown_again(hub, hands):
    """A note written over lunch, and the session gone meanwhile: it must not be lost."""
    kit.someone(hub, "lea", "facilitation")
    client = kit.signed_in(hub, "lea")
    csrf = csrf_of(client)
    hands.move(hours=13)
    note = "Appeler Mme <Roux>\nlundi"
    answer = client.post("/secret", data={"csrf": csrf, "note": note, "password": "cache"})
    assert answer.status_code == 401
    assert "Appeler Mme &lt;Roux&gt;\nlundi" in answer.text
    assert "cache" not in answer.text
    assert csrf not in answer.text
