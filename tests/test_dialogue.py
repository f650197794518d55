"""Follow-up questions, completed from the turns before."""

from __future__ import annotations

from typing import Any

import pytest

from natoqa import Answer, Assistant
from natoqa.conversation import check_history
from natoqa.dialogue import complete
from natoqa.glossary import load_glossary
from tests.chats import talk

CAP_EN = "What is the Comprehensive Assistance Package?"
CAP_JA = "ウクライナ包括的支援パッケージとは何ですか？"


def _turns(*pairs: tuple[str, str]) -> list[dict[str, Any]]:
    return [
        {"role": role, "content": content}
        for question, answer in pairs
        for role, content in (("user", question), ("assistant", answer))
    ]


def _talk(assistant: Assistant, *questions: str) -> list[Answer]:
    """Ask one question after another, each with the real answers before it."""
    history: list[dict[str, Any]] = []
    answers: list[Answer] = []
    for question in questions:
        answers.append(assistant.ask(question, history=history))
        history += _turns((question, answers[-1].text))
    return answers


@pytest.mark.parametrize(
    ("first", "then", "topic"),
    [
        (CAP_EN, "When was it approved?", "comprehensive assistance package"),
        (CAP_JA, "それはいつ承認されましたか？", "包括的支援パッケージ"),
    ],
)
def test_a_pointer_is_completed(assistant: Assistant, first: str, then: str, topic: str) -> None:
    _, answer = _talk(assistant, first, then)
    assert topic in answer.searched.lower()
    assert answer.question == then
    assert "2016" in answer.text
    assert answer.citations[0].paragraph.id == "p14"


@pytest.mark.parametrize(
    "then", ["Is it part of NATO?", "Is Japan in it?", "Does it have a headquarters?"]
)
def test_a_yes_or_no_question_leans_on_its_pronoun(assistant: Assistant, then: str) -> None:
    _, answer = _talk(assistant, "What is the Ukraine Compact?", then)
    assert "Ukraine Compact" in answer.searched
    assert answer.passages[0].paragraph.id == "p20"


@pytest.mark.parametrize(
    ("first", "then", "new", "old"),
    [
        ("ラトビアには何人が配備されますか？", "リトアニアは？", "リトアニア", "ラトビア"),
        ("How many troops will be deployed in Latvia?", "And Lithuania?", "lithuania", "latvia"),
        ("ラトビアには何人が配備されますか？", "いや、リトアニアの方", "リトアニア", "ラトビア"),
        ("How many troops go to Latvia?", "no, I meant Lithuania", "lithuania", "latvia"),
    ],
)
def test_a_new_name_takes_the_place_of_the_old(
    assistant: Assistant, first: str, then: str, new: str, old: str
) -> None:
    _, answer = _talk(assistant, first, then)
    assert new in answer.searched.lower()
    assert old not in answer.searched.lower()
    assert "p07" in [c.paragraph.id for c in answer.citations]


@pytest.mark.parametrize(
    ("question", "history"),
    [
        ("When was the Comprehensive Assistance Package approved?", ("Who is SACEUR?", "[¶18]")),
        ("NSATUの司令部はどこに置かれますか？", ("IP4とは何ですか？", "日本などです。[¶21]")),
        ("What is the paper's conclusion?", ("Where is the NICC based?", "At SHAPE. [¶4]")),
    ],
)
def test_a_question_that_stands_alone_is_left_alone(
    assistant: Assistant, question: str, history: tuple[str, str]
) -> None:
    answer = assistant.ask(question, history=_turns(history))
    assert answer.searched == ""
    assert answer.text == assistant.ask(question).text


def test_own_words_tell_the_sentences_of_a_paragraph_apart(assistant: Assistant) -> None:
    """All of the paragraph is about the topic; the follow-up asks for one thing of it."""
    history = _turns(("How much is pledged to Ukraine for next year?", "40 billion euros. [¶16]"))
    answer = assistant.ask("how is the bill shared out?", history=history)
    assert "in proportion to their respective GDP" in answer.text


@pytest.mark.parametrize(
    ("before", "then"),
    [
        ("次期事務総長は誰？", "任期は何年？"),
        ("JATECとは？", "予算はいくら？"),
        ("What is JATEC?", "Who is its director?"),
    ],
)
def test_a_follow_up_that_the_paper_does_not_answer_is_refused(
    assistant: Assistant, before: str, then: str
) -> None:
    _, answer = _talk(assistant, before, then)
    assert not answer.answered


def test_a_pointer_is_never_about_the_paper_itself(assistant: Assistant) -> None:
    """Alone, "where did it come out?" asks where the paper was published."""
    history = _turns(("SD24には何人が参加した？", "全加盟国から計9万人です。[¶9]"))
    answer = assistant.ask("その人たちはどこから出したの？", history=history)
    assert "p09" in [citation.paragraph.id for citation in answer.citations]


def test_without_history_nothing_is_completed(assistant: Assistant) -> None:
    assert assistant.ask("When was it approved?").searched == ""


def test_a_chain_of_follow_ups_keeps_the_topic(assistant: Assistant) -> None:
    answers = _talk(assistant, CAP_EN, "When was it approved?", "Where was it approved?")
    assert "comprehensive assistance package" in answers[-1].searched.lower()
    assert "Warsaw" in answers[-1].text


def test_only_the_last_topic_counts(assistant: Assistant) -> None:
    answers = _talk(assistant, "Where is the NICC based?", CAP_EN, "When was it approved?")
    assert "nicc" not in answers[-1].searched.lower()
    assert "2016" in answers[-1].text


def test_a_follow_up_in_the_other_language(assistant: Assistant) -> None:
    answer = assistant.ask("それはいつですか？", history=_turns((CAP_EN, "A package. [¶14]")))
    assert answer.language == "ja"
    assert answer.searched


def test_conversations_do_not_mix(assistant: Assistant) -> None:
    then = "When was it approved?"
    one = _turns((CAP_EN, "A package. [¶14]"))
    other = _turns(("What is the NRU?", "The NATO Representation to Ukraine. [¶18]"))
    first = assistant.ask(then, history=one)
    between = assistant.ask(then, history=other)
    again = assistant.ask(then, history=one)
    assert first.searched != between.searched
    assert again.text == first.text


def test_the_forms_of_a_message_do_not_matter(assistant: Assistant) -> None:
    """Gradio and OpenAI send content as parts too, with other roles and more fields."""
    plain = _turns((CAP_EN, "A package. [¶14]"))
    parts = [{"role": "system", "content": "Be brief."}] + [
        {"role": t["role"], "content": [{"type": "text", "text": t["content"]}], "metadata": None}
        for t in plain
    ]
    then = "When was it approved?"
    expected = assistant.ask(then, history=plain)
    assert assistant.ask(then, history=parts).searched == expected.searched
    assert assistant.ask(then, history=iter(plain)).searched == expected.searched


@pytest.mark.parametrize(
    ("before", "then", "paragraph"),
    [
        ("NICCって何？", "どんな人たちが働くの？", "p04"),
        ("地域防衛計画には旅団があといくつ必要ですか？", "人数にすると最大どれくらい？", "p10"),
        (
            "How much did allies pledge to Ukraine for 2025?",
            "Wasn't the original idea bigger?",
            "p16",
        ),
    ],
)
def test_a_short_question_without_a_pointer_is_read_in_its_context(
    assistant: Assistant, before: str, then: str, paragraph: str
) -> None:
    _, answer = _talk(assistant, before, then)
    assert answer.citations[0].paragraph.id == paragraph


@pytest.mark.parametrize(
    ("before", "then"),
    [
        ("NSATUの人員は何人ですか？", "織田信長はいつ亡くなった？"),
        ("次期事務総長は誰ですか？", "最初の『ゴジラ』の監督は誰？"),
        ("Why is the Baltic Sea region a problem?", "Why do cats purr?"),
        (
            "How many troops took part in Steadfast Defender 24?",
            "How many calories are in a banana?",
        ),
        ("What is JATEC?", "Is it safe to take ibuprofen with alcohol?"),
        (
            "What is JATEC?",
            "Ｉｓ ｉｔ ｓａｆｅ ｔｏ ｔａｋｅ ｉｂｕｐｒｏｆｅｎ ｗｉｔｈ ａｌｃｏｈｏｌ？",
        ),
    ],
)
def test_what_the_paper_does_not_say_it_does_not_say_after_another_question_either(
    assistant: Assistant, before: str, then: str
) -> None:
    first, answer = _talk(assistant, before, then)
    assert first.answered
    assert not answer.answered


@pytest.mark.parametrize(
    ("then", "plain"),
    [
        ("ありがとうございます。JATECの目的は何ですか？", "JATECの目的は何ですか？"),
        ("話は変わりますが、NSATUの人員は何人ですか？", "NSATUの人員は何人ですか？"),
        ("thanks. When was it agreed to set up JATEC?", "When was it agreed to set up JATEC?"),
        ("ok, how many people will work at NSATU?", "how many people will work at NSATU?"),
    ],
)
def test_thanks_and_a_change_of_subject_are_no_part_of_a_question(
    assistant: Assistant, then: str, plain: str
) -> None:
    _, answer = _talk(assistant, "Which summit set the 2% target?", then)
    assert answer.searched == ""
    assert answer.text == assistant.ask(plain).text


@pytest.mark.parametrize(
    "question",
    ["Great Britain: did it sign a deal with Ukraine?", "Right now, what leads the Atlantic plan?"],
)
def test_a_question_that_begins_like_thanks_is_kept_whole(question: str) -> None:
    history = check_history(_turns(("Which summit set the 2% target?", "The Wales Summit. [¶2]")))
    assert complete(question, history, load_glossary()).text == question


@pytest.mark.parametrize(
    ("before", "then", "said"),
    [
        ("ウクライナ支援の4つの事項は？", "3つ目について詳しく", "教訓"),
        ("抑止と防衛で特記された3点は？", "2つ目の拠点は？", "SHAPE"),
        ("What are the three points on deterrence?", "What is the third?", "Industrial Capacity"),
        ("NRUが統括する組織は？", "後者はいつできた？", "1999年"),
    ],
)
def test_an_ordinal_means_one_of_the_things_that_the_answer_named(
    assistant: Assistant, before: str, then: str, said: str
) -> None:
    _, answer = _talk(assistant, before, then)
    assert said in answer.text


@pytest.mark.parametrize(
    ("before", "then", "paragraph"),
    [
        ("What is the Ukraine Compact?", "So it's a NATO thing?", "p20"),
        ("NATOの即応態勢の部隊は何人ですか？", "目標より多いってこと？", "p08"),
        ("中欧の防衛計画を主導するのはどこですか？", "大西洋のほうは？", "p06"),
    ],
)
def test_a_follow_up_that_says_something_is_about_what_was_said(
    assistant: Assistant, before: str, then: str, paragraph: str
) -> None:
    _, answer = _talk(assistant, before, then)
    assert paragraph in [c.paragraph.id for c in answer.citations]


def test_a_question_on_another_subject_is_taken_alone(assistant: Assistant) -> None:
    then = "What did the 2021 Brussels declaration say about Japan and the other partners?"
    alone = assistant.ask(then)
    _, answer = _talk(assistant, "What is the NICC?", then)
    assert answer.text == alone.text


@pytest.mark.parametrize(
    ("first", "then", "topic"),
    [
        ("2022年は中国についてどう述べていますか？", "ワシントンでは？", "中国"),
        ("What did NATO say about China in 2019?", "And in Washington?", "China"),
    ],
)
def test_another_place_keeps_the_topic(
    assistant: Assistant, first: str, then: str, topic: str
) -> None:
    _, answer = _talk(assistant, first, then)
    assert topic in answer.searched
    assert answer.answered


@pytest.mark.parametrize(
    ("first", "then", "words"),
    [
        ("What are the NIDC and the NLO?", "When was the latter founded?", "1999"),
        ("FLFとARFはそれぞれ何のことですか？", "後者はどんな能力を持つ？", "マルチドメイン"),
    ],
)
def test_the_latter_is_of_the_two_that_the_question_named(
    assistant: Assistant, first: str, then: str, words: str
) -> None:
    _, answer = _talk(assistant, first, then)
    assert words in answer.text


def test_what_about_another_thing_asks_the_same_of_it(assistant: Assistant) -> None:
    _, answer = _talk(
        assistant, "ラトビアには何人が配備されますか？", "リトアニアについてはいかがですか。"
    )
    assert "リトアニア" in answer.searched
    assert "5,000人" in answer.text


def test_a_refused_follow_up_leaves_the_topic(assistant: Assistant) -> None:
    *_, refused, answer = _talk(
        assistant,
        "Where is NSATU located?",
        "What is its budget?",
        "How many people will it have?",
    )
    assert not refused.answered
    assert "logo" not in answer.searched
    assert "700" in answer.text


def test_a_new_subject_of_an_earlier_turn_is_the_topic(assistant: Assistant) -> None:
    *_, answer = _talk(
        assistant,
        "NSATUはどこに置かれますか？",
        "話は変わりますが、ステッドファスト・ディフェンダー24とは何ですか？",
        "何人が参加しましたか？",
    )
    assert "NSATU" not in answer.searched
    assert "9万人" in answer.text


def test_what_comes_after_it_is_the_next_paragraph(assistant: Assistant) -> None:
    """Earlier answers count: what was said is not said again, and the talk moves on."""
    *_, answer = _talk(
        assistant,
        "フィンランドとスウェーデンはどの司令部が担当していますか？",
        "どこへ移す方針ですか？",
        "移すと何が問題になりますか？",
    )
    assert "p13" in {citation.paragraph.id for citation in answer.citations}


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("2%目標はいつ決まったの？", "そのとき達成していたのはどこ？"),
        ("ウクライナにいくら出すの？", "それをどうやって分担するの？"),
    ],
)
def test_a_follow_up_does_not_say_again_what_was_just_said(
    assistant: Assistant, first: str, then: str
) -> None:
    before, after = _talk(assistant, first, then)
    assert after.answered
    said = {(c.paragraph.id, c.start) for c in before.citations}
    assert not said & {(c.paragraph.id, c.start) for c in after.citations[1:]}


def test_a_pronoun_may_stand_for_what_its_own_sentence_opens_with(assistant: Assistant) -> None:
    question = "And the new Allied Reaction Force set up in July, what did it replace?"
    _, answer = _talk(assistant, "Where will the cyber centre be?", question)
    assert "cyber" not in answer.searched.lower()
    assert answer.citations[0].paragraph.id == "p08"


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("What is JATEC?", "Tell me more about that."),
        ("What is JATEC?", "Some more details, please."),
        ("SAGUとは？", "もっと詳しく"),
        ("SAGUとは？", "もう少し詳しく教えて"),
    ],
)
def test_who_wants_more_gets_something_new_first(
    assistant: Assistant, first: str, then: str
) -> None:
    before, after = _talk(assistant, first, then)
    assert after.answered
    said = {(c.paragraph.id, c.start) for c in before.citations}
    assert (after.citations[0].paragraph.id, after.citations[0].start) not in said


@pytest.mark.parametrize(
    ("first", "question", "fact"),
    [
        ("What is JATEC?", "Thanks. And who wrote this?", "TANAKA Ryosuke"),
        ("What is JATEC?", "How do I cite this?", "TANAKA Ryosuke"),
        ("JATECとは何ですか？", "これは誰が書いたの？", "田中亮佑"),
    ],
)
def test_what_is_cited_and_who_wrote_this_are_about_the_paper(
    assistant: Assistant, first: str, question: str, fact: str
) -> None:
    _, answer = _talk(assistant, first, question)
    assert fact in answer.text
    assert [c.paragraph.id for c in answer.citations] == ["p00"]


@pytest.mark.parametrize(
    ("said", "part"),
    [
        (["NICCとは何ですか？", "もう少し詳しく教えてください"], "SHAPE"),
        (["NICCはどこに置かれますか？", "正式名称は？"], "NATO統合サイバー防衛センター"),
        (["Where will the NICC be based?", "full name?"], "NATO Integrated Cyber Defence Centre"),
        (["Where will the NICC be based?", "go on"], "whose purpose is"),
        (["Who wrote this?", "What's his job?"], "Research Fellow"),
        (["Who wrote this?", "Is he married?", "When did he finish it?"], "27 August 2024"),
        (["この論文の著者は？", "その人の所属は？"], "地域研究部"),
        (["Does the paper mention Türkiye?", "And Hungary?"], "Hungary"),
        (
            [
                "What were the four new items on support for Ukraine?",
                "Where will the first one be based?",
            ],
            "Wiesbaden",
        ),
        (
            ["What's the difference between NSATU and SAGU?", "When was the older one created?"],
            "November 2022",
        ),
        (["Hi, could you tell me when and where the summit took place?"], "From 9 to 11 July 2024"),
    ],
)
def test_a_word_or_two_is_about_what_was_said(
    assistant: Assistant, said: list[str], part: str
) -> None:
    answer = talk(assistant, *said)
    assert answer.answered
    assert part in answer.text


@pytest.mark.parametrize(
    "said",
    [
        ["What is JATEC?", "By whom is it led?"],
        ["この論文の著者は？", "彼の他の論文は？"],
        ["この論文の著者は？", "ほかにどんな論文を書いていますか？"],
        ["戦略概念がインド太平洋に初めて触れたのは？", "一つ前の戦略概念はいつのものですか？"],
        ["Does the paper mention Türkiye?", "And Albania?"],
        ["NSATUとは何ですか？", "第五条については何か書いてあるの？"],
    ],
)
def test_what_is_not_said_of_it_is_refused(assistant: Assistant, said: list[str]) -> None:
    answer = talk(assistant, *said)
    assert not answer.answered
    assert answer.kind == "refusal"
