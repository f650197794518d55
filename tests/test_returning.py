"""A follow-up that goes back to an earlier turn is about that turn."""

from __future__ import annotations

import pytest

from natoqa import Assistant

_JA = [
    {"role": "user", "content": "NSATUはどこに置かれますか？"},
    {"role": "assistant", "content": "ヴィースバーデンです。[¶15]"},
    {"role": "user", "content": "長期支援の誓約はいくらですか？"},
    {"role": "assistant", "content": "2025年中に少なくとも400億ユーロです。[¶16]"},
]
_EN = [
    {"role": "user", "content": "Where will NSATU be?"},
    {"role": "assistant", "content": "In Wiesbaden. [¶15]"},
    {"role": "user", "content": "How much is the long-term pledge?"},
    {"role": "assistant", "content": "At least 40 billion euros in 2025. [¶16]"},
]


@pytest.mark.parametrize(
    ("question", "history", "answer", "paragraph"),
    [
        ("最初に聞いた組織は何人で運用されますか", _JA, "700人", "p15"),
        ("NSATUの話に戻りますが、人数は何人ですか？", _JA, "700人", "p15"),
        ("話を戻すと、その組織は何人で動くの？", _JA, "700人", "p15"),
        ("さっきの金額はいつまで？", _JA, "2025年", "p16"),
        ("前に聞いた組織の件ですが、何人で運用されますか", _JA, "700人", "p15"),
        ("そういえばさっきの組織、何人で動くの？", _JA, "700人", "p15"),
        ("Back to NSATU: how many people?", _EN, "700", "p15"),
        ("Going back to that body, how many people will it have?", _EN, "700", "p15"),
        ("That body again, how many people will it have?", _EN, "700", "p15"),
        ("About the body you mentioned, how many people will it have?", _EN, "700", "p15"),
        ("The first thing I asked about: how many people will work there?", _EN, "700", "p15"),
    ],
)
def test_the_turn_that_is_meant_is_the_topic(
    assistant: Assistant,
    question: str,
    history: list[dict[str, str]],
    answer: str,
    paragraph: str,
) -> None:
    found = assistant.ask(question, history=history)
    assert answer in found.text
    assert paragraph in {citation.paragraph.id for citation in found.citations}
    assert "戻" not in (found.searched or "")
    assert "back" not in (found.searched or "").lower()


def test_what_the_paper_says_first_is_no_earlier_turn(assistant: Assistant) -> None:
    found = assistant.ask("最初に触れた宣言で中国に言及したのはいつ？", history=_JA)
    assert "NSATU" not in found.searched


def test_with_one_turn_there_is_nothing_to_go_back_to(assistant: Assistant) -> None:
    found = assistant.ask("さっきの組織の人員は何人？", history=_JA[:2])
    assert "700人" in found.text
