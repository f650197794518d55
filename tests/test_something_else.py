"""Follow-ups that ask for more than was said."""

from __future__ import annotations

import pytest

from natoqa import Assistant
from natoqa.something_else import wants_more, without_besides


@pytest.mark.parametrize(
    "question",
    [
        "他には？",
        "ほかに決まったことは？",
        "それ以外は？",
        "お金以外にはどんな支援を？",
        "もっと詳しく教えて",
        "続けてください",
        "What else?",
        "Anything else on Ukraine?",
        "Besides money, what else was agreed?",
        "Other than that?",
        "Tell me more.",
    ],
)
def test_more_is_wanted(question: str) -> None:
    assert wants_more(question)


@pytest.mark.parametrize(
    "question",
    [
        "他の司令部を新しく作る案はないの？",
        "戦闘群は他にはどの国に配備されることになりましたか？",
        "Who else works there?",
        "And the others, who leads those?",
        "Besides America and Britain, who paid enough?",
        "続く約束なのですか？",
    ],
)
def test_what_was_said_may_answer(question: str) -> None:
    assert not wants_more(question)


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("お金以外にはどんな支援を？", "どんな支援を？"),
        ("Besides money, what else was agreed?", "what else was agreed?"),
        ("What was agreed besides?", "What was agreed besides?"),
    ],
)
def test_what_is_not_wanted_is_not_searched_for(question: str, rest: str) -> None:
    assert without_besides(question) == rest


@pytest.mark.parametrize(
    ("first", "more"),
    [
        (
            "ワシントン首脳会合でウクライナにいくら支援すると決めましたか？",
            "お金以外にはどんな支援を？",
        ),
        ("IP4との協力で何が決まりましたか？", "他には？"),
        ("What did the summit say about China?", "What else?"),
        ("What was decided on money for Ukraine?", "Besides money, what else was agreed?"),
    ],
)
def test_what_was_said_is_not_said_again(assistant: Assistant, first: str, more: str) -> None:
    history: list[dict[str, str]] = []
    shown: set[tuple[str, int]] = set()
    for question in (first, more, "他には？" if first[-1] == "？" else "Anything else?"):
        answer = assistant.ask(question, history=history)
        assert answer.answered
        places = {(c.paragraph.id, c.start) for c in answer.citations}
        assert places
        assert not places & shown
        shown |= places
        history += [
            {"role": "user", "content": question},
            {"role": "assistant", "content": answer.text},
        ]
