"""The sign-in: by password, by link, and back to the page one asked for; and the pages of accounts."""

from __future__ import annotations

import re

import people_kit as kit
import pytest

from hub.access.tokens import Wanted


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    yield from kit.quick_passwords(monkeypatch)


@pytest.fixture
def hands():
    return kit.Hands()


@pytest.fixture
def hub(tmp_path, hands):
    with kit.people_hub(kit.empty_store(tmp_path), hands) as hub:
        yield hub


def test_in_and_out(hub):
    kit.someone(hub, "lea")
    client = kit.browser(hub)
    asked = client.get("/compte?x=1")
    assert (asked.status_code, asked.headers["location"]) == (303, "/connexion?suite=/compte%3Fx%3D1")
    page = client.get(asked.headers["location"])
    assert 'name="suite" value="/compte?x=1"' in page.text
    entered = kit.sign_in(client, "LEA ", suite="/compte?x=1")
    assert (entered.status_code, entered.headers["location"]) == (303, "/compte?x=1")
    cookie = client.cookies["passerelle"]
    page = client.get("/compte")
    left = client.post("/deconnexion", data={"csrf": kit.csrf_in(page.text)})
    assert (left.status_code, left.headers["location"]) == (303, "/connexion")
    assert client.get("/compte").status_code == 303
    client.cookies.set("passerelle", cookie)
    assert client.get("/compte").status_code == 303, "a copy of the cookie opens nothing either"


def test_what_the_cookie_says_to_the_browser(hub):
    kit.someone(hub, "lea")
    (cookie,) = [
        value
        for value in kit.sign_in(kit.browser(hub), "lea").headers.get_list("set-cookie")
        if value.startswith("passerelle=")
    ]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie, "a link in a mail opens for whoever is signed in"
    assert "Secure" not in cookie, "on loopback there is no https"


def test_behind_https_the_cookie_is_this_hosts_alone(tmp_path, hands):
    settings = {"HUB_PUBLIC_URL": "https://passerelle.exemple.fr"}
    with kit.people_hub(kit.empty_store(tmp_path), hands, settings) as hub:
        kit.someone(hub, "lea")
        client = kit.browser(hub)
        client.base_url = "https://passerelle.exemple.fr"
        answer = kit.sign_in(client, "lea")
        cookies = [value for value in answer.headers.get_list("set-cookie") if "Max-Age=0" not in value]
        assert [value.partition("=")[0] for value in cookies] == ["__Host-passerelle"]
        assert "Secure" in cookies[0]
        assert "max-age" in answer.headers["strict-transport-security"]
        assert client.get("/compte").status_code == 200


def test_a_wrong_password_and_an_unknown_login_are_told_alike(hub):
    kit.someone(hub, "lea")
    told = [kit.sign_in(kit.browser(hub), login, "faux") for login in ("lea", "nobody")]
    assert [answer.status_code for answer in told] == [403, 403]
    texts = [re.sub(r'value="[^"]*"', "", answer.text) for answer in told]
    assert texts[0] == texts[1]
    assert "faux" not in told[0].text, "the password never comes back"


def test_the_sixth_try_waits(hub, hands):
    kit.someone(hub, "lea")
    client = kit.browser(hub)
    for _ in range(5):
        assert kit.sign_in(client, "lea", "faux").status_code == 403
    refused = kit.sign_in(client, "lea")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "30")
    assert "Réessayer dans 30 secondes" in refused.text
    assert kit.sign_in(kit.browser(hub, address="198.51.100.9"), "lea").status_code == 303
    hands.move(seconds=30)
    assert kit.sign_in(client, "lea").status_code == 303


@pytest.mark.parametrize(
    "suite",
    [
        *("//evil.example", "///evil.example", "\\\\evil.example", "/\\evil.example", "https://evil.example"),
        *("https:evil.example", "javascript:alert(1)", "evil.example", "/\t/evil.example", "//[", ""),
        "/%0d%0aSet-Cookie: x=y\r\n",
    ],
)
def test_nobody_is_sent_elsewhere_after_signing_in(hub, suite):
    kit.someone(hub, "lea")
    client = kit.browser(hub)
    assert client.get("/connexion", params={"suite": suite}).status_code == 200
    answer = kit.sign_in(client, "lea", suite=suite)
    assert answer.status_code == 303
    assert answer.headers["location"] in ("/", "/%0d%0aSet-Cookie:%20x=y")
    assert "x=y" not in client.cookies.values()


def test_a_session_planted_before_is_worth_nothing_after(hub):
    """Session fixation: somebody signs in on your browser, and waits for you to sign in over it."""
    kit.someone(hub, "paul")
    kit.someone(hub, "lea")
    client = kit.signed_in(hub, "paul")
    planted = client.cookies["passerelle"]
    assert kit.sign_in(client, "lea").status_code == 303
    assert client.cookies["passerelle"] != planted
    assert hub.session(planted) is None


def test_the_local_link_opens_once(hub):
    link = f"/connexion?jeton={hub.local_link()}"
    client = kit.browser(hub)
    assert "hub review" in client.get("/connexion").text
    entered = client.get(link)
    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    again = kit.browser(hub).get(link)
    assert (again.status_code, "ne s’ouvre qu’une fois" in again.text) == (403, True)


def test_a_mail_scanner_does_not_spend_the_link(hub):
    """They open every link of a mail before the person does: opening must not be spending."""
    kit.someone(hub, "lea")
    token = hub.invite("lea", by="root")
    for _ in range(3):
        assert kit.browser(hub).get(f"/connexion?jeton={token}").status_code == 200
    client = kit.browser(hub)
    page = client.get(f"/connexion?jeton={token}")
    fields = {"csrf": kit.csrf_in(page.text), "jeton": token}
    slip = client.post("/connexion/mot-de-passe", data={**fields, "password": "une phrase a", "again": "b"})
    assert (slip.status_code, "ne sont pas les mêmes" in slip.text) == (400, True)
    both = {"password": "une autre phrase", "again": "une autre phrase"}
    assert client.post("/connexion/mot-de-passe", data={**fields, **both}).status_code == 303
    assert client.get("/compte").status_code == 200
    other = kit.browser(hub)
    fields["csrf"] = kit.csrf_in(other.get("/connexion").text)
    assert other.post("/connexion/mot-de-passe", data={**fields, **both}).status_code == 403


def test_a_team_on_one_page(hub):
    """An administrator opens an account, narrows it, gives a link, closes it; the log says so."""
    kit.someone(hub, "marie", "administration")
    client = kit.signed_in(hub, "marie")
    csrf = kit.csrf_in(client.get("/comptes").text)
    new = {"csrf": csrf, "login": "Lea", "name": "Léa <b>", "role": "facilitation", "territories": "oisans"}
    page = client.post("/comptes", data=new)
    link = re.search(r"<code>http://127\.0\.0\.1:8451(/connexion\?jeton=[\w-]+)</code>", page.text)
    assert kit.browser(hub).get(link[1]).status_code == 200
    assert "Léa &lt;b&gt;" in client.get("/comptes").text
    assert client.post("/comptes", data=new).status_code == 400, "taken"
    widened = {"csrf": csrf, "role": "lecture", "everywhere": "1"}
    assert client.post("/comptes/lea", data=widened).headers["location"] == "/comptes/lea"
    assert (hub.account("lea")["role"], hub.account("lea")["territories"]) == ("lecture", [])
    emptied = client.post("/comptes/lea", data={"csrf": csrf, "role": "lecture"})
    assert emptied.status_code == 400, "no box ticked does not mean everywhere"
    assert "jeton=" in client.post("/comptes/lea/lien", data={"csrf": csrf}).text
    client.post("/comptes/lea/desactiver", data={"csrf": csrf})
    assert hub.account("lea")["disabled"]
    client.post("/comptes/lea/reactiver", data={"csrf": csrf})
    assert client.get("/comptes/%00").status_code == 400
    for nobody in ("nobody", "%ff", "é" * 500):
        assert client.get(f"/comptes/{nobody}").status_code == 404
    log = client.get("/journal").text
    for action in ("ouvert", "modifié", "désactivé", "réactivé"):
        assert f"compte {action}" in log
    assert "rôle : lecture · territoires : tous" in log
    assert "jeton" not in log
    assert client.get("/journal?cursor=4").text.count("<tr>") < log.count("<tr>")


def test_the_pages_of_accounts_are_the_administrations(hub):
    kit.someone(hub, "lea", "facilitation")
    kit.someone(hub, "marie", "administration", ("oisans",))
    client = kit.signed_in(hub, "lea")
    csrf = kit.csrf_in(client.get("/compte").text)
    for path in ("/comptes", "/comptes/lea", "/journal"):
        assert client.get(path).status_code == 403
    promoted = {"csrf": csrf, "role": "administration", "everywhere": "1"}
    assert client.post("/comptes/lea", data=promoted).status_code == 403
    assert hub.account("lea")["role"] == "facilitation"
    narrow = kit.signed_in(hub, "marie")
    assert narrow.get("/journal").status_code == 403, "it speaks of every territory"
    assert narrow.get("/comptes/lea").status_code == 404


def test_ones_own_account(hub):
    kit.someone(hub, "lea", "lecture", ("oisans",))
    other, client = kit.signed_in(hub, "lea"), kit.signed_in(hub, "lea")
    page = client.get("/compte")
    csrf = kit.csrf_in(page.text)
    assert page.text.count("Fermer<span") == 1
    made = client.post(
        "/compte/jetons", data={"csrf": csrf, "name": "agenda", "scope": "territoire:oisans", "days": "30"}
    )
    token = re.search(r"<code>(psr_[\w-]+)</code>", made.text)[1]
    assert f"/agenda/oisans.ics?jeton={token}" in made.text
    assert token not in client.get("/compte").text, "shown once"
    beyond = client.post("/compte/jetons", data={"csrf": csrf, "name": "x", "scope": "decision"})
    assert beyond.status_code == 403
    (kept,) = hub.tokens_of(hub.session(client.cookies["passerelle"]).person)
    client.post("/compte/jetons/revoquer", data={"csrf": csrf, "id": str(kept["id"])})
    assert hub.bearer(token) is None
    changed = {"csrf": csrf, "old": kit.PASSWORD, "password": "une autre phrase", "again": "une autre phrase"}
    assert client.post("/compte/mot-de-passe", data={**changed, "old": "faux"}).status_code == 403
    assert client.post("/compte/mot-de-passe", data=changed).status_code == 303
    assert client.get("/compte").status_code == 200
    assert other.get("/compte").status_code == 303, "the other browser is signed out"


def test_a_search_can_be_followed(hub):
    lea = kit.someone(hub, "lea")
    search = hub.save_search(lea, "écoles", {"query": "école"})
    client = kit.signed_in(hub, "lea")
    page = client.get("/compte").text
    assert f'value="recherche:{search["id"]}"' in page
    made = client.post(
        "/compte/jetons",
        data={"csrf": kit.csrf_in(page), "name": "x", "scope": f"recherche:{search['id']}", "days": ""},
    )
    assert f"/flux/recherche-{search['id']}.atom?jeton=psr_" in made.text
    assert hub.create_token(lea, Wanted("y", "lecture"))[1]["expires"]
