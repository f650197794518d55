"""Asking, and from the answer to its proof."""

from __future__ import annotations

import re

import pytest

from natoqa import Assistant
from tests.browser.conftest import Visit, Visitor


@pytest.mark.parametrize(
    ("locale", "question", "word", "paragraph"),
    [
        ("ja-JP", "次期事務総長は誰ですか？", "ルッテ", "p31"),
        ("en-US", "When was the Comprehensive Assistance Package approved?", "2016", "p14"),
    ],
)
def test_a_question_is_answered_with_its_paragraph_beside_it(
    server: str, visit: Visit, locale: str, question: str, word: str, paragraph: str
) -> None:
    me = visit(server, locale=locale)
    me.open()
    me.ask(question)
    assert word in me.answer()
    card = me.page.locator(f"#card-{paragraph}")
    assert card.is_visible()
    marked = card.locator("mark").all_inner_texts()
    assert any(word in text for text in marked)


def test_the_marked_words_are_the_quote_and_the_answer(
    server: str, visit: Visit, assistant: Assistant
) -> None:
    question = "次期事務総長は誰ですか？"
    answer = assistant.ask(question)
    me = visit(server)
    me.open()
    me.ask(question)
    for i, citation in enumerate(answer.citations):
        quote = me.page.locator(f'#sources mark[data-cite="{i}"][data-l="ja"]')
        shown = "".join(quote.evaluate_all(_WITHOUT_NOTES))
        assert shown == citation.quote
        if citation.answer is not None:
            words = citation.paragraph.text[citation.answer.start : citation.answer.end]
            assert words in quote.locator("strong").all_inner_texts()


_WITHOUT_NOTES = """marks => marks.map(mark => {
  const copy = mark.cloneNode(true);
  copy.querySelectorAll('sup').forEach(note => note.remove());
  return copy.textContent;
})"""


def test_a_mark_leads_to_its_card_and_the_card_to_the_paper(server: str, visit: Visit) -> None:
    me = visit(server)
    me.open()
    me.ask("次期事務総長は誰ですか？")
    mark = me.page.locator("#log a.mark").last
    paragraph = mark.get_attribute("data-p")
    cite = mark.get_attribute("data-cite")
    mark.click()
    card = me.page.locator(f"#card-{paragraph}")
    assert me.page.evaluate("document.activeElement.id") == f"card-{paragraph}"
    assert card.locator("mark.now").first.get_attribute("data-cite") == cite
    assert in_view(me, f"#card-{paragraph}")
    card.locator("footer a").click()
    me.page.wait_for_function("id => document.activeElement.id === id", arg=paragraph)
    assert me.page.locator("#view-paper").is_visible()
    assert in_view(me, f"#{paragraph}")
    me.page.go_back()
    assert me.page.locator("#log .turn").first.is_visible()


def test_a_mark_of_an_earlier_answer_brings_back_its_sources(server: str, visit: Visit) -> None:
    me = visit(server)
    me.open()
    me.ask("JATECの目的は何ですか？")
    me.ask("CAPはいつ承認されましたか？")
    assert me.page.locator("#card-p14").is_visible()
    me.page.locator('#turn-0 a.mark[data-p="p17"]').first.click()
    me.page.wait_for_selector("#card-p17 mark.now")
    assert me.page.evaluate("document.activeElement.id") == "card-p17"


def test_a_suggestion_can_be_pressed_and_is_answered(server: str, visit: Visit) -> None:
    me = visit(server, locale="en-US")
    me.open()
    me.ask("What is the purpose of JATEC?")
    suggestion = me.page.locator("#next button.ask").first
    text = suggestion.inner_text()
    suggestion.click()
    me.wait_turns(2)
    assert me.page.locator("#turn-1 .qt").inner_text() == text
    assert "refusal" not in (me.page.locator("#turn-1").get_attribute("class") or "")
    assert me.page.locator("#turn-1 a.mark").count() >= 1


def test_a_follow_up_is_read_with_what_came_before(
    server: str, visit: Visit, assistant: Assistant
) -> None:
    first, second = "What is the purpose of JATEC?", "When was it agreed?"
    before = assistant.ask(first)
    turns = [
        {"role": "user", "content": first},
        {"role": "assistant", "content": before.text},
    ]
    expected = assistant.ask(second, history=turns)
    assert expected.searched
    me = visit(server, locale="en-US")
    me.open()
    me.ask(first)
    me.ask(second)
    assert expected.searched in me.page.locator("#turn-1 .meta:not(.translated)").inner_text()
    paragraphs = me.page.locator("#turn-1 a.mark").evaluate_all("all => all.map(a => a.dataset.p)")
    assert [c.paragraph.id for c in expected.citations] == paragraphs


def test_the_samples_are_questions_in_both_languages(server: str, visit: Visit) -> None:
    me = visit(server)
    me.open()
    samples = me.page.locator("#log .samples button.ask").all_inner_texts()
    assert any(re.search("[ぁ-ん]", sample) for sample in samples)
    assert any(re.fullmatch("[ -~]+", sample) for sample in samples)
    me.page.locator("#log .samples button.ask").first.click()
    me.wait_turns(1)
    assert me.page.locator("#log a.mark").count() >= 1


def test_a_refusal_shows_what_the_paper_covers_nearby(strict_server: str, visit: Visit) -> None:
    me = visit(strict_server)
    me.open()
    me.ask("東京タワーの高さは？")
    assert "見当たりません" in me.answer()
    assert me.page.locator("#sources h3.near").is_visible()
    assert me.page.locator("#sources .card").count() == 3
    assert me.page.locator("#sources mark").count() == 0
    me.page.locator("#sources details.why summary").click()
    assert "100%" in me.page.locator("#sources .conf").inner_text()


def test_the_answer_language_can_be_fixed(server: str, visit: Visit) -> None:
    me = visit(server)
    me.open()
    me.page.click("details.menu summary")
    me.page.click('[data-set="answer"][data-value="en"]')
    me.ask("JATECの目的は何ですか？")
    assert re.search("[a-z]{4}", me.answer())
    assert not re.search("[ぁ-ん]", me.answer())


@pytest.mark.parametrize("question", ["   ", "？！", "あ" * 2001, "a\x00b what is NATO"])
def test_a_question_that_cannot_be_used_gets_one_plain_sentence(
    server: str, visit: Visit, question: str
) -> None:
    me = visit(server)
    me.open()
    me.page.fill("#question textarea", question)
    me.page.click("#send")
    alert = me.page.locator("#live [role=alert]")
    alert.wait_for()
    assert alert.inner_text().endswith(("。", "ください。"))
    assert me.turns == 0
    # What was typed is still there to be mended.
    assert me.page.input_value("#question textarea").strip("\x00") != "" or not question.strip()


def test_markup_in_a_question_shows_as_text(server: str, visit: Visit) -> None:
    attack = (
        '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'
        " ${window.hacked=1} {{constructor.constructor('window.hacked=1')()}}"
        " [x](javascript:window.hacked=1) What is JATEC? **bold**"
    )
    me = visit(server, locale="en-US")
    me.open()
    me.ask(attack)
    assert me.page.locator("#turn-0 .qt").inner_text() == attack
    assert me.page.evaluate("window.hacked") is None
    assert me.page.locator("#log img, #log script, #sources img").count() == 0
    me.page.reload()
    me.page.wait_for_selector("#turn-0")
    assert me.page.locator("#turn-0 .qt").inner_text() == attack
    assert me.page.evaluate("window.hacked") is None


def in_view(me: Visitor, selector: str) -> bool:
    """Whether the top of an element is inside the window."""
    box = me.page.locator(selector).bounding_box()
    size = me.page.viewport_size
    return box is not None and size is not None and 0 <= box["y"] < size["height"]
