"""The legs over one language: what their scores promise."""

from __future__ import annotations

import numpy as np
import pytest

from natoqa.embeddings import bundled_model
from natoqa.legs import Side, weigh, weigh_apart

PARAGRAPHS = (
    ("利根川は関東地方を流れる。", "利根川の水源は大水上山である。"),
    ("利根川には多くの橋がある。", "利根川の橋は古い。"),
    ("利根川の名は古い。", "その名称は万葉集に初めて記された。"),
)
FIRST = np.array([0, 2, 4])
QUESTION = "利根川の名称が初めて記された本は？"


@pytest.fixture(scope="module")
def side() -> Side:
    return Side(PARAGRAPHS, bundled_model())


def test_a_sentence_need_not_repeat_the_subject_of_its_paragraph(side: Side) -> None:
    tokens = bundled_model().token_vectors(QUESTION)
    matches = side.matches(tokens)
    apart, plain = weigh_apart(tokens, matches, FIRST), weigh(tokens, matches)
    assert side.sentences[int(apart.argmax())] == PARAGRAPHS[2][1]
    # Beside the sentence that only shares the subject it gains.
    assert apart[5] - apart[3] > plain[5] - plain[3]


def test_what_every_paragraph_says_tells_none_apart(side: Side) -> None:
    tokens = bundled_model().token_vectors("利根川")
    scores = weigh_apart(tokens, side.matches(tokens), FIRST)
    assert np.ptp(np.maximum.reduceat(scores, FIRST)) == pytest.approx(0.0, abs=1e-4)


def test_a_question_without_tokens_scores_nothing(side: Side) -> None:
    tokens = bundled_model().token_vectors("")
    scores = weigh_apart(tokens, side.matches(tokens), FIRST)
    assert scores.tolist() == [0.0] * len(side.sentences)


def test_scores_stay_between_minus_one_and_one(side: Side) -> None:
    for question in (QUESTION, "橋", "What is the source of the river?", "😀"):
        tokens = bundled_model().token_vectors(question)
        scores = weigh_apart(tokens, side.matches(tokens), FIRST)
        assert (np.abs(scores) <= 1.0 + 1e-5).all()


def test_a_longer_paragraph_has_the_greater_length(side: Side) -> None:
    sizes = [len(" ".join(paragraph)) for paragraph in PARAGRAPHS]
    assert np.argsort(side.length).tolist() == np.argsort(sizes).tolist()
