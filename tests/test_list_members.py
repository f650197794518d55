"""Follow-ups that pick members of a list."""

from __future__ import annotations

import pytest

from natoqa import Assistant
from tests.chats import talk


@pytest.mark.parametrize(
    ("turns", "cited"),
    [
        (
            ["What are the three decisions on deterrence and defence?", "only the third please"],
            ["The third"],
        ),
        (
            [
                "What are the three decisions on deterrence and defence?",
                "only the third please",
                "and the other two?",
            ],
            ["The first", "The second"],
        ),
        (
            ["What were the four new items on support for Ukraine?", "What other than NSATU?"],
            ["Second,", "Third,", "Fourth,"],
        ),
        (
            ["抑止・防衛の3つの決定は？", "第三の決定は？", "じゃあ他の二つは"],
            ["第一に", "第二に"],
        ),
        (["ウクライナ支援の4つの事項は？", "NSATU以外は？"], ["第二に", "第三に", "第四に"]),
        (["終わりに挙げている3つの課題は？", "3番目だけ", "二つ目は？"], ["第二に"]),
        (["終わりに挙げている3つの課題は？", "最後のやつは？"], ["第三に"]),
        (["終わりに挙げている3つの課題は？", "三番目をもう少し詳しく"], ["第三に"]),
        (["ウクライナ支援の4つの事項は？", "一つ目をもっと詳しく教えて"], ["NSATUは"]),
        (
            [
                "What were the four new items on support for Ukraine?",
                "Tell me more about the third",
            ],
            ["JATEC is an", "JATEC is also"],
        ),
    ],
)
def test_the_members_that_are_wanted(
    assistant: Assistant, turns: list[str], cited: list[str]
) -> None:
    history: list[dict[str, str]] = []
    for question in turns:
        answer = assistant.ask(question, history=history)
        history += [
            {"role": "user", "content": question},
            {"role": "assistant", "content": answer.text},
        ]
    assert answer.searched == ""
    shown = [c.quote if answer.language == "ja" else c.translation for c in answer.citations]
    assert len(shown) == len(cited)
    assert all(text.startswith(begin) for text, begin in zip(shown, cited, strict=True))


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("Who will be the next Secretary General?", "and the other two?"),
        ("次期事務総長は誰ですか？", "他の二つは？"),
    ],
)
def test_where_no_list_was_told_none_is_picked_from(
    assistant: Assistant, first: str, then: str
) -> None:
    history = [
        {"role": "user", "content": first},
        {"role": "assistant", "content": assistant.ask(first).text},
    ]
    assert assistant.ask(then, history=history).kind != "list"


@pytest.mark.parametrize(
    "question", ["課題は何ですか？", "何が課題ですか", "What challenges remain for NATO?"]
)
def test_the_challenges_are_all_of_those_counted_out(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.kind == "list"
    assert [c.paragraph.id for c in answer.citations] == ["p29"] * 3


@pytest.mark.parametrize(
    "question", ["ウクライナ支援の課題は？", "JFCノーフォークの課題は何？", "一番の課題は何？"]
)
def test_the_challenge_of_one_thing_is_not_all_of_them(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).kind == "fact"


_FOUR = "ウクライナ支援で新しく決まった四点を教えてください"


@pytest.mark.parametrize(
    ("said", "paragraph"),
    [
        ([_FOUR, "三つ目はいつ合意された？"], "p17"),
        ([_FOUR, "四つ目の初代は誰？"], "p18"),
        ([_FOUR, "三つ目について詳しく", "一番目の組織の人数は？"], "p15"),
        (["What are the four new items on Ukraine?", "When was the third one agreed?"], "p17"),
        (["What are the four new items on Ukraine?", "How much is the second worth?"], "p16"),
        (["マドリードで決まった二つは何？", "二つ目を詳しく"], "p05"),
    ],
)
def test_what_is_asked_of_a_member_of_a_list(
    assistant: Assistant, said: list[str], paragraph: str
) -> None:
    answer = talk(assistant, *said)
    assert answer.answered
    assert answer.citations[0].paragraph.id == paragraph


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        (["What are the four new items on Ukraine?", "Is that all?"], "four new items"),
        (["抑止・防衛の3つの決定は？", "それだけ？"], "3点"),
    ],
)
def test_a_list_is_complete_where_the_paper_counts_it(
    assistant: Assistant, said: list[str], counts: str
) -> None:
    assert counts in talk(assistant, *said).text


@pytest.mark.parametrize(
    "said",
    [
        ["What are the three regional defence plans?"],
        ["地域防衛計画とは？", "三つとも教えて"],
    ],
)
def test_what_a_sentence_counts_out_is_told(assistant: Assistant, said: list[str]) -> None:
    answer = talk(assistant, *said)
    assert "①米国のJFCノーフォーク" in answer.citations[0].quote
