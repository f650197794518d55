"""What a figure stands for, and what happened in a month."""

from __future__ import annotations

import pytest

from natoqa import Assistant


@pytest.mark.parametrize(
    ("question", "paragraph", "says"),
    [
        ("700人というのは何の人数ですか？", "p15", "NSATU"),
        ("「3分の2以上」というのは何の割合？", "p03", "同盟国の3分の2以上"),
        ("「26」という数字は何ですか", "p20", "26カ国・機関"),
        ("1000億ユーロとは何のこと？", "p16", "1,000億ユーロ"),
        ("What does the figure 2,200 refer to?", "p07", "2,200"),
        ("What is the 700?", "p15", "700"),
        ("2022年11月に何があった？", "p15", "SAGU"),
        ("What happened in November 2022?", "p15", "SAGU"),
    ],
)
def test_the_sentence_that_states_it_is_told(
    assistant: Assistant, question: str, paragraph: str, says: str
) -> None:
    answer = assistant.ask(question)
    assert answer.answered
    assert [c.paragraph.id for c in answer.citations] == [paragraph]
    assert says in answer.text


def test_all_that_happened_in_a_month_is_told(assistant: Assistant) -> None:
    answer = assistant.ask("2024年2月に何がありましたか？")
    assert [c.paragraph.id for c in answer.citations] == ["p03", "p17"]


@pytest.mark.parametrize(
    "question",
    [
        "What does the figure 777 refer to?",
        "「41」という数字は何ですか",
    ],
)
def test_a_figure_that_the_paper_lacks_is_refused(assistant: Assistant, question: str) -> None:
    assert not assistant.ask(question).answered


def test_more_than_the_figure_is_looked_for(assistant: Assistant) -> None:
    answer = assistant.ask("400億ユーロは誰が拠出しますか？")
    assert answer.citations[0].paragraph.id == "p16"
    assert "加盟" in answer.text
