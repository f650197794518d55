"""Years counted from the turn before."""

from __future__ import annotations

import pytest

from natoqa import Assistant
from natoqa.relative_year import with_year


@pytest.mark.parametrize(
    ("question", "before", "answer", "year"),
    [
        ("What changed five years on?", "When was it approved?", "In 2016. [¶14]", "2021"),
        ("And the year before?", "When was the 2014 target set?", "At the summit.", "2013"),
        ("3年後は何が話題に？", "2016年の会合の議題は？", "北朝鮮の核開発です。[¶28]", "2019年"),
        ("翌年は？", "マドリードの会合はいつ？", "2022年です。[¶5]", "2023年"),
        ("その二年前は？", "会合は？", "2023年に開かれました。", "2021年"),
    ],
)
def test_a_counted_year_is_said_outright(
    question: str, before: str, answer: str, year: str
) -> None:
    assert year in with_year(question, before, answer)


@pytest.mark.parametrize(
    "question", ["How many years does it last?", "2年後の2026年は？", "In three years' time?"]
)
def test_other_years_stay_as_they_are(question: str) -> None:
    assert with_year(question, "When?", "In 2016.") == question


def test_without_a_year_in_the_turns_nothing_is_counted() -> None:
    assert with_year("Two years later?", "Who leads it?", "A general.") == "Two years later?"


def test_a_follow_up_with_a_counted_year_finds_its_answer(assistant: Assistant) -> None:
    history = [
        {"role": "user", "content": "When was the Comprehensive Assistance Package approved?"},
        {"role": "assistant", "content": "At the 2016 Warsaw Summit. [¶14]"},
    ]
    answer = assistant.ask("So what changed five years on?", history=history)
    assert "Trust Fund in 2021" in answer.text
