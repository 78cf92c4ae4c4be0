"""Accounts, their one-time links, their sessions: on both databases."""

from __future__ import annotations

import people_kit as kit
import pytest

from hub.access.accounts import Profile
from hub.access.errors import AccountInvalid, LinkSpent, SignInRefused
from hub.access.person import Person
from hub.plugin_api.errors import HubError

HOME = "192.0.2.1"


def raises(code, call, *args, **how):
    with pytest.raises(HubError) as caught:
        call(*args, **how)
    assert caught.value.code == code


def test_an_account_opens_by_its_link_which_serves_once(hub, hands):
    hub.add_account(Profile("Lea", "facilitation", name="Léa  Martin", territories=("oisans",)), by="root")
    token = hub.invite("lea", by="root")
    assert hub.link_for(token)[0] == "password"
    cookie = hub.choose_password(token, kit.PASSWORD)
    person = hub.session(cookie).person
    assert person == Person(person.id, "lea", "Léa Martin", None, "facilitation", ("oisans",))
    with pytest.raises(LinkSpent):
        hub.choose_password(token, kit.PASSWORD)
    assert hub.link_for(token) is None


def test_a_weak_password_does_not_spend_the_link(hub):
    hub.add_account(Profile("lea", "lecture"), by="root")
    token = hub.invite("lea", by="root")
    with pytest.raises(AccountInvalid):
        hub.choose_password(token, "court")
    assert hub.choose_password(token, kit.PASSWORD)


def test_a_link_expires_and_a_newer_one_replaces_it(hub, hands):
    hub.add_account(Profile("lea", "lecture"), by="root")
    first = hub.invite("lea", by="root")
    second = hub.invite("lea", by="root")
    raises("link-spent", hub.choose_password, first, kit.PASSWORD)
    hands.move(days=3)
    raises("link-spent", hub.choose_password, second, kit.PASSWORD)


def test_a_link_serves_its_own_purpose_only(hub):
    hub.add_account(Profile("lea", "lecture"), by="root")
    raises("link-spent", hub.enter, hub.invite("lea", by="root"))
    raises("link-spent", hub.enter, "never-was")


def test_alone_one_enters_by_the_local_link_and_a_team_closes_it(hub):
    token = hub.local_link()
    person = hub.session(hub.enter(token)).person
    assert (person.login, person.role) == ("local", "administration")
    raises("link-spent", hub.enter, token)
    raises("account-invalid", hub.add_account, Profile("local", "lecture"), by="root")
    raises("account-invalid", hub.invite, "local", by="root")
    hub.add_account(Profile("lea", "administration"), by="root")
    assert hub.local_link() is None
    assert hub.has_team()


def test_a_link_taken_back_opens_nothing(hub):
    token = hub.local_link()
    hub.withdraw_link(token)
    raises("link-spent", hub.enter, token)


def test_a_session_ends_when_idle_and_in_any_case_after_a_week(hub, hands):
    kit.someone(hub, "lea")
    cookie = hub.sign_in("lea", kit.PASSWORD, HOME)
    hands.move(hours=11, minutes=59)
    session = hub.session(cookie)
    assert session.stale
    hub.touch_session(session.id)
    hands.move(hours=11)
    assert hub.session(cookie), "used since"
    hands.move(hours=13)
    assert hub.session(cookie) is None, "idle"
    cookie = hub.sign_in("lea", kit.PASSWORD, HOME)
    for _ in range(16):
        hands.move(hours=10)
        if session := hub.session(cookie):
            hub.touch_session(session.id)
    assert session is not None
    hands.move(hours=10)
    assert hub.session(cookie) is None, "a week"


@pytest.mark.parametrize(
    "change",
    [
        lambda hub: hub.change_account("lea", {"role": "lecture"}, by="root"),
        lambda hub: hub.change_account("lea", {"territories": ["oisans"]}, by="root"),
        lambda hub: hub.disable_account("lea", by="root"),
        lambda hub: hub.choose_password(hub.invite("lea", by="root"), "une autre phrase"),
    ],
    ids=["role", "territories", "disabled", "password"],
)
def test_what_changes_a_persons_rights_closes_the_sessions(hub, change):
    kit.someone(hub, "lea", "facilitation")
    cookies = [hub.sign_in("lea", kit.PASSWORD, HOME) for _ in range(2)]
    change(hub)
    assert [hub.session(cookie) for cookie in cookies] == [None, None]


def test_a_new_name_closes_nothing(hub):
    kit.someone(hub, "lea")
    cookie = hub.sign_in("lea", kit.PASSWORD, HOME)
    hub.change_account("lea", {"name": "Léa Durand"}, by="root")
    assert hub.session(cookie).person.name == "Léa Durand"


def test_ones_own_new_password_keeps_ones_own_session(hub):
    kit.someone(hub, "lea")
    mine, other = (hub.sign_in("lea", kit.PASSWORD, HOME) for _ in range(2))
    raises("sign-in-refused", hub.change_password, hub.session(mine), "faux", "une autre phrase", HOME)
    hub.change_password(hub.session(mine), kit.PASSWORD, "une autre phrase", HOME)
    assert hub.session(mine)
    assert hub.session(other) is None
    raises("sign-in-refused", hub.sign_in, "lea", kit.PASSWORD, HOME)
    assert hub.sign_in("lea", "une autre phrase", HOME)


def test_somebody_elses_session_is_not_closed(hub):
    lea, paul = kit.someone(hub, "lea"), kit.someone(hub, "paul")
    cookie = hub.sign_in("lea", kit.PASSWORD, HOME)
    hub.close_session(paul, hub.session(cookie).id)
    assert hub.session(cookie)
    hub.close_session(lea, hub.session(cookie).id)
    assert hub.session(cookie) is None


def test_a_disabled_account_opens_by_nothing(hub):
    lea = kit.someone(hub, "lea")
    hub.add_account(Profile("paul", "lecture"), by="root")
    link = hub.invite("paul", by="root")
    for login in ("lea", "paul"):
        hub.disable_account(login, by="root")
    with pytest.raises(SignInRefused):
        hub.sign_in("lea", kit.PASSWORD, HOME)
    raises("link-spent", hub.choose_password, link, kit.PASSWORD)
    raises("account-disabled-invalid", hub.invite, "paul", by="root")
    assert hub.sessions_of(lea) == []
    hub.enable_account("lea", by="root")
    assert hub.sign_in("lea", kit.PASSWORD, HOME)


def test_the_last_administrator_stays(hub):
    kit.someone(hub, "lea", "administration")
    raises("last-administrator-invalid", hub.disable_account, "lea", by="root")
    raises("last-administrator-invalid", hub.change_account, "lea", {"role": "lecture"}, by="root")
    kit.someone(hub, "paul", "administration")
    hub.disable_account("lea", by="root")


@pytest.mark.parametrize(
    ("profile", "code"),
    [
        (Profile("LEA", "lecture"), "login-taken-invalid"),
        (Profile("paul", "lecture", email="Lea@Exemple.fr"), "email-taken-invalid"),
        (Profile("paul", "chef"), "account-invalid"),
        (Profile("../etc", "lecture"), "account-invalid"),
        (Profile("a b", "lecture"), "account-invalid"),
        (Profile("paul", "lecture", email="paul"), "account-invalid"),
        (Profile("paul", "lecture", territories=("atlantide",)), "unknown-territory"),
    ],
    ids=str,
)
def test_an_account_that_cannot_be(hub, profile, code):
    hub.add_account(Profile("lea", "lecture", email="lea@exemple.fr"), by="root")
    raises(code, hub.add_account, profile, by="root")


def test_an_administrator_of_some_territories_manages_no_others(hub):
    """Else the narrow account opens itself a wide one."""
    marie = kit.someone(hub, "marie", "administration", ("oisans",))
    kit.someone(hub, "lea", "facilitation", ("trieves",))
    kit.someone(hub, "root", "administration")
    assert [account["login"] for account in hub.accounts(by=marie)] == ["marie"]
    raises("unknown-account", hub.change_account, "lea", {"role": "lecture"}, by=marie)
    raises("unknown-account", hub.invite, "root", by=marie)
    raises("unknown-account", hub.disable_account, "lea", by=marie)
    raises("unknown-territory", hub.add_account, Profile("x1", "lecture", territories=("trieves",)), by=marie)
    raises("territory-missing-invalid", hub.add_account, Profile("x1", "administration"), by=marie)
    raises("territory-missing-invalid", hub.change_account, "marie", {"territories": []}, by=marie)
    hub.add_account(Profile("x1", "lecture", territories=("oisans",)), by=marie)


def test_nothing_that_opens_a_door_is_in_the_store(hub):
    lea = kit.someone(hub, "lea")
    secrets = [hub.sign_in("lea", kit.PASSWORD, HOME), hub.invite("lea", by="root"), kit.PASSWORD]
    from hub.access.tokens import Wanted

    secrets.append(hub.create_token(lea, Wanted("tableau", "lecture"))[0])
    from hub.store.tables import METADATA

    with hub.store.read() as connection:
        tables = ("account", "web_session", "invitation", "access_token", "audit", "sign_in_attempt")
        rows = [row for name in tables for row in connection.execute(METADATA.tables[name].select())]
    kept = repr(rows)
    assert "argon2id" in kept
    assert not [secret for secret in secrets if secret in kept]


def test_the_log_says_who_did_what_and_no_secret(hub):
    marie = kit.someone(hub, "marie", "administration")
    hub.audit(marie, "decision", "m1", {"state": "ecartee", "jeton": "psr_x", "password": "y", "n": 3})
    newest = hub.audit_log(limit=1)[0]
    assert (newest["who"], newest["action"], newest["object"]) == ("marie", "decision", "m1")
    assert newest["detail"] == {"state": "ecartee", "n": 3}
    raises("sign-in-refused", hub.sign_in, "mon mot de passe 123", "x", HOME)
    assert "mon mot de passe" not in repr(hub.audit_log(limit=50))
    total = hub.count_audit()
    pages = [hub.audit_log(limit=2, offset=start) for start in range(0, total, 2)]
    assert [line["id"] for page in pages for line in page] == list(range(total, 0, -1))
