"""A conversation: kept, mended, stopped, rated, taken away."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from playwright.sync_api import Route

from natoqa import Assistant
from natoqa.answer import verify
from tests.browser.conftest import Visit, Visitor
from tests.conftest import Cli


def test_a_conversation_survives_a_reload(server: str, visit: Visit) -> None:
    me = visit(server)
    me.open()
    me.ask("JATECの目的は何ですか？")
    me.ask("CAPはいつ承認されましたか？")
    before = [me.answer(0), me.answer(1)]
    me.page.reload()
    me.page.wait_for_selector("#turn-1")
    assert [me.answer(0), me.answer(1)] == before
    assert me.page.locator("#card-p14 mark").count() >= 1
    me.ask("NICCはどこを拠点とする予定ですか？")
    assert me.turns == 3


def test_two_visitors_do_not_see_each_other(server: str, visit: Visit) -> None:
    one, two = visit(server), visit(server, locale="en-US")
    one.open()
    two.open()
    one.ask("JATECの目的は何ですか？")
    two.ask("When was the Comprehensive Assistance Package approved?")
    one.ask("CAPはいつ承認されましたか？")
    assert (one.turns, two.turns) == (2, 1)
    two.page.reload()
    two.page.wait_for_selector("#turn-0")
    assert two.page.locator("#log .qt").all_inner_texts() == [
        "When was the Comprehensive Assistance Package approved?"
    ]


def test_a_new_conversation_is_asked_for_twice(server: str, visit: Visit) -> None:
    me = visit(server)
    me.open()
    me.ask("JATECの目的は何ですか？")
    new = me.page.locator('[data-do="clear"]')
    new.dblclick()  # one slip of the finger is not twice
    me.page.wait_for_timeout(700)
    assert me.turns == 1
    me.page.fill("#question textarea", "NSATUとは")
    new.click()
    me.page.wait_for_selector("#log .welcome")
    assert me.page.input_value("#question textarea") == "NSATUとは"
    me.page.reload()
    me.page.wait_for_selector("#log .welcome")
    assert me.turns == 0


def test_the_last_question_can_be_asked_again_or_edited(server: str, visit: Visit) -> None:
    me = visit(server)
    me.open()
    me.ask("JATECの目的は何ですか？")
    me.ask("NICCはどこを拠点とする予定ですか？")
    assert me.page.locator('#turn-0 [data-do="edit"]').count() == 0
    me.page.evaluate(
        """() => { const log = document.querySelector('#log'); window.gone = false;
          new MutationObserver(() => { window.gone ||= !log.querySelector('#turn-1'); })
          .observe(log, {childList: true, subtree: true}); }"""
    )
    me.page.click('#turn-1 [data-do="retry"]')
    me.page.wait_for_function("window.gone")  # the old answer leaves before the new one comes
    me.wait_turns(2)
    assert "NICC" in me.answer()
    me.page.click('#turn-1 [data-do="edit"]')
    me.page.fill("#turn-1 .editor textarea", "CAPはいつ承認されましたか？")
    me.page.fill("#question textarea", "？")
    me.page.click("#send")
    me.page.locator("#live [role=alert]").wait_for()
    assert me.page.locator("#turn-1 .editor").is_visible()  # a slip elsewhere loses nothing
    me.page.click('[data-do="edit-send"]')
    me.page.wait_for_function(
        "document.querySelector('#turn-1 .qt')?.textContent.startsWith('CAP')"
    )
    me.wait_turns(2)
    assert "2016" in me.answer()


def test_an_answer_being_written_can_be_stopped(slow_server: str, visit: Visit) -> None:
    me = visit(slow_server, locale="en-US")
    me.open()
    question = "What is the purpose of JATEC?"
    me.page.fill("#question textarea", question)
    me.page.press("#question textarea", "Enter")
    me.page.wait_for_function("document.querySelector('#live .a')?.innerText.includes('JATEC')")
    assert me.turns == 0
    assert me.page.locator("#send").is_hidden()
    me.page.click("#stop")
    me.page.wait_for_selector("#live .stopped")
    assert me.page.input_value("#question textarea") == question
    me.page.wait_for_timeout(500)
    assert me.turns == 0
    assert me.page.locator("#live .live").count() == 0


def test_what_arrives_after_the_stop_is_not_shown(slow_server: str, visit: Visit) -> None:
    def late(route: Route) -> None:
        time.sleep(0.5)
        route.continue_()

    me = visit(slow_server, locale="en-US")
    me.open()
    me.page.route("**/cancel", late)
    me.page.fill("#question textarea", "What is the purpose of JATEC?")
    me.page.press("#question textarea", "Enter")
    me.page.wait_for_function("document.querySelector('#live .a')?.innerText.includes('JATEC')")
    # What is typed meanwhile stays, and hinders nothing.
    me.page.fill("#question textarea", "And NSATU?")
    me.page.click("#stop")
    me.page.wait_for_timeout(3000)
    assert me.page.input_value("#question textarea") == "And NSATU?"
    assert me.page.locator("#live .live").count() == 0
    assert me.page.locator("#live .stopped").count() == 1
    assert me.page.locator("#send").is_visible()


def _begin(me: Visitor, question: str) -> None:
    """Ask, and wait until the answer is being written."""
    me.page.fill("#question textarea", question)
    me.page.press("#question textarea", "Enter")
    me.page.wait_for_selector("#live .live .a p:not(.working)")


def test_a_conversation_erased_while_an_answer_is_made_stays_erased(
    slow_server: str, visit: Visit
) -> None:
    me = visit(slow_server, locale="en-US")
    me.open()
    me.ask("What is JATEC?")
    # The server never hears of it, and sends the answer to its end.
    me.page.route("**/cancel", lambda route: route.abort())
    _begin(me, "Who is the next Secretary General?")
    me.page.click('[data-do="clear"]')
    me.page.wait_for_timeout(700)
    me.page.click('[data-do="clear"]')
    me.page.wait_for_selector("#log .welcome")
    me.page.wait_for_timeout(5000)
    assert me.turns == 0
    assert me.page.locator("#live .live").count() == 0
    me.page.reload()
    me.page.wait_for_selector("#log .welcome")
    assert me.turns == 0
    me.ask("What is JATEC?")
    assert me.turns == 1


def test_one_answer_is_made_at_a_time(slow_server: str, visit: Visit) -> None:
    me = visit(slow_server, locale="en-US")
    me.open()
    sample = me.page.locator("#log .samples button.ask").first
    _begin(me, "What is JATEC?")
    sample.click(force=True)
    me.page.fill("#question textarea", "What is NSATU?")
    me.page.press("#question textarea", "Enter")
    assert me.page.input_value("#question textarea") == "What is NSATU?"
    me.wait_turns(1)
    assert me.page.locator("#turn-0 .qt").inner_text() == "What is JATEC?"
    me.page.press("#question textarea", "Enter")
    me.page.wait_for_selector("#live .live .a p:not(.working)")
    me.page.locator('#turn-0 [data-do="retry"]').click(force=True)
    me.wait_turns(2)
    assert me.page.locator("#log .qt").all_inner_texts() == ["What is JATEC?", "What is NSATU?"]
    me.page.locator('#turn-1 [data-do="retry"]').click()
    me.page.wait_for_selector("#live .live")
    me.page.click("#stop")
    me.page.wait_for_selector("#live .stopped")
    me.page.locator('#turn-1 [data-do="retry"]').click()
    me.wait_turns(2)


def test_a_rating_and_its_comment_outlive_the_next_answer(
    slow_server: str, visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NATOQA_FEEDBACK_DIR", str(tmp_path))
    me = visit(slow_server, locale="en-US")
    me.open()
    me.ask("What is JATEC?")
    _begin(me, "What is NSATU?")
    down = me.page.locator('#turn-0 [data-do="down"]')
    down.click()
    me.page.locator(".comment .saved").wait_for()
    me.page.locator(".comment textarea").press_sequentially("too sh")
    me.wait_turns(2)
    me.page.keyboard.type("ort")
    assert me.page.input_value("#turn-0 .comment textarea") == "too short"
    assert down.get_attribute("aria-pressed") == "true"
    me.page.click('[data-do="comment-send"]')
    me.page.locator(".comment").wait_for(state="detached")
    lines = (tmp_path / "feedback.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["comment"] for line in lines] == ["", "too short"]
    me.page.reload()
    me.page.wait_for_selector("#turn-1")
    assert down.get_attribute("aria-pressed") == "true"


def test_a_rating_is_said_to_be_saved_only_once_it_is(
    server: str, visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("NATOQA_FEEDBACK_DIR", str(tmp_path / "file"))
    me = visit(server, locale="en-US")
    me.open()
    me.ask("What is JATEC?")
    me.page.click('#turn-0 [data-do="up"]')
    me.page.locator(".comment .failed").wait_for()
    assert me.page.locator(".comment .saved").is_hidden()
    assert me.page.locator('#turn-0 [data-do="up"]').get_attribute("aria-pressed") == "false"
    me.page.fill(".comment textarea", "good")
    monkeypatch.setenv("NATOQA_FEEDBACK_DIR", str(tmp_path))
    me.page.click('[data-do="comment-send"]')
    me.page.locator(".comment").wait_for(state="detached")
    assert me.page.locator('#turn-0 [data-do="up"]').get_attribute("aria-pressed") == "true"


def test_what_was_typed_into_the_edit_box_is_not_lost(server: str, visit: Visit) -> None:
    me = visit(server, locale="en-US")
    me.open()
    me.ask("What is JATEC?")
    me.page.click('[data-do="edit"]')
    box = me.page.locator(".editor textarea")
    for typed in ("", "x" * 2500):
        box.fill(typed)
        me.page.click('[data-do="edit-send"]')
        me.page.locator("#live [role=alert]").wait_for()
        assert box.input_value() == typed
    # Escape takes back a Japanese conversion, not the box.
    box.dispatch_event("keydown", {"key": "Escape", "isComposing": True, "bubbles": True})
    assert box.is_visible()
    box.press("Escape")
    assert box.count() == 0


def test_what_is_exported_can_be_verified(
    server: str, visit: Visit, cli: Cli, tmp_path: Path
) -> None:
    me = visit(server)
    me.open()
    me.ask("JATECの目的は何ですか？")
    me.ask("When was the Comprehensive Assistance Package approved?")
    file = _download(me, "export-json", tmp_path)
    document = json.loads(file.read_text(encoding="utf-8"))
    assert [answer["language"] for answer in document["answers"]] == ["ja", "en"]
    assert cli("verify", str(file)).code == 0
    document["answers"][1]["citations"][0]["quote"] += "？"
    file.write_text(json.dumps(document), encoding="utf-8")
    ran = cli("verify", str(file))
    assert ran.code == 1
    assert "answer 2, citation 1" in ran.err


def test_the_markdown_has_questions_answers_and_quotes(
    server: str, visit: Visit, assistant: Assistant, tmp_path: Path
) -> None:
    me = visit(server)
    me.open()
    me.ask("JATECの目的は何ですか？")
    text = _download(me, "export-md", tmp_path).read_text(encoding="utf-8")
    assert "## JATECの目的は何ですか？" in text
    for citation in assistant.ask("JATECの目的は何ですか？").citations:
        assert citation.quote in text
    assert assistant.paper.citation in text


def test_a_rating_is_kept_on_this_machine(server: str, visit: Visit, assistant: Assistant) -> None:
    me = visit(server)
    me.open()
    me.ask("JATECの目的は何ですか？")
    me.page.click('#turn-0 [data-do="up"]')
    me.page.fill(".comment textarea", "<b>わかりやすい</b>")
    me.page.click('[data-do="comment-send"]')
    file = Path(os.environ["NATOQA_FEEDBACK_DIR"]) / "feedback.jsonl"
    _wait(me, lambda: file.exists() and file.read_text(encoding="utf-8").count("\n") == 2)
    first, second = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    assert (first["rating"], first["comment"]) == ("up", "")
    assert second["comment"] == "<b>わかりやすい</b>"
    assert second["question"] == "JATECの目的は何ですか？"
    for cited in second["citations"]:
        text = assistant.paper.paragraph(cited["paragraph"]).text
        assert text[cited["start"] : cited["end"]] == cited["quote"]
    me.page.reload()
    pressed = me.page.locator('#turn-0 [data-do="up"]')
    assert pressed.get_attribute("aria-pressed") == "true"


def test_an_answer_and_a_quote_can_be_copied(
    server: str, visit: Visit, assistant: Assistant
) -> None:
    me = visit(server)
    me.open()
    me.ask("JATECの目的は何ですか？")
    me.page.click('#turn-0 [data-do="copy"]')
    copied = me.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("JATECの目的は何ですか？")
    assert "¶17" in copied
    assert "\u2060" not in copied
    me.page.click('#card-p17 [data-do="copy-quote"]')
    copied = me.page.evaluate("navigator.clipboard.readText()")
    quotes = [c.quote for c in assistant.ask("JATECの目的は何ですか？").citations]
    assert quotes[0] in copied


def test_a_conversation_that_was_tampered_with_is_left_out(
    server: str, visit: Visit, assistant: Assistant
) -> None:
    from natoqa.ui.turns import Turn, dump, load

    answer = assistant.ask("JATECの目的は何ですか？")
    store = dump([Turn(answer=answer)], assistant.paper)
    assert not verify(load(store, assistant.paper)[0].answer, assistant.paper)
    store["turns"][0]["answer"]["citations"][0]["quote"] = "捏造された引用"
    assert load(store, assistant.paper) == []


def _download(me: Visitor, button: str, folder: Path) -> Path:
    me.page.click("details.menu summary")
    with me.page.expect_download() as event:
        me.page.click(f'[data-do="{button}"]')
    path = folder / event.value.suggested_filename
    event.value.save_as(path)
    return path


def _wait(me: Visitor, done: object) -> None:
    for _ in range(100):
        if done():  # type: ignore[operator]
            return
        me.page.wait_for_timeout(100)
    raise AssertionError("it did not happen within ten seconds")
