"""The further filters of ``hub marches``, as they are typed."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from hub.review import typed
from hub.web.filters import FilterInvalid, read_filters


@pytest.mark.parametrize(
    ("text", "euros"),
    [
        ("40000", "40000"),
        ("40 000,50 €", "40000.50"),
        ("40\u202f000", "40000"),
        ("0", "0"),
    ],
)
def test_amounts_as_people_write_them(text, euros):
    assert typed.amount(text) == Decimal(euros)


@pytest.mark.parametrize("text", ["", "€", "beaucoup", "-1", "nan", "inf", "1e99", "1,2,3"])
def test_what_is_no_amount(text):
    with pytest.raises(ValueError, match="montant"):
        typed.amount(text)


@pytest.mark.parametrize("text", ["", "4a", "123456789", "45210000-", "٤٥", "%"])
def test_what_is_no_trade(text):
    with pytest.raises(ValueError, match="CPV"):
        typed.trade(text)


def test_the_pages_read_the_same_names():
    read = read_filters(
        {
            "trade": "45210000-2",
            "amount_min": "40 000",
            "deadline_to": "2026-12-31",
            "nature": "travaux",
            "sort": "amount",
            "assignee": "ana",
            "buyer": "",
            "unread": "1",
        },
        "ana",
    )
    assert (read.trade, read.amount_min, read.sort) == ("45210000", Decimal(40000), "amount")
    assert (read.deadline_to.isoformat(), read.nature, read.assignee) == ("2026-12-31", "travaux", "ana")
    assert (read.buyer, read.unread) == (None, "ana")
    assert read_filters({"unread": "1"}).unread is None


@pytest.mark.parametrize(
    "values", [{"trade": "x"}, {"amount_max": "x"}, {"deadline_from": "x"}, {"sort": "x"}, {"nature": "x"}]
)
def test_the_pages_refuse_what_cannot_be(values):
    with pytest.raises(FilterInvalid):
        read_filters(values)


def test_the_command_takes_them(cli, filled):
    def titles(*options):
        ran = cli("marches", "--format", "jsonl", *options)
        assert ran.code == 0, ran.err
        return [json.loads(line)["title"] for line in ran.out.splitlines()]

    every = titles()
    assert sorted(titles("--sort", "published")) == sorted(every)
    for option in (
        ("--amount-min", "999 999 999"),
        ("--assignee", "personne"),
        ("--deadline-to", "2001-01-01"),
    ):
        assert titles(*option) == []
    assert titles("--buyer", "valbrune") == titles("--query", "valbrune") != []


@pytest.mark.parametrize(
    "option",
    [("--trade", "x"), ("--amount-min", "x"), ("--deadline-from", "x"), ("--sort", "x"), ("--nature", "x")],
)
def test_the_command_refuses_what_cannot_be(cli, filled, option):
    ran = cli("marches", *option)
    assert ran.code == 2
    assert option[0] in ran.err
