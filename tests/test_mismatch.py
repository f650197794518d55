"""Questions about a year that the paper tells nothing of."""

from __future__ import annotations

import pytest

from natoqa import Assistant
from natoqa.years_told import asks_of, tells_of
from tests.chats import talk


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("How many met the target in 2019?", {2019}),
        ("2014年と２０２１年の達成国数は？", {2014, 2021}),
        ("What has changed since 2014?", set()),
        ("2022年以降は何が変わった？", set()),
        ("From 2016 to 2021, what happened?", set()),
        ("How was it in the 1990s?", set()),
        ("2026年からは？", set()),
        ("How many of the 2,019 troops stayed?", set()),
    ],
)
def test_the_years_that_a_question_asks_about(question: str, years: set[int]) -> None:
    assert asks_of(question) == years


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2023年～2024年に加盟した", {2023, 2024}),
        ("from around 2012 to 2014", {2012, 2013, 2014}),
        ("400億ユーロ", set()),
    ],
)
def test_the_years_that_a_text_tells_of(text: str, years: set[int]) -> None:
    assert tells_of(text) == years


@pytest.mark.parametrize(
    "question",
    [
        "How many countries met the 2% target in 2019?",
        "2023年に2%目標を達成したのは何カ国ですか？",
        "What did the 2018 Brussels summit say about China?",
        "2026年の首脳会合はどこで開かれますか？",
    ],
)
def test_another_year_is_no_answer(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert not answer.answered
    assert answer.citations == ()


@pytest.mark.parametrize(
    ("question", "paragraph"),
    [
        ("How many countries met the 2% target in 2014?", "p02"),
        ("2021年に2%目標を達成していた加盟国の数は？", "p02"),
        ("2024年に2%目標を達成する見込みの国は？", "p03"),
        ("What did the 2021 Brussels summit say about China?", "p26"),
        ("2025年の首脳会合はどこで開かれますか？", "p16"),
        ("2022年に新しく戦闘群を置くと決まった南東欧の国は？", "p05"),
    ],
)
def test_the_same_year_is_one(assistant: Assistant, question: str, paragraph: str) -> None:
    answer = assistant.ask(question)
    assert answer.answered
    assert paragraph in {citation.paragraph.id for citation in answer.citations}


def test_nor_is_a_year_counted_from_the_turn_before(assistant: Assistant) -> None:
    first = "How many members were expected to reach the 2% target in 2024?"
    history = [
        {"role": "user", "content": first},
        {"role": "assistant", "content": assistant.ask(first).text},
    ]
    assert not assistant.ask("How many was it the year before?", history=history).answered


@pytest.mark.parametrize("question", ["What does ACE stand for?", "ACEって何の略？"])
def test_an_acronym_that_the_paper_lacks_has_no_meaning_in_it(
    assistant: Assistant, question: str
) -> None:
    assert not assistant.ask(question).answered


@pytest.mark.parametrize(
    "question",
    [
        "How many troops took part in Steadfast Defender 21?",
        "ステッドファスト・ディフェンダー23には何人が参加しましたか？",
    ],
)
def test_nor_is_an_exercise_of_another_number(assistant: Assistant, question: str) -> None:
    assert not assistant.ask(question).answered


@pytest.mark.parametrize(
    ("first", "more"),
    [
        ("次期事務総長は誰ですか？", "その人についてもっと教えて"),
        ("Who is the next Secretary General?", "Tell me more about him"),
    ],
)
def test_more_on_a_person_is_not_on_another(assistant: Assistant, first: str, more: str) -> None:
    history = [
        {"role": "user", "content": first},
        {"role": "assistant", "content": assistant.ask(first).text},
    ]
    answer = assistant.ask(more, history=history)
    assert not answer.answered
    assert "Turner" not in answer.text
    assert "ターナー" not in answer.text


@pytest.mark.parametrize(
    ("first", "then", "answered"),
    [
        ("What is NSATU?", "And when was it set up?", False),
        ("What is SAGU?", "And when was it set up?", True),
        ("How big is SAGU?", "How big is its successor?", True),
    ],
)
def test_the_date_of_one_body_is_not_that_of_another(
    assistant: Assistant, first: str, then: str, answered: bool
) -> None:
    history = [
        {"role": "user", "content": first},
        {"role": "assistant", "content": assistant.ask(first).text},
    ]
    assert assistant.ask(then, history=history).answered is answered


@pytest.mark.parametrize(
    "said",
    [
        ["What about the US election in general?", "When is it?"],
        ["When did the Steadfast Defender exercise take place?", "When is the next one?"],
        ["When was the Ukraine Compact announced?", "When is the next meeting?"],
        ["ステッドファスト・ディフェンダー24はいつでしたか？", "前回は？"],
        ["When is the next US presidential election?"],
    ],
)
def test_the_date_of_another_event_is_no_answer(assistant: Assistant, said: list[str]) -> None:
    assert not talk(assistant, *said).answered


def test_the_next_summit_is_one_that_the_paper_names(assistant: Assistant) -> None:
    answer = talk(assistant, "What was decided in Madrid in 2022?", "When is the next summit?")
    assert "Hague" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Why is JFC Naples in Italy?",
        "Why did Canada choose Latvia?",
        "2014年に2%目標を達成したのが3カ国だけだったのはなぜですか？",
    ],
)
def test_the_fact_is_no_reason_for_itself(assistant: Assistant, question: str) -> None:
    assert not assistant.ask(question).answered


@pytest.mark.parametrize(
    ("question", "paragraph"),
    [
        ("Why is the Nordic countries' move to JFC Norfolk considered?", "p12"),
        ("なぜウクライナ支援の誓約は縮小されたのですか？", "p29"),
    ],
)
def test_a_reason_that_the_paper_gives(assistant: Assistant, question: str, paragraph: str) -> None:
    assert paragraph in {citation.paragraph.id for citation in assistant.ask(question).citations}


@pytest.mark.parametrize(
    ("said", "paragraph"),
    [
        # Only three did, so that Germany did not is said.
        (["2014年に2%目標を達成していた国は？", "ドイツは？"], "p02"),
        (["2014年に2%目標を達成していた国は？", "イギリスは？"], "p02"),
        (["スペインのロタには何がありますか？", "ドイツは？"], None),
        (["スペインのロタには何がありますか？", "トルコは？"], "p04"),
        (["日本はITPPを公開していますか？", "韓国は？"], None),
        (["How many troops will Canada send to Latvia?", "And Germany?"], "p07"),
        (["What does it say about China?", "And North Korea?"], "p28"),
        (["日本についてこの論文は何と言っていますか？", "中国については？"], "p27"),
    ],
)
def test_of_another_country_the_same_is_told(
    assistant: Assistant, said: list[str], paragraph: str | None
) -> None:
    answer = talk(assistant, *said)
    assert answer.answered is (paragraph is not None)
    assert paragraph is None or answer.citations[0].paragraph.id == paragraph


@pytest.mark.parametrize(
    "said",
    [
        ["ウクライナ・コンパクトとは何ですか？", "日本は参加していますか？"],
        ["JATECとは何ですか？", "日本は関わっていますか？"],
        ["What is the Ukraine Compact?", "Is Japan involved?"],
        ["What is Steadfast Defender 24?", "Did Japan take part?"],
    ],
)
def test_who_takes_part_takes_part_in_what_was_spoken_of(
    assistant: Assistant, said: list[str]
) -> None:
    answer = talk(assistant, *said)
    assert not answer.answered
    assert answer.searched


@pytest.mark.parametrize(
    ("said", "paragraph"),
    [
        (["What was decided in Madrid in 2022?", "And Vilnius?"], "p06"),
        (["What was decided in Madrid in 2022?", "And London?"], "p26"),
        (["What was decided in Madrid in 2022?", "And Prague?"], None),
        (["マドリード首脳会合では何が決まりましたか？", "ワルシャワは？"], "p05"),
        (["マドリード首脳会合では何が決まりましたか？", "プラハは？"], None),
        (["プラハの首脳会合では何が決まりましたか？"], None),
    ],
)
def test_a_bare_place_after_a_summit_is_another_summit(
    assistant: Assistant, said: list[str], paragraph: str | None
) -> None:
    answer = talk(assistant, *said)
    assert answer.answered is (paragraph is not None)
    assert paragraph is None or answer.citations[0].paragraph.id == paragraph


def test_what_is_said_about_a_country_names_it(assistant: Assistant) -> None:
    assert not assistant.ask("What did the 2022 Strategic Concept say about Russia?").answered
    assert assistant.ask("What did the 2022 Strategic Concept say about China?").answered
