"""Take the pictures of the chat page that the documentation shows.

    python docs/screenshots/take.py

Needs Debian's chromium and the fonts of fonts-noto-cjk.
"""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from natoqa import Assistant
from natoqa.ui.launch import PageOptions, launch_page

_HERE = Path(__file__).parent
_COLOURS = 128


def main() -> None:
    """Serve the page, photograph it, stop it."""
    served, url = launch_page(Assistant(), PageOptions(port=0))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = _open(browser, url, "ja-JP")
        _ask(page, "JATECの目的は何ですか？")
        _ask(page, "CAPはいつ承認されましたか？")
        page.locator("#turn-1 a.mark").first.click()
        _save(page, "answer-ja")
        page = _open(browser, url, "en-US", dark=True)
        _ask(page, "Where will the NSATU command be located?")
        page.locator("#sources details.why summary").click()
        page.locator("#sources .engine").scroll_into_view_if_needed()
        _save(page, "why-en-dark")
        page = _open(browser, f"{url}#p17", "en-US")
        page.fill("#find", "NATO-Ukraine")
        _save(page, "paper-en")
        page = _open(browser, url, "ja-JP", width=390, height=844)
        _ask(page, "NSATUの司令部はどこに置かれますか？")
        page.locator("#log a.mark").first.click()
        _save(page, "phone-ja")
        browser.close()
    served.close()


def _open(
    browser: Browser,
    url: str,
    locale: str,
    *,
    width: int = 1440,
    height: int = 900,
    dark: bool = False,
) -> Page:
    page = browser.new_page(
        locale=locale,
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
    )
    page.goto(url)
    page.wait_for_function("document.documentElement.dataset.ready === 'yes'")
    page.wait_for_timeout(500)
    return page


def _ask(page: Page, question: str) -> None:
    before = page.locator("#log .turn").count()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    page.wait_for_function(
        "n => document.querySelectorAll('#log .turn').length > n"
        " && document.querySelector('#next .ask')",
        arg=before,
    )


def _save(page: Page, name: str) -> None:
    """Few colours make a small file, and the page has few."""
    page.mouse.move(0, 0)
    page.wait_for_timeout(2600)  # until the highlight of the place landed on has faded
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(_HERE / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
