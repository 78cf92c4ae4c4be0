"""A real browser on a served hub. Whatever it complains of, or asks of another place, is kept."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import people_kit as kit
import uvicorn
from axe_playwright_python.sync_playwright import Axe

from hub.app import Hub
from hub.web.app import create_app

# Without these, Chromium asks its makers' hosts for news at every start.
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
SEVERE = {"serious", "critical"}


@contextmanager
def browsing(program: Path) -> Iterator[Any]:
    """Chromium, without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=str(program), args=[*QUIET, "--disable-sync"])
        yield found
        found.close()


@contextmanager
def serving(hub: Hub, port: int = 0) -> Iterator[str]:
    """The root address of the hub's pages."""
    with socket.create_server(("127.0.0.1", port)) as sock:
        server = uvicorn.Server(uvicorn.Config(create_app(hub), log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{sock.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


class Visitor:
    """Somebody at a browser."""

    def __init__(self, browser: Any, root: str, **looks: Any) -> None:
        self.root, self.troubles = root, list[str]()
        self.page = browser.new_context(accept_downloads=True, **looks).new_page()
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("console", self._listen)
        self.page.on("request", self._watch)

    def _listen(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.troubles.append(message.text)

    def _watch(self, request: Any) -> None:
        if urlsplit(request.url).netloc != urlsplit(self.root).netloc and not request.url.startswith("data:"):
            self.troubles.append(f"asked elsewhere: {request.url}")

    def sign_in(self, login: str) -> Visitor:
        """By login and password."""
        self.page.goto(f"{self.root}/connexion")
        self.page.fill("input[name=login]", login)
        self.page.fill("input[name=password]", kit.PASSWORD)
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_url(f"{self.root}/")
        return self

    def go(self, path: str) -> None:
        """Open a page, which must answer."""
        answer = self.page.goto(f"{self.root}{path}")
        assert answer is not None
        assert answer.status == 200, (path, answer.status)

    def barriers(self) -> list[str]:
        """What keeps somebody with a keyboard or a screen reader out of this page, as axe sees it."""
        found = Axe().run(self.page).response["violations"]
        return [
            f"{each['id']}: {each['help']}: {node['html'][:160]}"
            for each in found
            if each["impact"] in SEVERE
            for node in each["nodes"]
        ]

    def overflows(self) -> bool:
        """Whether the page is wider than its window."""
        wide: bool = self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        return wide
