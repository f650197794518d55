"""BM25: the properties that the formula promises."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natoqa.lexical import BM25
from natoqa.text import terms, whole_words

_WORD = st.sampled_from(["nato", "brigade", "ukraine", "2024", "首脳会合", "支援", "パートナー"])
_TEXT = st.lists(_WORD, min_size=0, max_size=8).map(" ".join)
_TEXTS = st.lists(_TEXT, min_size=1, max_size=8)


def test_the_score_is_the_formula() -> None:
    texts = ["nato brigade brigade", "nato ukraine", "ukraine"]
    k1, b = 1.2, 0.5
    lengths = [3, 2, 1]
    idf = np.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    norm = k1 * (1 - b + b * lengths[0] / (sum(lengths) / 3))
    expected = idf * 2 * (k1 + 1) / (2 + norm)
    assert BM25(texts, k1=k1, b=b).scores("brigade") == pytest.approx([expected, 0, 0])


def test_over_whole_words_a_part_of_a_word_is_no_match() -> None:
    texts = ["同盟国の会合", "同盟国首脳会合", "支援"]
    whole, parts = BM25(texts, cut=whole_words), BM25(texts)
    assert (whole.scores("会合は？") > 0).tolist() == [True, False, False]
    assert (parts.scores("会合は？") > 0).tolist() == [True, True, False]


@given(_TEXTS, _TEXT)
def test_scores_are_never_negative(texts: list[str], query: str) -> None:
    scores = BM25(texts).scores(query)
    assert scores.shape == (len(texts),)
    assert (scores >= 0).all()


@given(_TEXTS, _TEXT)
def test_only_documents_that_share_a_term_score(texts: list[str], query: str) -> None:
    for text, score in zip(texts, BM25(texts).scores(query), strict=True):
        assert (score > 0) == bool(set(terms(text)) & set(terms(query)))


@given(_TEXTS, _TEXT, _TEXT)
def test_scores_add_up_over_the_query(texts: list[str], first: str, second: str) -> None:
    bm25 = BM25(texts)
    both = bm25.scores([*terms(first), *terms(second)])
    assert both == pytest.approx(bm25.scores(first) + bm25.scores(second))


@given(_TEXTS, _TEXT, st.randoms(use_true_random=False))
def test_the_order_of_documents_does_not_matter(texts: list[str], query: str, random) -> None:
    order = list(range(len(texts)))
    random.shuffle(order)
    shuffled = BM25([texts[i] for i in order]).scores(query)
    assert shuffled == pytest.approx(BM25(texts).scores(query)[order])


def test_a_rare_term_counts_for_more() -> None:
    bm25 = BM25(["nato jatec", "nato", "nato", "nato brigade"])
    assert bm25.idf("jatec") > bm25.idf("nato")
    assert bm25.idf("never") >= bm25.idf("jatec")
    assert int(np.argmax(bm25.scores("nato jatec"))) == 0


def test_a_term_in_a_shorter_document_counts_for_more() -> None:
    scores = BM25(["brigade", "brigade nato ukraine paper summit"]).scores("brigade")
    assert scores[0] > scores[1]


def test_a_repeated_term_saturates() -> None:
    once, twice, often = BM25(["nato", "nato " * 2, "nato " * 50], b=0.0).scores("nato")
    assert once < twice < often < 2.2 * once


def test_documents_need_not_share_anything() -> None:
    assert BM25(["", "。"]).scores("nato") == pytest.approx([0, 0])
    assert BM25([]).scores("nato").shape == (0,)
