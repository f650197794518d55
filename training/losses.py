"""The two training objectives: whole texts by their mean vectors, and tokens by MaxSim."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

_EPSILON = 1e-9
_CHUNK = 32
_MASKED = -1e4


def in_batch_loss(scores: Tensor, same: Tensor, backward: float = 1.0) -> Tensor:
    """Cross-entropy of telling each row's own column from the others, both ways.

    This is sentence-transformers' MultipleNegativesRankingLoss (van den Oord et al. 2018, InfoNCE),
    symmetric, with pairs that share a text masked so that a right answer is never a negative.

    Args:
        scores: Scaled similarities, shape (b, b); the diagonal holds the pairs.
        same: True where row and column share a text, shape (b, b); the diagonal is ignored.
        backward: Weight of the columns' side.
    """
    own = torch.arange(len(scores))
    others = same.clone().fill_diagonal_(False)
    scores = scores.masked_fill(others, _MASKED)
    forward = functional.cross_entropy(scores, own)
    return (forward + backward * functional.cross_entropy(scores.T, own)) / (1.0 + backward)


def dense_scores(
    table: Tensor, left: tuple[Tensor, Tensor], right: tuple[Tensor, Tensor]
) -> Tensor:
    """Cosines of the mean vectors of two batches of bags, shape (b, b)."""
    means = [functional.embedding_bag(ids, table, at, mode="mean") for ids, at in (left, right)]
    return functional.normalize(means[0]) @ functional.normalize(means[1]).T


def late_scores(
    table: Tensor,
    left: Sequence[npt.NDArray[np.int64]],
    right: Sequence[npt.NDArray[np.int64]],
) -> Tensor:
    """MaxSim of every text on the left with every one on the right, as natoqa scores them.

    score = sum_i w_i max_j cos(l_i, r_j) / sum_i w_i, with w_i the length of token i's vector. The
    best j is found without a gradient; the gradient then flows through that pair alone.

    Args:
        table: Token vectors, shape (v, d).
        left: Distinct token ids of each text, b of them.
        right: The same for the other side, c of them.

    Returns:
        Shape (b, c).
    """
    left_types, left_rows = np.unique(np.concatenate(left), return_inverse=True)
    right_types, right_rows = np.unique(np.concatenate(right), return_inverse=True)
    left_table = functional.embedding(torch.from_numpy(left_types), table)
    right_table = functional.embedding(torch.from_numpy(right_types), table)
    weights = left_table.norm(dim=1)
    cosines = (left_table / (weights[:, None] + _EPSILON)) @ functional.normalize(right_table).T

    lengths = np.array([len(ids) for ids in right])
    begins = np.cumsum(lengths) - lengths
    # Short texts are padded with their own last token, which changes no maximum.
    place = np.minimum(np.arange(lengths.max())[None, :], lengths[:, None] - 1) + begins[:, None]
    padded = torch.from_numpy(right_rows[place])
    with torch.no_grad():
        found = cosines.detach()
        best = torch.empty(len(left_types), len(right), dtype=torch.long)
        for begin in range(0, len(right), _CHUNK):
            part = padded[begin : begin + _CHUNK]
            at = found[:, part.reshape(-1)].view(len(left_types), *part.shape).argmax(dim=-1)
            best[:, begin : begin + _CHUNK] = (
                part.expand(len(left_types), -1, -1).gather(2, at[:, :, None]).squeeze(2)
            )
    matches = cosines.gather(1, best)
    sizes = np.array([len(ids) for ids in left])
    offsets = torch.from_numpy(np.cumsum(sizes) - sizes)
    rows = torch.from_numpy(left_rows)
    total = functional.embedding_bag(
        rows, matches, offsets, mode="sum", per_sample_weights=weights[rows]
    )
    return total / functional.embedding_bag(rows, weights[:, None], offsets, mode="sum")
