"""Which side of a topic a question asks for."""

from __future__ import annotations

import pytest

from natoqa import Assistant
from natoqa.aspects import asked_for, told_in


@pytest.mark.parametrize(
    ("question", "aspect"),
    [
        ("So what's the snag?", "problem"),
        ("何か困ることはあるの？", "problem"),
        ("What's the upside?", "gain"),
        ("メリットは？", "gain"),
        ("How has that changed?", "change"),
        ("前は何て呼ばれてたの？", "before"),
        ("What still needs doing?", "next"),
        ("いまはどこがやってるの？", "now"),
        ("Such as?", "example"),
        ("具体的には？", "example"),
    ],
)
def test_the_side_asked_for_is_read(question: str, aspect: str) -> None:
    assert aspect in {one.name for one in asked_for(question)}


@pytest.mark.parametrize("question", ["Who is he?", "いつ？", "Where?", "何人？"])
def test_a_plain_question_asks_for_no_side(question: str) -> None:
    assert asked_for(question) == ()


@pytest.mark.parametrize(
    ("sentence", "aspect"),
    [
        ("This places a heavy burden on the command.", "problem"),
        ("これは司令部の過重な負担になりかねない。", "problem"),
        ("It is expected to strengthen cooperation.", "gain"),
        ("協力の強化が期待される。", "gain"),
        ("Until now this was done elsewhere.", "before"),
        ("今後の課題である。", "next"),
    ],
)
def test_a_sentence_tells_of_a_side(sentence: str, aspect: str) -> None:
    assert aspect in told_in(sentence)


def test_a_follow_up_on_a_drawback_gets_the_drawback(assistant: Assistant) -> None:
    first = "Which command is in charge of Finland and Sweden for now?"
    history = [
        {"role": "user", "content": first},
        {"role": "assistant", "content": assistant.ask(first).text},
    ]
    answer = assistant.ask("What's the problem with that?", history=history)
    assert "burden" in answer.text
