"""What people say around a question is set aside, and only that."""

from __future__ import annotations

import pytest

from natoqa import Assistant
from natoqa.asides import without_asides


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        (
            "ゼミ発表の準備中です。ITPPの有効期間は何年でしょうか。",
            "ITPPの有効期間は何年でしょうか。",
        ),
        (
            "IP4ってどの国のことを指すのか、初歩的な質問ですみません。",
            "IP4ってどの国のことを指すのか",
        ),
        ("Who wrote the paper? I need a name for the byline.", "Who wrote the paper?"),
        ("Sorry for the basic question, what does NFM mean?", "what does NFM mean?"),
        ("NSATU will be in Wiesbaden, right?", "NSATU will be in Wiesbaden"),
        (
            "By what date was it finished? I need to know how current it is.",
            "By what date was it finished?",
        ),
        ("一言で、NICCって何をするところ？", "NICCって何をするところ?"),
        (
            "Explain like I'm 15: what's the Allied Reaction Force?",
            "what's the Allied Reaction Force?",
        ),
    ],
)
def test_context_and_courtesies_go(message: str, asked: str) -> None:
    assert without_asides(message) == asked


@pytest.mark.parametrize(
    "message",
    [
        "NATO?",
        "スウェーデンは？",
        "What did U.S. officials say about No. 350?",
        "NSATUの人員は何人ですか。SAGUは何人でしたか。",
        "Tell me about the CAP. How much is in it?",
        "ありがとうございます。",
        "Is what the paper says true?",
    ],
)
def test_what_asks_is_kept_whole(message: str) -> None:
    assert without_asides(message) == message


@pytest.mark.parametrize(
    ("message", "paragraph"),
    [
        ("海外の報道でよく耳にします。UDCGには何カ国くらい入っているのですか。", "p15"),
        ("I'm preparing a lecture. How many troops is the NFM meant to mobilise?", "p05"),
        ("参考文献リストを作っています。この論考が世に出たのはいつですか。", "p00"),
    ],
)
def test_what_is_said_around_a_question_does_not_lose_the_answer(
    assistant: Assistant, message: str, paragraph: str
) -> None:
    answer = assistant.ask(message)
    assert answer.answered
    assert paragraph in [citation.paragraph.id for citation in answer.citations]


@pytest.mark.parametrize(
    ("question", "wraps", "paragraph"),
    [
        (
            "IP4というのはどの国々のことか、全部挙げてください。",
            (
                "先生に聞かれたのですが、{}",
                "論文を読んでいて気になったのですが、{}",
                "質問です。{}",
                "{}日本語で答えてください",
                "{}よろしくお願いします。",
            ),
            "p21",
        ),
        (
            "What label did NATO stick on China for its part in Russia's war?",
            (
                "My editor is asking: {}",
                "I was reading the paper and wondered: {}",
                "Quick question: {}",
                "Hi, {}",
                "For my thesis, {}",
                "Can you help me? {}",
                "{} Please answer in English.",
            ),
            "p27",
        ),
    ],
)
def test_what_is_said_around_a_question_changes_no_answer(
    assistant: Assistant, question: str, wraps: tuple[str, ...], paragraph: str
) -> None:
    for wrap in wraps:
        answer = assistant.ask(wrap.format(question))
        assert answer.answered, wrap
        assert answer.citations[0].paragraph.id == paragraph, wrap


@pytest.mark.parametrize(
    ("question", "wish", "language", "says"),
    [
        ("NSATUはどこに置かれますか？", "英語でお願いします", "en", "Wiesbaden"),
        ("NSATUはどこに置かれますか？", "英語で答えてください", "en", "Wiesbaden"),
        ("Where will NSATU be?", "Answer in Japanese, please.", "ja", "ヴィースバーデン"),
    ],
)
def test_a_wish_alone_gives_the_last_answer_in_the_other_language(
    assistant: Assistant, question: str, wish: str, language: str, says: str
) -> None:
    history = [
        {"role": "user", "content": question},
        {"role": "assistant", "content": assistant.ask(question).text},
    ]
    answer = assistant.ask(wish, history=history)
    assert (answer.question, answer.searched, answer.language) == (wish, question, language)
    assert says in answer.text
    assert not assistant.ask(wish).citations


@pytest.mark.parametrize(
    ("message", "language", "says"),
    [
        ("NSATUはどこに置かれますか？英語で答えてください", "en", "Wiesbaden"),
        ("Where will NSATU be? Please answer in Japanese.", "ja", "ヴィースバーデン"),
        ("NSATUはどこに置かれますか？日本語でお願いします", "ja", "ヴィースバーデン"),
        ("Please answer in Japanese: where will NSATU be?", "ja", "ヴィースバーデン"),
        ("What is NSATU called in Japanese?", "en", "NSATU"),
    ],
)
def test_the_language_that_is_asked_for_is_answered_in(
    assistant: Assistant, message: str, language: str, says: str
) -> None:
    answer = assistant.ask(message)
    assert answer.language == language
    assert says in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "In one sentence, what is the Ukraine Compact?",
        "一言で、ウクライナ・コンパクトとは何ですか？",
    ],
)
def test_one_sentence_is_given_where_one_is_wished_for(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert [citation.paragraph.id for citation in answer.citations] == ["p20"]


@pytest.mark.parametrize(
    ("question", "says"),
    [
        (
            "The news spoke of a new command in Wiesbaden. What does the author say?",
            "around 700 personnel",
        ),
        (
            "ヴィースバーデンに新しい司令部ができると聞きました。この論文では何と言っていますか。",
            "700人程度",
        ),
    ],
)
def test_what_the_paper_says_is_about_what_stands_before_it(
    assistant: Assistant, question: str, says: str
) -> None:
    answer = assistant.ask(question)
    assert answer.kind == "fact"
    assert says in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "What does the paper say?",
        "この論文は何と言っていますか",
        "I have a minute. What does the paper say?",
    ],
)
def test_what_the_paper_says_alone_is_a_summary(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).kind == "overview"


@pytest.mark.parametrize(
    ("message", "fact"),
    [
        ("A long pledge was announced for Ukraine. How long is it?", "2025"),
        (
            "NATOの外でウクライナを支える枠組みができたそうですね。何ていう名前？",
            "コンパクト",
        ),
        ("There was talk of a new training centre. What is its name?", "JATEC"),
    ],
)
def test_what_is_asked_of_a_thing_told_before_is_not_asked_of_the_paper(
    assistant: Assistant, message: str, fact: str
) -> None:
    assert fact in assistant.ask(message).text
