"""Which sentence answers a question: learned from questions that were asked for training.

The other signals of retrieval compare texts, so "Who is picking up the tab?" is near to no sentence
on money. This one has seen questions: a multinomial logistic regression with one class for each
sentence of the paper and one for "none of them", over the vector of the question as it was
completed, that of its own words, that of what was said before a follow-up, and how its own words
are worded: the tokens and pairs of neighbours that many questions had. It is fitted by
training/sentence_classifier.py and ranks beside the other signals; what is shown and cited are the
paper's sentences all the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from natoqa.errors import NatoqaError
from natoqa.paper import Paper
from natoqa.resources import models_folder
from natoqa.wording import PAIR

FloatArray = npt.NDArray[np.float64]
Vector = npt.NDArray[np.float32]
_FILE = "sentence_classifier.safetensors"
# Log-probabilities are far larger than the z-scores beside which they are weighed.
_SCALE = 3.0
# What was said before counts less than the question: its weights are kept smaller.
SPOKEN = 0.7


@dataclass(frozen=True, eq=False)
class SentenceChances:
    """What the classifier says of a question.

    Attributes:
        sentences: Natural logarithm of the probability that each sentence answers it, if any does,
            shape (S,).
        none: Log-odds that none does.
        own_none: Of a follow-up the same by its own words alone; 0 of any other question.
    """

    sentences: FloatArray
    none: float
    own_none: float = 0.0

    @classmethod
    def of(cls, scores: Vector, *, own_none: float = 0.0) -> SentenceChances:
        """The chances that scores of the sentences and, last, of none give.

        Args:
            scores: Of a softmax, shape (S + 1,).
            own_none: As above.
        """
        odds = scores.astype(np.float64)
        total = float(np.logaddexp.reduce(odds[:-1]))
        return cls(odds[:-1] - total, float(odds[-1]) - total, own_none)

    @property
    def scaled(self) -> FloatArray:
        """The log-probabilities as features beside z-scores: about their mean, shape (S,)."""
        return _beside_zscores(self.sentences)

    def paragraphs(self, first: npt.NDArray[np.int64]) -> FloatArray:
        """The same of P paragraphs: that any of its sentences answers, shape (P,).

        Args:
            first: Position of the first sentence of each paragraph, shape (P,).
        """
        return _beside_zscores(np.logaddexp.reduceat(self.sentences, first))


def _beside_zscores(chances: FloatArray) -> FloatArray:
    return np.asarray((chances - chances.mean()) / _SCALE)


@dataclass(frozen=True, eq=False)
class Leaning:
    """A follow-up in parts, as unit vectors.

    Attributes:
        own: Of its own words, shape (d,).
        spoken: Of the question before it and its answer, shape (d,).
    """

    own: Vector
    spoken: Vector


@dataclass(frozen=True, eq=False)
class SentenceClassifier:
    """The fitted weights, for S sentences and vectors of d dimensions.

    Attributes:
        weights: Of the question as completed, then of its own words, then of what was said before
            it, shape (3 d, S + 1); the last column is "none".
        bias: Shape (S + 1,).
        ids: The n tokens and pairs that count, as `natoqa.wording` numbers them, shape (n,).
        words: Their weights in steps of `scales`, shape (n, S + 1).
        scales: Shape (n,).
    """

    weights: Vector
    bias: Vector
    ids: npt.NDArray[np.int64]
    words: npt.NDArray[np.int8]
    scales: Vector

    @property
    def tokens(self) -> npt.NDArray[np.int32]:
        """The tokens that count by themselves, as ids of the bundled model."""
        return self.ids[self.ids < PAIR].astype(np.int32)

    def chances(
        self, completed: Vector, said: Sequence[int], leaning: Leaning | None = None
    ) -> SentenceChances:
        """Which sentences answer a question.

        Args:
            completed: Unit vector of the question as it stands by itself, shape (d,).
            said: The wording of its own words, from `natoqa.wording`.
            leaning: Of one that leans on the turns before it, its parts.
        """
        worded = self._worded(said)
        if leaning is None:
            return SentenceChances.of(completed @ self._together + worded)
        parts = np.concatenate([completed, leaning.own, SPOKEN * leaning.spoken])
        own = SentenceChances.of(leaning.own @ self._together + worded)
        return SentenceChances.of(parts @ self.weights + worded, own_none=own.none)

    def _worded(self, said: Sequence[int]) -> Vector:
        """What the wording and the bias give each class, shape (S + 1,)."""
        rows = [self._places[word] for word in said if word in self._places]
        if not rows:
            return self.bias
        # A long question has many words, each of which says less.
        total = self.scales[rows] @ self.words[rows] / np.sqrt(len(said))
        return np.asarray(self.bias + total)

    @cached_property
    def _together(self) -> Vector:
        """The weights of a question whose own words are the whole of it, shape (d, S + 1)."""
        d = len(self.weights) // 3
        return np.asarray(self.weights[:d] + self.weights[d : 2 * d])

    @cached_property
    def _places(self) -> dict[int, int]:
        """The row of each token or pair."""
        return {word: row for row, word in enumerate(self.ids.tolist())}


def fingerprint(paper: Paper) -> str:
    """What a paper's sentences are, as a number: a classifier knows only those it was fitted on."""
    text = "\n".join(f"{s.id}\t{s.text}" for p in paper.body for s in p.sentences)
    return hashlib.sha256(text.encode()).hexdigest()


def save_sentence_classifier(classifier: SentenceClassifier, paper: Paper, path: Path) -> None:
    """Write a classifier, its weights in half precision.

    Args:
        classifier: Fitted on `paper`.
        paper: Whose sentences are its classes.
        path: Of the file.
    """
    save_file(
        {
            "weights": np.ascontiguousarray(classifier.weights, dtype=np.float16),
            "bias": np.ascontiguousarray(classifier.bias, dtype=np.float16),
            "ids": classifier.ids,
            "words": classifier.words,
            "scales": classifier.scales.astype(np.float16),
        },
        path,
        metadata={"paper": fingerprint(paper)},
    )


def load_sentence_classifier(paper: Paper, path: Path | None = None) -> SentenceClassifier:
    """Read models/sentence_classifier.safetensors.

    Args:
        paper: Whose sentences are its classes.
        path: Another file.

    Raises:
        NatoqaError: The file is missing or damaged, or was fitted on other sentences.
    """
    path = path or models_folder() / _FILE
    weights, bias, ids, words, scales = fitted_tensors(
        path,
        paper,
        ("weights", "bias", "ids", "words", "scales"),
        command=f"python -m training.sentence_classifier --output {path}",
    )
    return SentenceClassifier(
        weights.astype(np.float32),
        bias.astype(np.float32),
        ids,
        words,
        scales.astype(np.float32),
    )


def fitted_tensors(
    path: Path, paper: Paper, names: Sequence[str], *, command: str
) -> tuple[npt.NDArray[Any], ...]:
    """Read tensors of a file that was fitted on the sentences of one paper.

    Args:
        path: Of a safetensors file whose metadata has the fingerprint of the paper.
        paper: Whose sentences they should be.
        names: Of the tensors.
        command: What fits the file anew.

    Raises:
        NatoqaError: The file is missing or damaged, or was fitted on other sentences.
    """
    try:
        with safe_open(path, framework="numpy") as file:
            fitted_on = file.metadata()["paper"]
            tensors = tuple(file.get_tensor(name) for name in names)
    except (SafetensorError, OSError, KeyError, TypeError) as error:
        raise NatoqaError(f"cannot read {path} ({error}): install natoqa again") from None
    if fitted_on != fingerprint(paper):
        raise NatoqaError(
            f"{path} was fitted on other sentences than those of {paper.slug}: "
            f"run `{command}` in a checkout"
        )
    return tensors
