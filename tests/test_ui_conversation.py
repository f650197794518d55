"""The page without a browser: what it keeps, suggests, saves and refuses to read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from natoqa import Assistant, InputError, NatoqaError
from natoqa.answer import read_answers, verify
from natoqa.settings import load_settings
from natoqa.ui import export
from natoqa.ui.feedback import MOST_COMMENT, feedback_file, save_feedback
from natoqa.ui.launch import read_users
from natoqa.ui.suggest import Suggester, without_llm
from natoqa.ui.texts import load_texts
from natoqa.ui.turns import MOST_TURNS, Turn, dump, history, load


@pytest.fixture(scope="module")
def turns(assistant: Assistant) -> list[Turn]:
    questions = ("JATECの目的は何ですか？", "What is the conclusion?", "東京タワーの高さは？")
    return [Turn(answer=assistant.ask(question)) for question in questions]


def test_a_conversation_comes_back_from_the_browser_as_it_was(
    turns: list[Turn], assistant: Assistant
) -> None:
    store = json.loads(json.dumps(dump(turns, assistant.paper)))
    assert load(store, assistant.paper) == turns
    # The paper's text stays on the server: sixty turns fit into a browser's storage.
    assert len(json.dumps(store)) / len(turns) * MOST_TURNS < 2_000_000


@pytest.mark.parametrize(
    "store",
    [
        None, "x", [], {}, {"version": 0}, {"version": 1, "paper": "nids-350", "turns": "x"},
        {"version": 1, "paper": "other", "turns": []},
        {"version": 1, "paper": "nids-350", "turns": [None, 3, {}, {"answer": {}}]},
        {"version": 1, "paper": "nids-350",
         "turns": [{"answer": {"citations": [{"paragraph": "p99"}], "passages": []}}]},
    ],
)  # fmt: skip
def test_what_is_not_a_conversation_is_left_out(store: object, assistant: Assistant) -> None:
    assert load(store, assistant.paper) == []


def test_only_the_last_turns_are_kept_and_sent_on(turns: list[Turn], assistant: Assistant) -> None:
    many = [turns[0]] * (MOST_TURNS + 5)
    assert len(load(dump(many, assistant.paper), assistant.paper)) == MOST_TURNS
    messages = history(many)
    assert len(messages) < MOST_TURNS
    assert {message["role"] for message in messages} == {"user", "assistant"}


def test_suggestions_are_answered_by_the_paper_and_new(
    turns: list[Turn], assistant: Assistant
) -> None:
    suggester = Suggester(assistant, load_texts())
    for turn in turns:
        language = turn.answer.language
        suggested = suggester.suggest([turn])
        assert 2 <= len(suggested) <= 3
        for question in suggested:
            answer = assistant.ask(question)
            assert answer.answered
            assert answer.language == language
        following = suggester.suggest([Turn(answer=assistant.ask(suggested[0])), turn])
        assert suggested[0] not in following


def test_suggestions_are_never_put_to_a_language_model(assistant: Assistant) -> None:
    assert without_llm(assistant) is assistant
    paid = Assistant(load_settings(llm="openai:some-model", max_sentences=2))
    free = without_llm(paid)
    assert (free.settings.llm, free.settings.max_sentences) == (None, 2)


def test_most_prepared_suggestions_are_answered(assistant: Assistant) -> None:
    # A question that the paper is not seen to answer is never shown; too many would leave none.
    suggester = Suggester(assistant, load_texts())
    for language, questions in load_texts().followups.items():
        good = [p for p in questions if suggester.answers(p, language)]
        assert len(good) >= 24, sorted(set(questions) - set(good))


def test_an_exported_conversation_is_proved_again(turns: list[Turn], assistant: Assistant) -> None:
    answers = read_answers(export.to_json(turns, assistant.paper))
    assert answers == [turn.answer for turn in turns]
    assert all(not verify(answer, assistant.paper) for answer in answers)


def test_a_question_cannot_turn_into_markup_in_the_markdown(
    turns: list[Turn], assistant: Assistant
) -> None:
    answer = turns[0].answer.model_copy(update={"question": "# [x](y)\n<b>`*_"})
    text = export.to_markdown([Turn(answer=answer)], assistant.paper, load_texts(), "ja")
    assert "## \\# \\[x\\](y) \\<b\\>\\`\\*\\_" in text


def test_ratings_are_lines_of_json_in_the_persons_own_folder(
    turns: list[Turn], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NATOQA_FEEDBACK_DIR", str(tmp_path / "new" / "folder"))
    save_feedback(turns[0], "up", "")
    file = save_feedback(turns[1], "down", "長い\n" + "x" * 5000)
    lines = file.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["rating"] for line in lines] == ["up", "down"]
    assert len(json.loads(lines[1])["comment"]) == MOST_COMMENT
    monkeypatch.delenv("NATOQA_FEEDBACK_DIR")
    assert Path.cwd() not in feedback_file().parents


def test_a_rating_that_cannot_be_written_says_so(turns: list[Turn], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NatoqaError, match="NATOQA_FEEDBACK_DIR"):
        save_feedback(turns[0], "up", "", tmp_path / "file" / "feedback.jsonl")


def test_users_come_from_a_file_or_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "users"
    file.write_text("ana:s3:cret\n\nken:もじ\n", encoding="utf-8")
    assert read_users(file) == (("ana", "s3:cret"), ("ken", "もじ"))
    assert read_users(None) == ()
    monkeypatch.setenv("NATOQA_AUTH", "ana:secret")
    assert read_users(None) == (("ana", "secret"),)


@pytest.mark.parametrize("content", ["", "\n", "ana", "ana:", ":secret"])
def test_a_bad_file_of_users_is_refused_without_showing_it(content: str, tmp_path: Path) -> None:
    file = tmp_path / "users"
    file.write_text(content)
    with pytest.raises(InputError, match="user:password") as error:
        read_users(file)
    assert "secret" not in str(error.value)
