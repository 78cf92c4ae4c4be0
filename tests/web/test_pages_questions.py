"""What the pages ask of the store, asked of both databases."""

from __future__ import annotations

import pages_kit as pages
from toy_hub import raw

CONTRACTS = [
    pages.contract("ouvert", "2023-09-01"),
    pages.contract("a-venir", "2025-09-01", cpv=["90919300"]),
    pages.contract("passe", "2023-01-01", title="Entretien des parcs et jardins", places=[pages.BOURG]),
    *(raw(f"mauvais-{n}", reject="illisible") for n in range(2)),
    raw(
        "appel",
        title="Entretien des stades",
        published="2026-11-20",
        cpv=["77310000"],
        nature="services",
        places=[pages.LA_MURE],
    ),
]


def test_both_databases_answer_the_same(database_url):
    with pages.pages_hub(database_url, CONTRACTS, [pages.employer("mure")]) as hub:

        def keys(**asked):
            return [renewal["notices"][0]["key"] for renewal in hub.renewals(**asked)]

        assert keys() == ["ouvert", "a-venir", "passe"]
        assert [keys(state=state) for state in ("ouverte", "a_venir", "passee")] == [
            ["ouvert"],
            ["a-venir"],
            ["passe"],
        ]
        assert keys(trade="9091") == ["a-venir"]
        assert keys(within=("oisans",)) == ["passe"]
        assert keys(within=("oisans",), territory="matheysine") == []
        assert keys(limit=1, offset=1) == ["a-venir"]
        assert hub.count_renewals(trade="77") == 2
        (group,) = hub.quarantine_groups()
        assert (group["connector"], group["code"], group["count"]) == ("toy", "toy-rejected", 2)
        assert len(hub.quarantine_group("toy", "toy-rejected", limit=1, offset=1)) == 1
        (found,) = hub.employers()
        proposed = [each["title"] for each in hub.marches_of_employer(found["id"])]
        assert proposed[0] == "Entretien des stades", "the latest published first"
        assert hub.marches_of_employer(found["id"], within=("ain",)) == []
        assert [feed["id"] for feed in hub.feeds()] == ["registre", "toy"]
        assert (hub.count_runs(), len(hub.runs(limit=1, offset=1))) == (2, 1)
