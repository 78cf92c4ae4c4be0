"""Reading the flux of DILA: a directory a day that fills while it is read."""

from __future__ import annotations

import logging
from datetime import date, timedelta
from typing import Any

import pytest

from hub.plugin_api import Checkpoint, FetchContext, RawRecord, SourceChanged
from hub_procurement_feed.boamp.connector import Boamp
from hub_procurement_feed.boamp.settings import BoampSettings

TODAY = date(2026, 9, 10)
ROOT = "https://echanges.dila.gouv.fr/OPENDATA/BOAMP/"


def announcement(key: str, day: str, departement: str = "38") -> bytes:
    index = f"<DATE_PUBLICATION>{day}</DATE_PUBLICATION><DEP_PUBLICATION>{departement}</DEP_PUBLICATION>"
    return (
        f"<ANNONCE><GESTION><REFERENCE><IDWEB>{key}</IDWEB></REFERENCE><INDEXATION>{index}</INDEXATION></GESTION>"
        f"<DONNEES><OBJET><TITRE_MARCHE>Avis {key}</TITRE_MARCHE></OBJET></DONNEES></ANNONCE>"
    ).encode()


class Answer:
    def __init__(self, url: str, content: bytes, status: int) -> None:
        self.url, self.content, self.status_code = url, content, status
        self.headers: dict[str, str] = {}


class Flux:
    """An Apache server: files by path, listings made from them, in ISO-8859-1."""

    def __init__(self, *, raises: bool = True) -> None:
        self.files: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.raises = raises

    def put(self, path: str, content: bytes) -> None:
        self.files[ROOT + path] = content

    def days(self, first: str, count: int, each: int = 2) -> None:
        for offset in range(count):
            day = date.fromisoformat(first) + timedelta(days=offset)
            for number in range(each):
                key = f"26-{day:%m%d}{number}"
                self.put(f"{day:%Y/%m/%d}/{key}.xml", announcement(key, day.isoformat()))

    def get(self, path: str, **_: Any) -> Answer:
        self.asked.append(path.removeprefix(ROOT))
        if path in self.files:
            return Answer(path, self.files[path], 200)
        below = {name.removeprefix(path).partition("/") for name in self.files if name.startswith(path)}
        if path.endswith("/") and below:
            return Answer(path, self._listing(sorted(n + s for n, s, _ in below)), 200)
        if self.raises:
            raise SourceChanged(f"{path} answered 404", code="not-found")
        return Answer(path, b"", 404)

    @staticmethod
    def _listing(names: list[str]) -> bytes:
        rows = "".join(f'<tr><td><a href="{name}">{name[:20]}</a></td></tr>' for name in names)
        head = '<a href="?C=N;O=D">Nom</a><a href="/OPENDATA/BOAMP/">Répertoire parent</a>'
        return f"<!DOCTYPE HTML><html><table>{head}{rows}</table></html>".encode("iso-8859-1")


def run(flux: Flux, cursor: str | None, **more: Any) -> tuple[list[str], list[str]]:
    settings = BoampSettings(route="dila", **more.pop("settings", {}))
    log = logging.getLogger("test")
    ctx: Any = FetchContext(settings=settings, http=flux, log=log, today=more.pop("today", TODAY), **more)  # type: ignore[arg-type]
    items = list(Boamp().fetch(ctx, cursor))
    return [i.key for i in items if isinstance(i, RawRecord)], [
        i.cursor for i in items if isinstance(i, Checkpoint)
    ]


def test_yesterday_and_today_are_read_again_and_only_days_that_are_over_promised() -> None:
    flux = Flux()
    flux.days("2026-09-01", 10)
    keys, cursors = run(flux, "2026-09-09")
    assert keys == ["26-09090", "26-09091", "26-09100", "26-09101"]
    assert cursors == ["2026-09-09", "2026-09-09"]


def test_the_days_after_the_cursor() -> None:
    flux = Flux()
    flux.days("2026-09-01", 10)
    keys, cursors = run(flux, "2026-09-05")
    assert keys == [f"26-09{day:02d}{n}" for day in range(6, 11) for n in range(2)]
    assert cursors == ["2026-09-06", "2026-09-07", "2026-09-08", "2026-09-09", "2026-09-09"]


def test_a_day_that_fills_after_the_run_is_read_whole_by_a_later_one() -> None:
    """The last file of a day came at 19:45; the run of the morning had promised nothing of that day."""
    flux = Flux()
    flux.days("2026-09-09", 2)
    _, cursors = run(flux, "2026-09-08")
    flux.put("2026/09/10/26-late.xml", announcement("26-99999", "2026-09-10"))
    keys, _ = run(flux, cursors[-1], today=TODAY + timedelta(days=2))
    assert "26-99999" in keys


def test_resuming_from_any_checkpoint_loses_nothing() -> None:
    flux = Flux()
    flux.days("2026-09-01", 10)
    items: list[Any] = []
    settings = BoampSettings(route="dila", first_day=date(2026, 9, 1))
    ctx: Any = FetchContext(settings=settings, http=flux, log=logging.getLogger("test"), today=TODAY)  # type: ignore[arg-type]
    items = list(Boamp().fetch(ctx, None))
    every = {item.key for item in items if isinstance(item, RawRecord)}
    assert len(every) == 20
    for at, item in enumerate(items):
        if isinstance(item, Checkpoint):
            seen = {raw.key for raw in items[:at] if isinstance(raw, RawRecord)}
            assert seen | set(run(flux, item.cursor)[0]) == every


@pytest.mark.parametrize("raises", [True, False])
def test_a_day_without_publication(raises: bool) -> None:
    flux = Flux(raises=raises)
    flux.days("2026-09-07", 1)
    keys, cursors = run(flux, "2026-09-06")
    assert (keys, cursors[-1]) == (["26-09070", "26-09071"], "2026-09-09")


def test_older_years_are_archives_and_say_so() -> None:
    flux = Flux()
    flux.put("2016/BOAMP2016_0001.taz", b"\x1f\x9d")
    with pytest.raises(SourceChanged) as error:
        run(flux, None, since=date(2016, 5, 2), until=date(2016, 5, 3))
    assert error.value.code == "boamp-dila-archive"
    assert "BOAMP2016_0001.taz" in error.value.next_step


def test_a_year_that_is_not_there_is_not_an_empty_year() -> None:
    with pytest.raises(SourceChanged) as error:
        run(Flux(), "2026-08-01")
    assert error.value.code == "boamp-dila-layout"


def test_another_page_than_a_listing() -> None:
    flux = Flux()
    flux.put("2026/09/09/", b"maintenance")
    with pytest.raises(SourceChanged):
        run(flux, "2026-09-08")


def test_a_page_where_a_notice_was_due() -> None:
    flux = Flux()
    flux.put("2026/09/09/26-1.xml", b"<!DOCTYPE html><html><body>maintenance</body></html>")
    with pytest.raises(SourceChanged, match="html"):
        run(flux, "2026-09-08")


def test_a_damaged_file_does_not_hide_the_others() -> None:
    flux = Flux()
    flux.put("2026/09/09/26-1.xml", announcement("26-1", "2026-09-09")[:-20])
    flux.put("2026/09/09/26-2.xml", announcement("26-2", "2026-09-09"))
    keys, _ = run(flux, "2026-09-08")
    assert keys[0].startswith("!damaged:")
    assert keys[1:] == ["26-2"]


def test_the_departements_of_the_settings() -> None:
    flux = Flux()
    for key, departement in (("26-1", "38"), ("26-2", "4"), ("26-3", "75"), ("26-4", "")):
        flux.put(f"2026/09/09/{key}.xml", announcement(key, "2026-09-09", departement))
    keys, _ = run(flux, "2026-09-08", settings={"departements": ("38", "04")})
    assert keys == ["26-1", "26-2", "26-4"], "one that names no département is kept"


def test_names_that_leave_the_directory_are_not_followed() -> None:
    flux = Flux()
    flux.put(
        "2026/09/09/",
        b'<html><a href="../../x.xml">x</a><a href="http://ailleurs.invalid/y.xml">y</a></html>',
    )
    assert run(flux, "2026-09-08", until=date(2026, 9, 9)) == ([], ["2026-09-09"])


def test_check_asks_for_the_root() -> None:
    flux = Flux()
    flux.days("2026-09-09", 1)
    ctx: Any = FetchContext(
        settings=BoampSettings(route="dila"),
        http=flux,
        log=logging.getLogger("test"),
        today=TODAY,  # type: ignore[arg-type]
    )
    assert "1 entries" in Boamp().check(ctx)


def test_a_page_of_maintenance_is_not_a_day_without_notices() -> None:
    """It has no link, like an empty directory: the days after it were promised, and its notices missed."""
    flux = Flux()
    flux.put("2026/09/09/", b"<!DOCTYPE html><html><body><h1>Maintenance en cours</h1></body></html>")
    with pytest.raises(SourceChanged) as caught:
        run(flux, "2026-09-08")
    assert caught.value.code == "boamp-dila-layout"
