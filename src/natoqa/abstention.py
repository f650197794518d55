"""Does the paper answer the question at all? One calibrated decision."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from natoqa.retrieval import Ranking
from natoqa.weights import Weights

FloatArray = npt.NDArray[np.float64]


def evidence(ranking: Ranking, reading: FloatArray) -> dict[str, float]:
    """What speaks for and against the paper answering, as named numbers.

    Args:
        ranking: What retrieval found.
        reading: Reading score of each sentence, shape (S,).
    """
    del reading
    return {"bias": 1.0}


def answerable(ranking: Ranking, reading: FloatArray, weights: Weights) -> float:
    """Probability, 0 to 1, that the paper answers the question (logistic regression).

    Args:
        ranking: What retrieval found.
        reading: Reading score of each sentence, shape (S,).
        weights: Fitted weights.
    """
    found = evidence(ranking, reading)
    odds = sum(weights.answerable.get(name, 0.0) * value for name, value in found.items())
    return float(1.0 / (1.0 + np.exp(-odds)))
