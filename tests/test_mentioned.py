"""Whether the paper mentions something."""

from __future__ import annotations

import pytest

from natoqa import Assistant
from natoqa.glossary import load_glossary
from natoqa.mentioned import name_mentioned


@pytest.mark.parametrize(
    ("question", "named", "paragraphs"),
    [
        ("Anything on Hungary?", "Hungary", {"p05"}),
        ("Is Spain mentioned at all, and where?", "Spain", {"p04"}),
        ("Does the paper mention Patrick Turner?", "Patrick Turner", {"p18"}),
        ("ルーマニアの話は出てきますか？", "ルーマニア", {"p04", "p05"}),
        ("イタリアに関する記述はありますか？", "イタリア", {"p06"}),
    ],
)
def test_a_mention_is_found_where_it_is(
    assistant: Assistant, question: str, named: str, paragraphs: set[str]
) -> None:
    answer = assistant.ask(question)
    assert answer.question == question
    assert answer.answered
    assert answer.citations[0].paragraph.id in paragraphs
    assert any(named in citation.quote + citation.translation for citation in answer.citations)


@pytest.mark.parametrize("question", ["Does it mention Brazil?", "ブラジルへの言及はありますか？"])
def test_what_is_not_mentioned_is_said_not_to_be(assistant: Assistant, question: str) -> None:
    assert not assistant.ask(question).answered


def test_and_is_not_taken_for_what_natoqa_cannot_do(assistant: Assistant) -> None:
    answer = assistant.ask("台湾について何か書いてありますか？")
    assert answer.text.startswith("この論文には、その点についての記述が見当たりません。")


@pytest.mark.parametrize(
    "question",
    [
        "Tell me about it",
        "What does the paper say about deterrence?",
        "Is the summit mentioned in the declaration?",
        "首脳会合では何が言及されましたか？",
        "中国について、宣言はどう述べていますか？",
    ],
)
def test_other_questions_are_left_as_they_are(question: str) -> None:
    assert name_mentioned(question, load_glossary()) is None


def test_in_a_conversation_it_is_still_of_the_paper(assistant: Assistant) -> None:
    history = [
        {"role": "user", "content": "次期事務総長は誰ですか？"},
        {"role": "assistant", "content": assistant.ask("次期事務総長は誰ですか？").text},
    ]
    answer = assistant.ask("フランスの話は出てくる？", history=history)
    assert "フランス" in answer.text
    assert answer.citations[0].paragraph.id == "p31"
