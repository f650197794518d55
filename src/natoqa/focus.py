"""Where in the paper a conversation is, and which sentences say what a follow-up's own words ask.

A follow-up is mostly about the paragraph that the answer before it came from, and often about the
sentence after it ("For instance?"). The completed question repeats the topic, which all of that
paragraph is about, so what tells its sentences apart are the few words of the follow-up itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from natoqa.legs import Side
from natoqa.static_model import StaticModel
from natoqa.text import terms

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
# Chances are at most 1, the other features z-scores; learned weights are kept small alike.
_SCALE = 3.0
# How much less an answer counts than the one after it.
_FADES = 0.6
# A sentence is quoted where its last characters are; a connective may have gone from its beginning.
_ENDING = 40


@dataclass(frozen=True, eq=False)
class Focus:
    """Where a conversation is.

    Attributes:
        said: Chance that each sentence says what the last answer said, shape (S,); sums to 1. Of
            several that it quotes, the first counts most.
        shown: Whether the last answer quotes each sentence, shape (S,).
        following: The same of the sentence before it in its paragraph, shape (S,).
        later: The same of any sentence before it in its paragraph, shape (S,).
        before: The same of what earlier answers said, at most 1, shape (S,).
        paragraph: Sum of `said` in each paragraph, shape (P,).
        after: The same of the paragraph before it, shape (P,).
        resumed: How lately the paragraph before it was cited by an earlier answer, 1 for the one
            before the last and less for each before that, shape (P,).
        bare: The follow-up has hardly a word of its own ("Such as?").
        asked: The follow-up as it was asked.
        spoken: The last question and its answer.
        own: What the legs give each sentence for the follow-up's own words, as z-scores, each of
            shape (S,).
    """

    said: FloatArray
    shown: BoolArray
    following: FloatArray
    later: FloatArray
    before: FloatArray
    paragraph: FloatArray
    after: FloatArray
    resumed: FloatArray
    bare: bool
    asked: str
    spoken: str
    own: Mapping[str, FloatArray]

    def sentence_features(self, paragraph_of: npt.NDArray[np.int64]) -> dict[str, FloatArray]:
        """What it says of each sentence as an answer, each of shape (S,)."""
        features = {
            "focus_said": _SCALE * self.said,
            "focus_shown": self.shown.astype(np.float64),
            "focus_following": _SCALE * self.following,
            "focus_later": _SCALE * self.later,
            "focus_before": _SCALE * self.before,
        }
        paragraph = {n: v[paragraph_of] for n, v in self._by_paragraph().items()}
        return self._with_bare(features | paragraph) | dict(self.own)

    def paragraph_features(self) -> dict[str, FloatArray]:
        """What it says of each paragraph, each of shape (P,)."""
        return self._with_bare(self._by_paragraph())

    def _by_paragraph(self) -> dict[str, FloatArray]:
        return {
            "focus": _SCALE * self.paragraph,
            "focus_after": _SCALE * self.after,
            "focus_resumed": _SCALE * self.resumed,
        }

    def _with_bare(self, features: dict[str, FloatArray]) -> dict[str, FloatArray]:
        """A follow-up with hardly a word of its own leans on the focus the more."""
        return features | {f"{n}_bare": v * self.bare for n, v in features.items()}


def find_focus(
    spoken: str,
    texts: Sequence[str],
    side: Side,
    model: StaticModel,
    paragraph_of: npt.NDArray[np.int64],
    within: BoolArray,
    *,
    earlier: Sequence[str],
    cited: Sequence[Sequence[int]],
    bare: bool,
    asked: str,
    own: Mapping[str, FloatArray],
) -> Focus:
    """Find what was said in the paper.

    Args:
        spoken: The last question and its answer.
        texts: The sentences as an answer in the language of that answer shows them, S of them.
        side: The paper in the language of the answer.
        model: Gives token vectors.
        paragraph_of: Paragraph of each sentence, shape (S,).
        within: Sentences of the paragraphs that the answer cites, shape (S,); where there are
            none, all are looked at.
        earlier: The answers before the last one, latest first.
        cited: Positions of the paragraphs that each of them cites.
        bare: The follow-up has hardly a word of its own.
        asked: The follow-up as it was asked.
        own: What the legs give each sentence for its own words, as z-scores, each of shape (S,).
    """
    places = np.array([spoken.find(text[-_ENDING:]) for text in texts])
    quoted = places >= 0
    if quoted.any():
        chance = np.zeros(len(texts))
        for rank, i in enumerate(sorted(np.flatnonzero(quoted), key=lambda i: int(places[i]))):
            chance[i] = 1.0 / (rank + 1)
    else:
        scores = side.score(terms(spoken), (), model.token_vectors(spoken))
        total = _scaled(scores.bm25_sentence) + _scaled(scores.late_sentence)
        if within.any():
            total = np.where(within, total, -np.inf)
        chance = np.exp(total - total.max())
    said = chance / chance.sum()
    same = paragraph_of[1:] == paragraph_of[:-1]
    following = np.concatenate([[0.0], np.where(same, said[:-1], 0.0)])
    paragraph = np.bincount(paragraph_of, weights=said).astype(np.float64)
    begins = np.concatenate([[0.0], np.cumsum(said)[:-1]])
    first = np.flatnonzero(np.concatenate([[True], ~same]))
    later = begins - np.repeat(begins[first], np.bincount(paragraph_of))
    before = np.zeros(len(texts))
    resumed = np.zeros(len(paragraph))
    for back, (answer, at) in enumerate(zip(earlier, cited, strict=True)):
        quoting = np.array([quotes(answer, text) for text in texts], dtype=np.float64)
        before = np.maximum(before, quoting / max(float(quoting.sum()), 1.0))
        for place in at:
            if place + 1 < len(resumed):
                resumed[place + 1] = max(resumed[place + 1], _FADES**back)
    after = np.concatenate([[0.0], paragraph[:-1]])
    return Focus(
        said, quoted, following, later, before, paragraph, after, resumed, bare, asked, spoken, own
    )


def quotes(answer: str, sentence: str) -> bool:
    """Whether an answer, without its marks, shows a sentence of the paper as it stands."""
    return sentence[-_ENDING:] in answer


def _scaled(scores: FloatArray) -> FloatArray:
    spread = float(scores.std())
    return np.asarray((scores - scores.mean()) / spread if spread > 0 else scores * 0.0)
