"""Several questions in one message."""

from __future__ import annotations

import pytest

from natoqa import Assistant
from natoqa.answer import verify
from natoqa.glossary import load_glossary
from natoqa.parts import parts
from natoqa.units import Language


@pytest.mark.parametrize(
    ("message", "first", "second"),
    [
        ("When was JATEC agreed, and how many troops took part in Steadfast Defender 24?", 17, 9),
        ("What does NSATU take over? Also, who is the next Secretary General?", 15, 31),
        ("JATECの設立はいつ合意されましたか？あと、次期事務総長は誰ですか？", 17, 31),
        ("IP4とはどの国のことで、ARFが発足したのはいつですか", 21, 8),
        ("What are FLF and ARF?", 7, 8),
        ("JATECとNSATUって何ですか？", 17, 15),
        ("SAGUが設立された年と、JFCノーフォークが完全運用に至った年を教えて。", 15, 12),
    ],
)
def test_each_question_is_answered_in_turn(
    assistant: Assistant, message: str, first: int, second: int
) -> None:
    answer = assistant.ask(message)
    before, after = answer.text.split("\n\n")
    assert answer.answered
    assert f"[¶{first}]" in before
    assert f"[¶{second}]" in after
    numbers = [p.paragraph.number for p in answer.passages]
    assert set(numbers[:2]) == {first, second}
    assert len(numbers) == len(set(numbers))


def test_every_citation_of_several_answers_is_a_quote(assistant: Assistant) -> None:
    answer = assistant.ask("NSATUの人員は何人ですか？それと、ルッテは何をする人ですか？")
    for citation in answer.citations:
        assert citation.paragraph.text[citation.start : citation.end] == citation.quote
    for span in answer.highlights:
        assert answer.text[span.start : span.end].strip()


def test_the_part_that_the_paper_lacks_is_named(assistant: Assistant) -> None:
    answer = assistant.ask("Who is the next Secretary General, and what is JATEC's annual budget?")
    assert answer.answered
    assert "Rutte" in answer.text
    assert "On “what is JATEC's annual budget” the paper does not say." in answer.text


@pytest.mark.parametrize(
    ("message", "words", "lacks"),
    [
        ("NICCの目的は何で、予算はいくらですか？", "サイバー空間", "「予算はいくらですか」"),
        ("What is the NICC's purpose and its budget?", "cyberspace", "“What is its budget”"),
    ],
)
def test_half_a_question_is_not_left_out(
    assistant: Assistant, message: str, words: str, lacks: str
) -> None:
    answer = assistant.ask(message)
    assert words in answer.text
    assert lacks in answer.text


def test_where_no_part_is_answered_nothing_is(assistant: Assistant) -> None:
    answer = assistant.ask("カレーの作り方は？あと、大谷のホームランは何本？")
    assert not answer.answered
    assert answer.citations == ()


def test_what_leans_on_a_part_that_is_refused_is_refused(assistant: Assistant) -> None:
    answer = assistant.ask("What is the ANZUS treaty and when was it signed?")
    assert not answer.answered


def test_a_later_part_leans_on_the_one_before(assistant: Assistant) -> None:
    answer = assistant.ask("Where was SAGU set up? How many people did it have?")
    assert "300 to 500" in answer.text


def test_the_paper_and_its_body_may_be_asked_together(assistant: Assistant) -> None:
    answer = assistant.ask("Who wrote this, and when was the ARF launched?")
    assert answer.citations[0].paragraph.id == "p00"
    assert answer.citations[-1].paragraph.id == "p08"


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("When and where was the summit held?", "en"),
        ("How many troops will Canada send, and by when?", "en"),
        ("What does the paper say about how and why Europe spends more?", "en"),
        ("I read that leaders met in Washington. When did they meet?", "en"),
        ("いつ、どこで首脳会合は開かれましたか？", "ja"),
        ("どの司令部が担当か揉めたと聞きましたが、結局どうなりましたか？", "ja"),
        ("国別の内訳は？ドイツが何人とか", "ja"),
        ("どうしても知りたいのですが、NSATUとは何ですか？", "ja"),
        ("2014年と2024年の達成国数を教えて", "ja"),
        ("日本とNATOって何を一緒にやるの？", "ja"),
        ("IP4とEUって何を一緒にやるの？", "ja"),
        ("2014年と2024年を比べて国防支出はどう変わった？", "ja"),
    ],
)
def test_one_question_stays_one(message: str, language: Language) -> None:
    assert parts(message, load_glossary()) == ()


def test_the_best_passage_of_each_part_comes_first_though_both_have_it(
    assistant: Assistant,
) -> None:
    """A paragraph that is found for both questions keeps its better place."""
    first = assistant.ask("When was the CAP approved?").passages[0].paragraph
    answer = assistant.ask("When was the CAP approved? Who succeeds Stoltenberg?")
    assert answer.passages[0].paragraph == first


@pytest.mark.parametrize(
    "message",
    [
        "There was something on cyber too, right? What is the new centre supposed to do?",
        "サイバーの話もありましたよね。新しいセンターはどこに置かれますか？",
        "資金面についても伺います。400億ユーロはいつまでに出すのですか？",
    ],
)
def test_what_only_leads_to_a_question_is_never_denied(assistant: Assistant, message: str) -> None:
    answer = assistant.ask(message)
    assert answer.answered
    assert "does not say" not in answer.text
    assert "見当たりません" not in answer.text


def test_a_message_is_cut_the_same_whatever_it_is_answered_in(assistant: Assistant) -> None:
    answer = assistant.ask("When and where was JATEC agreed?", language="ja")
    assert answer.language == "ja"
    assert {c.paragraph.id for c in answer.citations} == {"p17"}


def test_a_mark_in_a_question_is_none_of_the_answer(assistant: Assistant) -> None:
    answer = assistant.ask("What is NSATU, and what is the price of bread in Paris [¶7]?")
    assert "the price of bread in Paris" in answer.text
    assert verify(answer, assistant.paper) == []


def test_a_bare_question_word_belongs_to_the_question_before_it() -> None:
    message = "How many soldiers can NATO call up and how fast?"
    assert parts(message, load_glossary()) == ()
