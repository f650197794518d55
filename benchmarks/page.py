"""How soon an answer is on the page, beside a bare Gradio chat that only echoes.

Both pages are served and opened in the same run; questions alternate between them. What is
timed is what a person waits for: from Enter to the text of the answer in the browser.

    python -m benchmarks.page [--rounds 15]
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import time
from dataclasses import dataclass

from playwright.sync_api import Page, sync_playwright

QUESTIONS = (
    "What is the purpose of JATEC?",
    "次期事務総長は誰ですか？",
    "When was the Comprehensive Assistance Package approved?",
    "NICCはどこを拠点とする予定ですか？",
    "Which countries are the IP4?",
)
# One answer within this many milliseconds is what the page promises.
PROMISE_MS = 1000.0
# As many answers as questions, and words in the last: an empty bubble is not an answer.
_WAIT = """([selector, n]) => {
  const all = document.querySelectorAll(selector);
  return all.length >= n && all[all.length - 1].innerText.trim().length > 3;
}"""


@dataclass(frozen=True)
class Chat:
    """A chat page in the browser.

    Attributes:
        page: The browser's page.
        box: Selector of the question's box.
        answers: Selector of the answers.
    """

    page: Page
    box: str
    answers: str

    def ask(self, question: str) -> float:
        """Milliseconds from Enter to the answer."""
        expected = self.page.locator(self.answers).count() + 1
        self.page.fill(self.box, question)
        start = time.perf_counter()
        self.page.press(self.box, "Enter")
        self.page.wait_for_function(_WAIT, arg=[self.answers, expected], polling=5)
        took = (time.perf_counter() - start) * 1000
        self.page.wait_for_timeout(400)  # what follows an answer is not part of the next one
        return took


def main() -> int:
    """Print the medians and their ratio; 1 when the promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    chromium = shutil.which("chromium")
    if chromium is None:
        print("chromium is not installed", file=sys.stderr)
        return 2
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr

    from natoqa import Assistant
    from natoqa.ui.launch import PageOptions, launch_page

    ours, our_url = launch_page(Assistant(), PageOptions(port=0))
    echo = gr.ChatInterface(lambda message, _: message, analytics_enabled=False)
    _, echo_url, _ = echo.launch(prevent_thread_lock=True, quiet=True, ssr_mode=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        first = Chat(browser.new_page(), "#question textarea", "#log .turn .a")
        second = Chat(browser.new_page(), "textarea", ".message.bot")
        first.page.goto(our_url)
        second.page.goto(echo_url)
        for chat in (first, second):
            chat.page.wait_for_selector(chat.box)
            chat.page.wait_for_timeout(1500)
        fresh = first.ask(QUESTIONS[0])
        second.ask(QUESTIONS[0])
        times: tuple[list[float], list[float]] = ([], [])
        for i in range(rounds):
            question = QUESTIONS[i % len(QUESTIONS)]
            times[0].append(first.ask(question))
            times[1].append(second.ask(question))
        browser.close()
    ours.close()
    echo.close()
    middle, bare = (statistics.median(values) for values in times)
    slowest = max(fresh, *times[0])
    print(f"first answer on a warm server   {fresh:7.0f} ms")
    print(f"answer on the page, median      {middle:7.0f} ms   slowest {slowest:.0f} ms")
    print(f"bare Gradio echo chat, median   {bare:7.0f} ms")
    print(f"ratio                           {middle / bare:7.2f}   ({rounds} rounds)")
    return 0 if fresh <= PROMISE_MS else 1


if __name__ == "__main__":
    sys.exit(main())
