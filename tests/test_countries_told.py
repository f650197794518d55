"""Which countries: answers name them, or say that the paper does not."""

from __future__ import annotations

import pytest

from natoqa import Assistant
from tests.chats import talk


@pytest.mark.parametrize(
    "said",
    [
        ["What is the Ukraine Compact?", "Which countries are in it?"],
        ["ウクライナ・コンパクトとは？", "どこの国が？"],
        ["What is the UDCG?", "Which countries?"],
    ],
)
def test_a_description_is_no_list_of_countries(assistant: Assistant, said: list[str]) -> None:
    assert not talk(assistant, *said).answered


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("Which countries are the IP4?", "New Zealand"),
        ("2014年に2%目標を達成していたのはどの国？", "ギリシャ"),
        ("Which countries took part in Steadfast Defender 24?", "all member"),
        ("SAGUはどこの国が主導していましたか。", "米軍"),
    ],
)
def test_countries_that_the_paper_names(assistant: Assistant, question: str, says: str) -> None:
    answer = assistant.ask(question)
    assert answer.answered
    assert says in answer.text


@pytest.mark.parametrize(
    "said",
    [
        ["Is India one of the IP4?"],
        ["Who are the IP4?", "Is India one?"],
        ["IP4とはどの国ですか", "アメリカは含まれる？"],
        ["Did Germany meet the 2% target in 2014?"],
        ["2014年にドイツは2%を達成していたか"],
        ["Which countries met the 2% target in 2014?", "Did Germany meet it in 2014?"],
    ],
)
def test_a_list_of_all_settles_who_is_not_in_it(assistant: Assistant, said: list[str]) -> None:
    answer = talk(assistant, *said)
    assert answer.answered
    assert answer.citations[0].paragraph.id in {"p02", "p21"}


@pytest.mark.parametrize(
    "question",
    [
        "Did Poland meet the 2% target in 2018?",
        "Did Germany leave NATO?",
        "ドイツはウクライナ・コンパクトに入っていますか",
    ],
)
def test_no_list_settles_another_thing(assistant: Assistant, question: str) -> None:
    assert not assistant.ask(question).answered


def test_a_list_of_one_year_settles_no_other(assistant: Assistant) -> None:
    said = ["2024年に2%目標を達成する見込みの国は何カ国？", "ドイツは達成してるの？"]
    assert not talk(assistant, *said).answered


@pytest.mark.parametrize(
    "said",
    [
        ["イージス・アショアはどこにありますか？", "日本は？"],
        ["400億ユーロは誰が出すのですか？", "日本は？"],
    ],
)
def test_another_country_is_asked_the_same(assistant: Assistant, said: list[str]) -> None:
    assert not talk(assistant, *said).answered
