"""Who holds an office now, who did before and who will next."""

from __future__ import annotations

import pytest

from natoqa import Assistant
from natoqa.office import asks_for_earlier_holder


@pytest.mark.parametrize(
    "question",
    [
        "今の事務総長は誰ですか？",
        "NATOのトップは誰ですか？",
        "Who is the NATO Secretary General?",
        "Who is the current Secretary General?",
    ],
)
def test_the_holder_of_the_time_is_told(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert "Stoltenberg" in answer.citations[0].translation
    assert "Rutte" not in answer.text
    assert "ルッテ" not in answer.text


@pytest.mark.parametrize("question", ["次期事務総長は誰ですか？", "Who replaces Stoltenberg?"])
def test_the_next_one_is_told(assistant: Assistant, question: str) -> None:
    assert "ルッテ" in assistant.ask(question).citations[0].quote


@pytest.mark.parametrize(
    ("question", "earlier"),
    [
        ("Who was Secretary General before Stoltenberg?", True),
        ("ストルテンベルグの前任は誰が事務総長でしたか？", True),
        ("Who was picked as senior representative, and what had he done before?", False),
        ("Who is the Secretary General?", False),
    ],
)
def test_an_earlier_holder(question: str, earlier: bool) -> None:
    assert asks_for_earlier_holder(question) is earlier


def test_an_earlier_holder_is_not_in_the_paper(assistant: Assistant) -> None:
    assert not assistant.ask("Who was Secretary General before Stoltenberg?").answered


@pytest.mark.parametrize(
    "question",
    ["Who are the current and next Secretaries General?", "NATO現事務総長と次期事務総長は？"],
)
def test_both_are_told_where_both_are_asked_for(assistant: Assistant, question: str) -> None:
    told = " ".join(citation.translation for citation in assistant.ask(question).citations)
    assert "Stoltenberg" in told
    assert "Rutte" in told


@pytest.mark.parametrize(
    "question",
    [
        "Who will replace Rutte?",
        "Who nominated Mark Rutte?",
        "Who succeeded Turner?",
        "Who is the Senior Representative's deputy?",
        "When was Patrick Turner named Senior Representative?",
        "When did Häkkänen become defence minister?",
        "ルッテは誰の後任ですか？",
    ],
)
def test_the_person_named_is_not_the_one_asked_for(assistant: Assistant, question: str) -> None:
    assert not assistant.ask(question).answered


@pytest.mark.parametrize(
    "question", ["Who will succeed Stoltenberg?", "ストルテンベルグの後任は誰ですか？"]
)
def test_who_comes_after_a_person(assistant: Assistant, question: str) -> None:
    assert "Rutte" in assistant.ask(question).text
