"""A real server and a real browser. Any request that leaves this machine fails the test."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from natoqa import Assistant
from natoqa.assistant import Event
from natoqa.settings import load_settings
from natoqa.ui.launch import PageOptions, launch_page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs Chromium."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="chromium is not installed"))


@dataclass
class Visitor:
    """A person at the page: one browser context, so one browser's storage.

    Attributes:
        page: The browser's page.
        url: Of the server.
        strays: Requests that left this machine.
    """

    page: Page
    url: str
    strays: list[str] = field(default_factory=list)

    def open(self, path: str = "/") -> None:
        """Open the page and wait until it can be used."""
        self.page.goto(self.url.rstrip("/") + path)
        self.page.wait_for_selector("#log .welcome, #log .turn", state="attached")
        self.page.wait_for_function("document.documentElement.dataset.ready === 'yes'")

    def ask(self, question: str) -> None:
        """Type a question, press Enter, wait for the whole answer."""
        before = self.turns
        self.page.fill("#question textarea", question)
        self.page.press("#question textarea", "Enter")
        self.wait_turns(before + 1)

    def wait_turns(self, count: int) -> None:
        """Wait until the conversation has so many answers, and the last is complete."""
        self.page.wait_for_function(
            "n => document.querySelectorAll('#log .turn').length === n"
            " && !document.querySelector('#live .live')",
            arg=count,
        )

    @property
    def turns(self) -> int:
        """Answers on the page."""
        return self.page.locator("#log .turn").count()

    def answer(self, number: int = -1) -> str:
        """The text of an answer as a person reads it."""
        return self.page.locator("#log .turn .a").nth(number).inner_text().replace("\u2060", "")


Visit = Callable[..., Visitor]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; one for a module, so that no event loop outlives it."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_QUIET))
        yield chromium
        chromium.close()


def _serve(assistant: Assistant, options: PageOptions) -> Iterator[str]:
    page, url = launch_page(assistant, options)
    yield url
    page.close()


@pytest.fixture(scope="session")
def server(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page as `natoqa serve` opens it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NATOQA_FEEDBACK_DIR", str(tmp_path_factory.mktemp("feedback")))
        yield from _serve(assistant, PageOptions(port=0))


@pytest.fixture(scope="session")
def strict_server() -> Iterator[str]:
    """A page that refuses every question it has to search for: no confidence is enough."""
    assistant = Assistant(load_settings(abstention_threshold=1.0))
    yield from _serve(assistant, PageOptions(port=0))


class SlowWriter(Assistant):
    """Writes its answer word by word, as a model does."""

    def stream(self, question, **options):  # type: ignore[no-untyped-def]
        """The real answer, slowly."""
        answer = self.ask(question, **options)
        for word in (answer.text.split(" ") * 20)[:40]:
            time.sleep(0.1)
            yield Event(text=word + " ")
        yield Event(answer=answer)


@pytest.fixture(scope="session")
def slow_server() -> Iterator[str]:
    """A page whose answers take their time."""
    yield from _serve(SlowWriter(), PageOptions(port=0))


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Makes visitors: visit(url, locale="ja-JP", width=1440, dark=False)."""
    contexts: list[BrowserContext] = []
    visitors: list[Visitor] = []

    def make(
        url: str, *, locale: str = "ja-JP", width: int = 1440, height: int = 900, dark: bool = False
    ) -> Visitor:
        context = browser.new_context(
            locale=locale,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            accept_downloads=True,
            has_touch=width < 600,
            permissions=["clipboard-read", "clipboard-write"],
        )
        context.set_default_timeout(20_000)
        visitor = Visitor(context.new_page(), url)

        def watch(request: Request) -> None:
            if not request.url.startswith((url, "data:", "blob:", "about:")):
                visitor.strays.append(request.url)

        context.on("request", watch)
        contexts.append(context)
        visitors.append(visitor)
        return visitor

    yield make
    for context in contexts:
        context.close()
    strays = [request for visitor in visitors for request in visitor.strays]
    assert not strays, f"the page asked for {strays}"
