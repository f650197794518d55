"""What people say around a question is set aside, and only that."""

from __future__ import annotations

import pytest

from natoqa import Assistant
from natoqa.asides import without_asides


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        (
            "ゼミ発表の準備中です。ITPPの有効期間は何年でしょうか。",
            "ITPPの有効期間は何年でしょうか。",
        ),
        (
            "IP4ってどの国のことを指すのか、初歩的な質問ですみません。",
            "IP4ってどの国のことを指すのか",
        ),
        ("Who wrote the paper? I need a name for the byline.", "Who wrote the paper?"),
        ("Sorry for the basic question, what does NFM mean?", "what does NFM mean?"),
        (
            "By what date was it finished? I need to know how current it is.",
            "By what date was it finished?",
        ),
    ],
)
def test_context_and_courtesies_go(message: str, asked: str) -> None:
    assert without_asides(message) == asked


@pytest.mark.parametrize(
    "message",
    [
        "NATO?",
        "スウェーデンは？",
        "What did U.S. officials say about No. 350?",
        "NSATUの人員は何人ですか。SAGUは何人でしたか。",
        "Tell me about the CAP. How much is in it?",
        "ありがとうございます。",
    ],
)
def test_what_asks_is_kept_whole(message: str) -> None:
    assert without_asides(message) == message


@pytest.mark.parametrize(
    ("message", "paragraph"),
    [
        ("海外の報道でよく耳にします。UDCGには何カ国くらい入っているのですか。", "p15"),
        ("I'm preparing a lecture. How many troops is the NFM meant to mobilise?", "p05"),
        ("参考文献リストを作っています。この論考が世に出たのはいつですか。", "p00"),
    ],
)
def test_what_is_said_around_a_question_does_not_lose_the_answer(
    assistant: Assistant, message: str, paragraph: str
) -> None:
    answer = assistant.ask(message)
    assert answer.answered
    assert paragraph in [citation.paragraph.id for citation in answer.citations]
