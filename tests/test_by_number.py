"""Paragraphs and pages asked for by their number."""

from __future__ import annotations

import pytest

from natoqa import Assistant
from natoqa.answer import verify


@pytest.mark.parametrize(
    ("question", "paragraph"),
    [
        ("¶7を見せて", "p07"),
        ("第12段落の内容は？", "p12"),
        ("十二段落目を読みたい", "p12"),
        ("What does paragraph 7 say?", "p07"),
        ("Please show me ¶ 21", "p21"),
        ("the 5th paragraph", "p05"),
        ("Read me the first paragraph", "p01"),
        ("最後の段落は？", "p31"),
        ("p16", "p16"),
        ("¶0", "p00"),
    ],
)
def test_a_paragraph_is_shown(assistant: Assistant, question: str, paragraph: str) -> None:
    answer = assistant.ask(question)
    assert {c.paragraph.id for c in answer.citations} == {paragraph}
    assert [c.quote for c in answer.citations] == [
        s.text for s in assistant.paper.paragraph(paragraph).sentences
    ]
    assert verify(answer, assistant.paper) == []


@pytest.mark.parametrize(
    "question", ["show me page 3", "3ページには何が書いてある？", "第3頁", "p. 3"]
)
def test_a_page_is_shown_by_how_its_paragraphs_begin(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert len(answer.citations) > 1
    assert all(3 in c.paragraph.pages and c.start == 0 for c in answer.citations)


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("論文の最後の一文を教えて", ("p31", -1)),
        ("What does the last sentence say?", ("p31", -1)),
        ("What is the final sentence of the paper?", ("p31", -1)),
        ("冒頭の一文は？", ("p01", 0)),
        ("the opening sentence", ("p01", 0)),
    ],
)
def test_the_first_or_last_sentence(
    assistant: Assistant, question: str, place: tuple[str, int]
) -> None:
    answer = assistant.ask(question)
    sentence = assistant.paper.paragraph(place[0]).sentences[place[1]]
    assert [c.quote for c in answer.citations] == [sentence.text]


def test_several_paragraphs(assistant: Assistant) -> None:
    answer = assistant.ask("Show paragraphs 23 to 25")
    assert [c.paragraph.id for c in answer.citations] == ["p23", "p24", "p25"]
    answer = assistant.ask("¶23と¶25")
    assert [c.paragraph.id for c in answer.citations] == ["p23", "p25"]


@pytest.mark.parametrize("question", ["paragraph 40", "第99段落を見せて", "page 12"])
def test_a_number_that_there_is_not(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert not answer.answered
    assert "¶31" in answer.text


@pytest.mark.parametrize(
    "question",
    ["In paragraph 5, how many troops has the NFM?", "論文を3ページでまとめて", "2024年は？"],
)
def test_a_number_within_another_question(assistant: Assistant, question: str) -> None:
    assert "no paragraph or page" not in assistant.ask(question).text
    assert assistant.ask(question).kind != "front"
