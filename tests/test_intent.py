"""What a message wants where that is not looked for in the paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from natoqa import Answer, Assistant, NatoqaError
from natoqa.answer import as_quoted, verify
from natoqa.intent import read_intents, wanted

JA, EN = "NSATUはどこに置かれますか？", "Where will NSATU be?"


def _after(assistant: Assistant, question: str, *then: str) -> tuple[Answer, Answer]:
    """The first and the last answer of a conversation."""
    history: list[dict[str, str]] = []
    answers = []
    for asked in (question, *then):
        answers.append(assistant.ask(asked, history=history))
        history += [
            {"role": "user", "content": asked},
            {"role": "assistant", "content": answers[-1].text},
        ]
    return answers[0], answers[-1]


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("書いた人と発行日を教えて", ["田中亮佑", "2024年9月3日"]),
        ("Who wrote this and how many pages is it?", ["TANAKA", "11 pages"]),
        ("題名と号数は？", ["ワシントンNATO首脳会合の成果と課題", "350"]),
    ],
)
def test_several_things_at_once(assistant: Assistant, question: str, facts: list[str]) -> None:
    answer = assistant.ask(question)
    assert answer.kind == "front"
    assert all(fact in answer.text for fact in facts)
    assert len(answer.citations) == len(facts)
    assert verify(answer, assistant.paper) == []


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("この文章、どなたが書かれたんですか", "田中亮佑"),
        ("wich institute brought this out", "National Institute for Defense Studies"),
        ("For my bibliography I need the full entry, please.", "You can cite it"),
        ("目次を見たい", "はじめに"),
        ("Is the original in Japanese?", "written in Japanese"),
        ("いつごろの論文？", "2024年9月3日"),
    ],
)
def test_the_paper_itself_in_everyday_words(assistant: Assistant, question: str, fact: str) -> None:
    assert fact in assistant.ask(question).text


@pytest.mark.parametrize("wish", ["Which paragraph is that from?", "Really? Where does it say so?"])
def test_where_an_answer_stands_is_quoted_from_the_paper(assistant: Assistant, wish: str) -> None:
    first, proof = _after(assistant, EN, wish)
    assert {c.paragraph.id for c in proof.citations} == {c.paragraph.id for c in first.citations}
    assert {c.quote for c in proof.citations} == {c.quote for c in first.citations}
    assert all(c.quote in proof.text and c.translation in proof.text for c in proof.citations)
    assert verify(proof, assistant.paper) == []


def test_where_words_of_its_own_stand_is_the_nearest_sentence(assistant: Assistant) -> None:
    history = [
        {"role": "user", "content": "ARFはいつできた？"},
        {"role": "assistant", "content": "2024年7月1日に発足しました。[¶8]"},
    ]
    proof = assistant.ask("根拠を見せて", history=history)
    assert ["連合対応部隊（ARF）" in c.quote for c in proof.citations] == [True]
    assert "7月1日" in proof.text


def test_a_shorter_answer_is_one_sentence_of_it(assistant: Assistant) -> None:
    ja, en = (
        "SAGUについて教えてください",
        "Why is the IP4 important to NATO?",
    )
    for question, wish in ((ja, "もっと短くして"), (en, "Can you make that shorter?")):
        first, short = _after(assistant, question, wish)
        assert len(short.citations) == 1 < len(first.citations)
        # A name that the rest of the long answer spells out is put into the short one.
        assert as_quoted(first.text).startswith(as_quoted(short.text))
        assert short.question == wish


def test_an_answer_is_given_again(assistant: Assistant) -> None:
    for question, wish in ((JA, "もう一度言ってください"), (EN, "Sorry, say that once more?")):
        first, again = _after(assistant, question, wish)
        assert again.text == first.text


@pytest.mark.parametrize(
    ("wish", "language", "says"),
    [("英訳して", "en", "Wiesbaden"), ("Translate that into English", "en", "Wiesbaden")],
)
def test_an_answer_is_given_in_the_other_language(
    assistant: Assistant, wish: str, language: str, says: str
) -> None:
    _, other = _after(assistant, JA, wish)
    assert other.language == language
    assert says in other.text


@pytest.mark.parametrize(
    ("question", "said", "then", "fact"),
    [
        (JA, "なるほど、ありがとう", "人員は何人？", "700人"),
        (EN, "Are you sure?", "How many people will work there?", "700"),
        (EN, "That is not what I asked.", "How many people will work there?", "700"),
    ],
)
def test_what_is_said_of_an_answer_changes_no_subject(
    assistant: Assistant, question: str, said: str, then: str, fact: str
) -> None:
    _, answer = _after(assistant, question, said, then)
    assert fact in answer.text


@pytest.mark.parametrize(
    "said", ["That's wrong.", "違うよ", "I don't get it", "意味がわかりません", "Thanks, clear!"]
)
def test_what_asks_for_nothing_gets_a_reply_without_citation(
    assistant: Assistant, said: str
) -> None:
    _, reply = _after(assistant, EN, said)
    assert reply.kind == "smalltalk"
    assert not reply.citations


@pytest.mark.parametrize(
    "question",
    ["Source?", "根拠は？", "Say that again", "もっと短く", "That's wrong"],
)
def test_without_an_answer_there_is_nothing_to_say_of_it(
    assistant: Assistant, question: str
) -> None:
    assert "word for word" not in (text := assistant.ask(question).text)
    assert "論文の原文では" not in text


@pytest.mark.parametrize(
    ("question", "paragraph"),
    [
        ("Who signed the first bilateral agreement with Ukraine?", "p19"),
        ("NATO・EU共同宣言が出たのはいつ？", "p22"),
        ("What is the first NRU Senior Representative called?", "p18"),
        ("How long does an ITPP run?", "p25"),
        ("抑止と防衛で特に言及された3つの決定は？", "p04"),
        ("Summarise the Ukraine Compact.", "p20"),
    ],
)
def test_the_same_words_about_what_the_paper_says(
    assistant: Assistant, question: str, paragraph: str
) -> None:
    answer = assistant.ask(question)
    assert answer.kind in ("fact", "list")
    assert paragraph in {c.paragraph.id for c in answer.citations}


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "intents.safetensors"
    with pytest.raises(NatoqaError, match=r"cannot read .*intents\.safetensors.*install natoqa"):
        read_intents(path)
    path.write_bytes(b"no weights")
    with pytest.raises(NatoqaError, match=r"cannot read .*intents\.safetensors"):
        read_intents(path)


def test_an_answer_alone_before_it_is_no_error(assistant: Assistant) -> None:
    history = [{"role": "assistant", "content": "Hello. [¶15]"}]
    for wish in ("Say that again", "shorter please", "translate that", "source?", "wrong"):
        assert assistant.ask(wish, history=history).text


@pytest.mark.parametrize(
    ("question", "language", "fact"),
    [
        ("NSATUはどこに置かれますか？", "en", "Wiesbaden"),
        ("Where will NSATU be based?", "ja", "ヴィースバーデン"),
        ("次の事務総長は誰ですか", "en", "Mark Rutte"),
        ("How much will Allies give Ukraine during 2025?", "ja", "400億ユーロ"),
    ],
)
def test_what_is_asked_is_read_in_its_own_language(
    assistant: Assistant, question: str, language: str, fact: str
) -> None:
    """The sentence that holds it opens the answer, as it does in the question's own language."""
    answer = assistant.ask(question, language=language)
    first = answer.citations[0]
    assert fact in (first.translation if language == "en" else first.quote)


def test_after_an_answer_it_is_what_was_said(assistant: Assistant) -> None:
    assert _after(assistant, JA, "何ができるの？")[1].kind == "fact"
    assert _after(assistant, EN, "So what is the conclusion?")[1].kind == "overview"
    assert _after(assistant, EN, "Which page is that on?")[1].citations[0].paragraph.id == "p15"


@pytest.mark.parametrize(
    "message",
    [
        "筆者はどちらがよいと考えていますか。",
        "著者はどっち派？",
        "Which of them does the author prefer?",
    ],
)
def test_what_the_author_thinks_is_not_who_wrote_it(message: str) -> None:
    assert wanted(message) == ("body",)


@pytest.mark.parametrize("message", ["筆者はいつ書いたの？", "When did the author write it?"])
def test_when_it_was_written_is_not_who_wrote_it(message: str) -> None:
    assert wanted(message)[0] in {"completed", "date"}
