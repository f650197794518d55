"""The checks, against statements about the paper that are true and statements that are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.llm_checks import Outcome, judge, read, verbatim
from natoqa import NatoqaError, Paper
from natoqa.llm.attribution import inner_claim
from natoqa.llm.checks import Checker
from natoqa.llm.decision import load_decision
from natoqa.llm.evidence import load_evidence
from natoqa.llm.parse import Claim
from natoqa.units import Language


@pytest.fixture(scope="module")
def checker(paper: Paper) -> Checker:
    return Checker(load_evidence(paper.slug))


@pytest.fixture(scope="module")
def outcomes(paper: Paper) -> list[Outcome]:
    # A third of the tuning statements will do here; benchmarks.llm_checks judges all of them.
    return judge(paper, read("tuning")[::3] + read("heldout"))


def _shown(checker: Checker, paper: Paper, text: str, *cites: str) -> tuple[str, ...]:
    language: Language = "en" if text.isascii() or "€" in text else "ja"
    ids = [p.id for p in paper.paragraphs]
    verdict = checker.check(Claim(text, cites), language, ids)
    return tuple(c.paragraph.id for c in verdict.citations)


def _share(outcomes: list[Outcome], true: bool) -> float:
    those = [o.good for o in outcomes if o.statement.true is true]
    return sum(those) / len(those)


def test_every_sentence_of_the_paper_and_its_translation_is_kept(paper: Paper) -> None:
    assert [o.statement.claim.text for o in judge(paper, verbatim(paper)) if not o.good] == []


def test_planted_lies_are_caught_and_true_sentences_kept(outcomes: list[Outcome]) -> None:
    # Floors below the measured figures (docs/llm.md), so that a change that weakens the checks
    # fails here.
    assert sum(not o.statement.true for o in outcomes) >= 100
    assert sum(o.statement.true for o in outcomes) >= 100
    assert _share(outcomes, true=False) >= FLOOR_LIES
    assert _share(outcomes, true=True) >= FLOOR_TRUE


FLOOR_LIES, FLOOR_TRUE = 0.86, 0.94


def test_wrong_numbers_and_false_citations_are_nearly_always_caught(
    outcomes: list[Outcome],
) -> None:
    plain = [o for o in outcomes if o.statement.kind in {"number", "citation"}]
    assert _share(plain, true=False) >= 0.97


@pytest.mark.parametrize(
    "text",
    [
        "加盟国は2025年中に少なくとも400億ユーロを拠出する。",
        "Members will contribute at least 40 billion euros during 2025.",
        "Members will contribute at least €40bn during 2025.",
        "Members will contribute at least €40,000 million during 2025.",
    ],
)
def test_a_sum_may_be_written_in_any_way(checker: Checker, paper: Paper, text: str) -> None:
    assert _shown(checker, paper, text, "p16") == ("p16",)
    wrong = text.replace("40", "30")
    assert _shown(checker, paper, wrong, "p16") == ()


def test_a_number_in_a_name_counts_countries_only_where_the_name_does(
    checker: Checker, paper: Paper
) -> None:
    four = "The four Indo-Pacific partners took part in a summit for the first time in Madrid."
    assert _shown(checker, paper, four, "p24") == ("p24",)
    assert _shown(checker, paper, "24 countries took part in Steadfast Defender 24.", "p09") == ()


@pytest.mark.parametrize(
    ("text", "cite"),
    [
        ("Similar units were to go to four countries in south-eastern Europe.", "p05"),
        ("南東欧の4カ国にも同様の部隊が配備されることになった。", "p05"),
        ("NRUが統括する2つの組織は、1990年代に設立されたものである。", "p18"),
    ],
)
def test_what_can_be_counted_from_the_paper_needs_no_number_there(
    checker: Checker, paper: Paper, text: str, cite: str
) -> None:
    assert _shown(checker, paper, text, cite) == (cite,)


@pytest.mark.parametrize(
    ("text", "cite"),
    [
        ("Similar units were to go to three countries in south-eastern Europe.", "p05"),
        ("NRUが統括する2つの組織は、1980年代に設立されたものである。", "p18"),
    ],
)
def test_a_wrong_count_or_decade_is_a_lie(
    checker: Checker, paper: Paper, text: str, cite: str
) -> None:
    assert _shown(checker, paper, text, cite) == ()


@pytest.mark.parametrize(
    ("text", "cite"),
    [
        ("As NATO drew closer to the IP4, its view of China became more lenient.", "p26"),
        ("選挙の結果から、欧州全体での政治的不安定性への懸念は和らいだ。", "p31"),
    ],
)
def test_a_turned_direction_is_a_lie(checker: Checker, paper: Paper, text: str, cite: str) -> None:
    assert _shown(checker, paper, text, cite) == ()


def test_the_quote_is_the_sentence_that_proves_the_claim(checker: Checker, paper: Paper) -> None:
    ids = [p.id for p in paper.paragraphs]
    claim = Claim("NSATU will have about 700 personnel in Wiesbaden.", ("p15",))
    (citation,) = checker.check(claim, "en", ids).citations
    sentence = paper.paragraph("p15").sentences[5]
    assert (citation.quote, citation.start, citation.end) == (
        sentence.text, sentence.start, sentence.end,
    )  # fmt: skip


def test_of_several_citations_only_the_proving_one_stays(checker: Checker, paper: Paper) -> None:
    text = "SAGU was established in Wiesbaden, Germany, in November 2022."
    assert _shown(checker, paper, text, "p02", "p15", "p31") == ("p15",)


def test_paragraphs_that_prove_only_together_all_stay(checker: Checker, paper: Paper) -> None:
    text = (
        "The four items are NSATU, the Pledge of Long-Term Security Assistance for Ukraine, "
        "JATEC and the appointment of an NRU Senior Representative."
    )
    assert _shown(checker, paper, text, "p15", "p16", "p17", "p18") == ("p15", "p16", "p17", "p18")


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("According to the paper, SAGU is led by the US.", "SAGU is led by the US."),
        ("Tanaka notes, however, that SAGU is led by the US.", "SAGU is led by the US."),
        ("著者は、欧州が防衛を担うと指摘しています。", "欧州が防衛を担う"),
        ("本稿によれば、NATOは3点を挙げた。", "NATOは3点を挙げた。"),
        ("NATOは必要だと述べた。", "NATOは必要だと述べた。"),
    ],
)
def test_a_frame_that_names_the_author_is_taken_off(text: str, inner: str) -> None:
    assert inner_claim(text, "en" if text.isascii() else "ja") == inner


@pytest.mark.parametrize(
    ("text", "cites", "kept"),
    [
        ("Canada leads in Latvia, with 2,200 troops due by 2026.", "p07", True),
        (
            "両国は、地域防衛計画に十分に組み込まれていないと言われる。",
            "p11",
            True,
        ),
        (
            "両国は、地域防衛計画に十分に組み込まれていると言われる。",
            "p11",
            False,
        ),
        ("NATOの対中認識は和らいだ。", "p27", False),
    ],
)
def test_opposites_by_the_same_words_are_lies(
    checker: Checker, paper: Paper, text: str, cites: str, kept: bool
) -> None:
    assert _shown(checker, paper, text, cites) == ((cites,) if kept else ())


def test_a_better_covered_sentence_never_scores_worse() -> None:
    for name, steps in load_decision().signs.items():
        rising = sorted(steps.scores, reverse=name not in {"late", "words"})
        assert name == "length" or list(steps.scores) == rising


def test_a_missing_decision_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("natoqa.llm.decision.models_folder", lambda: tmp_path)
    with pytest.raises(NatoqaError, match="install natoqa again"):
        load_decision.__wrapped__()


@pytest.mark.parametrize("text", ["It is so.", "Yes.", "はい。", "He is from the Netherlands."])
def test_what_says_too_little_is_not_proved(checker: Checker, paper: Paper, text: str) -> None:
    assert _shown(checker, paper, text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "はい、そうです。",
        "いいえ。",
        "わかりません。",
        "はい、いくつかあります。",
        "Yes.",
        "It is not so.",
    ],
)
@pytest.mark.parametrize("cites", [(), ("p15",)])
def test_a_sentence_that_says_nothing_is_not_proved(
    checker: Checker, paper: Paper, text: str, cites: tuple[str, ...]
) -> None:
    assert _shown(checker, paper, text, *cites) == ()


@pytest.mark.parametrize(
    "text",
    [
        "I hope this helps!",
        "War is good.",
        "The government should resign.",
        "The answer is Warsaw.",
        "以上です。",
        "今日は良い天気です。",
        "それは良い計画です。",
        "答えは80万人です。",
    ],
)
def test_what_cites_nothing_and_says_nothing_is_given_no_citation(
    checker: Checker, paper: Paper, text: str
) -> None:
    assert _shown(checker, paper, text) == ()


def test_an_ally_is_no_name(checker: Checker, paper: Paper) -> None:
    assert _shown(checker, paper, "Every Ally must still reach the 2% target.", "p29") == ("p29",)
