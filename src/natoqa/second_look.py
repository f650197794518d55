"""A second look at questions of which the first reading is not sure.

Retrieval, reading and abstention take milliseconds and are sure of most questions. Those that they
are not sure of are read by a small transformer (natoqa.encoder), fine-tuned on written questions
to say which sentence of this paper answers, if any does. It reads a question as a whole, and a
follow-up together with what was said before it, but takes several times as long: a cascade (Viola
& Jones 2001). What it says is weighed against the first reading by weights that
training/second_look.py fits on questions that neither has learned from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from natoqa.abstention import log_odds
from natoqa.encoder import BEGIN, END, Encoder
from natoqa.paper import Paper
from natoqa.resources import models_folder
from natoqa.sentence_classifier import SentenceChances, fitted_tensors
from natoqa.weights import Weights

FloatArray = npt.NDArray[np.float64]
NAME = "natoqa-read-ja-en"
# The prefix that the encoder was pretrained with.
_PREFIX = "query: "
# So many tokens of a question are read, and of what was said before it.
MOST, MOST_SPOKEN = 60, 80
# Between these chances that the paper answers, the first reading is not sure; of follow-ups it is
# sure less often, and wrongly so more often.
_UNSURE, _UNSURE_FOLLOW_UP = (0.05, 0.95), (0.02, 0.98)
# Nor is it if its best sentence answers with less than this chance.
_BEST = 0.8
# No sentence is less likely than this, or one voice could rule out what another is sure of.
_LEAST = -8.0
# Questions whose second look is kept: some kilobytes each.
_REMEMBERED = 128


@dataclass(frozen=True)
class Reading:
    """What was made of a question.

    Attributes:
        scores: Reading score of each sentence, shape (S,).
        confidence: Probability, 0 to 1, that the paper answers.
        follow_up: The question was read in the context of the turns before it.
    """

    scores: FloatArray
    confidence: float
    follow_up: bool = False

    @property
    def chances(self) -> FloatArray:
        """Natural logarithm of the chance of each sentence, if any answers, shape (S,)."""
        return np.asarray(self.scores - np.logaddexp.reduce(self.scores))

    @property
    def is_sure(self) -> bool:
        """Whether no second look is needed."""
        low, high = _UNSURE_FOLLOW_UP if self.follow_up else _UNSURE
        if self.confidence < low:
            return True
        return self.confidence > high and bool(self.chances.max() > np.log(_BEST))


class SecondLook:
    """Reads a question again.

    Args:
        encoder: Gives the vector of a question.
        classes: Weights of each sentence and, last, of "none of them", shape (S + 1, d).
        bias: Shape (S + 1,).
    """

    def __init__(
        self, encoder: Encoder, classes: npt.NDArray[np.float32], bias: npt.NDArray[np.float32]
    ) -> None:
        self._encoder = encoder
        self._classes = classes
        self._bias = bias
        # The same question comes again: retrieved after it was asked, asked again, in a part.
        self._read = lru_cache(maxsize=_REMEMBERED)(self._look)

    def chances(self, asked: str, spoken: str = "") -> SentenceChances:
        """Which sentences answer.

        Args:
            asked: The question; of a follow-up its own words.
            spoken: The question before a follow-up and its answer.
        """
        return self._read(tuple(read_as(self._encoder.tokenizer, asked, spoken)))

    def _look(self, ids: tuple[int, ...]) -> SentenceChances:
        return SentenceChances.of(self._classes @ self._encoder.vector(ids) + self._bias)


def read_as(tokenizer: Tokenizer, asked: str, spoken: str = "") -> list[int]:
    """What is read of a question, as token ids.

    Args:
        tokenizer: Of the encoder.
        asked: The question; of a follow-up its own words.
        spoken: The question before a follow-up and its answer.
    """

    def cut(text: str, most: int) -> list[int]:
        ids: list[int] = tokenizer.encode(text, add_special_tokens=False).ids
        return ids[:most]

    ids = [BEGIN, *cut(_PREFIX + asked, MOST), END]
    return [*ids, *cut(spoken, MOST_SPOKEN), END] if spoken else ids


def reconsider(first: Reading, second: SentenceChances, weights: Weights) -> Reading:
    """Weigh the second look against the first reading.

    Args:
        first: The first reading.
        second: What the encoder says.
        weights: Fitted weights.
    """
    alone = not first.follow_up
    reading = weights.second_reading if alone else weights.second_reading_follow_up
    answerable = weights.second_answerable if alone else weights.second_answerable_follow_up
    candidates = candidate_signs(first, second)
    scores = np.sum([reading[name] * values for name, values in candidates.items()], axis=0)
    signs = answerable_signs(first, second)
    odds = sum(answerable[name] * value for name, value in signs.items())
    return replace(first, scores=scores, confidence=float(1.0 / (1.0 + np.exp(-odds))))


def candidate_signs(first: Reading, second: SentenceChances) -> Mapping[str, FloatArray]:
    """What speaks for each sentence, by name, each of shape (S,)."""
    return {
        "first": np.maximum(first.chances, _LEAST),
        "second": np.maximum(second.sentences, _LEAST),
    }


def answerable_signs(first: Reading, second: SentenceChances) -> Mapping[str, float]:
    """What speaks for and against the paper answering, as named numbers.

    Args:
        first: The first reading.
        second: What the encoder says.

    Returns:
        "first": log-odds of the first reading; "second_none": log-odds that no sentence answers;
        "second_best": log-probability of the sentence that the first reading likes best;
        "second_sure" of the likeliest; and "bias".
    """
    return {
        "bias": 1.0,
        "first": log_odds(first.confidence),
        "second_none": second.none,
        "second_best": max(float(second.sentences[int(first.scores.argmax())]), _LEAST),
        "second_sure": float(second.sentences.max()),
    }


def load_second_look(paper: Paper, folder: Path | None = None) -> SecondLook:
    """Read models/natoqa-read-ja-en.

    Args:
        paper: Whose sentences are its classes.
        folder: Another folder.

    Raises:
        NatoqaError: A file is missing or damaged, or was fitted on other sentences.
    """
    folder = folder or models_folder() / NAME
    classes, bias = fitted_tensors(
        folder / "model.safetensors",
        paper,
        ("classes.weight", "classes.bias"),
        command=f"python -m training.encoder --base e5-small-q4.bin --output {folder}",
    )
    return SecondLook(Encoder.load(folder), classes.astype(np.float32), bias.astype(np.float32))
