"""Questions on all that was decided or is left to do, and those on one thing of it."""

from __future__ import annotations

import pytest

from natoqa import Assistant
from natoqa.glossary import load_glossary
from natoqa.in_general import asks_in_general
from tests.chats import talk


@pytest.mark.parametrize(
    ("question", "general"),
    [
        ("首脳会合では何が決まりましたか？", "decisions"),
        ("What was decided in Washington?", "decisions"),
        ("What were the main decisions of the summit?", "decisions"),
        ("残された課題は何ですか。", "challenges"),
        ("What challenges does the author see?", "challenges"),
        ("ウクライナ支援では何が決まりましたか？", None),
        ("What did the summit decide on space?", None),
        ("NFMの課題は何ですか", None),
        ("いつ決まったの？", None),
        ("2022年の首脳会合では何が決まりましたか？", None),
    ],
)
def test_what_is_asked_in_general(question: str, general: str | None) -> None:
    assert asks_in_general(question, load_glossary()) == general


@pytest.mark.parametrize(
    "question", ["首脳会合で何が決まりましたか？", "What did the summit decide?"]
)
def test_the_decisions_of_all_areas_are_told(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.kind == "overview"
    assert {"p01", "p04", "p15", "p16", "p17", "p18", "p24"} == {
        c.paragraph.id for c in answer.citations
    }


@pytest.mark.parametrize(
    "question",
    ["残された課題は何ですか。", "筆者が指摘する課題を教えてください", "What challenges remain?"],
)
def test_the_challenges_of_all_areas_are_told(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert [c.paragraph.id for c in answer.citations] == ["p29"] * 3


@pytest.mark.parametrize(
    ("question", "says", "less"),
    [
        ("What was decided about the defence industry?", "Defence Production", "NICC"),
        ("サイバー防衛については何が決まった？", "NICC", "弾道ミサイル"),
        ("What did the summit decide about missile defence?", "Missile", "NICC"),
        ("ウクライナ支援の課題は何ですか", "長期安全保障支援の誓約", "2%目標"),
    ],
)
def test_one_thing_of_a_list_is_told_alone(
    assistant: Assistant, question: str, says: str, less: str
) -> None:
    answer = assistant.ask(question)
    assert says in answer.text
    assert less not in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "What did the summit decide on nuclear weapons?",
        "What challenges remain for NATO in Africa?",
        "What was announced at the summit on Ukraine's reconstruction?",
    ],
)
def test_a_list_does_not_answer_what_it_lacks(assistant: Assistant, question: str) -> None:
    assert not assistant.ask(question).answered


@pytest.mark.parametrize(
    ("question", "paragraph"),
    [
        ("What does the conclusion say about deterrence?", "p29"),
        ("結論ではウクライナ支援について何と述べている？", "p29"),
    ],
)
def test_what_the_conclusion_says(assistant: Assistant, question: str, paragraph: str) -> None:
    assert assistant.ask(question).citations[0].paragraph.id == paragraph


@pytest.mark.parametrize(
    "question", ["この論文の目的は何ですか。", "From what perspective is the paper written?"]
)
def test_what_the_paper_sets_out_to_do(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert {c.paragraph.id for c in answer.citations} == {"p01"}
    assert "概観" in answer.citations[-1].quote


def test_the_date_of_the_summit_is_not_that_of_the_paper(assistant: Assistant) -> None:
    answer = assistant.ask("いつ開催されたサミットについての論考ですか。")
    assert "7月9日" in answer.text


def test_anything_decided_is_of_what_was_spoken_of(assistant: Assistant) -> None:
    answer = talk(
        assistant, "フィンランドへの部隊配備は検討されている？", "首脳会合では何か言われたの？"
    )
    assert answer.citations[0].paragraph.id == "p07"


@pytest.mark.parametrize(
    "question",
    ["What are the remaining challenges on deterrence and defence?", "抑止と防衛に残る課題は？"],
)
def test_the_challenges_of_one_area_have_a_list_of_their_own(
    assistant: Assistant, question: str
) -> None:
    assert [c.paragraph.id for c in assistant.ask(question).citations] == ["p10", "p11"]
