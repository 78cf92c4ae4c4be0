"""Reading the sources: nothing is promised about a list that was not read whole."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from hub.plugin_api import (
    FetchContext,
    HubError,
    RawRecord,
    SnapshotComplete,
    SourceChanged,
    SourceUnavailable,
)
from hub_siae_registry import hub_register_connectors

FIXTURES = Path(__file__).parent / "fixtures"
CONNECTORS = {connector.info.id: connector for connector in hub_register_connectors()}
KEY = SecretStr("k" * 8)
OPEN_FILE = "/fr/datasets/r/"
Params = dict[str, Any]


class Answer:
    status_code = 200
    url = "https://source.invalid/"

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.headers: dict[str, str] = {}

    def json(self) -> Any:
        try:
            return json.loads(self.content)
        except ValueError as error:
            raise SourceChanged("not JSON", code="not-json") from error

    def iter_bytes(self, chunk_size: int = 11) -> Iterator[bytes]:
        for start in range(0, len(self.content), 11):
            yield self.content[start : start + 11]


class Site:
    """A source that answers with what ``page`` makes of a path and its parameters."""

    def __init__(self, page: Callable[[str, Params], Any]) -> None:
        self.page = page
        self.asked: list[tuple[str, Params]] = []
        self.headers: list[dict[str, str] | None] = []

    def get(
        self, path: str, *, params: Params | None = None, headers: Any = None, stream: bool = False
    ) -> Answer:
        self.asked.append((path, params or {}))
        self.headers.append(headers)
        answer = self.page(path, params or {})
        if isinstance(answer, Exception):
            raise answer
        return Answer(answer if isinstance(answer, bytes) else json.dumps(answer).encode())

    def post(self, *_: Any, **__: Any) -> Answer:
        raise AssertionError("registries are only read")


NOT_FOUND = SourceChanged("404", code="not-found")


def run(name: str, site: Site, **settings: Any) -> tuple[list[str], list[str], HubError | None]:
    """The keys and scopes that came, and the error that ended the run."""
    connector = CONNECTORS[name]
    ctx = FetchContext(
        settings=connector.settings_model(**settings),
        http=site,  # type: ignore[arg-type]
        log=logging.getLogger("test"),
        today=date(2026, 9, 10),
    )
    keys, scopes, error = [], [], None
    try:
        for item in connector.fetch(ctx, None):
            if isinstance(item, RawRecord):
                keys.append(item.key)
            elif isinstance(item, SnapshotComplete):
                scopes.append(item.scope)
    except HubError as failure:
        error = failure
    return keys, scopes, error


def code(error: HubError | None) -> str | None:
    return error.code if error else None


def numbered(rows: list[Any], params: Params) -> Any:
    """Django REST Framework: pages by number, 404 past the end."""
    page, size = params["page"], params["page_size"]
    some = rows[(page - 1) * size : page * size]
    if not some and page > 1:
        return NOT_FOUND
    return {"count": len(rows), "next": "url" if page * size < len(rows) else None, "results": some}


def siaes(count: int, **more: Any) -> list[dict[str, Any]]:
    row = json.loads((FIXTURES / "siaes_38.json").read_text())["results"][0]
    return [{**row, "id": f"id-{n:03d}", **more} for n in range(count)]


# -- les-emplois ---------------------------------------------------------------


def test_each_departement_is_a_snapshot_of_its_own() -> None:
    lists = {"38": siaes(25), "01": [{**row, "id": f"01-{row['id']}"} for row in siaes(3)]}
    site = Site(lambda path, params: numbered(lists[params["departement"]], params))
    keys, scopes, error = run("emplois", site, departements=("38", "01"), page_size=10)
    assert (len(keys), len(set(keys)), error) == (28, 28, None)
    assert scopes == ["departement=38", "departement=01"]
    assert [(path, params["page"]) for path, params in site.asked] == [
        ("/api/v1/siaes/", 1),
        ("/api/v1/siaes/", 2),
        ("/api/v1/siaes/", 3),
        ("/api/v1/siaes/", 1),
    ]
    assert site.headers == [None] * 4, "the list is public"


def test_without_token_the_pace_is_twelve_requests_a_minute() -> None:
    settings: Any = CONNECTORS["emplois"].settings_model()
    assert settings.rate_per_s * 60 <= 12
    assert settings.departements == ("01", "38", "92")


def test_a_list_that_shrinks_while_it_is_read_is_read_again() -> None:
    """Between two pages a structure leaves: the next page starts one too far, and the last is a 404."""
    rows = siaes(20)

    def page(path: str, params: Params) -> Any:
        if len(site.asked) == 2:
            rows.pop(0)
        return numbered(rows, params)

    site = Site(page)
    keys, scopes, error = run("emplois", site, departements=("38",), page_size=10)
    assert (sorted(keys), scopes, error) == ([row["id"] for row in rows], ["departement=38"], None)


def test_a_list_that_never_adds_up_is_not_promised() -> None:
    def page(path: str, params: Params) -> Any:
        return {**numbered(siaes(5), params), "count": 6}

    keys, scopes, error = run("emplois", Site(page), departements=("38",))
    assert (scopes, code(error)) == ([], "count-mismatch")
    assert isinstance(error, SourceUnavailable), "worth another try, later"
    assert keys == []


def test_an_empty_departement_is_not_believed_and_the_others_go_on() -> None:
    lists: dict[str, list[Any]] = {"38": [], "01": siaes(2)}
    site = Site(lambda path, params: numbered(lists[params["departement"]], params))
    assert run("emplois", site, departements=("38", "01"))[1] == ["departement=01"]
    keys, scopes, error = run("emplois", site, departements=("38",))
    assert (keys, scopes, code(error)) == ([], [], "snapshot-too-small")


def test_the_facilitators_own_bodies_do_not_land(caplog: pytest.LogCaptureFixture) -> None:
    rows = [*siaes(2), *({**row, "id": f"opcs-{row['id']}"} for row in siaes(3, type="OPCS"))]
    with caplog.at_level(logging.INFO, "test"):
        keys, scopes, error = run(
            "emplois", Site(lambda _, params: numbered(rows, params)), departements=("38",)
        )
    assert (keys, scopes, error) == (["id-000", "id-001"], ["departement=38"], None)
    assert "3 records left out: organisation porteuse" in caplog.text


def test_a_record_without_identity_holds_the_promise_back() -> None:
    rows = [*siaes(2), {**siaes(1)[0], "id": None}]
    keys, scopes, error = run("emplois", Site(lambda _, params: numbered(rows, params)), departements=("38",))
    assert len(keys) == 3
    assert keys[2].startswith("damaged-")
    assert (scopes, code(error)) == ([], "snapshot-damaged")


def test_with_a_token_the_full_list_is_read_and_promised_kind_by_kind() -> None:
    rows = json.loads((FIXTURES / "marche.json").read_text())["results"]
    site = Site(lambda _, params: numbered(rows, params))
    keys, scopes, error = run("emplois", site, token=KEY, page_size=3)
    assert (keys, error) == (["marche/3", "marche/2", "marche/1", "marche/4"], None)
    assert scopes == ["kind=ACI", "kind=AI", "kind=EI", "kind=GEIQ"]
    assert site.asked[0][0] == "/api/v1/marche/"
    assert site.headers[0] == {"Authorization": "Token kkkkkkkk"}


@pytest.mark.parametrize(
    "body", [b"<!doctype html><html>", b"", b'{"detail": "Something went wrong"}', b"[]"]
)
def test_an_answer_that_is_no_list_ends_the_run(body: bytes) -> None:
    keys, scopes, error = run("emplois", Site(lambda *_: body))
    assert (keys, scopes) == ([], [])
    assert isinstance(error, SourceChanged)


# -- le marché -----------------------------------------------------------------


def lemarche(count: int) -> list[dict[str, Any]]:
    row = json.loads((FIXTURES / "lemarche.json").read_text())["results"][0]
    return [{**row, "id": n, "name": "LE MEME NOM"} for n in range(count)]


def offset(rows: list[Any], params: Params) -> Any:
    low, size = params["offset"], params["limit"]
    return {
        "count": len(rows),
        "next": "url" if low + size < len(rows) else None,
        "results": rows[low : low + size],
    }


def test_le_marche_is_asked_for_one_big_page() -> None:
    site = Site(lambda _, params: offset(lemarche(50), params))
    keys, scopes, error = run("lemarche", site, token=KEY)
    assert (len(keys), scopes, error) == (50, ["kind=EI"], None)
    assert site.asked == [("/api/siae/", {"limit": 20_000, "offset": 0})]
    assert site.headers == [{"Authorization": "Bearer kkkkkkkk"}]


def test_le_marche_sorts_on_a_name_that_is_not_unique() -> None:
    """Two rows of one name change places between two pages: one comes twice, the other is missed."""
    rows = lemarche(20)

    def page(path: str, params: Params) -> Any:
        if len(site.asked) == 2:
            rows[9], rows[10] = rows[10], rows[9]
        return offset(rows, params)

    site = Site(page)
    keys, scopes, error = run("lemarche", site, token=KEY, page_size=10)
    assert (sorted(map(int, keys)), scopes, error) == (list(range(20)), ["kind=EI"], None)
    assert len(site.asked) == 4, "the first reading gave 19 of 20"


def test_the_private_sources_say_which_setting_they_need() -> None:
    for name, needed in (("lemarche", {"token"}), ("geiq", {"base_url", "token"})):
        fields = CONNECTORS[name].settings_model.model_fields
        assert {field for field, info in fields.items() if info.is_required()} == needed


# -- data·inclusion ------------------------------------------------------------


def structures(count: int, **more: Any) -> list[dict[str, Any]]:
    row = json.loads((FIXTURES / "data_inclusion.json").read_text())[0]
    return [{**row, "id": f"emplois-de-linclusion--{n:05d}", **more} for n in range(count)]


def as_csv(rows: list[dict[str, Any]]) -> bytes:
    names = list(rows[0])
    lines = [",".join(names)]
    for row in rows:
        cells = [json.dumps(row[name]) if isinstance(row[name], list) else row[name] for name in names]
        lines.append(
            ",".join('"' + str("" if cell is None else cell).replace('"', '""') + '"' for cell in cells)
        )
    return "\n".join(lines).encode()


@pytest.mark.parametrize("form", ["array", "lines", "csv"])
def test_the_open_file_is_read_without_token(form: str) -> None:
    rows = [
        *structures(4),
        *({**row, "id": "aci-" + row["id"]} for row in structures(2, reseaux_porteurs=["aci"])),
    ]
    rows.append({**rows[0], "source": "dora", "id": "dora--x"})
    forms = {"array": json.dumps(rows).encode(), "lines": "\n".join(map(json.dumps, rows)).encode()}
    site = Site(lambda *_: forms.get(form) or as_csv(rows))
    keys, scopes, error = run("data_inclusion", site, minimum=5)
    assert (len(keys), scopes, error) == (6, ["kind=ACI", "kind=EI"], None)
    assert site.asked == [(f"{OPEN_FILE}4fc64287-e869-4550-8fb9-b1e0b7809ffa", {})]


def test_the_open_file_and_the_api_give_the_same_employers() -> None:
    computed = {"score_qualite": 0.0, "doublons": [], "adresse_certifiee": True}
    rows = structures(3)
    paged = {"items": [{**row, **computed} for row in rows], "total": 3, "page": 1, "size": 3, "pages": 1}
    connector = CONNECTORS["data_inclusion"]

    def payloads(site: Site, **settings: Any) -> list[bytes]:
        model = connector.settings_model(minimum=1, **settings)
        ctx = FetchContext(model, site, logging.getLogger("test"), date(2026, 9, 10))  # type: ignore[arg-type]
        return [item.payload for item in connector.fetch(ctx, None) if isinstance(item, RawRecord)]

    assert payloads(Site(lambda *_: rows)) == payloads(Site(lambda *_: paged), token=KEY)


def test_trap_08_size_in_data_inclusion_is_the_count_returned() -> None:
    """The last page says ``size: 5``: paging by it would ask for the wrong offsets, or never end."""
    rows = structures(25)

    def page(path: str, params: Params) -> Any:
        some = rows[(params["page"] - 1) * params["size"] :][: params["size"]]
        return {"items": some, "total": 25, "page": params["page"], "size": len(some), "pages": 3}

    site = Site(page)
    keys, scopes, error = run("data_inclusion", site, token=KEY, page_size=10, minimum=1)
    assert (len(set(keys)), scopes, error) == (25, ["kind=EI"], None)
    assert [params["page"] for _, params in site.asked] == [1, 2, 3]
    assert site.asked[0][0] == "https://api.data.inclusion.gouv.fr/api/v1/structures"
    assert site.asked[0][1]["sources"] == ["emplois-de-linclusion", "finess"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"<!doctype html><html><body>Maintenance</body></html>", "not-the-file"),
        (b"", "not-the-file"),
        (b"[]", "not-the-file"),
        (json.dumps(structures(9)).encode(), "snapshot-too-small"),
        (json.dumps(structures(20)).encode()[:-300], "snapshot-damaged"),
        (json.dumps(structures(20)).encode()[:-1], "snapshot-damaged"),
        (json.dumps([{"slug": "dora", "nom": "DORA"}] * 20).encode(), "not-the-file"),
    ],
    ids=["html", "empty", "no record", "too few", "cut inside", "cut between", "another table"],
)
def test_a_suspicious_file_closes_nobody(body: bytes, expected: str) -> None:
    keys, scopes, error = run("data_inclusion", Site(lambda *_: body), minimum=10)
    assert (scopes, code(error)) == ([], expected)
    assert len(keys) >= (19 if expected == "snapshot-damaged" else 0), "what came is kept"


# -- GEIQ ----------------------------------------------------------------------


def label(rows: list[Any]) -> Callable[[str, Params], Any]:
    def page(path: str, params: Params) -> Any:
        if params.get("count"):
            return {"status": "Success", "result": len(rows)}
        low = (params["p"] - 1) * params["n"]
        return {"status": "Success", "result": rows[low : low + params["n"]]}

    return page


def geiqs(count: int) -> list[dict[str, Any]]:
    row = json.loads((FIXTURES / "geiq.json").read_text())["result"][0]
    return [{**row, "id": n} for n in range(count)]


PRIVATE = {"token": KEY, "base_url": "https://geiq.invalid"}


def test_the_label_api_is_read_by_pages_and_compared_with_its_count() -> None:
    site = Site(label(geiqs(160)))
    keys, scopes, error = run("geiq", site, **PRIVATE)
    assert (len(keys), scopes, error) == (160, ["kind=GEIQ"], None)
    assert site.headers[0] == {"Authorization": "kkkkkkkk"}, "no word before the token"
    assert {path for path, _ in site.asked} == {"/rest/Geiq"}, "the other commands are about people"


def test_under_150_geiq_nobody_is_closed() -> None:
    keys, scopes, error = run("geiq", Site(label(geiqs(149))), **PRIVATE)
    assert (len(keys), scopes, code(error)) == (149, [], "snapshot-too-small")


@pytest.mark.parametrize(
    "body", [b'{"status": "Error", "result": "bad token"}', b"Fatal error", b'{"status": "Success"}']
)
def test_an_error_of_the_label_api_comes_with_http_200(body: bytes) -> None:
    keys, scopes, error = run("geiq", Site(lambda *_: body), **PRIVATE)
    assert (keys, scopes) == ([], [])
    assert isinstance(error, SourceChanged)


# -- FINESS --------------------------------------------------------------------


@pytest.mark.parametrize("fixture", ["finess.csv", "finess_plus.json"])
def test_finess_gives_esat_and_entreprises_adaptees_to_two_connectors(fixture: str) -> None:
    site = Site(lambda *_: (FIXTURES / fixture).read_bytes())
    settings = {"minimum": 1, "resource": "0" * 36} if fixture.endswith("json") else {"minimum": 1}
    esat, scopes, error = run("esat", site, **settings)
    assert (esat[0], scopes, error) == ("380000017", ["kind=ESAT"], None)
    adapted, scopes, error = run("adapted", site, **settings)
    assert (adapted, scopes, error) == (["380000033"], ["kind=EA"], None), "FINESS knows no EATT"


def finess(keep: Callable[[str], bool]) -> bytes:
    return "".join(filter(keep, (FIXTURES / "finess.csv").read_text().splitlines(keepends=True))).encode()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (finess(lambda line: not line.startswith("geolocalisation")), "body-cut-short"),
        (finess(lambda line: True)[:-40], "body-cut-short"),
        (finess(lambda line: ";246;" not in line), "body-cut-short"),
        (b"<html><body>", "not-the-file"),
        (b"nofinesset,rs\n1,ESAT\n", "not-the-file"),
    ],
    ids=["no points", "inside a line", "no ESAT", "html", "another table"],
)
def test_a_suspicious_finess_file_closes_nobody(body: bytes, expected: str) -> None:
    _keys, scopes, error = run("esat", Site(lambda *_: body), minimum=1)
    assert (scopes, code(error)) == ([], expected)


def test_fewer_esat_than_there_can_be() -> None:
    keys, scopes, error = run("esat", Site(lambda *_: finess(lambda line: True)))
    assert (len(keys), scopes, code(error)) == (4, [], "snapshot-too-small")


def test_a_source_that_breaks_off_keeps_what_came() -> None:
    class Broken(Answer):
        def iter_bytes(self, chunk_size: int = 0) -> Iterator[bytes]:
            yield self.content[:-2000]
            raise SourceUnavailable("cut", code="body-cut-short")

    site = Site(lambda *_: b"")
    site.get = lambda *_, **__: Broken(json.dumps(structures(40)).encode())  # type: ignore[method-assign]
    keys, scopes, error = run("data_inclusion", site, minimum=1)
    assert len(keys) > 30
    assert (scopes, code(error)) == ([], "body-cut-short")


@pytest.mark.parametrize("name", sorted(CONNECTORS))
def test_check_is_one_cheap_question(name: str) -> None:
    bodies = {
        "emplois": lambda _, params: numbered(siaes(3), params),
        "lemarche": lambda _, params: offset(lemarche(3), params),
        "geiq": label(geiqs(3)),
        "data_inclusion": lambda *_: structures(3),
    }
    site = Site(bodies.get(name, lambda *_: (FIXTURES / "finess.csv").read_bytes()))
    settings = PRIVATE if name == "geiq" else {"token": KEY} if name == "lemarche" else {}
    connector = CONNECTORS[name]
    model = connector.settings_model(**settings)
    ctx = FetchContext(model, site, logging.getLogger("test"), date(2026, 9, 10))  # type: ignore[arg-type]
    assert "answers" in connector.check(ctx)
    assert len(site.asked) == 1
