"""The Python API: asking, streaming, LangChain, and what is refused."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.runnables import Runnable
from langchain_core.tracers.context import collect_runs

from natoqa import Answer, Assistant, Citation, InputError, NatoqaError, Settings
from natoqa.answer import emphasise, marks, read_answer, verify
from natoqa.settings import load_settings
from natoqa.text import has_japanese

JA = "前方展開の戦闘群はもともとどこに配備されていましたか？"
EN = "When was the Comprehensive Assistance Package approved?"
NOT_SAID = "東京タワーの高さは？"
SUMMARY = "この論文を要約してください。"


def test_a_japanese_question_is_answered_in_japanese(assistant: Assistant) -> None:
    answer = assistant.ask(JA)
    assert answer.answered
    assert answer.language == "ja"
    assert "バルト三国とポーランド" in answer.text
    assert "[¶5]" in answer.text
    assert "p05" in [c.paragraph.id for c in answer.citations]


def test_an_english_question_is_answered_in_english(assistant: Assistant) -> None:
    answer = assistant.ask(EN)
    assert answer.answered
    assert answer.language == "en"
    assert "2016" in answer.text
    assert "Warsaw" in answer.text
    assert "[¶14]" in answer.text
    assert "ウクライナ" in answer.citations[0].quote
    assert "Comprehensive Assistance Package" in answer.citations[0].translation


def test_what_the_paper_does_not_say_is_refused(assistant: Assistant) -> None:
    answer = assistant.ask(NOT_SAID)
    assert not answer.answered
    assert answer.language == "ja"
    assert answer.kind == "refusal"
    assert answer.citations == ()
    nearest = [p.paragraph.marker for p in answer.passages[:3]]
    assert all(marker in answer.text for marker in nearest)
    assert verify(answer, assistant.paper) == []
    assert "最も近い記述" not in answer.text


@pytest.mark.parametrize(
    ("question", "words", "mark"), [(JA, "バルト三国とポーランド", "¶5"), (EN, "Warsaw", "¶14")]
)
def test_a_refusal_that_may_be_wrong_quotes_the_closest_sentence(
    assistant: Assistant, question: str, words: str, mark: str
) -> None:
    never = Assistant(assistant.settings.model_copy(update={"abstention_threshold": 1.0}))
    answer = never.ask(question)
    assert not answer.answered
    assert answer.citations == ()
    closest = answer.text.splitlines()[1]
    assert words in closest
    assert mark in closest


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Did SAGU start in 2023?", "November 2022"),
        ("SAGUは2023年に設立されましたか？", "2022年11月"),
    ],
)
def test_a_wrong_claim_about_a_thing_is_told_what_is_said_of_it(
    assistant: Assistant, question: str, words: str
) -> None:
    assert words in assistant.ask(question).text


@pytest.mark.parametrize("question", [JA, EN, SUMMARY, "著者は誰ですか？"])
def test_every_mark_has_a_verbatim_quote(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert verify(answer, assistant.paper) == []
    assert list(dict.fromkeys(f"¶{n}" for n in marks(answer.text))) == list(
        dict.fromkeys(c.marker for c in answer.citations)
    )
    for citation in answer.citations:
        text = assistant.paper.paragraph(citation.paragraph.id).text
        assert text[citation.start : citation.end] == citation.quote != ""
        assert citation.translation


def test_marked_words_are_words_of_the_answer(assistant: Assistant) -> None:
    for question in (JA, EN):
        answer = assistant.ask(question)
        for span in answer.highlights:
            assert 0 <= span.start < span.end <= len(answer.text)
        for citation in answer.citations:
            if citation.answer is not None:
                assert citation.start <= citation.answer.start < citation.answer.end
                assert citation.answer.end <= citation.end
            if citation.answer_en is not None:
                assert 0 <= citation.answer_en.start < citation.answer_en.end
                assert citation.answer_en.end <= len(citation.translation)


@pytest.mark.parametrize(("question", "language"), [(JA, "en"), (EN, "ja")])
def test_the_caller_may_choose_the_language(
    assistant: Assistant, question: str, language: str
) -> None:
    answer = assistant.ask(question, language=language)
    assert answer.language == language
    assert answer.answered
    assert has_japanese(answer.text) == (language == "ja")
    assert verify(answer, assistant.paper) == []


def test_a_source_says_on_which_pages_its_quote_stands(assistant: Assistant) -> None:
    assert "**¶0** (p. 1) " in assistant.ask("Who wrote this paper?").to_markdown()
    paragraph = assistant.paper.paragraph("p00")
    whole = Citation(
        marker="¶0",
        paragraph=paragraph,
        quote=paragraph.text,
        start=0,
        end=len(paragraph.text),
        translation=paragraph.translation,
    )
    assert whole.where("en") == "pp. 1, 11"
    assert whole.where("ja") == "1、11頁"


@pytest.mark.parametrize("language", ["fr", "", "JA", 1, ["en"]])
def test_another_language_is_refused(assistant: Assistant, language: Any) -> None:
    with pytest.raises(InputError, match="language is"):
        assistant.ask(EN, language=language)


@pytest.mark.parametrize("question", ["Qui est l'auteur du texte ?", "下一任秘书长是谁？"])
def test_a_third_language_is_declined_in_both(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert not answer.answered
    assert answer.kind == "other-language"
    assert "日本語" in answer.text
    assert "English" in answer.text


@pytest.mark.parametrize(("greeting", "language"), [("こんにちは", "ja"), ("Hello!", "en")])
def test_a_greeting_gets_sample_questions(
    assistant: Assistant, greeting: str, language: str
) -> None:
    answer = assistant.ask(greeting)
    assert answer.kind == "smalltalk"
    assert answer.language == language
    assert answer.text.count("\n- ") >= 3
    assert verify(answer, assistant.paper) == []


@pytest.mark.parametrize(
    ("question", "kind"), [(SUMMARY, "overview"), ("What is the paper's conclusion?", "overview")]
)
def test_a_summary_cites_each_line(assistant: Assistant, question: str, kind: str) -> None:
    answer = assistant.ask(question)
    assert answer.kind == kind
    lines = [line for line in answer.text.splitlines() if line.startswith("- ")]
    assert len(lines) >= 3
    assert all("[¶" in line for line in lines)


# Bad questions.


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("", "empty"),
        ("   \n\t ", "empty"),
        ("？！…", "nothing to search for"),
        ("あ" * 100_000, "100,000 characters"),
        ("NATO\x00とは", r"U\+0000"),
        ("NATO\x1b[31m", r"U\+001B"),
        ("NATO\ud800?", "is not UTF-8"),
        (None, "NoneType"),
        (42, "int"),
        (b"NATO", "bytes"),
        (["NATO"], "list"),
    ],
)
def test_a_bad_question_is_bad_input(assistant: Assistant, question: Any, said: str) -> None:
    runnable = assistant.as_runnable()
    for call in (assistant.ask, assistant.stream, assistant.retrieve, runnable.invoke):
        with pytest.raises(InputError, match=said) as caught:
            call(question)
        assert caught.value.exit_code == 2
        assert "\n" not in str(caught.value)
        assert len(str(caught.value)) < 200
    assert issubclass(InputError, NatoqaError)


def test_the_longest_question_allowed_is_answered(assistant: Assistant) -> None:
    limit = assistant.settings.max_question_chars
    assert assistant.ask(EN.ljust(limit)).answered
    with pytest.raises(InputError):
        assistant.ask(EN.ljust(limit + 1))


@pytest.mark.parametrize(
    "question", ["いつ？", "誰", "いくつ？", "どれ", "When?", "How many?", "who"]
)
def test_a_question_word_alone_is_no_error(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert not answer.answered
    assert answer.text


def test_line_breaks_and_tabs_are_blanks(assistant: Assistant) -> None:
    broken = EN.replace(" ", "\n\t")
    assert assistant.ask(broken).text == assistant.ask(EN).text


# History.


@pytest.mark.parametrize(
    "history",
    [
        "a string",
        {"role": "user", "content": "NATO"},
        7,
        ["NATO"],
        [("NATO", "an alliance")],
        [{"role": "user"}],
        [{"content": "NATO"}],
        [{"role": "user", "content": None}],
        [{"role": "user", "content": 3}],
        [{"role": 1, "content": "NATO"}],
    ],
)
def test_a_bad_history_is_bad_input(assistant: Assistant, history: Any) -> None:
    for call in (assistant.ask, assistant.stream, assistant.retrieve):
        with pytest.raises(InputError, match="history") as caught:
            call(EN, history=history)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("history", [None, [], ()])
def test_no_history_is_none(assistant: Assistant, history: Any) -> None:
    assert assistant.ask(EN, history=history).searched == ""


def test_odd_characters_in_the_history_do_no_harm(assistant: Assistant) -> None:
    history = [
        {"role": "user", "content": "What is\x00 NSATU\ud800? " * 5000},
        {"role": "assistant", "content": "See [¶99], [¶x] and [¶15]. \x1b"},
    ]
    answer = assistant.ask("When will it start?", history=history)
    assert verify(answer, assistant.paper) == []


def test_asking_leaves_the_history_alone(assistant: Assistant) -> None:
    history = [{"role": "user", "content": EN}, {"role": "assistant", "content": "2016 [¶14]"}]
    before = [dict(turn) for turn in history]
    assistant.ask("And why?", history=history)
    assert history == before


# The answer as a value.


def test_an_answer_survives_json(assistant: Assistant) -> None:
    answer = assistant.ask(JA)
    assert read_answer(answer.model_dump_json()) == answer
    assert Answer.model_validate_json(answer.model_dump_json(indent=2)) == answer


def test_an_answer_cannot_be_changed(assistant: Assistant) -> None:
    answer = assistant.ask(EN)
    with pytest.raises(ValueError, match="frozen"):
        answer.text = "something else"  # type: ignore[misc]


def test_markdown_shows_text_and_sources(assistant: Assistant) -> None:
    answer = assistant.ask(EN)
    shown = answer.to_markdown()
    assert shown.startswith(emphasise(answer.text, answer.highlights))
    for citation in answer.citations:
        assert f"**{citation.marker}**" in shown
        assert citation.quote in shown
        assert citation.translation in shown
    assert "unofficial translation" in shown
    assert "unofficial" not in assistant.ask(JA).to_markdown()


def test_the_engine_and_the_time_are_told(assistant: Assistant) -> None:
    answer = assistant.ask(EN)
    assert answer.engine == "extractive"
    assert answer.elapsed_ms > 0
    assert answer.question == EN


def test_the_same_question_has_the_same_answer(assistant: Assistant) -> None:
    first, second = (assistant.ask(EN).model_copy(update={"elapsed_ms": 0}) for _ in range(2))
    assert first == second


# Streaming, async, threads.


@pytest.mark.parametrize("question", [JA, EN, NOT_SAID, SUMMARY, "Hello!"])
def test_pieces_join_to_the_text(assistant: Assistant, question: str) -> None:
    events = list(assistant.stream(question))
    answer = events[-1].answer
    assert answer is not None
    assert "".join(event.text for event in events) == answer.text
    assert all(event.answer is None for event in events[:-1])
    assert answer.text == assistant.ask(question).text


def test_a_long_answer_comes_in_pieces(assistant: Assistant) -> None:
    assert len([event for event in assistant.stream(EN) if event.text]) > 5


def test_a_bad_question_is_refused_before_the_first_piece(assistant: Assistant) -> None:
    with pytest.raises(InputError):
        assistant.stream("")


async def test_aask_is_ask(assistant: Assistant) -> None:
    answers = await asyncio.gather(
        assistant.aask(JA), assistant.aask(EN), assistant.aask(EN, language="ja")
    )
    assert answers[0].text == assistant.ask(JA).text
    assert answers[1].text == assistant.ask(EN).text
    assert answers[2].language == "ja"
    with pytest.raises(InputError):
        await assistant.aask("")


def test_many_threads_may_use_a_new_assistant(tmp_path: Any, assistant: Assistant) -> None:
    fresh = Assistant(Settings(index_dir=tmp_path))
    questions = [JA, EN, NOT_SAID, SUMMARY] * 2
    barrier = threading.Barrier(len(questions))
    got: dict[int, str | BaseException] = {}

    def work(i: int) -> None:
        barrier.wait()
        try:
            got[i] = fresh.ask(questions[i]).text
        except BaseException as error:
            got[i] = error

    threads = [threading.Thread(target=work, args=(i,)) for i in range(len(questions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == {i: assistant.ask(q).text for i, q in enumerate(questions)}


# LangChain.


class _Names(BaseCallbackHandler):
    """Collects the names of the steps that a tracer would show."""

    def __init__(self) -> None:
        self.started: list[str] = []
        self.failed = 0

    def on_chain_start(self, *_: Any, **kwargs: Any) -> None:
        self.started.append(kwargs.get("name") or "")

    def on_chain_error(self, *_: Any, **__: Any) -> None:
        self.failed += 1


def test_the_runnable_answers_like_ask(assistant: Assistant) -> None:
    runnable = assistant.as_runnable()
    assert isinstance(runnable, Runnable)
    answer = runnable.invoke(EN)
    assert isinstance(answer, Answer)
    assert answer.text == assistant.ask(EN).text
    assert runnable.invoke({"question": EN, "language": "ja"}).language == "ja"
    history = [{"role": "user", "content": EN}, {"role": "assistant", "content": "2016 [¶14]"}]
    assert runnable.invoke({"question": "Why was it?", "history": history}).searched


def test_the_runnable_batches(assistant: Assistant) -> None:
    texts = [answer.text for answer in assistant.as_runnable().batch([JA, EN])]
    assert texts == [assistant.ask(JA).text, assistant.ask(EN).text]
    one, bad = assistant.as_runnable().batch([EN, ""], return_exceptions=True)
    assert isinstance(one, Answer)
    assert isinstance(bad, InputError)


async def test_the_runnable_streams_and_awaits(assistant: Assistant) -> None:
    (answer,) = assistant.as_runnable().stream(EN)
    assert answer.text == assistant.ask(EN).text
    assert (await assistant.as_runnable().ainvoke(EN)).text == answer.text


def test_a_tracer_sees_the_steps_by_name(assistant: Assistant) -> None:
    names = _Names()
    assistant.as_runnable().invoke(EN, config={"callbacks": [names]})
    steps = ["natoqa", "check_input", "complete_question", "route", "retrieve", "read", "answer"]
    assert [name for name in names.started if name in steps] == steps
    assert names.failed == 0


def test_a_tracer_around_a_plain_question_sees_the_steps(assistant: Assistant) -> None:
    with collect_runs() as runs:
        answer = assistant.ask(EN)
    assert answer.text == assistant.ask(EN).text
    (traced,) = runs.traced_runs
    names = [run.name for run in traced.child_runs]
    assert names == ["complete_question", "route"]


def test_a_greeting_skips_retrieval(assistant: Assistant) -> None:
    names = _Names()
    assistant.as_runnable().invoke("Hello!", config={"callbacks": [names]})
    assert "route" in names.started
    assert "retrieve" not in names.started


def test_the_runnable_composes(assistant: Assistant) -> None:
    chain = assistant.as_runnable() | (lambda answer: len(answer.citations))
    assert chain.invoke(EN) == len(assistant.ask(EN).citations)


@pytest.mark.parametrize("value", [3, None, {}, {"history": []}, {"question": 3}, []])
def test_the_runnable_refuses_what_is_no_question(assistant: Assistant, value: Any) -> None:
    with pytest.raises(InputError, match="the question is"):
        assistant.as_runnable().invoke(value)


# Settings.


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("chunk_tokens", "abc"),
        ("chunk_tokens", "1"),
        ("legs", "bm25,grep"),
        ("legs", "[]"),
        ("legs", '["sparse"]'),
        ("passages", "0"),
        ("abstention_threshold", "2"),
        ("translation", "perhaps"),
    ],
)
def test_a_bad_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"NATOQA_{name.upper()}", value)
    with pytest.raises(InputError, match=name) as caught:
        load_settings()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("legs", ['["late", "bm25"]', "late,bm25", "late, bm25"])
def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, legs: str) -> None:
    monkeypatch.setenv("NATOQA_CHUNK_TOKENS", "99")
    monkeypatch.setenv("NATOQA_LEGS", legs)
    settings = load_settings()
    assert settings.chunk_tokens == 99
    assert settings.legs == ("late", "bm25")
    assert load_settings(chunk_tokens=50).chunk_tokens == 50


@pytest.mark.parametrize(
    ("values", "named"), [({"passages": -1}, "passages"), ({"passage": 3}, "passage:.*passages")]
)
def test_nor_does_one_given_in_python(values: dict[str, Any], named: str) -> None:
    with pytest.raises(InputError, match=named) as caught:
        Settings(**values)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("paper", ["no-such", "../corpus"])
def test_an_unknown_paper_is_a_plain_error(paper: str) -> None:
    with pytest.raises(InputError, match=r"no-such|corpus.*choose one of nids-350"):
        Assistant(Settings(paper=paper)).ask(EN)


def test_a_lower_threshold_answers_and_a_higher_one_refuses(assistant: Assistant) -> None:
    never = assistant.settings.model_copy(update={"abstention_threshold": 1.0})
    always = assistant.settings.model_copy(update={"abstention_threshold": 0.0})
    assert not Assistant(never).ask(EN).answered
    assert Assistant(always).ask(NOT_SAID).answered


def test_fewer_sentences_can_be_asked_for(assistant: Assistant) -> None:
    one = Assistant(assistant.settings.model_copy(update={"max_sentences": 1}))
    assert len(one.ask(EN).citations) == 1


@pytest.mark.parametrize(
    "question",
    ["How many staff does NSATU have?", "How many personnel will NSATU have?", "NSATUの要員数は？"],
)
def test_what_is_counted_is_no_verb(assistant: Assistant, question: str) -> None:
    assert "700" in assistant.ask(question).text


@pytest.mark.parametrize("question", ["When was SHAPE founded?", "What is the ICI?"])
def test_a_sentence_about_another_body_is_not_called_close(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)
    assert not answer.answered
    assert "\n" not in answer.text
