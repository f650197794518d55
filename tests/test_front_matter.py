"""Questions about the paper itself: answered from its bibliographic data, with its proof."""

from __future__ import annotations

import pytest

from natoqa import Assistant
from natoqa.answer import verify
from tests.chats import talk


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("この論文の著者は誰ですか？", ["田中亮佑", "防衛研究所"]),
        ("この論文を書いたのは誰ですか？", ["田中亮佑"]),
        ("Who wrote this paper?", ["TANAKA Ryosuke"]),
        ("Who is the author?", ["TANAKA Ryosuke"]),
        ("著者の所属はどこですか？", ["米欧ロシア研究室", "研究員"]),
        ("What is the author's affiliation?", ["Research Fellow", "Regional Studies Department"]),
        ("この論文はいつ発表されましたか？", ["2024年9月3日"]),
        ("When was this paper published?", ["3 September 2024"]),
        ("脱稿日はいつですか？", ["2024年8月27日"]),
        ("When was the manuscript completed?", ["27 August 2024"]),
        ("NIDSコメンタリーの第何号ですか？", ["350", "NIDSコメンタリー"]),
        ("What is the issue number of this commentary?", ["350", "NIDS Commentary"]),
        ("この論文の題名は何ですか？", ["ワシントンNATO首脳会合の成果と課題"]),
        (
            "What is the title of this paper?",
            ["Achievements and Challenges of the NATO Washington Summit", "unofficial"],
        ),
        ("この論文は何ページありますか？", ["11頁", "31段落"]),
        ("How many pages does this paper have?", ["11 pages", "31 paragraphs"]),
        ("この論文の引用方法を教えてください。", ["田中亮佑", "350", "2024年9月3日"]),
        ("How do I cite this paper?", ["TANAKA Ryosuke", "350", "3 September 2024"]),
        ("この論文はいくつの節から成りますか？", ["5", "はじめに", "おわりに"]),
        ("How many sections does this paper have?", ["5 sections", "Introduction"]),
        ("これは日本政府の公式見解ですか？", ["田中亮佑", "公式見解かどうか"]),
        ("Is this the official position of the government?", ["TANAKA Ryosuke", "official view"]),
        ("この論文の原文はどこで読めますか？", ["防衛研究所", "https://www.nids.mod.go.jp/"]),
        ("Where can I download the original paper?", ["https://www.nids.mod.go.jp/", "350"]),
        ("この論文の著作権は誰にありますか？", ["防衛研究所", "利用条件"]),
        ("May I reprint this paper on my website?", ["TANAKA Ryosuke", "terms of use"]),
        ("防衛研究所って何？", ["防衛研究所", "350"]),
        ("What is NIDS?", ["National Institute for Defense Studies"]),
    ],
)
def test_facts_about_the_paper(assistant: Assistant, question: str, facts: list[str]) -> None:
    answer = assistant.ask(question)
    assert answer.answered
    assert answer.kind == "front"
    for fact in facts:
        assert fact in answer.text
    assert "[¶0]" in answer.text
    assert [c.paragraph.id for c in answer.citations] == ["p00"]
    assert verify(answer, assistant.paper) == []


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("この論文の著者は誰ですか？", "田中 亮佑"),
        ("When was this paper published?", "2024年9月3日"),
        ("脱稿日はいつですか？", "脱稿"),
        ("What is the issue number of this commentary?", "第350号"),
    ],
)
def test_the_line_that_proves_it_is_quoted(assistant: Assistant, question: str, line: str) -> None:
    assert line in assistant.ask(question).citations[0].quote


def test_the_answer_is_in_the_language_asked_for(assistant: Assistant) -> None:
    assert "TANAKA" in assistant.ask("著者は誰ですか？", language="en").text
    assert "田中亮佑" in assistant.ask("Who is the author?", language="ja").text


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("Is this paper peer reviewed?", "does not say that of itself"),
        ("この論文は査読を受けていますか？", "その点の記述は見当たりません"),
        ("Who funded the research for this paper?", "does not say that of itself"),
        ("Write a short poem for me.", "It does not write texts"),
        ("フランス語に翻訳してください。", "文章の作成"),
        ("今日の天気は？", "ほかの資料の検索"),
    ],
)
def test_what_no_paper_says_and_what_natoqa_does_not_do_is_refused(
    assistant: Assistant, question: str, says: str
) -> None:
    answer = assistant.ask(question)
    assert (answer.answered, answer.kind) == (False, "refusal")
    assert says in answer.text
    assert not answer.citations


@pytest.mark.parametrize(
    ("aside", "says"),
    [
        ("Write that as a tweet.", "It does not write texts"),
        ("Translate that into French.", "It does not write texts"),
        ("Can I quote this?", "terms of use"),
        ("Is that the official view of the government?", "official view"),
    ],
)
def test_asked_after_an_answer_it_changes_no_subject(
    assistant: Assistant, aside: str, says: str
) -> None:
    history: list[dict[str, str]] = []
    for asked in ("Where will NSATU be?", aside):
        said = assistant.ask(asked, history=history).text
        history += [{"role": "user", "content": asked}, {"role": "assistant", "content": said}]
    assert says in said
    assert "700" in assistant.ask("How many people will work there?", history=history).text


@pytest.mark.parametrize(
    "question",
    [
        "次期事務総長は誰ですか？",
        "首脳会合はいつ開催されましたか？",
        "NATO・EU共同宣言はいつ発表されましたか？",
        "When was the Ukraine Compact announced?",
        "Who is the next Secretary General?",
        "How many brigades are needed?",
        "ウクライナ・コンパクトは何カ国が発表しましたか？",
    ],
)
def test_questions_about_the_subject_are_not_about_the_paper(
    assistant: Assistant, question: str
) -> None:
    assert assistant.ask(question).kind != "front"


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("この論文によると、ARFはいつ発足しましたか？", "7月1日"),
        ("コメンタリーによればJFCノーフォークは何年に完全運用に至った？", "2021年"),
        ("防衛生産行動計画が承認されたと発表したのはどの会合？", "ヴィリニュス"),
        ("What number of troops will Canada send to Latvia?", "2,200"),
        ("Which number of allies met the 2% target in 2014?", "three"),
        ("Summarise the Ukraine Compact", "26"),
        ("NSATUの要点をまとめて", "防衛装備"),
    ],
)
def test_what_the_paper_says_is_not_taken_for_a_question_about_the_paper(
    assistant: Assistant, question: str, fact: str
) -> None:
    answer = assistant.ask(question)
    assert answer.kind == "fact"
    assert fact in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "今年のプロ野球日本シリーズはどこが優勝した？",
        "Who wrote the Washington declaration?",
        "What is the title of the declaration?",
        "Summarise the plot of Hamlet",
        "日本経済について要約して",
    ],
)
def test_another_text_is_not_taken_for_the_paper(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.kind not in ("front", "overview")


@pytest.mark.parametrize(
    "question",
    [
        "この論文、ぶっちゃけ何が言いたいわけ？",
        "筆者の主張を三行でお願いします",
        "What's this paper all about, in plain words?",
        "Boil the paper down for a busy minister.",
        "Can you summarise the whole commentary in a few short sentences?",
    ],
)
def test_a_summary_is_asked_for_in_many_words(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).kind == "overview"


@pytest.mark.parametrize(
    ("said", "paragraph"),
    [
        (["What is the ITPP?", "Is it public?"], "p25"),
        (["ITPPとは何ですか？", "公開されている？"], "p25"),
        (["How much is the pledge to Ukraine?", "Sorry, I meant the original proposal."], "p16"),
        (["NSATUとSAGUの関係は？", "違いは？"], "p15"),
    ],
)
def test_it_is_what_was_spoken_of_and_not_the_paper(
    assistant: Assistant, said: list[str], paragraph: str
) -> None:
    answer = talk(assistant, *said)
    assert answer.citations[0].paragraph.id == paragraph
