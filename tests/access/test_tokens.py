"""Tokens of programs and feeds, and the searches that feeds are of."""

from __future__ import annotations

import people_kit as kit
import pytest

from hub.access.tokens import MOST, Wanted
from hub.plugin_api.errors import HubError


def raises(code, call, *args, **how):
    with pytest.raises(HubError) as caught:
        call(*args, **how)
    assert caught.value.code == code


def test_a_token_is_recognised_by_those_who_look_for_leaks(hub):
    token, kept = hub.create_token(kit.someone(hub, "lea"), Wanted("tableau de bord", "lecture"))
    assert token.startswith("psr_")
    assert token not in repr(kept)
    assert hub.bearer(token).person.login == "lea"
    assert hub.bearer(token.removeprefix("psr_")) is None


def test_a_token_never_may_more_than_its_person(hub):
    lea = kit.someone(hub, "lea", "facilitation")
    raises("role-too-low", hub.create_token, lea, Wanted("x", "administration"))
    decides, _ = hub.create_token(lea, Wanted("x", "decision"))
    reads, _ = hub.create_token(lea, Wanted("x", "lecture"))
    assert hub.bearer(decides).person.role == "facilitation"
    assert hub.bearer(reads).person.role == "lecture"
    hub.change_account("lea", {"role": "lecture"}, by="root")
    assert hub.bearer(decides).person.role == "lecture", "it follows when the person is given less"


def test_a_token_ends(hub, hands):
    lea, paul = kit.someone(hub, "lea"), kit.someone(hub, "paul")
    month, kept = hub.create_token(lea, Wanted("x", "lecture", days=30))
    always, _ = hub.create_token(lea, Wanted("y", "lecture", days=None))
    raises("unknown-token", hub.revoke_token, paul, kept["id"])
    hands.move(days=30)
    assert hub.bearer(month) is None
    assert hub.bearer(always)
    hub.revoke_token(lea, hub.tokens_of(lea)[0]["id"])
    assert hub.bearer(always) is None
    raises("unknown-token", hub.revoke_token, lea, 10**9)


def test_a_token_of_a_disabled_account_opens_nothing(hub):
    token, _ = hub.create_token(kit.someone(hub, "lea"), Wanted("x", "lecture"))
    hub.disable_account("lea", by="root")
    assert hub.bearer(token) is None


def test_the_last_use_is_noted(hub, hands):
    lea = kit.someone(hub, "lea")
    token, kept = hub.create_token(lea, Wanted("x", "lecture"))
    assert kept["used"] is None
    bearer = hub.bearer(token)
    assert bearer.stale
    hub.touch_token(bearer.id)
    assert hub.tokens_of(lea)[0]["used"] == hands.time.isoformat()
    assert not hub.bearer(token).stale


def test_a_feed_is_of_one_territory_of_ones_own(hub):
    lea = kit.someone(hub, "lea", "administration", ("oisans", "trieves"))
    raises("unknown-territory", hub.create_token, lea, Wanted("x", "flux", territory="isere"))
    token, _ = hub.create_token(lea, Wanted("x", "flux", territory="oisans"))
    bearer = hub.bearer(token)
    assert (bearer.person.role, bearer.person.territories) == ("lecture", ("oisans",))
    hub.change_account("lea", {"territories": ["trieves"]}, by="root")
    assert hub.bearer(token) is None, "lost with the territory"


def test_a_feed_is_of_one_search_of_ones_own(hub):
    lea, paul = kit.someone(hub, "lea"), kit.someone(hub, "paul")
    search = hub.save_search(lea, "  Travaux  urgents ", {"moment": "ideal"})
    assert search["name"] == "Travaux urgents"
    raises("unknown-search", hub.create_token, paul, Wanted("x", "flux", search=search["id"]))
    token, _ = hub.create_token(lea, Wanted("x", "flux", search=search["id"]))
    assert hub.bearer(token).search == search["id"]
    hub.forget_search(lea, search["id"])
    assert hub.bearer(token) is None, "nothing is left to read"


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted("", "lecture"),
        Wanted("x", "tout"),
        Wanted("x", "flux"),
        Wanted("x", "lecture", days=0),
        Wanted("x", "lecture", days=10**17),
        Wanted("x", "flux", search=1, territory="oisans"),
        Wanted("x", "lecture", territory="oisans"),
    ],
    ids=str,
)
def test_a_token_that_cannot_be(hub, wanted):
    raises("account-invalid", hub.create_token, kit.someone(hub, "lea"), wanted)


def test_a_script_gone_wild_is_stopped(hub):
    lea = kit.someone(hub, "lea")
    for number in range(MOST):
        hub.create_token(lea, Wanted(str(number), "lecture"))
    raises("account-invalid", hub.create_token, lea, Wanted("one more", "lecture"))


def test_searches_are_ones_own(hub):
    lea, paul = kit.someone(hub, "lea"), kit.someone(hub, "paul")
    first = hub.save_search(lea, "b", {"query": "école"})
    hub.save_search(lea, "a", {})
    assert [search["name"] for search in hub.saved_searches(lea)] == ["a", "b"]
    assert hub.saved_searches(paul) == []
    assert hub.saved_search(lea, first["id"])["filters"] == {"query": "école"}
    for forbidden in (hub.saved_search, hub.forget_search):
        raises("unknown-search", forbidden, paul, first["id"])
    raises("search-invalid", hub.save_search, lea, "  ", {})
