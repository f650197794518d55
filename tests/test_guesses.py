"""Guesses at the answer before, and other follow-ups that do not say of what."""

from __future__ import annotations

import pytest

from natoqa import Assistant
from natoqa.glossary import load_glossary
from natoqa.guesses import is_guess
from tests.chats import talk


@pytest.mark.parametrize(
    ("question", "guess"),
    [
        ("So it's in Belgium?", True),
        ("Canada, isn't it?", True),
        ("2,500, right?", True),
        ("June, right?", True),
        ("ラムシュタインでしょ？", True),
        ("ドイツでしたっけ？", True),
        ("That's right, isn't it?", False),
        ("Too late, right?", False),
        ("Was it Canada that leads in Latvia, right?", False),
        ("そうですよね？", False),
    ],
)
def test_what_is_a_guess(question: str, guess: bool) -> None:
    assert is_guess(question, load_glossary()) is guess


@pytest.mark.parametrize(
    ("said", "truth"),
    [
        (["Where is NSATU based?", "So it's in Belgium?"], "Wiesbaden"),
        (["Who leads in Lithuania?", "Canada, isn't it?"], "Germany, the lead nation"),
        (["Who is the next Secretary General?", "Stoltenberg, right?"], "Rutte"),
        (["How many troops will Canada deploy in Latvia?", "2,500, right?"], "2,200"),
        (["SAGUはどこに設立された？", "ラムシュタインでしょ？"], "ヴィースバーデン"),
        # What it is was not asked to be guessed at: this is looked for.
        (["What is NSATU?", "Wiesbaden, right?"], "Wiesbaden"),
    ],
)
def test_a_wrong_guess_is_told_the_answer_again(
    assistant: Assistant, said: list[str], truth: str
) -> None:
    assert truth in talk(assistant, *said).text


@pytest.mark.parametrize(
    ("said", "paragraph"),
    [
        (["NATOとEUの共同宣言は？", "ワシントンの宣言ではどう評価されている？"], "p22"),
        (["ロンドン首脳会合では中国について何と言った？", "ワシントンではどう変わった？"], "p27"),
        (["次の事務総長は誰？", "今の人は？"], "p03"),
        (["What is JATEC?", "What does it study?"], "p17"),
    ],
)
def test_what_is_left_out_is_what_was_spoken_of(
    assistant: Assistant, said: list[str], paragraph: str
) -> None:
    assert talk(assistant, *said).citations[0].paragraph.id == paragraph


def test_a_short_conclusion_is_not_the_last_answer_shortened(assistant: Assistant) -> None:
    answer = talk(assistant, "この論文に日本語以外の版はある？", "結論を一言で")
    assert {c.paragraph.id for c in answer.citations} <= {"p29", "p30", "p31"}


def test_how_a_thing_was_strengthened_is_more_than_that_it_was(assistant: Assistant) -> None:
    answer = assistant.ask("NATOの弾道ミサイル防衛はどのように強化されましたか？")
    assert "ポーランドにおけるイージス・アショア" in answer.text
