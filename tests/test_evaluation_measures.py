"""The measures, on answers whose scores are known."""

import numpy as np
import pytest

from natoqa.answer import Answer, Citation
from natoqa.compose import cite_sentence
from natoqa.corpus import load_paper
from natoqa.evaluation.bootstrap import differences, estimates
from natoqa.evaluation.citations import citation_scores, statements
from natoqa.evaluation.measures import BY_NAME, MEASURES
from natoqa.evaluation.questions import EvalQuestion
from natoqa.evaluation.ranking import ndcg, recall, reciprocal_rank
from natoqa.evaluation.results import Row
from natoqa.evaluation.scoring import language_of, score, token_f1, wrong
from natoqa.evaluation.selective import risk_coverage

PAPER = load_paper()
QUESTION = EvalQuestion.model_validate(
    {
        "id": "q1",
        "language": "ja",
        "kind": "fact",
        "question": "次期事務総長は？",
        "gold": [["p31"]],
        "evidence": [{"paragraph": "p31", "quote": "次期事務総長のルッテ（Mark Rutte）"}],
        "answer": [["ルッテ"]],
        "reference": "ルッテです。",
    }
)
UNANSWERABLE = EvalQuestion(id="q2", language="ja", kind="unanswerable", question="天気は？")


def cite(sentence_id: str) -> Citation:
    paragraph = PAPER.paragraph(sentence_id[:3])
    sentence = next(s for s in paragraph.sentences if s.id == sentence_id)
    return cite_sentence(paragraph, sentence)


def answer(*sentence_ids: str, **change: object) -> Answer:
    citations = tuple(cite(i) for i in sentence_ids)
    return Answer(
        question="?",
        text="".join(f"{c.quote}[{c.marker}]" for c in citations),
        language="ja",
        answered=True,
        citations=citations,
    ).model_copy(update=change)


def row(i: int, **scores: float) -> Row:
    return Row(
        id=f"q{i}",
        language="en",
        kind="fact",
        subkind="",
        split="dev",
        question="?",
        gold=(("p01",),),
        reference="",
        answered=True,
        answer="",
        cited=(),
        ranking=(),
        confidence=1.0,
        error=0.0,
        scores=scores,
    )


# Retrieval


def test_retrieval_measures_agree_with_trec_eval():
    ir_measures = pytest.importorskip("ir_measures")
    rng = np.random.default_rng(0)
    ids = [f"p{i:02d}" for i in range(1, 32)]
    wanted = [
        ir_measures.R @ 1,
        ir_measures.R @ 3,
        ir_measures.R @ 5,
        ir_measures.RR @ 10,
        ir_measures.nDCG @ 10,
    ]
    for _ in range(50):
        ranking = list(rng.permutation(ids)[:10])
        gold = list(rng.choice(ids, size=int(rng.integers(1, 4)), replace=False))
        qrels = [ir_measures.Qrel("q", p, 1) for p in gold]
        run = [ir_measures.ScoredDoc("q", p, 10.0 - i) for i, p in enumerate(ranking)]
        theirs = ir_measures.calc_aggregate(wanted, qrels, run)
        ours = [recall(ranking, [gold], k) for k in (1, 3, 5)]
        ours += [reciprocal_rank(ranking, [gold]), ndcg(ranking, [gold])]
        assert ours == pytest.approx([theirs[m] for m in wanted])


def test_any_gold_set_will_do_and_a_set_needs_all_its_paragraphs():
    assert recall(["p10", "p02"], [["p05"], ["p10"]], 1) == 1
    assert recall(["p02", "p09", "p03"], [["p02", "p03"]], 1) == 0.5
    assert ndcg(["p10", "p05"], [["p05"], ["p10"]]) == 1
    assert reciprocal_rank(["p01", "p05"], [["p05"]]) == 0.5
    assert reciprocal_rank([], [["p05"]]) == 0


# Answers


def test_a_right_answer_says_it_and_cites_it():
    assert wrong(QUESTION, answer("p31s09")) == []


def test_a_wrong_answer_has_its_reasons():
    assert wrong(QUESTION, answer("p30s01")) == ["says none of: ルッテ", "cites p30, not p31"]
    uncited = answer("p31s09", citations=())
    assert wrong(QUESTION, uncited) == ["cites nothing, not p31"]
    refused = answer("p31s09", answered=False)
    assert wrong(QUESTION, refused) == ["refused, but the paper answers"]


def test_both_paragraphs_are_needed_where_gold_says_so():
    both = QUESTION.model_copy(update={"gold": (("p30", "p31"),)})
    assert wrong(both, answer("p31s09")) == ["cites p31, not p30+p31"]
    assert wrong(both, answer("p31s09", "p30s01")) == []


def test_answering_what_the_paper_does_not_say_is_wrong():
    answered = score(UNANSWERABLE, answer("p31s09"), [], PAPER)
    refused = score(UNANSWERABLE, answer(answered=False, text="記述なし。"), [], PAPER)
    assert (answered.scores["right"], refused.scores["right"]) == (0, 1)
    assert answered.reasons


def test_small_talk_is_no_answer():
    found = score(UNANSWERABLE, answer(kind="smalltalk", text="こんにちは。"), [], PAPER)
    assert not found.answered


def test_a_misquote_is_not_verbatim():
    good = answer("p31s09")
    forged = good.citations[0].model_copy(update={"quote": "ルッテが次期事務総長である。"})
    assert score(QUESTION, good, [], PAPER).scores["verbatim"] == 1
    bad = good.model_copy(update={"citations": (forged,)})
    assert score(QUESTION, bad, [], PAPER).scores["verbatim"] == 0


def test_short_language_and_f1():
    found = score(QUESTION, answer("p31s09"), [], PAPER).scores
    assert found["short"] == found["language"] == found["complete"] == 1
    assert found["length"] == len(cite("p31s09").quote)
    long = answer(*[f"p31s0{i}" for i in range(1, 10)])
    assert score(QUESTION, long, [], PAPER).scores["short"] == 0
    assert token_f1("Mark Rutte", "It is Mark Rutte.") == 1
    assert token_f1("Jens Stoltenberg", "Mark Rutte") == 0
    assert 0 < token_f1("ルッテが次期事務総長です", "次期事務総長はルッテ") < 1


def test_language_of_text():
    assert language_of("NICCはSHAPE（モンス）を拠点とする[¶4]") == "ja"
    assert language_of("It is 前方陸上部隊 in Japanese [¶7].") == "en"


# Citations


def test_statements_keep_their_marks():
    found = statements("一つ目である。[¶1][¶2]二つ目。三つ目[¶3]。")
    assert [(s.text, s.markers) for s in found] == [
        ("一つ目である。", ("¶1", "¶2")),
        ("二つ目。", ()),
        ("三つ目", ("¶3",)),
    ]
    found = statements("The U.S. leads No. 350. [¶1] It grew. Then it shrank [¶2].")
    assert [(s.text, s.markers) for s in found] == [
        ("The U.S. leads No. 350.", ("¶1",)),
        ("It grew.", ()),
        ("Then it shrank", ("¶2",)),
    ]


def test_lead_ins_state_nothing():
    found = statements("要約です。\n- 一つ目[¶1]\n- 二つ目[¶2]\nThree things:\nend")
    assert [s.text for s in found] == ["一つ目", "二つ目", "end"]


def test_citation_recall_and_precision():
    assert citation_scores(answer("p31s09"), QUESTION, PAPER) == (1, 1)
    # A gold paragraph is not enough: the sentence must prove something.
    assert citation_scores(answer("p31s02"), QUESTION, PAPER) == (0, 0)
    assert citation_scores(answer("p31s09", "p30s01"), QUESTION, PAPER) == (0.5, 0.5)
    uncited = answer("p31s09", text="ルッテである。" + answer("p31s09").text)
    assert citation_scores(uncited, QUESTION, PAPER) == (0.5, 1)
    assert citation_scores(answer("p31s09", citations=()), QUESTION, PAPER) == (0, 0)
    # A sentence is not borne out by what another sentence quotes from the same paragraph.
    assert citation_scores(answer("p31s02", "p31s09"), QUESTION, PAPER) == (0.5, 0.5)
    # One mark may stand for two quotes of its paragraph.
    two = answer("p31s02", "p31s09", text="次はルッテである。[¶31]")
    assert citation_scores(two, QUESTION, PAPER) == (1, 0.5)


# Sums and intervals


def test_refusal_precision_recall_and_f1():
    rows = [
        row(1).model_copy(update={"kind": kind, "answered": answered})
        for kind, answered, count in (
            ("unanswerable", False, 3),
            ("unanswerable", True, 1),
            ("fact", False, 2),
            ("fact", True, 10),
        )
        for _ in range(count)
    ]
    found = estimates(rows, MEASURES)
    assert found["refusal_precision"].value == 0.6
    assert found["refusal_recall"].value == 0.75
    assert found["refusal_f1"].value == pytest.approx(2 * 0.6 * 0.75 / 1.35, abs=1e-4)
    assert found["coverage"].value == pytest.approx(10 / 12, abs=1e-4)


def test_an_interval_holds_its_value_and_narrows_with_more_rows():
    few = [row(i, correct=float(i % 4 > 0)) for i in range(20)]
    many = [row(i, correct=float(i % 4 > 0)) for i in range(400)]
    small, large = (estimates(r, [BY_NAME["correct"]])["correct"] for r in (few, many))
    assert small.value == large.value == 0.75
    assert small.low < large.low < 0.75 < large.high < small.high
    # The textbook interval for 400 draws: 0.75 ± 1.96 * sqrt(0.75 * 0.25 / 400).
    assert (large.low, large.high) == pytest.approx((0.7076, 0.7924), abs=0.01)


def test_resamples_that_a_measure_does_not_apply_to_do_not_count_as_none():
    rows = [row(1, correct=1.0), *(row(i, mrr=0.5) for i in range(2, 5))]
    found = estimates(rows, [BY_NAME["correct"]])["correct"]
    assert (found.low, found.high) == (1.0, 1.0)


def test_a_measure_that_applies_to_no_row_is_left_out():
    assert "mrr" not in estimates([row(1, correct=1.0)], MEASURES)


def test_figures_do_not_change_from_run_to_run():
    rows = [row(i, correct=float(i % 3 > 0)) for i in range(50)]
    assert estimates(rows, MEASURES) == estimates(rows, MEASURES)


def test_paired_difference():
    better = [row(i, correct=1.0) for i in range(40)]
    worse = [row(i, correct=float(i % 4 > 0)) for i in reversed(range(40))]
    (found,) = differences(better, worse, [BY_NAME["correct"]], "x")
    assert found.value == 0.25
    assert 0 < found.low < 0.25 < found.high
    assert found.p < 0.01
    (same,) = differences(worse, worse, [BY_NAME["correct"]], "x")
    assert (same.value, same.low, same.high, same.p) == (0, 0, 0, 1)
    assert differences(better, [row(99, correct=1.0)], [BY_NAME["correct"]], "x") == ()


def test_risk_coverage():
    good = risk_coverage([0.9, 0.8, 0.3, 0.1], [0, 0, 1, 1])
    assert list(good.coverage) == [0.25, 0.5, 0.75, 1]
    assert list(good.risk) == pytest.approx([0, 0, 1 / 3, 0.5])
    assert good.area == good.best_area == pytest.approx((1 / 3 + 0.5) / 4)
    bad = risk_coverage([0.1, 0.3, 0.8, 0.9], [0, 0, 1, 1])
    assert bad.area > good.area
    assert bad.best_area == good.area


def test_order_among_equal_confidences_does_not_matter():
    a = risk_coverage([0.5, 0.5, 0.5], [0, 1, 1])
    b = risk_coverage([0.5, 0.5, 0.5], [1, 1, 0])
    assert list(a.risk) == list(b.risk) == pytest.approx([2 / 3] * 3)
