"""The retrieval legs over one language: BM25 and late interaction, by paragraph and by sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from natoqa.late_interaction import best_matches, pack
from natoqa.lexical import BM25
from natoqa.static_model import StaticModel, TokenVectors
from natoqa.text import terms, whole_words

FloatArray = npt.NDArray[np.float64]
# A term that only another name of a thing brings in counts for less than the asker's own words.
_EXPANSION_WEIGHT = 0.5
# How many tokens' matches are kept: some megabytes.
_REMEMBERED = 16384
# What tells paragraphs apart is looked for among this many of the best.
_NEAR = 20
# What the rest of its paragraph says counts for a sentence by half.
_BACKED = 0.5


@dataclass(frozen=True)
class SideScores:
    """What the legs give every paragraph (P) and sentence (S) of one language.

    Attributes:
        bm25_paragraph: Shape (P,).
        bm25_sentence: Shape (S,).
        late_paragraph: Weighted MaxSim, shape (P,).
        late_sentence: Weighted MaxSim, shape (S,).
        matches: Each question token's best cosine in each sentence, shape (t, S).
    """

    bm25_paragraph: FloatArray
    bm25_sentence: FloatArray
    late_paragraph: FloatArray
    late_sentence: FloatArray
    matches: npt.NDArray[np.float32]


class Side:
    """One language of a collection, ready to be scored.

    Args:
        paragraphs: The sentences of each paragraph.
        model: The static model whose token vectors late interaction uses.

    Attributes:
        sentences: All S sentences.
        packed: Their tokens.
        terms: The lexical terms of the sentences of each paragraph.
        length: Of each paragraph, the logarithm of its characters, shape (P,). The longer it is,
            the more there is to match by chance, which late interaction does not allow for.
        bm25_paragraphs: Over the paragraphs.
        bm25_words: The same over whole words: a word of the question counts only where it is
            not a part of another.
        bm25_sentences: Over the sentences.
    """

    def __init__(self, paragraphs: Sequence[Sequence[str]], model: StaticModel) -> None:
        self.sentences = [sentence for paragraph in paragraphs for sentence in paragraph]
        lengths = [len(paragraph) for paragraph in paragraphs]
        self._first = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)
        whole = [" ".join(paragraph) for paragraph in paragraphs]
        self.length = np.log([len(text) + 1.0 for text in whole])
        self.terms = [[terms(sentence) for sentence in paragraph] for paragraph in paragraphs]
        self.bm25_paragraphs = BM25([list(chain(*paragraph)) for paragraph in self.terms])
        self.bm25_words = BM25(whole, cut=whole_words)
        self.bm25_sentences = BM25(list(chain(*self.terms)))
        self.packed = pack(self.sentences, model)
        # Static vectors depend only on the token, so its matches are found once.
        self._found: dict[int, npt.NDArray[np.float32]] = {}

    def score(
        self, terms: Sequence[str], expansion: Sequence[str], tokens: TokenVectors
    ) -> SideScores:
        """Score everything for a question.

        Args:
            terms: The question's lexical terms.
            expansion: Terms of other names of the things it mentions.
            tokens: The question's token vectors.
        """
        matches = self.matches(tokens)
        # A paragraph's best match for a token is that of its best sentence.
        by_paragraph = np.maximum.reduceat(matches, self._first, axis=1)
        return SideScores(
            bm25_paragraph=expanded(self.bm25_paragraphs, terms, expansion),
            bm25_sentence=expanded(self.bm25_sentences, terms, expansion),
            late_paragraph=weigh(tokens, by_paragraph),
            late_sentence=weigh(tokens, matches),
            matches=matches,
        )

    def remember(self, ids: npt.NDArray[np.int32], matches: npt.NDArray[np.float32]) -> None:
        """Take over the matches of n tokens, shape (n, S), to look them up from now on."""
        self._found |= zip(ids.tolist(), matches, strict=True)

    def matches(self, tokens: TokenVectors) -> npt.NDArray[np.float32]:
        """Each question token's best cosine in each sentence, shape (t, S)."""
        ids = tokens.ids.tolist()
        found = {i: self._found[i] for i in ids if i in self._found}
        new = [row for row, i in enumerate(ids) if i not in found]
        if new:
            best = best_matches(tokens.vectors[new], self.packed)
            found |= zip((ids[row] for row in new), best, strict=True)
            if len(self._found) < _REMEMBERED:
                self._found |= found
        if not ids:
            return np.zeros((0, len(self.sentences)), dtype=np.float32)
        return np.stack([found[i] for i in ids])


def weigh(tokens: TokenVectors, matches: npt.NDArray[np.float32]) -> FloatArray:
    """Late-interaction scores, shape (n,): the weighted mean of best matches (t, n)."""
    total = max(float(tokens.weights.sum()), 1e-9)
    return np.asarray(tokens.weights @ matches / total, dtype=np.float64)


def weigh_apart(
    tokens: TokenVectors, matches: npt.NDArray[np.float32], first: npt.NDArray[np.int64]
) -> FloatArray:
    """Late interaction by sentence, with the weight on what tells the best paragraphs apart.

    The subject of a question is said all around the answer and left out of the very sentence that
    answers. So a token counts the less, the better the paragraphs that match the question best
    match it on average (an inverse document frequency among them, as local context analysis has
    it: Xu & Croft 1996), and a sentence has half of each match of its paragraph.

    Args:
        tokens: t tokens of a question.
        matches: Their best cosines in each sentence, shape (t, S).
        first: The first sentence of each paragraph, shape (P,).

    Returns:
        Shape (S,).
    """
    by_paragraph = np.maximum.reduceat(matches, first, axis=1)
    near = np.argsort(-weigh(tokens, by_paragraph), kind="stable")[:_NEAR]
    # The cosine of a token with itself may round to more than 1.
    telling = tokens.weights * np.maximum(1.0 - by_paragraph[:, near].mean(axis=1), 0.0)
    lengths = np.diff(first, append=matches.shape[1])
    backed = np.maximum(matches, _BACKED * np.repeat(by_paragraph, lengths, axis=1))
    return np.asarray(telling @ backed / max(float(telling.sum()), 1e-9), dtype=np.float64)


def expanded(bm25: BM25, terms: Sequence[str], expansion: Sequence[str]) -> FloatArray:
    """BM25 of the question's own terms and, for less, of other names of what it mentions."""
    return bm25.scores(terms, expansion, _EXPANSION_WEIGHT)
