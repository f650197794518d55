"""Tokenised texts in one block, and the batches drawn from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

IntArray = npt.NDArray[np.int64]
_CHUNK = 20_000


@dataclass(frozen=True, eq=False)
class TokenisedTexts:
    """Token ids of n texts; equal texts share their ids.

    Attributes:
        ids: Token ids of the distinct texts, one after the other, shape (total,).
        starts: Where each text begins in `ids`, shape (n,).
        lengths: How many tokens each has, shape (n,).
        groups: Equal texts have equal numbers, shape (n,).
    """

    ids: npt.NDArray[np.int32]
    starts: IntArray
    lengths: IntArray
    groups: IntArray

    @classmethod
    def of(cls, texts: Sequence[str], tokenizer: Tokenizer) -> TokenisedTexts:
        """Tokenise texts; tokens that the vocabulary lacks (id 0) are dropped."""
        numbers: dict[str, int] = {}
        groups = np.array([numbers.setdefault(text, len(numbers)) for text in texts], np.int64)
        distinct = list(numbers)
        rows: list[npt.NDArray[np.int32]] = []
        for begin in range(0, len(distinct), _CHUNK):
            part = distinct[begin : begin + _CHUNK]
            for encoding in tokenizer.encode_batch_fast(part, add_special_tokens=False):
                ids = np.array(encoding.ids, dtype=np.int32)
                rows.append(ids[ids != 0])
        lengths = np.array([len(row) for row in rows], dtype=np.int64)
        starts = np.cumsum(lengths) - lengths
        return cls(np.concatenate(rows), starts[groups], lengths[groups], groups)

    def bags(
        self, texts: IntArray, rng: np.random.Generator, drop: float
    ) -> tuple[IntArray, IntArray]:
        """Gather a batch for `torch.nn.functional.embedding_bag`.

        Args:
            texts: Which texts, shape (b,); none of them empty.
            rng: Draws the tokens to drop.
            drop: Share of tokens to drop; each text keeps one at least.

        Returns:
            Token ids, one text after the other, and where each text begins, shape (b,).
        """
        lengths = self.lengths[texts]
        begins = np.cumsum(lengths) - lengths
        position = np.arange(lengths.sum()) + np.repeat(self.starts[texts] - begins, lengths)
        ids = self.ids[position]
        keep = rng.random(len(ids), dtype=np.float32) >= drop
        counts = np.add.reduceat(keep, begins, dtype=np.int64)
        keep[begins[counts == 0]] = True
        counts = np.maximum(counts, 1)
        offsets = np.cumsum(counts) - counts
        return ids[keep].astype(np.int64), offsets


def distinct_tokens(
    ids: IntArray, begins: IntArray, rng: np.random.Generator, limit: int
) -> list[IntArray]:
    """Give the distinct tokens of the first texts of a batch, at most `limit` of each.

    Args:
        ids: Token ids of a batch, one text after the other.
        begins: Where each of b texts begins, and the next one, shape (b + 1,).
        rng: Draws which tokens to keep.
        limit: Most tokens of one text.
    """
    found = []
    for begin, end in pairwise(begins.tolist()):
        distinct = np.unique(ids[begin:end])
        if len(distinct) > limit:
            distinct = rng.choice(distinct, limit, replace=False)
        found.append(distinct)
    return found
