"""What a form posts: forged, replayed, too large, hostile."""

from __future__ import annotations

import people_kit as kit
import pytest
from fastapi import APIRouter

from hub.web.app import create_app
from hub.web.forms import Posted, takes
from hub.web.people import Facilitator

router = APIRouter()


@router.post("/note")
def note(person: Facilitator, form: Posted) -> dict[str, object]:
    return {
        "text": form.text("text"),
        "secret": form.secret("text"),
        "number": form.number("n"),
        "many": form.many("m"),
    }


@router.post("/sheet")
@takes(2_000_000)
def sheet(person: Facilitator, form: Posted) -> dict[str, object]:
    found = form.upload("sheet")
    return {"name": found and found.filename, "size": found and len(found.file.read())}


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    yield from kit.quick_passwords(monkeypatch)


@pytest.fixture
def hub(tmp_path, monkeypatch):
    def with_more(hub, **how):
        app = create_app(hub, **how)
        app.include_router(router)
        return app

    monkeypatch.setattr(kit, "create_app", with_more)
    with kit.people_hub(kit.empty_store(tmp_path), kit.Hands()) as hub:
        kit.someone(hub, "lea", "facilitation")
        yield hub


@pytest.fixture
def client(hub):
    return kit.signed_in(hub, "lea")


@pytest.fixture
def csrf(client):
    return kit.csrf_in(client.get("/compte").text)


def test_the_token_of_another_session_is_refused(hub, client):
    """Of another person, and of the same person's other browser."""
    kit.someone(hub, "paul", "facilitation")
    for login in ("paul", "lea"):
        other = kit.csrf_in(kit.signed_in(hub, login).get("/compte").text)
        assert client.post("/note", data={"csrf": other, "text": "x"}).status_code == 403


def test_the_token_of_the_session_before_is_refused(client, csrf):
    kit.sign_in(client, "lea")
    assert client.post("/note", data={"csrf": csrf}).status_code == 403


@pytest.mark.parametrize("forged", ["", "0" * 64, "é", "a" * 10_000, "\0"])
def test_a_forged_form_is_refused_and_what_was_typed_is_kept(client, forged):
    answer = client.post("/note", data={"csrf": forged, "text": "ma note <b>"})
    assert answer.status_code == 403
    assert "csrf-invalid" in answer.text
    assert "ma note &lt;b&gt;" in answer.text


def test_the_token_in_the_address_does_not_count(client, csrf):
    assert client.post(f"/note?csrf={csrf}", data={"text": "x"}).status_code == 403


def test_a_body_that_is_no_form_is_refused(client, csrf):
    for kind in ("application/json", "text/plain", "", "application/xml"):
        body = f'{{"csrf": "{csrf}"}}'
        answer = client.post("/note", content=body, headers={"content-type": kind})
        assert answer.status_code == 403, kind


def test_a_form_that_cannot_be_read_is_an_error_and_no_crash(client):
    for body in (b"--x\r\nnot a part", b"", b"--y\r\n\r\n"):
        kind = {"content-type": "multipart/form-data; boundary=x"}
        assert client.post("/note", content=body, headers=kind).status_code in (400, 403)
    assert (
        client.post("/note", content=b"a", headers={"content-type": "multipart/form-data"}).status_code == 400
    )


def test_a_form_too_large_is_refused_whatever_it_says_of_its_size(client, csrf):
    large = {"csrf": csrf, "text": "x" * 300_000}
    answer = client.post("/note", data=large)
    assert (answer.status_code, "body-too-large" in answer.text) == (413, True)
    body = f"csrf={csrf}&text=".encode() + b"x" * 300_000
    pieces = (body[start : start + 10_000] for start in range(0, len(body), 10_000))
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/note", content=pieces, headers=kind).status_code == 413


def test_ten_thousand_fields_are_no_way_to_stop_us(client, csrf):
    body = f"csrf={csrf}&" + "&".join(f"f{number}=1" for number in range(10_000))
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/note", content=body, headers=kind).status_code == 400


def test_a_route_may_take_a_file(client, csrf):
    sheet = ("suivi.csv", b"x" * 1_000_000, "text/csv")
    answer = client.post("/sheet", data={"csrf": csrf}, files={"sheet": sheet})
    assert answer.json() == {"name": "suivi.csv", "size": 1_000_000}
    refused = client.post("/note", data={"csrf": csrf}, files={"sheet": sheet})
    assert refused.status_code == 413, "the others may not"
    forged = client.post("/sheet", files={"sheet": sheet})
    assert forged.status_code == 403


def test_fields_as_a_page_reads_them(client, csrf):
    sent = {
        "csrf": csrf,
        "text": " a\r\nb\0\x1b[31m\u202e 1\u202f200\u00a0€ ",
        "n": " 12 ",
        "m": ["x", "", "y"],
    }
    answer = client.post("/note", data=sent).json()
    assert answer["text"] == "a\nb[31m 1\u202f200\u00a0€"
    assert answer["secret"].startswith(" a\r\nb\0"), "a password is not touched"
    assert (answer["number"], answer["many"]) == (12, ["x", "y"])
    assert client.post("/note", data={"csrf": csrf}).json()["number"] is None


@pytest.mark.parametrize("number", ["-1", "1.5", "٣", "1" * 19, "0x10", "1e3"])
def test_a_number_that_is_none(client, csrf, number):
    answer = client.post("/note", data={"csrf": csrf, "n": number})
    assert (answer.status_code, "form-invalid" in answer.text) == (400, True)
