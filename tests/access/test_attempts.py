"""Guessing passwords: slow for whoever guesses, bearable for whom it is done to."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import people_kit as kit
import pytest

from hub.access.errors import SignInRefused, TooManyAttempts
from hub.access.passwords import Passwords, passwords

HOME, AWAY = "192.0.2.1", "198.51.100.7"


@pytest.fixture(autouse=True)
def _lea(hub):
    kit.someone(hub, "lea")


def fail(hub, times, login="lea", address=AWAY):
    for _ in range(times):
        with pytest.raises(SignInRefused):
            hub.sign_in(login, "faux", address)


def waits(hub, login="lea", password=kit.PASSWORD, address=AWAY):
    with pytest.raises(TooManyAttempts) as caught:
        hub.sign_in(login, password, address)
    return caught.value.retry_after


def test_the_sixth_try_is_refused_even_with_the_right_password(hub, hands):
    fail(hub, 5)
    assert waits(hub) == 30
    hands.move(seconds=29)
    assert waits(hub) == 1, "asking again meanwhile makes it no longer"
    hands.move(seconds=1)
    assert hub.sign_in("lea", kit.PASSWORD, AWAY)


def test_the_wait_doubles_and_has_an_end(hub, hands):
    fail(hub, 5)
    seen = []
    for _ in range(8):
        seen.append(waits(hub))
        hands.move(seconds=seen[-1])
        fail(hub, 1)
    assert seen == [30, 60, 120, 240, 480, 900, 900, 900]
    hands.move(seconds=900)
    assert hub.sign_in("lea", kit.PASSWORD, AWAY), "an account is never locked for ever"
    fail(hub, 5)


def test_the_one_it_is_done_to_comes_in_from_home(hub, hands):
    fail(hub, 5)
    assert hub.sign_in("lea", kit.PASSWORD, HOME)
    assert waits(hub) == 30, "which does not help the one who guesses"


def test_from_many_addresses_the_account_waits_a_minute_at_most(hub, hands):
    for number in range(20):
        fail(hub, 1, address=f"203.0.113.{number}")
    assert waits(hub, address=HOME) == 5
    for number in range(20, 40):
        hands.move(seconds=61)
        fail(hub, 1, address=f"203.0.113.{number}")
    assert waits(hub, address=HOME) == 60
    hands.move(seconds=60)
    assert hub.sign_in("lea", kit.PASSWORD, HOME)


def test_one_address_that_tries_many_logins_waits_for_all(hub):
    for number in range(20):
        fail(hub, 1, login=f"someone-{number}")
    assert waits(hub) == 30
    assert hub.sign_in("lea", kit.PASSWORD, HOME)


def test_a_customer_of_ipv6_has_one_address(hub):
    for number in range(20):
        fail(hub, 1, login=f"someone-{number}", address=f"2001:db8::{number}")
    assert waits(hub, address="2001:db8::ffff") == 30
    assert hub.sign_in("lea", kit.PASSWORD, "2001:db8:0:1::1")


def test_a_restart_forgets_nothing(hub, hands):
    fail(hub, 5)
    with kit.people_hub(str(hub.settings.database_url), hands) as again:
        assert waits(again) == 30


def test_an_hour_of_quiet_starts_the_count_again(hub, hands):
    fail(hub, 4)
    hands.move(hours=1)
    fail(hub, 5)
    assert waits(hub) == 30


def test_a_good_sign_in_forgives_the_slips_before_it(hub):
    fail(hub, 4)
    hub.sign_in("lea", kit.PASSWORD, AWAY)
    fail(hub, 4)
    hub.sign_in("lea", kit.PASSWORD, AWAY)


def test_tries_sent_all_at_once_are_counted_one_by_one(hub):
    """A check made before the count is written lets a burst through."""

    def one(_):
        try:
            hub.sign_in("lea", "faux", AWAY)
        except (SignInRefused, TooManyAttempts) as error:
            return error.code

    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(one, range(16)))
    assert codes.count("sign-in-refused") == 5
    assert codes.count("too-many-attempts") == 11


def test_an_unknown_login_costs_a_check_too(hub, monkeypatch):
    seen = []
    monkeypatch.setattr(Passwords, "matches", lambda self, password, kept: seen.append(kept is None) or False)
    for login in ("lea", "nobody"):
        fail(hub, 1, login=login)
    assert seen == [False, True]


def test_a_password_is_hashed_again_when_the_parameters_changed(hub, monkeypatch):
    with hub.store.read() as connection:
        from hub.store import accounts

        before = accounts.by_login(connection, "lea")["password"]
    monkeypatch.setattr(type(passwords()), "is_outdated", lambda self, kept: kept == before)
    hub.sign_in("lea", kit.PASSWORD, HOME)
    with hub.store.read() as connection:
        after = accounts.by_login(connection, "lea")["password"]
    assert after != before
    assert hub.sign_in("lea", kit.PASSWORD, HOME)
