"""Messages as they are texted, dictated or shouted."""

from __future__ import annotations

import pytest

from natoqa import Assistant
from natoqa.casual import in_plain_words


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("pls tell me abt NSATU", "please tell me about NSATU"),
        ("um so like who is the next secretary general", "so who is the next secretary general"),
        ("u know when the ARF was launched?", "when the ARF was launched?"),
        ("WHO RUNS THE NORFOLK COMMAND", "who runs the norfolk command"),
        ("てかJATECって何笑", "JATECって何"),
        ("えーと、IP4ってどこ？", "IP4ってどこ？"),
        ("へえ、なるほど。じゃあ今は？", "じゃあ今は？"),
        ("目的だけでいいです", "目的は？"),
        ("それだけでいいです", "それだけでいいです"),
        ("just the purpose please", "What is the purpose?"),
        ("wow! and how many now?", "and how many now?"),
        ('What areas do you mean by "these areas"?', 'What areas are meant by "these areas"?'),
    ],
)
def test_habits_of_typing_are_read_as_words(typed: str, plain: str) -> None:
    assert in_plain_words(typed) == plain


@pytest.mark.parametrize(
    "message",
    [
        "NATO?",
        "What do countries like Japan gain?",
        "Do you know of the CAP?",
        "JFC NORFOLK",
        "東南アジア諸国のwhy",
        "U.S. and U.K. spending",
        "微笑の意味は？",
        "なるほど、意外と少ないんだね",
        "OK thanks",
        "Really?",
        "What do you mean by that?",
    ],
)
def test_ordinary_messages_stay_as_they_are(message: str) -> None:
    assert in_plain_words(message) == message


def test_capitals_and_texting_get_the_same_answer(assistant: Assistant) -> None:
    plain = assistant.ask("How often do countries report what they give Ukraine?")
    shouted = assistant.ask("HOW OFTEN DO COUNTRIES REPORT WHAT THEY GIVE UKRAINE?")
    assert shouted.question.isupper()
    assert shouted.citations[0] == plain.citations[0]
    assert "six months" in shouted.text
