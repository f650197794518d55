"""Late interaction over static token vectors.

Each token of the question looks for its best match in the passage, and the matches are averaged,
weighted by how much each question token counts:

    score(q, p) = sum_i w_i * max_j cos(q_i, p_j) / sum_i w_i

This is MaxSim of ColBERT (Khattab & Zaharia 2020, https://arxiv.org/abs/2004.12832), with weights:
a static model has no context to mute particles, but the length of its token vectors does that.
Static vectors depend only on the token, so every cosine is computed once for a pair of tokens
however often they occur.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from natoqa.static_model import StaticModel, TokenVectors

# Rows multiplied at once, the fastest measured for questions of 2 to 20 new tokens.
_BLOCK = 64


@dataclass(frozen=True, eq=False)
class PackedPassages:
    """The tokens of n passages in one block.

    Attributes:
        ids: Of the distinct tokens, shape (m,).
        vectors: Their unit vectors, shape (m, d).
        tokens: For each passage after the other, the rows in `vectors` of its distinct tokens,
            shape (total,).
        starts: Where each passage begins in `tokens`, and the end, shape (n + 1,).
    """

    ids: npt.NDArray[np.int32]
    vectors: npt.NDArray[np.float32]
    tokens: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts) - 1


def pack(texts: Sequence[str], model: StaticModel) -> PackedPassages:
    """Pack passages once, to score many questions against them.

    Args:
        texts: The passages. An empty one is allowed.
        model: Gives the token vectors.

    Returns:
        The same passages, in order; a token that a passage repeats is kept once.
    """
    distinct = [np.unique(ids) for ids in model.tokenize(texts)]
    starts = np.concatenate([[0], np.cumsum([len(ids) for ids in distinct])]).astype(np.int64)
    every = np.concatenate(distinct) if distinct else np.zeros(0, dtype=np.int32)
    types, tokens = np.unique(every, return_inverse=True)
    return PackedPassages(types, model.vectors(types)[0], tokens.astype(np.int32), starts)


def best_matches(
    vectors: npt.NDArray[np.float32], passages: PackedPassages
) -> npt.NDArray[np.float32]:
    """Give each question token's best cosine in each passage.

    Args:
        vectors: Unit vectors of t tokens, shape (t, d).
        passages: n passages.

    Returns:
        Shape (t, n); 0 where a passage has no tokens.
    """
    best = np.zeros((len(vectors), len(passages)), dtype=np.float32)
    filled = np.flatnonzero(np.diff(passages.starts))
    if len(vectors) and len(filled):
        cosines = np.take(_products(passages.vectors, vectors), passages.tokens, axis=0)
        # Empty passages add no tokens, so the starts of the others still bound their tokens.
        segments = passages.starts[filled]
        best[:, filled] = np.maximum.reduceat(cosines, segments, axis=0).T
    return best


def _products(
    many: npt.NDArray[np.float32], few: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """The product of each of `many` (m, d) with each of `few` (t, d), shape (m, t).

    In blocks: for one large and one small matrix BLAS spends most of its time on copying the large
    one, which it does not do with blocks of this size.
    """
    blocks, rest = divmod(len(many), _BLOCK)
    whole = len(many) - rest
    columns = np.ascontiguousarray(few.T)
    products = many[:whole].reshape(blocks, _BLOCK, many.shape[1]) @ columns
    return np.concatenate([products.reshape(whole, len(few)), many[whole:] @ columns])


def maxsim(query: TokenVectors, passages: PackedPassages) -> npt.NDArray[np.float32]:
    """Score passages for a question by late interaction (formula above).

    Args:
        query: t tokens.
        passages: n passages.

    Returns:
        Scores from -1 to 1, shape (n,); 0 for an empty passage or a question without tokens.
    """
    total = float(query.weights.sum())
    if total <= 0.0:
        return np.zeros(len(passages), dtype=np.float32)
    scores = query.weights @ best_matches(query.vectors, passages) / np.float32(total)
    return np.asarray(scores, dtype=np.float32)
