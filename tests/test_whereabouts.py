"""Where in the paper something stands."""

from __future__ import annotations

import pytest

from natoqa import Assistant
from natoqa.whereabouts import thing_located


@pytest.mark.parametrize(
    ("question", "paragraph", "page"),
    [
        ("On which page does the author talk about Patrick Turner?", "p18", "p. 7:"),
        ("Where is the Wiesbaden headquarters mentioned?", "p15", "p. 6:"),
        ("On which page do I mention Rutte?", "p31", "p. 11:"),
        ("What paragraph is the part about the Ukraine Compact in?", "p20", "p. 7:"),
        ("JATECの話はどの段落にありますか？", "p17", "6頁："),
        ("ラムシュタイン会合に触れている箇所を教えてください", "p15", "6頁："),
        ("400億ユーロという数字が出てくるのは何ページですか", "p16", "6頁："),
    ],
)
def test_the_page_and_the_sentence_are_given(
    assistant: Assistant, question: str, paragraph: str, page: str
) -> None:
    answer = assistant.ask(question)
    assert answer.question == question
    assert answer.answered
    assert answer.citations[0].paragraph.id == paragraph
    assert page in answer.text


@pytest.mark.parametrize(
    "question",
    ["Which paragraph mentions the Falklands?", "ブラジル軍の話はどのページに書いてありますか？"],
)
def test_what_stands_nowhere_is_said_to(assistant: Assistant, question: str) -> None:
    assert not assistant.ask(question).answered


@pytest.mark.parametrize(
    "question",
    [
        "Where is NSATU based?",
        "Where does it say that?",
        "Which page?",
        "Where can I find the full text?",
        "Where can I read more about it?",
        "Which section of the treaty?",
        "Where in the declaration is Ukraine mentioned?",
        "NICCはどこに設置されますか？",
        "それはどこに書いてありますか？",
        "宣言のどこに書かれていますか？",
        "IP4の国はどこですか",
    ],
)
def test_a_question_for_a_place_in_the_world_is_left_as_it_is(question: str) -> None:
    assert thing_located(question) is None
