"""An answer has a word for what is asked of a person, a body or an event."""

from __future__ import annotations

import pytest

from natoqa import Assistant
from natoqa.attributes import lacks_attribute
from tests.chats import talk


@pytest.mark.parametrize(
    ("question", "answer", "lacks"),
    [
        ("Who is the new prime minister?", "with the next Secretary General, Mark Rutte", True),
        ("首相は誰ですか？", "次期事務総長のルッテ", True),
        (
            "Who is the next Secretary General?",
            "with the next Secretary General, Mark Rutte",
            False,
        ),
        ("Who runs it?", "it is to be based at SHAPE", True),
        ("Who leads the battlegroup?", "Canada, the lead nation, is to deploy 2,200 troops", False),
        ("誰が統括していますか", "NRUがNIDCとNLOを統括している", False),
        ("年はいくつですか", "ターナーが任命された", True),
        ("When did Sweden apply to join?", "which joined NATO in 2023 and 2024", True),
        ("Whoever becomes president, who defends Europe?", "European countries do", False),
        ("When was it set up?", "in November 2022", False),
        ("NSATUを率いるのは誰ですか？", "SACEUR直属の指揮官の下", False),
        ("筆者は何を説明していくつもりですか？", "以下ではEUとIP4について述べる", False),
    ],
)
def test_what_is_asked_for_and_not_said(question: str, answer: str, lacks: bool) -> None:
    assert lacks_attribute(question, [answer]) is lacks


@pytest.mark.parametrize(
    "said",
    [
        ["Who is the new prime minister of Britain?"],
        ["Who is the next SACEUR?"],
        ["Who is the next head of JFC Norfolk?"],
        ["Which European votes worry the author?", "What about Britain?", "Who is the new leader?"],
        ["What is the NICC?", "Who runs it?"],
        ["NRUの上級代表は誰ですか", "出身大学は？"],
        ["スウェーデンはいつ加盟を申請しましたか？"],
        ["Who wrote this paper?", "How old is he?"],
    ],
)
def test_another_holder_or_another_event_is_no_answer(
    assistant: Assistant, said: list[str]
) -> None:
    answer = talk(assistant, *said)
    assert not answer.answered
    assert answer.citations == ()


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who will be the next Secretary General?", "Rutte"),
        ("フィンランドの国防相は誰ですか？", "ハッカネン"),
        ("Who leads the battlegroup in Latvia?", "Canada"),
        ("NSATUの指揮官は誰の直属ですか？", "SACEUR"),
    ],
)
def test_the_holder_that_the_paper_names_is_told(
    assistant: Assistant, question: str, name: str
) -> None:
    assert name in assistant.ask(question).text


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("Who commands JFC Brunssum?", False),
        ("Who won the French election?", False),
        ("Who won the British election?", True),
    ],
)
def test_who_commands_or_won_is_said(assistant: Assistant, question: str, answered: bool) -> None:
    assert assistant.ask(question).answered is answered
