"""BM25 over lexical terms, held in memory as postings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from natoqa.text import terms

FloatArray = npt.NDArray[np.float64]


class BM25:
    """Okapi BM25 (Robertson & Zaragoza 2009), with Lucene's non-negative idf.

    score(q, d) = sum over terms t of q of
    idf(t) * tf * (k1 + 1) / (tf + k1 * (1 - b + b * |d| / mean |d|)),
    idf(t) = ln(1 + (N - df + 0.5) / (df + 0.5)).

    Args:
        texts: The documents, N of them.
        k1: Term-frequency saturation.
        b: Length normalisation, 0 to 1.
        cut: Gives the terms of a text.
    """

    def __init__(
        self,
        texts: Sequence[str],
        *,
        k1: float = 1.2,
        b: float = 0.5,
        cut: Callable[[str], list[str]] = terms,
    ) -> None:
        self._cut = cut
        counts = [Counter(cut(text)) for text in texts]
        lengths = np.array([sum(c.values()) for c in counts], dtype=np.float64)
        norm = k1 * (1 - b + b * lengths / max(float(lengths.mean()) if len(texts) else 1.0, 1e-9))
        postings: dict[str, tuple[list[int], list[float]]] = {}
        for i, count in enumerate(counts):
            for term, tf in count.items():
                documents, weights = postings.setdefault(term, ([], []))
                documents.append(i)
                weights.append(tf * (k1 + 1) / (tf + norm[i]))
        n = len(texts)
        self._size = n
        self._idf: dict[str, float] = {}
        self._postings: dict[str, tuple[npt.NDArray[np.int64], FloatArray]] = {}
        for term, (documents, weights) in postings.items():
            df = len(documents)
            self._idf[term] = float(np.log1p((n - df + 0.5) / (df + 0.5)))
            self._postings[term] = (np.array(documents), np.array(weights) * self._idf[term])
        # What a term costs that no document has: the idf of df = 0.
        self._unseen_idf = float(np.log1p((n + 0.5) / 0.5))

    def idf(self, term: str) -> float:
        """Inverse document frequency of a term; the highest for an unseen one."""
        return self._idf.get(term, self._unseen_idf)

    def hits(self, query: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Which documents hold which terms, shape (len(query), N)."""
        result = np.zeros((len(query), self._size), dtype=np.bool_)
        for row, term in enumerate(query):
            found = self._postings.get(term)
            if found is not None:
                result[row, found[0]] = True
        return result

    def scores(self, query: str | Sequence[str]) -> FloatArray:
        """BM25 score of every document, shape (N,).

        Args:
            query: A question, or its terms.
        """
        result = np.zeros(self._size)
        for term in self._cut(query) if isinstance(query, str) else query:
            found = self._postings.get(term)
            if found is not None:
                result[found[0]] += found[1]
        return result
