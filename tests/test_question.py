"""Reading a question: the type of answer it asks for, slips, and names that the paper lacks."""

from __future__ import annotations

import pytest

from natoqa import Paper
from natoqa.glossary import load_glossary
from natoqa.mentions import novel
from natoqa.question import AnswerType, expected_type, read_question
from natoqa.spelling import Speller
from natoqa.strangers import Strangers
from natoqa.units import Language


@pytest.mark.parametrize(
    ("question", "language", "type_"),
    [
        ("Who is the commander of JFC Norfolk?", "en", "official"),
        ("Who takes the lead for each plan?", "en", "person"),
        ("To whom will the commander report?", "en", "person"),
        ("What could go wrong depending on who wins?", "en", "other"),
        ("When was the fund set up?", "en", "time"),
        ("What was raised when allied leaders met?", "en", "other"),
        ("Since when have the offices existed?", "en", "time"),
        ("Which city hosts the headquarters?", "en", "city"),
        ("Where in Poland is the site?", "en", "city"),
        ("Where were the talks held?", "en", "place"),
        ("Where are relations heading?", "en", "other"),
        ("At which summit was China first mentioned?", "en", "event"),
        ("Might Sweden be put under another headquarters?", "en", "yesno"),
        ("Could you tell me how many deals were signed?", "en", "number"),
        ("What is the annual budget of the centre?", "en", "money"),
        ("NSATUの司令官の名前は？", "ja", "official"),
        ("トップは誰の下につきますか", "ja", "person"),
        ("政権が誰になっても変わらないことは何ですか", "ja", "definition"),
        ("筆者は今後をどう見ていますか", "ja", "other"),
        ("どの町に置かれますか", "ja", "city"),
        ("どこが引き継ぐのですか", "ja", "which"),
        ("どこで開かれましたか", "ja", "place"),
        ("国防費はどの程度になりますか", "ja", "amount"),
        ("どの首脳会合で決まりましたか", "ja", "event"),
        ("難しい時期に結束を保ったのはなぜですか", "ja", "reason"),
        ("なんで厳しくなったの？", "ja", "reason"),
        ("IP4ってどこの国のことなんでしょう。", "ja", "country"),
        ("計画を率いているのは誰なんですか", "ja", "person"),
        ("もともとはどの首脳会合で出てきたものなんでしょうか", "ja", "event"),
        ("フランスなどの選挙のあと、どんな心配が広がりましたか？", "ja", "other"),
        ("スタッフの数にどれぐらい差がありますか。", "ja", "number"),
        ("最初の10万人は何日で集める計画？", "ja", "duration"),
        ("加盟したのは何月何日ですか。", "ja", "date"),
        ("上級代表の任期は何年？", "ja", "duration"),
        ("報告は何カ月おき？", "ja", "frequency"),
        ("創設された年を教えてください。", "ja", "time"),
        ("FLFという略語は何を指していますか。", "ja", "definition"),
        ("What does EPAA stand for", "en", "definition"),
        ("How often must allies report?", "en", "frequency"),
        ("Which elections raised worries about stability?", "en", "event"),
        ("What total sum had he been pushing for?", "en", "money"),
    ],
)
def test_the_clause_that_asks_decides_the_type(
    question: str, language: Language, type_: AnswerType
) -> None:
    assert expected_type(question, language) == type_


@pytest.mark.parametrize(
    ("question", "text", "fits"),
    [
        ("Who is the commander of NSATU?", "NSATU will be led by the United States.", 0.0),
        ("Who will be NATO's next secretary general?", "Mark Rutte is to be chosen.", 1.0),
        ("Which city is SAGU in?", "It is located in Germany.", 0.0),
        ("Which city is SAGU in?", "It is located in Wiesbaden.", 1.0),
        ("How many ships took part?", "A total of 90,000 troops took part.", 0.4),
        ("How old is Stoltenberg?", "He said so in February 2024.", 0.0),
        ("How often do allies report?", "Each country is to report every six months.", 1.0),
        ("How often do allies report?", "He argued for a period of five years.", 0.0),
        ("How old is the alliance?", "It marks the 75th anniversary of its founding.", 1.0),
        ("How many items were there?", "It mentioned four new items.", 1.0),
        ("How many declarations were made?", "They issued declarations three times.", 1.0),
        ("How many troops were sent?", "They issued declarations three times.", 0.4),
        ("When was JFC Norfolk ready?", "It was ready only in 2021, and late.", 1.0),
    ],
)
def test_a_sentence_fits_a_question_by_what_it_holds(question: str, text: str, fits: float) -> None:
    glossary = load_glossary()
    assert novel(text, read_question(question, "en", glossary), glossary) == fits


@pytest.fixture(scope="module")
def strangers(paper: Paper) -> Strangers:
    texts = [s for p in paper.body for one in p.sentences for s in (one.text, one.translation)]
    ordinary = frozenset({"チーム", "メートル"})
    return Strangers(texts, load_glossary(), ordinary.__contains__)


@pytest.mark.parametrize(
    ("question", "language", "unseen", "apart"),
    [
        ("Did Trump comment on the summit?", "en", {"Trump"}, set()),
        ("Which team does Messi play for?", "en", {"Messi"}, set()),
        ("What does OSCE stand for?", "en", {"OSCE"}, set()),
        ("What is the Deterrence Industrial Initiative?", "en", set(), {"the name"}),
        ("What did Jens Stoltenberg say?", "en", set(), set()),
        ("Explain the Ukraine Compact", "en", set(), set()),
        ("What Is The Role Of Trump?", "en", set(), set()),
        ("what did trump say?", "en", set(), set()),
        ("ゼレンスキーの経歴は？", "ja", {"ゼレンスキー"}, set()),
        ("支援チームはどこにありますか", "ja", set(), set()),
        ("KFORとは何ですか", "ja", {"KFOR"}, set()),
        ("JATECとは何ですか", "ja", set(), set()),
    ],
)
def test_names_that_the_paper_lacks_are_noticed(
    strangers: Strangers, question: str, language: Language, unseen: set[str], apart: set[str]
) -> None:
    found_unseen, found_apart = strangers.find(question, language)
    assert found_unseen == unseen
    assert len(found_apart) == len(apart)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("the bridgade plan", "the brigade plan"),
        ("Is Stoltenburg named?", "Is stoltenberg named?"),
        ("What does OSCE mean?", "What does OSCE mean?"),
        ("OSCEって何？", "OSCEって何？"),
        ("OSCE?", "OSCE?"),
        ("How old is Taylor Swift?", "How old is Taylor Swift?"),
        ("WHAT IS THE BRIGAED PLAN", "WHAT IS THE brigade PLAN"),
    ],
)
def test_a_slip_is_put_right_but_a_name_is_not_made_a_word(written: str, read: str) -> None:
    speller = Speller(
        ["once a tailor had a brigade plan"], ["Jens Stoltenberg"], frozenset[str]().__contains__
    )
    assert speller.correct(written) == read
