"""What the page shows of a text: escaped, marked, never more than the text."""

from __future__ import annotations

import re
import string
from html import unescape
from pathlib import Path
from typing import get_args

import pytest

import natoqa.ui
from natoqa import Answer, Assistant, Paper
from natoqa.answer import Language, Span, marks
from natoqa.glossary import load_glossary
from natoqa.ui.answers import live_html, log_html, mark_targets
from natoqa.ui.cards import sources_html
from natoqa.ui.markup import Insert, Stretch, fold_layer, glossary_layer, render
from natoqa.ui.paper_view import paper_html
from natoqa.ui.templates import fill
from natoqa.ui.texts import LANGUAGES, load_texts
from natoqa.ui.turns import Turn
from natoqa.ui.why import explain

# Settings whose values' names the template makes.
_CHOICES = ("ui_", "answer_", "theme_")
_HOSTILE = '<img src=x onerror="alert(1)">&amp;\'"`${1}{{2}}</script>'


def _plain(html: str) -> str:
    """The text of HTML, what screen readers get left in."""
    return unescape(re.sub(r"<[^>]*>", "", html))


def test_hostile_text_comes_out_as_text() -> None:
    html = render(_HOSTILE, [[Stretch(0, 5, "<mark>", "</mark>")]])
    assert "<img" not in html
    assert _plain(html) == _HOSTILE


def test_nested_and_cut_stretches_keep_the_text() -> None:
    text = "0123456789"
    quote = Stretch(2, 8, "<mark>", "</mark>")
    whole = Stretch(6, 9, "<b>", "</b>", whole=True)
    cut = Stretch(6, 9, "<i>", "</i>")
    html = render(text, [[quote], [cut, whole]], [Insert(8, "<sup>1</sup>")])
    assert html == "01<mark>2345<i>67<sup>1</sup></i></mark><i>8</i>9"


@pytest.mark.parametrize("language", LANGUAGES)
def test_terms_leave_the_papers_text_as_it_is(paper: Paper, language: str) -> None:
    glossary = load_glossary()
    marked = 0
    for paragraph in paper.body:
        text = paragraph.text if language == "ja" else paragraph.translation
        layer = glossary_layer(text, glossary)
        marked += len(layer)
        html = render(text, [layer])
        assert _plain(html.replace("<br>", "\n")) == text
    assert marked > len(paper.body)


def test_a_quoted_sentence_is_never_folded_away(paper: Paper) -> None:
    for paragraph in paper.body:
        sentences = [(s.start, s.end) for s in paragraph.sentences]
        for quote in sentences:
            for folded in fold_layer(sentences, [quote]):
                assert folded.end <= quote[0] or quote[1] <= folded.start


def test_a_paper_paragraph_stands_whole_on_the_paper_tab(paper: Paper) -> None:
    html = paper_html(paper, load_glossary())
    for paragraph in paper.body:
        assert f'id="{paragraph.id}"' in html
    assert _plain(html).count(paper.citation) == 1


def test_every_mark_points_to_a_quote_of_its_paragraph(assistant: Assistant) -> None:
    for question in ("この論文の結論を教えてください。", "次期事務総長は誰ですか？"):
        answer = assistant.ask(question)
        targets = mark_targets(answer)
        assert len(targets) == len(marks(answer.text)) > 0
        for number, target in zip(marks(answer.text), targets, strict=True):
            assert answer.citations[target].paragraph.number == number


def test_hostile_answers_and_questions_show_as_text(assistant: Assistant) -> None:
    answer = assistant.ask("JATECの目的は何ですか？").model_copy(
        update={
            "question": _HOSTILE,
            "text": f"{_HOSTILE} [¶17]\n- {_HOSTILE}",
            "engine": _HOSTILE,
            "notice": _HOSTILE,
            "searched": _HOSTILE,
            "highlights": (Span(start=0, end=9),),
        }
    )
    turn = Turn(answer=answer)
    for html in (
        log_html([turn]),
        sources_html(turn, 0, load_glossary()),
        live_html(_HOSTILE, _HOSTILE, 0, "run"),
    ):
        assert "<img" not in html
        assert "<script" not in html
        assert "onerror=&#34;" in html or "onerror=&quot;" in html


def test_half_a_mark_is_not_shown_while_it_is_being_written() -> None:
    for written in ("NATO. [", "NATO. [¶", "NATO. [¶1"):
        assert _plain(live_html("q", written, 0, "run")).rstrip().endswith("NATO.")


def test_a_mark_in_an_answer_without_citations_leads_to_the_paper(paper: Paper) -> None:
    answer = Answer(
        question="q", text="近い内容は ¶15（見出し）です。", language="ja", answered=False
    )
    assert 'href="#p15"' in log_html([Turn(answer=answer)])


@pytest.mark.parametrize("message", ["Hello!", "Write a short poem for me.", "歌って"])
def test_what_is_no_question_of_the_paper_is_answered_with_questions_to_press(
    assistant: Assistant, message: str
) -> None:
    html = log_html([Turn(answer=assistant.ask(message))])
    assert html.count('data-do="ask"') == 3


def test_both_languages_have_the_same_texts_with_the_same_blanks() -> None:
    texts = load_texts()
    assert set(get_args(Language)) == set(LANGUAGES)
    assert texts.texts["ja"].keys() == texts.texts["en"].keys()
    assert texts.followups["ja"].keys() == texts.followups["en"].keys()
    for name in texts.texts["ja"]:
        blanks = [_blanks(texts.texts[language][name]) for language in LANGUAGES]
        assert blanks[0] == blanks[1], name
        assert re.search(r"[^\x00-\x7f]", texts.texts["ja"][name]) or name.startswith(
            ("export_markdown", "paper_cite_bibtex", "ui_en")
        ), name


def test_every_text_is_shown_somewhere() -> None:
    folder = Path(natoqa.ui.__file__).parent
    code = "".join(
        file.read_text(encoding="utf-8")
        for file in folder.rglob("*")
        if file.suffix in {".py", ".html"}
    )
    families = tuple(re.findall(r'"(\w+_)" ~', code))  # t("nav_" ~ view)
    unused = [
        name
        for name in load_texts().texts["ja"]
        if not re.search(rf"""["']{name}["']""", code)
        and not name.startswith((*families, *_CHOICES))
    ]
    assert unused == []


def test_every_paragraph_has_a_question_to_suggest(paper: Paper) -> None:
    ids = {paragraph.id for paragraph in paper.body}
    for language in LANGUAGES:
        assert load_texts().followups[language].keys() == ids


def _blanks(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What is JATEC?", "in unofficial English translation"),
        ("JATECとは？", "原文から抜き出した回答"),
        ("この論文を要約して", ""),
        ("How high is Tokyo Tower?", ""),
        ("Hello", ""),
    ],
)
def test_where_the_sentences_come_from_is_said_where_it_is_so(
    assistant: Assistant, question: str, said: str
) -> None:
    answer = assistant.ask(question)
    shown = fill("why", why=explain(answer))
    if said:
        assert said in shown
    assert ("原文から抜き出した" in shown) is bool(said)
    assert ("非公式訳" in log_html([Turn(answer=answer)])) is (said[:2] == "in")


def test_what_was_not_searched_is_not_shown_as_searched(assistant: Assistant) -> None:
    history = [
        {"role": "user", "content": "NICCはどこを拠点としますか？"},
        {"role": "assistant", "content": assistant.ask("NICCはどこを拠点としますか？").text},
    ]
    shown = log_html([Turn(answer=assistant.ask("¶7", history=history))])
    assert "検索した質問" not in shown
