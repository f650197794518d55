"""Retrieval measures: recall@k, reciprocal rank, nDCG@10.

A question may have several acceptable sets of gold paragraphs, which
trec_eval's relevance judgements cannot express; hence these few formulae,
which the tests compare with ir-measures where there is only one set.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

GoldSets = Sequence[Sequence[str]]


def recall(ranking: Sequence[str], gold: GoldSets, k: int) -> float:
    """Share of a gold set in the first k; of the set that comes off best."""
    top = set(ranking[:k])
    return max(len(top & set(group)) / len(set(group)) for group in gold)


def reciprocal_rank(ranking: Sequence[str], gold: GoldSets) -> float:
    """1 / rank of the first paragraph of any gold set; 0 when none is there."""
    wanted = {paragraph for group in gold for paragraph in group}
    return next((1 / i for i, p in enumerate(ranking, 1) if p in wanted), 0.0)


def ndcg(ranking: Sequence[str], gold: GoldSets, k: int = 10) -> float:
    """Normalised discounted cumulative gain with binary relevance (Järvelin & Kekäläinen 2002).

    Taken over one gold set at a time, paragraphs of the other sets left out
    of the ranking; the best set counts.
    """
    everything = {paragraph for group in gold for paragraph in group}
    return max(_ndcg(ranking, set(group), everything - set(group), k) for group in gold)


def _ndcg(ranking: Iterable[str], gold: set[str], ignored: set[str], k: int) -> float:
    kept = [paragraph for paragraph in ranking if paragraph not in ignored][:k]
    gain = sum(1 / math.log2(i + 1) for i, p in enumerate(kept, 1) if p in gold)
    best = sum(1 / math.log2(i + 1) for i in range(1, min(len(gold), k) + 1))
    return gain / best
