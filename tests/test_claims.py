"""Yes-or-no questions that claim what the paper says otherwise."""

from __future__ import annotations

import pytest

from natoqa import Assistant
from natoqa.claims import find_claims
from natoqa.glossary import load_glossary
from natoqa.units import Language


@pytest.mark.parametrize(
    ("question", "language", "rest"),
    [
        ("Was SAGU set up in 2023?", "en", "Was SAGU set up?"),
        ("NRUは2022年に設立されたのですか?", "ja", "NRUは設立されたのですか?"),
        ("Is NSATU based in Mons?", "en", "Is NSATU based?"),
        ("NSATUはモンスにあるの?", "ja", "NSATUはあるの?"),
    ],
)
def test_what_is_claimed(question: str, language: Language, rest: str) -> None:
    claims = find_claims(question, language, load_glossary())
    assert claims[0].rest == rest


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("When was SAGU set up in Wiesbaden?", "en"),
        ("2022年に何が決まったのですか?", "ja"),
        ("Is NSATU large?", "en"),
        ("So when was SAGU set up in Wiesbaden?", "en"),
    ],
)
def test_what_claims_nothing(question: str, language: Language) -> None:
    claims = find_claims(question, language, load_glossary())
    assert not {claim.of for claim in claims} & {"year", "place", "leader", "member"}


@pytest.mark.parametrize(
    ("question", "truth"),
    [
        ("NRUは2022年に設立されたのですか？", "2015年"),
        ("CAP信託基金は2019年に作られたのですか？", "2021年"),
        ("Was Steadfast Defender 24 held in 2023?", "2024"),
        ("Were the regional defence plans approved in 2022?", "2023"),
        ("Is it true that NSATU will be based in Mons?", "Wiesbaden"),
        ("NSATUはブリュッセルにあるの？", "ヴィースバーデン"),
        ("SAGUはドイツ軍主導ですよね？", "米軍主導"),
        ("Is SAGU led by Germany?", "US-led"),
        ("JATECは2023年に設立が合意されたんでしたっけ？", "2024年2月"),
        ("Is Norway part of the IP4?", "Japan, Australia, New Zealand"),
        ("ノルウェーはIP4の一員ですか？", "日本、豪州、ニュージーランド"),
    ],
)
def test_a_false_claim_is_answered_with_what_refutes_it(
    assistant: Assistant, question: str, truth: str
) -> None:
    answer = assistant.ask(question)
    assert answer.answered
    assert answer.question == question
    assert truth in answer.text.split("[")[0]


@pytest.mark.parametrize(
    "question",
    [
        "Was the Ukraine Compact signed in 2023?",
        "日本は2023年にNATOに加盟したのですか？",
        "Is Sweden part of the Ukraine Compact?",
    ],
)
def test_what_the_paper_does_not_refute_is_not_said(assistant: Assistant, question: str) -> None:
    assert not assistant.ask(question).answered


def test_a_threshold_of_one_refuses_a_claim_too(assistant: Assistant) -> None:
    never = Assistant(assistant.settings.model_copy(update={"abstention_threshold": 1.0}))
    assert not never.ask("Was SAGU set up in 2023?").answered
