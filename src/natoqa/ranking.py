"""What retrieval knows about a question: scores of paragraphs and sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from natoqa.focus import Focus
from natoqa.glossary import Entry
from natoqa.paper import Paragraph, Sentence
from natoqa.question import Question
from natoqa.sentence_classifier import SentenceChances
from natoqa.static_model import TokenVectors

FloatArray = npt.NDArray[np.float64]
# What fewer sentences than this share name is rare.
_RARE = 0.1


@dataclass(frozen=True)
class Ranking:
    """Everything retrieval knows about one question.

    Attributes:
        question: The question.
        paragraphs: The P paragraphs considered, in reading order.
        features: Each paragraph feature as z-scores, shape (P,).
        raw: The same before scaling.
        scores: Fused score, shape (P,).
        sentences: The S sentences of those paragraphs, in reading order.
        texts: Each in the language of the answer.
        paragraph_of: Position in `paragraphs` of each sentence, shape (S,).
        sentence_features: Raw leg scores of sentences, each of shape (S,).
        tokens: The question's token vectors.
        matches: Best cosine of each question token in each sentence, in any of its forms,
            shape (t, S).
        named: Which sentences name each glossary entry, in any form, shape (S,).
        terms: The n lexical terms that say what the question is about.
        term_idf: Their rarity, shape (n,).
        term_hits: Which sentences hold which of them in any form, shape (n, S).
        strangers: Names in the question with a word that the paper lacks.
        apart: Names in the question whose words the paper has, but not together.
        focus: Of a follow-up, where the conversation is.
        learned: What was learned from other questions says of this one; None without that leg.
    """

    question: Question
    paragraphs: tuple[Paragraph, ...]
    features: Mapping[str, FloatArray]
    raw: Mapping[str, FloatArray]
    scores: FloatArray
    sentences: tuple[Sentence, ...]
    texts: tuple[str, ...]
    paragraph_of: npt.NDArray[np.int64]
    sentence_features: Mapping[str, FloatArray]
    tokens: TokenVectors
    matches: npt.NDArray[np.float32]
    named: Mapping[Entry, npt.NDArray[np.bool_]]
    terms: tuple[str, ...]
    term_idf: FloatArray
    term_hits: npt.NDArray[np.bool_]
    strangers: frozenset[str]
    apart: frozenset[str]
    focus: Focus | None = None
    learned: SentenceChances | None = None

    def names_all(self, sentence_id: str) -> bool:
        """Whether a sentence names every thing of the glossary that the question does."""
        i = next(i for i, s in enumerate(self.sentences) if s.id == sentence_id)
        # "The summit's declaration" names the summit too; any of them is a NATO summit.
        return all(
            self.named[entry][i] or entry.ja.removeprefix("NATO") in self.sentences[i].text
            for entry in self.question.entries
        )

    def is_rare(self, entry: Entry) -> bool:
        """Whether few sentences name a thing."""
        return bool(self.named[entry].mean() < _RARE)

    @property
    def order(self) -> list[int]:
        """Positions in `paragraphs`, best first."""
        return [int(i) for i in np.argsort(-self.scores, kind="stable")]


def zscores(features: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    """The z-scores of several features of the same candidates."""
    if not features:
        return {}
    table = np.stack(list(features.values()))
    centred = table - table.mean(axis=1, keepdims=True)
    spread = np.sqrt(np.square(centred).mean(axis=1, keepdims=True))
    scaled = centred / np.where(spread < 1e-9, 1.0, spread)
    return dict(zip(features, np.asarray(scaled), strict=True))
