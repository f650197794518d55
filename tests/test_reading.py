"""The reading: lists, answering words, comparisons, slips, and what the paper does not say."""

from __future__ import annotations

import re

import pytest

from natoqa import Answer, Assistant, Settings
from natoqa.answer import Span, verify
from natoqa.compose import as_told
from natoqa.lists import find_lists
from natoqa.paper import Paper
from tests.chats import talk


def _marked(answer: Answer) -> list[str]:
    return [answer.text[span.start : span.end] for span in answer.highlights]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("NSATUはどこに所在しますか？", "ヴィースバーデン"),
        ("NFMは合計何人の兵力を動員できるようにする計画ですか？", "80万人"),
        ("How many troops took part in Steadfast Defender 24?", "90,000 troops"),
        ("When was JFC Norfolk fully operational?", "2021"),
        ("前方展開の戦闘群はもともとどこに配備されていましたか？", "バルト三国とポーランド"),
        (
            "Where were the forward presence battlegroups originally deployed?",
            "three Baltic states and Poland",
        ),
    ],
)
def test_the_answering_words_are_marked_in_text_and_quote(
    assistant: Assistant, question: str, words: str
) -> None:
    answer = assistant.ask(question)
    marked = _marked(answer)
    assert words in answer.text
    assert any(words in one or one in words for one in marked)
    citation = next(c for c in answer.citations if c.answer or c.answer_en)
    if answer.language == "ja":
        assert citation.answer is not None
        inside = citation.paragraph.text[citation.answer.start : citation.answer.end]
        assert citation.start <= citation.answer.start < citation.answer.end <= citation.end
    else:
        assert citation.answer_en is not None
        inside = citation.translation[citation.answer_en.start : citation.answer_en.end]
    assert inside in marked


@pytest.mark.parametrize(
    "question",
    [
        "Where will the NICC be based?",  # at SHAPE, which is no town
        "How many troops does the NATO Force Model aim to mobilise?",  # not those of one tier
        "When did work on drafting the regional defence plans begin?",  # not their approval
        "2025年の首脳会合はどこで開かれますか？",  # in a town, not just in that country
        "how many allies hit 2%?",  # "two-thirds" are not two
        "What area does JFC Norflok cover?",  # no other command is the answer
    ],
)
def test_no_words_are_marked_rather_than_wrong_ones(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.answered
    assert _marked(answer) == []


def test_the_date_of_another_body_is_not_marked(assistant: Assistant) -> None:
    assert _marked(assistant.ask("When did JFC Brunssum reach full operational capability?")) == []


def test_a_sentence_says_what_it_points_to(assistant: Assistant) -> None:
    answer = assistant.ask("ステッドファスト・ディフェンダー24には何人が参加しましたか？")
    assert answer.text.startswith("この演習〔ステッドファスト・ディフェンダー24〕は")
    assert "計9万人" in _marked(answer)
    assert [c.quote[:5] for c in answer.citations] == ["この演習は"]
    assert verify(answer, assistant.paper) == []


def test_after_the_sentence_before_it_nothing_needs_to_be_said(paper: Paper) -> None:
    named, exercise, people = paper.paragraph("p09").sentences[1:4]
    assert "〔" in as_told(exercise, "ja").text
    assert "〔" in as_told(exercise, "ja", after=people).text
    assert as_told(exercise, "ja", after=named).text == exercise.text
    assert as_told(exercise, "en").text == exercise.translation


@pytest.mark.parametrize(
    ("sentence_id", "words"), [("p19s02", "CAPを通じた支援の継続"), ("p28s03", "高まって")]
)
def test_words_are_found_again_in_a_sentence_as_it_is_told(
    paper: Paper, sentence_id: str, words: str
) -> None:
    sentence = next(s for s in paper.paragraph(sentence_id[:3]).sentences if s.id == sentence_id)
    start = sentence.text.index(words)
    told = as_told(sentence, "ja")
    moved = told.move(Span(start=start, end=start + len(words)))
    assert moved is not None
    assert told.text[moved.start : moved.end] == words
    assert moved.start != start


def test_what_was_put_in_does_not_hide_what_was_quoted(assistant: Assistant) -> None:
    first = assistant.ask("中国に言及した初めてのNATO首脳会合の宣言は？")
    assert "これ〔2019年のロンドン首脳会合〕が初めてであった。" in first.text
    history = [
        {"role": "user", "content": first.question},
        {"role": "assistant", "content": first.text},
    ]
    proof = assistant.ask("それはどこに書いてありますか？", history=history)
    quoted = {c.quote for c in proof.citations}
    assert quoted == {c.quote for c in first.citations}


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("JATECって何？", "JATEC〔NATO・ウクライナ共同分析・訓練・教育センター〕は"),
        ("What is NRU?", "The NRU [NATO Representation to Ukraine] has"),
        ("What does NRU mean?", "NATO Representation to Ukraine"),
        ("What does NFM stand for?", "NFM [NATO Force Model]"),
    ],
)
def test_what_an_acronym_stands_for_is_said(assistant: Assistant, question: str, name: str) -> None:
    answer = assistant.ask(question)
    assert name in answer.text
    assert answer.text.count(name) == 1
    assert verify(answer, assistant.paper) == []


def test_where_the_answer_says_what_an_acronym_stands_for_it_is_not_put_in(
    assistant: Assistant,
) -> None:
    assert "〔" not in assistant.ask("NSATUとは？").text
    assert "[NATO" not in assistant.ask("What is NSATU?").text


def test_marks_are_bold_in_markdown(assistant: Assistant) -> None:
    answer = assistant.ask("How many troops took part in Steadfast Defender 24?")
    assert _marked(answer)
    for words in _marked(answer):
        assert f"**{words}**" in answer.to_markdown()


@pytest.mark.parametrize(
    "question",
    [
        "ウクライナ支援についてワシントン首脳会合の宣言で言及された4つの事項は何ですか？",
        "What four matters did the Washington Summit Declaration mention on support for Ukraine?",
    ],
)
def test_a_list_over_paragraphs_has_one_line_and_mark_for_each_member(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)
    lines = [line for line in answer.text.splitlines() if line.startswith("- ")]
    assert [re.findall(r"\[¶\d+\]", line) for line in lines] == [
        ["[¶15]"], ["[¶16]"], ["[¶17]"], ["[¶18]"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "paragraphs"),
    [
        ("What did the Washington summit decide on Ukraine?", ["p15", "p16", "p17", "p18"]),
        ("What did NATO decide on Ukraine in Washington?", ["p15", "p16", "p17", "p18"]),
        ("ワシントンでウクライナ支援について何が決まった？", ["p15", "p16", "p17", "p18"]),
    ],
)
def test_what_was_decided_is_the_whole_list(
    assistant: Assistant, question: str, paragraphs: list[str]
) -> None:
    answer = assistant.ask(question)
    assert [citation.paragraph.id for citation in answer.citations] == paragraphs


@pytest.mark.parametrize("question", ["What was decided in Madrid?", "マドリードで何が決まった？"])
def test_what_another_meeting_decided_is_not_that_list(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.kind == "fact"
    assert "p05" in [citation.paragraph.id for citation in answer.citations]


@pytest.mark.parametrize(
    "question",
    [
        "NATOは首脳会合の決定をどの3点に分類して公表していますか？",
        "Into which three areas did NATO sort the summit's decisions?",
    ],
)
def test_what_one_sentence_counts_out_is_no_other_list(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert [c.marker for c in answer.citations] == ["¶1"]
    assert "③パートナーシップ" in answer.citations[0].quote


def test_every_counted_list_of_the_paper_is_found(paper: Paper) -> None:
    found = {one.lead.sentence.id: len(one.members) for one in find_lists(paper)}
    assert found == {"p04s01": 3, "p10s01": 2, "p14s05": 4, "p29s02": 3}


@pytest.mark.parametrize(
    ("question", "opens"),
    [
        ("NSATUの人員は何人ですか？", "700人"),
        ("NSATUはどこに所在しますか？", "ヴィースバーデン"),
        ("How many troops took part in Steadfast Defender 24?", "90,000"),
        ("How many brigades are still missing for the regional plans?", "35 to 50"),
    ],
)
def test_what_answers_stands_in_the_first_sentence(
    assistant: Assistant, question: str, opens: str
) -> None:
    answer = assistant.ask(question)
    assert opens in answer.text.split("[¶")[0]


@pytest.mark.parametrize(
    "phrase",
    [
        "{}とは",
        "{}って何のこと？",
        "{}という略語は何を指していますか",
        "{}は何の略ですか",
        "{}は日本語で何という？",
        "論文で{}はどう説明されていますか",
        "すみません、{}って何でしたっけ",
        "What is {}?",
        "Define {}",
        "{} meaning?",
        "What does {} stand for?",
        "Spell out {} for me",
        "I've never heard of {}. What is it?",
        "Could you give me some background on {}?",
    ],
)
def test_an_acronym_is_explained_however_it_is_asked(assistant: Assistant, phrase: str) -> None:
    acronyms = ("NSATU", "SAGU", "JATEC", "NICC", "NFM", "ARF", "IP4", "ITPP", "EPAA", "CAP", "NRU")
    for acronym in acronyms:
        answer = assistant.ask(phrase.format(acronym))
        assert answer.answered, acronym
        assert acronym in " ".join(c.quote for c in answer.citations), acronym


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("SAGUとNSATUはどう違いますか？", ("米軍主導", "引き継ぐ")),
        ("How do the IPCP and the ITPP differ?", ("list of areas", "broader range")),
        (
            "中国についての表現は2019年、2021年、2022年でどう変わりましたか？",
            ("機会と挑戦", "削除", "一層厳しく"),
        ),
        ("2014年と2024年の2%目標達成国の数は？", ("3カ国", "23カ国")),
        ("2％をクリアした国の数は、10年前と2024年でどう変わった？", ("3カ国", "23カ国")),
        ("How many allies met the 2% target in 2014 and in 2024?", ("three", "23")),
    ],
)
def test_a_comparison_says_something_of_each_side(
    assistant: Assistant, question: str, said: tuple[str, ...]
) -> None:
    answer = assistant.ask(question)
    assert answer.answered
    assert [words for words in said if words not in answer.text] == []


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        (
            "2019年のロンドンと2021年のブリュッセルで、中国の書きぶりはどう変わりましたか。",
            ("機会と挑戦", "「機会」の表現が削除"),
        ),
        ("SAGUと後継のNSATU、規模はどっちが大きい？", ("300～500人", "700人")),
        (
            "How did the wording on China shift between the London and Brussels summits?",
            ("opportunities and challenges", '"opportunities" was removed'),
        ),
        (
            "How does the number of countries hitting 2% today stack up against ten years ago?",
            ("only three countries", "23 member states"),
        ),
    ],
)
def test_a_comparison_asked_in_passing_still_shows_both_sides(
    assistant: Assistant, question: str, sides: tuple[str, str]
) -> None:
    text = assistant.ask(question).text
    assert all(side in text for side in sides)


def test_a_comparison_with_what_the_paper_lacks_is_refused(assistant: Assistant) -> None:
    assert not assistant.ask("How do the budgets of AUKUS and ASEAN differ?").answered
    assert not assistant.ask("エストニアとラトビアの人口はどう違いますか？").answered


def test_a_comparison_of_two_years_cites_both_places(assistant: Assistant) -> None:
    answer = assistant.ask("2%目標を達成した加盟国の数は2014年と2024年でどう変化しましたか？")
    assert {"p02", "p03"} <= {c.paragraph.id for c in answer.citations}


@pytest.mark.parametrize(
    ("question", "paragraph"),
    [
        ("JATACとは何ですか？", "p17"),
        ("ｊａｔｅｃとは何ですか", "p17"),
        ("jatecって何", "p17"),
        ("What is jatec", "p17"),
        ("What is the NATO-Ukraine Joint Analysis, Training and Education Centre?", "p17"),
        ("Who is Mark Ruttte", "p31"),
        ("ウクライナ・コンパクトとは", "p20"),
        ("Ukrane Compact members?", "p20"),
        ("國防費2%の目標は何年の首腦會合で決まりましたか", "p02"),
    ],
)
def test_slips_widths_cases_and_old_forms_are_understood(
    assistant: Assistant, question: str, paragraph: str
) -> None:
    answer = assistant.ask(question)
    assert answer.answered
    assert paragraph in {c.paragraph.id for c in answer.citations}


@pytest.mark.parametrize(
    "question",
    [
        "富士山の標高は何メートルですか？",
        "カレーの作り方を教えてください。",
        "Who won the football World Cup in 2022?",
        "What is the capital of Mongolia?",
    ],
)
def test_what_the_paper_does_not_say_is_refused_with_its_nearest_paragraphs(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)
    assert not answer.answered
    assert not answer.citations
    assert re.findall(r"¶\d+", answer.text)
    assert answer.confidence is not None
    assert answer.threshold is not None
    assert answer.confidence < answer.threshold


def test_a_threshold_of_zero_never_refuses(assistant: Assistant) -> None:
    bold = Assistant(Settings(abstention_threshold=0.0))
    assert not assistant.ask("富士山の標高は何メートルですか？").answered
    assert bold.ask("富士山の標高は何メートルですか？").answered


@pytest.mark.parametrize(
    ("question", "language"),
    [("この論文の要約", "ja"), ("Summarise the paper", "en"), ("What is the conclusion?", "en")],
)
def test_the_summary_says_whose_it_is_and_proves_each_sentence(
    assistant: Assistant, question: str, language: str
) -> None:
    answer = assistant.ask(question)
    lead, *lines = answer.text.splitlines()
    assert ("natoqa" in lead) and ("著者" in lead or "author" in lead)
    assert lines
    assert all(re.search(r"\[¶\d+\]$", line) for line in lines)
    assert verify(answer, assistant.paper) == []
    assert answer.language == language


@pytest.mark.parametrize("question", ["こんにちは", "ありがとう", "Hello!", "What can you do?"])
def test_small_talk_gets_a_reply_with_three_questions(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.answered
    assert not answer.citations
    assert len([line for line in answer.text.splitlines() if line.startswith("- ")]) == 3


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("うーん", "知りたいことを"),
        ("え？", "知りたいことを"),
        ("hmm", "would like to know"),
        ("aaaaaa", "would like to know"),
    ],
)
def test_a_sigh_is_asked_for_a_question(assistant: Assistant, message: str, said: str) -> None:
    answer = assistant.ask(message)
    assert said in answer.text
    assert not answer.citations


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("え？", "わかりにくくて"),
        ("うーん", "わかりにくくて"),
        ("へえ", "知りたいことを"),
        ("うん", "知りたいことを"),
    ],
)
def test_after_an_answer_only_a_puzzled_sound_wants_it_explained(
    assistant: Assistant, message: str, said: str
) -> None:
    asked = "NATO統合サイバー防衛センターとは？"
    history = [
        {"role": "user", "content": asked},
        {"role": "assistant", "content": assistant.ask(asked).text},
    ]
    sound = assistant.ask(message, history=history)
    assert said in sound.text
    history += [
        {"role": "user", "content": message},
        {"role": "assistant", "content": sound.text},
    ]
    # It changes no subject.
    answer = assistant.ask("それはどこを拠点としますか？", history=history)
    assert "SHAPE" in answer.text


def test_what_has_no_word_is_not_answered(assistant: Assistant) -> None:
    assert not assistant.ask("asdf").answered
    assert assistant.ask("EU?").answered


def test_the_sample_questions_are_answered(assistant: Assistant) -> None:
    for greeting in ("こんにちは", "Hello"):
        for line in assistant.ask(greeting).text.splitlines():
            if line.startswith("- "):
                sample = assistant.ask(line[2:])
                assert sample.answered, line
                assert sample.citations, line


@pytest.mark.parametrize("question", ["NATO?", "ＮＡＴＯ", "NATO？"])
def test_the_name_of_the_subject_alone_gets_the_summary(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)
    assert answer.kind == "overview"
    assert len({c.paragraph.id for c in answer.citations}) >= 5


@pytest.mark.parametrize(
    ("question", "paragraph", "words"),
    [
        (
            "フィンランドとスウェーデンが地域防衛計画に十分に入っていないのはなぜ？",
            "p11",
            "2018年頃",
        ),
        ("Why are Finland and Sweden not yet covered by the regional plans?", "p11", "around 2018"),
    ],
)
def test_a_reason_that_stands_before_for_that_reason_is_given(
    assistant: Assistant, question: str, paragraph: str, words: str
) -> None:
    answer = assistant.ask(question)
    assert words in answer.text
    assert answer.citations[0].paragraph.id == paragraph


@pytest.mark.parametrize("question", ["NSATU?", "Who are the IP4?", "SAGU – who or what was that?"])
def test_a_bare_name_is_answered(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).answered


def test_the_subject_of_what_the_paper_says_is_no_summary(assistant: Assistant) -> None:
    asked = "What does the paper say about nuclear sharing?"
    assert assistant.ask(asked).kind != "overview"


def test_an_answer_stays_with_what_was_asked_about(assistant: Assistant) -> None:
    answer = assistant.ask("Where is NSATU based?")
    assert "Wiesbaden" in answer.text
    assert {c.paragraph.id for c in answer.citations} == {"p15"}


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("Did the summit approve 100 billion?", "40 billion euros"),
        ("1,000億ユーロは認められた？", "しかし、最終的に"),
        ("米国の次期政権について著者はどう見ていますか？", "欧州諸国が欧州防衛を一義的に担う"),
    ],
)
def test_what_is_taken_back_is_not_told_alone(
    assistant: Assistant, question: str, outcome: str
) -> None:
    assert outcome in assistant.ask(question).text


def test_a_plan_that_is_asked_for_is_told_alone(assistant: Assistant) -> None:
    answer = assistant.ask("How much did Stoltenberg originally propose?")
    assert "100 billion" in answer.text
    assert len(answer.citations) == 1


@pytest.mark.parametrize(
    "question",
    [
        "What did the Declaration say about Ukraine?",
        "ワシントン首脳会合の宣言はウクライナについて何と述べましたか？",
    ],
)
def test_a_list_that_is_announced_is_told(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.kind == "list"
    assert [citation.paragraph.id for citation in answer.citations] == ["p15", "p16", "p17", "p18"]


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("ARFって何ですか？", "マルチドメイン能力"),
        ("NRUって何？", "2015年に設立"),
        ("What is the ARF?", "multi-domain"),
    ],
)
def test_what_a_thing_is_is_told_with_where_its_name_stands(
    assistant: Assistant, question: str, says: str
) -> None:
    assert says in assistant.ask(question).text


def test_what_an_acronym_stands_for_needs_no_more(assistant: Assistant) -> None:
    assert len(assistant.ask("ARFとは何の略ですか").citations) == 1


def test_a_follow_up_that_compares_is_not_padded(assistant: Assistant) -> None:
    answer = talk(assistant, "400億ユーロの誓約とは？", "前より増えたんですか？")
    assert {c.paragraph.id for c in answer.citations} == {"p16"}
