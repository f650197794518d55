"""BM25 over lexical terms, held in memory as postings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

from natoqa.text import terms

FloatArray = npt.NDArray[np.float64]
_NONE = slice(0, 0)


class BM25:
    """Okapi BM25 (Robertson & Zaragoza 2009), with Lucene's non-negative idf.

    score(q, d) = sum over terms t of q of
    idf(t) * tf * (k1 + 1) / (tf + k1 * (1 - b + b * |d| / mean |d|)),
    idf(t) = ln(1 + (N - df + 0.5) / (df + 0.5)).

    Args:
        documents: N texts, or the terms of each.
        k1: Term-frequency saturation.
        b: Length normalisation, 0 to 1.
        cut: Gives the terms of a text.
    """

    def __init__(
        self,
        documents: Sequence[str | Sequence[str]],
        *,
        k1: float = 1.2,
        b: float = 0.5,
        cut: Callable[[str], Sequence[str]] = terms,
    ) -> None:
        self._cut = cut
        bags = [self._terms(document) for document in documents]
        n = len(bags)
        self._size = n
        row_of = {term: row for row, term in enumerate(dict.fromkeys(chain(*bags)))}
        rows = np.array([row_of[term] for term in chain(*bags)], dtype=np.int64)
        lengths = np.array([len(bag) for bag in bags], dtype=np.int64)
        norm = k1 * (1 - b + b * lengths / max(float(lengths.mean()) if n else 1.0, 1e-9))
        # Every pair of a term and a document that holds it, by term.
        pairs, tf = np.unique(rows * n + np.repeat(np.arange(n), lengths), return_counts=True)
        term, self._documents = np.divmod(pairs, max(n, 1))
        df = np.bincount(term, minlength=len(row_of))
        idf = np.log1p((n - df + 0.5) / (df + 0.5))
        self._weights = tf * (k1 + 1) / (tf + norm[self._documents]) * idf[term]
        self._idf: dict[str, float] = dict(zip(row_of, idf.tolist(), strict=True))
        ends = np.cumsum(df)
        # Where the documents that hold a term stand, with what it gives each.
        self._postings = dict(
            zip(row_of, map(slice, (ends - df).tolist(), ends.tolist()), strict=True)
        )
        # What a term costs that no document has: the idf of df = 0.
        self._unseen_idf = float(np.log1p((n + 0.5) / 0.5))

    def _terms(self, text: str | Sequence[str]) -> Sequence[str]:
        return self._cut(text) if isinstance(text, str) else text

    def idf(self, term: str) -> float:
        """Inverse document frequency of a term; the highest for an unseen one."""
        return self._idf.get(term, self._unseen_idf)

    def hits(self, query: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Which documents hold which terms, shape (len(query), N)."""
        result = np.zeros((len(query), self._size), dtype=np.bool_)
        for row, term in enumerate(query):
            result[row, self._documents[self._postings.get(term, _NONE)]] = True
        return result

    def scores(
        self, query: str | Sequence[str], expansion: Sequence[str] = (), weight: float = 0.0
    ) -> FloatArray:
        """BM25 score of every document, shape (N,).

        Args:
            query: A question, or its terms.
            expansion: More terms, which count less.
            weight: How much each of those counts, 0 to 1.
        """
        own = self._parts(self._terms(query))
        more = self._parts(expansion)
        if not own and not more:
            return np.zeros(self._size)
        documents = np.concatenate([self._documents[part] for part in (*own, *more)])
        weights = [self._weights[part] for part in own]
        weights += [self._weights[part] * weight for part in more]
        return np.bincount(documents, np.concatenate(weights), self._size).astype(np.float64)

    def _parts(self, query: Sequence[str]) -> list[slice]:
        return [found for term in query if (found := self._postings.get(term))]
