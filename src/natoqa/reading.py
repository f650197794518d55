"""Extractive reading: which sentences answer the question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from natoqa.glossary import Glossary
from natoqa.mentions import novel
from natoqa.paper import Paragraph, Sentence
from natoqa.retrieval import Ranking, zscore
from natoqa.units import Language
from natoqa.weights import Weights

FloatArray = npt.NDArray[np.float64]
_MOST_CHARS: Mapping[Language, int] = {"ja": 400, "en": 900}


@dataclass(frozen=True)
class Pick:
    """A sentence chosen for the answer.

    Attributes:
        paragraph: Where it stands.
        sentence: The sentence.
        score: Its reading score; comparable within one question only.
    """

    paragraph: Paragraph
    sentence: Sentence
    score: float

    def text(self, language: Language) -> str:
        """The sentence in the language of the answer."""
        return self.sentence.text if language == "ja" else self.sentence.translation


def sentence_features(
    ranking: Ranking, glossary: Glossary | None, text: Callable[[Sentence], str]
) -> dict[str, FloatArray]:
    """What is known about each sentence as an answer; each array of shape (S,).

    Args:
        ranking: What retrieval found.
        glossary: Names of the paper's things.
        text: Gives a sentence's text in the language read.
    """
    question = ranking.question
    same = ranking.paragraph_of[1:] == ranking.paragraph_of[:-1]
    features = {name: zscore(values) for name, values in ranking.sentence_features.items()}
    base = next(iter(ranking.sentence_features.values()))
    lexical = ranking.sentence_features.get("bm25", base)
    features["previous"] = zscore(np.concatenate([[0.0], np.where(same, lexical[:-1], 0.0)]))
    features["paragraph"] = zscore(ranking.scores)[ranking.paragraph_of]
    texts = [text(sentence) for sentence in ranking.sentences]
    features["type"] = np.array([novel(t, question, glossary) for t in texts]) - 1.0
    features["first"] = np.concatenate([[1.0], np.where(same, 0.0, 1.0)])
    features["length"] = zscore(np.log([len(t) + 1.0 for t in texts]))
    return features


class Reader:
    """Chooses the sentences of an extractive answer.

    Args:
        weights: How the features are weighed.
        glossary: Names of the paper's things.
        most: Most sentences in an answer.
    """

    def __init__(self, weights: Weights, glossary: Glossary, *, most: int = 3) -> None:
        self._weights = weights.sentence
        self._glossary = glossary
        self._most = most

    def score(self, ranking: Ranking) -> FloatArray:
        """Reading score of each sentence, shape (S,)."""
        language = ranking.question.language

        def text(sentence: Sentence) -> str:
            return sentence.text if language == "ja" else sentence.translation

        features = sentence_features(ranking, self._glossary, text)
        total = np.zeros(len(ranking.sentences))
        for name, values in features.items():
            total += self._weights.get(name, 0.0) * values
        return total

    def read(self, ranking: Ranking) -> tuple[Pick, ...]:
        """The sentences that answer, the best paragraph first, each paragraph in reading order.

        Args:
            ranking: What retrieval found.
        """
        scores = self.score(ranking)
        best = [int(i) for i in np.argsort(-scores, kind="stable")[: self._most]]
        picks = [
            Pick(
                ranking.paragraphs[int(ranking.paragraph_of[i])],
                ranking.sentences[i],
                float(scores[i]),
            )
            for i in best
        ]
        return arrange(picks, ranking.question.language)


def arrange(picks: list[Pick], language: Language) -> tuple[Pick, ...]:
    """Keep what fits, group by paragraph (best first), in reading order within each.

    Args:
        picks: Best first.
        language: Of the answer; sets the most characters it may have.
    """
    kept: list[Pick] = []
    used = 0
    for pick in picks:
        size = len(pick.text(language))
        if kept and used + size > _MOST_CHARS[language] - 30:
            continue
        kept.append(pick)
        used += size
    order = list(dict.fromkeys(pick.paragraph.id for pick in kept))
    return tuple(sorted(kept, key=lambda p: (order.index(p.paragraph.id), p.sentence.start)))
