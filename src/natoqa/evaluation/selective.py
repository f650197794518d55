"""Risk-coverage: how wrong the answers are when only the surest are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class RiskCoverage:
    """A risk-coverage curve (El-Yaniv & Wiener 2010; Geifman & El-Yaniv 2017).

    Attributes:
        coverage: Share of questions answered, ascending, shape (n,).
        risk: Share of those that are wrong, shape (n,).
        area: Mean risk over all coverages (AURC); lower is better.
        best_area: The same had the confidences put every right answer first.
    """

    coverage: FloatArray
    risk: FloatArray
    area: float
    best_area: float


def risk_coverage(confidences: Sequence[float], errors: Sequence[float]) -> RiskCoverage:
    """The curve from confidences and errors.

    Questions with equal confidence are answered together, so that their
    order does not matter.

    Args:
        confidences: One for each question.
        errors: 1 where the answer would be wrong, 0 where right.
    """
    confidence, error = np.asarray(confidences, float), np.asarray(errors, float)
    levels, group = np.unique(-confidence, return_inverse=True)
    means = np.bincount(group, error, len(levels)) / np.bincount(group, minlength=len(levels))
    risk = _running_mean(means[np.sort(group)])
    return RiskCoverage(
        coverage=np.arange(1, len(error) + 1) / len(error),
        risk=risk,
        area=float(risk.mean()),
        best_area=float(_running_mean(np.sort(error)).mean()),
    )


def _running_mean(values: FloatArray) -> FloatArray:
    return np.asarray(np.cumsum(values) / np.arange(1, len(values) + 1))
