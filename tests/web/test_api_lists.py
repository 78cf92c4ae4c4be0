"""Lists and documents of the API: pages, filters, ``ETag``, and what is told of a mistake."""

from __future__ import annotations

import people_kit as kit
import pytest
from api_kit import Program
from marche_kit import marche_hub
from toy_hub import DONE, Toy, plugin, raw, toy_hub


@pytest.fixture(scope="module", autouse=True)
def _quick():
    with pytest.MonkeyPatch.context() as patch:
        yield from kit.quick_passwords(patch)


@pytest.fixture(scope="module")
def hub(tmp_path_factory, _quick):
    with marche_hub(tmp_path_factory.mktemp("lists")) as hub:
        kit.someone(hub, "marie", "administration")
        yield hub


@pytest.fixture(scope="module")
def leo(hub):
    return Program(hub, "leo", "lecture")


@pytest.fixture(scope="module")
def marie(hub):
    return Program(hub, "marie", "administration")


def refusal(answer):
    assert set(answer.json()) == {"code", "cause", "next_step"}, answer.text
    return answer.status_code, answer.json()["code"]


def test_the_index_leads_to_every_list_and_to_the_description(leo):
    links = leo.get("").json()
    assert {leo.client.get(path).status_code for path in links.values()} == {200}
    assert "psr_" in leo.client.get("/api/openapi.json").json()["info"]["description"]


def test_the_description_is_open_and_tells_nothing_of_what_is_stored(hub):
    answer = kit.browser(hub).get("/api/openapi.json")
    assert answer.status_code == 200
    assert not [word for word in ("Peinture", "oisans", "leo", "toy") if word in answer.text]
    assert "422" not in answer.text


def test_pages_of_a_list_follow_each_other_to_the_end(leo):
    found, cursor = [], "0"
    while cursor is not None:
        page = leo.get("/marches", params={"limit": 1, "cursor": cursor}).json()
        assert set(page) == {"items", "total", "next"}
        assert page["total"] == 2
        found += [each["id"] for each in page["items"]]
        cursor = page["next"]
    assert len(set(found)) == 2
    assert leo.get("/marches?cursor=7").json() == {"items": [], "total": 2, "next": None}


def test_filters_have_the_names_of_the_command_line(leo):
    assert [each["title"] for each in leo.get("/marches?territory=ain").json()["items"]] == ["Nettoyage"]
    assert leo.get("/marches?trade=4544&status=presente&query=peinture").json()["total"] == 1
    assert leo.get("/marches?territory=vallee-sud").json()["total"] == 0
    assert leo.get("/marches?unread=1").json()["total"] == 2


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("/marches?territoire=ain", "« territoire »"),
        ("/marches?obligation=oui", "obligation"),
        ("/marches?limit=0", "limit"),
        ("/marches?limit=501", "limit"),
        ("/marches?cursor=-1", "cursor"),
        ("/marches?cursor=99999999999999999999", "cursor"),
        ("/marches?since=hier", "since"),
        ("/marches?amount_min=1e400", "amount_min"),
        ("/marches?trade=peinture", "trade"),
        ("/marches/1?lot=2", "« lot »"),
        ("/me?x=1", "« x »"),
        ("/renewals?window=grande", "window"),
        ("/renewals?within=99999", "within"),
        ("/employers?radius=-1", "radius"),
        ("/employers?kind=SARL", "kind"),
        ("/accounts?limit=3", "« limit »"),
        ("/quarantine?state=lost", "state"),
        ("/quarantine/99999999999999999999", "id_"),
        ("/precision?since=32/13/2026", "since"),
        ("/export/marches.csv?limit=3", "« limit »"),
        ("/export/marches.doc", "doc"),
        ("/export/employers.ics", "ics"),
    ],
)
def test_a_mistake_is_told_by_its_name(marie, path, named):
    answer = marie.get(path)
    status, code = refusal(answer)
    assert (status, code.endswith("-invalid")) == (400, True)
    assert named in answer.json()["cause"]


@pytest.mark.parametrize(
    "path",
    [
        *("/marches/none", "/marches/toy:none", "/marches/none.ics", "/employers/none", "/runs/none"),
        *("/territories/none/load", "/quarantine/1", "/accounts/none", "/employers?activity=zzz", "/none"),
        *("/employers?near=99999", "/employers?territory=none", "/alerts/1/preview", "/runs/none/changes"),
    ],
)
def test_what_does_not_exist_is_unknown(marie, path):
    status, code = refusal(marie.get(path))
    assert (status, code.startswith("unknown-")) == (404, True)


def test_an_unchanged_answer_is_not_sent_again(leo):
    for path in ("/marches", "/marches/toy:1", "/territories", "/sources", "/me"):
        first = leo.get(path)
        tag = first.headers["etag"]
        assert tag.startswith('W/"')
        for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
            again = leo.get(path, headers={"if-none-match": known})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert leo.get(path, headers={"if-none-match": 'W/"other"'}).status_code == 200


def test_a_decision_changes_the_tag(hub, leo):
    tag = leo.get("/marches/toy:2").headers["etag"]
    Program(hub, "ana", "decision").send("/marches/toy:2/notes", {"note": "À revoir en janvier."})
    assert leo.get("/marches/toy:2", headers={"if-none-match": tag}).status_code == 200


def test_files_are_those_of_the_pages(leo):
    for ext, media in (
        ("csv", "text/csv"),
        ("xlsx", "spreadsheetml"),
        ("jsonl", "ndjson"),
        ("ics", "calendar"),
    ):
        answer = leo.get(f"/export/marches.{ext}?territory=ain")
        assert answer.status_code == 200
        assert media in answer.headers["content-type"]
        assert "attachment" in answer.headers["content-disposition"]
    plain = leo.get("/export/marches.csv?territory=ain&style=plain").text
    assert "Nettoyage" in plain
    assert "Peinture" not in plain
    assert "BEGIN:VEVENT" in leo.get("/marches/toy:1.ics").text
    for noun in ("renewals", "employers", "runs"):
        assert leo.get(f"/export/{noun}.csv").status_code == 200


def test_the_other_lists_answer(marie):
    for path in (
        *("/moments", "/colleagues", "/glossary", "/precision", "/feeds", "/runs", "/activities", "/letters"),
        *(
            "/searches",
            "/alerts",
            "/me/tokens",
            "/accounts",
            "/audit",
            "/quarantine",
            "/territories/oisans/load",
        ),
    ):
        assert marie.get(path).status_code == 200, path
    assert marie.get("/moments?territory=oisans&moment=trop_tard").json()["rectificatif"] == 1
    run = marie.get("/runs").json()["items"][0]["id"]
    assert marie.get(f"/runs/{run}").json()["status"] == "succeeded"
    (term,) = marie.get("/glossary", params={"term": "allotissement"}).json()["items"]
    assert term["text"]


def test_nobody_reads_with_a_page_what_only_the_api_takes(hub):
    """The session of a browser reads too, and writes with its token only."""
    client = kit.signed_in(hub, "ana")
    assert client.get("/api/me").json()["login"] == "ana"
    csrf = kit.csrf_in(client.get("/compte").text)
    body = {"name": "écoles", "filters": {"query": "école"}}
    assert refusal(client.post("/api/searches", json=body)) == (403, "csrf-invalid")
    assert client.post("/api/searches", json=body, headers={"x-csrf-token": csrf}).status_code == 201


SIGNS = (
    "%00",
    "a%00b",
    "%ED%A0%80",
    "%FF",
    "%F0%9F%92%A9",
    "..%2f..",
    "%0d%0aX:1",
    "'--",
    "a" * 3000,
    "9" * 400,
)


def test_odd_signs_are_no_error_of_ours_on_either_database(database_url):
    """PostgreSQL takes no NUL in a text: it answered 503 to ``/api/marches/%00``."""
    with toy_hub(database_url, plugin(Toy([raw("1", title="Peinture"), DONE]))) as hub:
        hub.conclude([hub.sync("toy")])
        kit.someone(hub, "marie", "administration")
        marie = Program(hub, "marie", "administration")
        client = kit.signed_in(hub, "marie")
        for sign in SIGNS:
            for path in ("marches", "employers", "runs", "accounts", "territories"):
                assert marie.get(f"/{path}/{sign}").status_code in (400, 404), (path, sign)
            for name in ("query", "buyer", "assignee", "territory"):
                assert marie.get(f"/marches?{name}={sign}").status_code in (200, 400), (name, sign)
                assert client.get(f"/?{name}={sign}").status_code in (200, 400), (name, sign)
            assert client.get(f"/marches/{sign}").status_code in (400, 404), sign
        for path in ("quarantine/%s", "alerts/%s/preview"):
            for number in (0, -1, 2**53, 2**63, 2**64, 10**40):
                assert marie.get("/" + path % number).status_code in (400, 404), number
