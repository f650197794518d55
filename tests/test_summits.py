"""Where the summit of a year was held, and when that of a place."""

from __future__ import annotations

import pytest

from natoqa import Assistant
from tests.chats import talk


@pytest.mark.parametrize(
    ("said", "name", "paragraphs"),
    [
        (["2022年の首脳会合はどこで開かれましたか？"], "マドリード", {"p05"}),
        (["2023年のNATOサミットの開催地は？"], "ヴィリニュス", {"p06"}),
        (["Where was the 2016 NATO summit held?"], "Warsaw", {"p05", "p14"}),
        (["Which city hosted the summit in 2019?"], "London", {"p26"}),
        (["前回の首脳会合はどこで開かれましたか？"], "ヴィリニュス", {"p06"}),
        (["ブリュッセル首脳会合は何年？"], "2021", {"p23", "p26"}),
        (["When was the Wales Summit?"], "2014", {"p02"}),
        (["Where was the 2024 summit held?"], "Washington", {"p01"}),
        (["2025年の首脳会合はどこですか？"], "ハーグ", {"p16", "p29"}),
        (["2024年の首脳会合はどこで開かれましたか？", "2023年は？"], "ヴィリニュス", {"p06"}),
        (
            ["2024年の首脳会合はどこで開かれましたか？", "2023年は？", "その前の年は？"],
            "マドリード",
            {"p05"},
        ),
    ],
)
def test_the_place_or_year_of_a_summit(
    assistant: Assistant, said: list[str], name: str, paragraphs: set[str]
) -> None:
    answer = talk(assistant, *said)
    assert name in answer.citations[0].quote + answer.citations[0].translation
    assert answer.citations[0].paragraph.id in paragraphs


@pytest.mark.parametrize(
    "question", ["2018年の首脳会合はどこ？", "Where was the 1999 summit held?"]
)
def test_a_summit_that_the_paper_does_not_name(assistant: Assistant, question: str) -> None:
    assert not assistant.ask(question).answered


def test_what_a_summit_decided_is_looked_for(assistant: Assistant) -> None:
    answer = assistant.ask("Where does the 2022 Madrid Summit decision put new battlegroups?")
    assert "Romania" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "What did the London summit decide on defence spending?",
        "What did the NATO Summit in Brussels decide on spending?",
        "What did the Vilnius summit say about China?",
        "ヴィリニュス首脳会合では中国について何と言いましたか？",
    ],
)
def test_what_another_summit_did_is_no_answer(assistant: Assistant, question: str) -> None:
    assert not assistant.ask(question).answered


@pytest.mark.parametrize(
    ("question", "paragraph"),
    [
        ("What did the Wales summit decide?", "p02"),
        ("What did the Brussels summit say about China?", "p26"),
        ("What did the Warsaw summit do for Ukraine?", "p14"),
        ("How has the wording on China changed since the London summit?", "p26"),
    ],
)
def test_what_the_summit_itself_did(assistant: Assistant, question: str, paragraph: str) -> None:
    assert assistant.ask(question).citations[0].paragraph.id == paragraph
