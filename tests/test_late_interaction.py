"""Late interaction: the vectorised score is the formula, whatever the passages look like."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from natoqa.late_interaction import PackedPassages, best_matches, maxsim, pack
from natoqa.static_model import StaticModel, TokenVectors

FOLDER = Path(__file__).resolve().parent.parent / "models" / "natoqa-embed-ja-en"
PASSAGES = (
    "首脳会合はワシントンで開かれた。",
    "ウクライナへの長期的な支援が約束された。",
    "",
    "雨が降ったので試合は中止になった。",
    "NATOはサイバー防衛センターを設ける。設ける場所はSHAPEである。",
    "😀",
)


@pytest.fixture(scope="module")
def model() -> StaticModel:
    return StaticModel.load(FOLDER)


@pytest.fixture(scope="module")
def packed(model: StaticModel) -> PackedPassages:
    return pack(PASSAGES, model)


def formula(query: TokenVectors, passage: TokenVectors) -> float:
    """Score a pair token by token, as the documentation says it."""
    if not len(query.ids) or not len(passage.ids):
        return 0.0
    best = [max(float(q @ p) for p in passage.vectors) for q in query.vectors]
    return float(np.average(best, weights=query.weights))


@pytest.mark.parametrize(
    "question", ["首脳会合の場所は？", "Where is the cyber defence centre?", ""]
)
def test_score_is_the_formula(model: StaticModel, packed: PackedPassages, question: str) -> None:
    query = model.token_vectors(question)
    expected = [formula(query, model.token_vectors(passage)) for passage in PASSAGES]
    np.testing.assert_allclose(maxsim(query, packed), expected, atol=1e-5)


def test_passage_that_holds_every_word_scores_one(
    model: StaticModel, packed: PackedPassages
) -> None:
    scores = maxsim(model.token_vectors("ワシントンで開かれた首脳会合"), packed)
    assert scores[0] == pytest.approx(1.0, abs=1e-5)
    assert scores.argmax() == 0


@pytest.mark.parametrize(
    ("question", "best"),
    [("Was the game cancelled because of rain?", 3), ("long-term support for Ukraine", 1)],
)
def test_english_question_finds_japanese_passage(
    model: StaticModel, packed: PackedPassages, question: str, best: int
) -> None:
    assert maxsim(model.token_vectors(question), packed).argmax() == best


def test_best_matches_show_which_words_a_passage_covers(
    model: StaticModel, packed: PackedPassages
) -> None:
    query = model.token_vectors("首脳会合")
    covered = best_matches(query.vectors, packed)
    assert covered.shape == (len(query.ids), len(PASSAGES))
    np.testing.assert_allclose(covered[:, 0], 1.0, atol=1e-5)
    assert (covered[:, 3] < 0.9).all()
    assert (covered[:, 2] == 0.0).all()


def test_no_passages_give_no_scores(model: StaticModel) -> None:
    empty = pack([], model)
    assert len(empty) == 0
    assert maxsim(model.token_vectors("首脳会合"), empty).shape == (0,)
