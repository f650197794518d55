"""Bootstrap intervals and paired differences (Efron & Tibshirani 1993), seeded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from natoqa.evaluation.measures import Measure
from natoqa.evaluation.results import Difference, Estimate, Row

SAMPLES = 2000
SEED = 350

FloatArray = npt.NDArray[np.float64]


def estimates(rows: Sequence[Row], measures: Sequence[Measure]) -> dict[str, Estimate]:
    """Measures over some rows with 95% percentile intervals.

    Args:
        rows: At least one.
        measures: Those that apply to no row are left out.
    """
    top, bottom = _sums(rows, measures)
    weights = _resamples(len(rows))
    low, high = _interval(_sampled(weights, top, bottom))
    value = _ratio(top.sum(axis=0), bottom.sum(axis=0))
    return {
        measure.name: Estimate(
            value=_rounded(value[i]),
            low=_rounded(low[i]),
            high=_rounded(high[i]),
            n=int(np.count_nonzero(bottom[:, i])),
        )
        for i, measure in enumerate(measures)
        if bottom[:, i].any()
    }


def differences(
    rows: Iterable[Row], others: Iterable[Row], measures: Sequence[Measure], name: str
) -> tuple[Difference, ...]:
    """This run less another on the questions both have, by paired bootstrap.

    The same resampled questions are used for both runs. The p-value is twice
    the smaller share of resampled differences on either side of zero.

    Args:
        rows: This run.
        others: The other run.
        measures: What to compare.
        name: What to call the other run.
    """
    by_id: Mapping[str, Row] = {row.id: row for row in others}
    mine = [row for row in rows if row.id in by_id]
    if not mine:
        return ()
    theirs = [by_id[row.id] for row in mine]
    weights = _resamples(len(mine))
    top, bottom = _sums(mine, measures)
    other_top, other_bottom = _sums(theirs, measures)
    value = _ratio(top.sum(axis=0), bottom.sum(axis=0)) - _ratio(
        other_top.sum(axis=0), other_bottom.sum(axis=0)
    )
    sampled = _sampled(weights, top, bottom) - _sampled(weights, other_top, other_bottom)
    low, high = _interval(sampled)
    count = np.maximum(np.count_nonzero(~np.isnan(sampled), axis=0), 1)
    below = np.count_nonzero(sampled <= 0, axis=0) / count
    above = np.count_nonzero(sampled >= 0, axis=0) / count
    return tuple(
        Difference(
            other=name,
            measure=measure.name,
            value=_rounded(value[i]),
            low=_rounded(low[i]),
            high=_rounded(high[i]),
            p=_rounded(min(1.0, 2 * min(below[i], above[i]))),
            n=len(mine),
        )
        for i, measure in enumerate(measures)
        if bottom[:, i].any() and other_bottom[:, i].any()
    )


def _sums(rows: Sequence[Row], measures: Sequence[Measure]) -> tuple[FloatArray, FloatArray]:
    """Each row's part of each measure's two sums, shapes (rows, measures)."""
    shares = np.array([[measure.share(row) for measure in measures] for row in rows])
    return shares[:, :, 0], shares[:, :, 1]


def _resamples(n: int) -> FloatArray:
    """How often each of n rows is drawn in each resample, shape (SAMPLES, n)."""
    drawn = np.random.default_rng(SEED).multinomial(n, np.full(n, 1 / n), size=SAMPLES)
    return np.asarray(drawn, dtype=np.float64)


def _ratio(top: FloatArray, bottom: FloatArray) -> FloatArray:
    """The quotients, and 0 where the bottom is 0."""
    return np.divide(top, bottom, out=np.zeros_like(top), where=bottom > 0)


def _sampled(weights: FloatArray, top: FloatArray, bottom: FloatArray) -> FloatArray:
    """The quotients of each resample; NaN where a measure applies to none of its rows.

    Of a few rows a resample may have none that a measure applies to, which says nothing of it.
    """
    below = weights @ bottom
    quotients = np.where(below > 0, _ratio(weights @ top, below), np.nan)
    quotients[:, ~bottom.any(axis=0)] = 0.0
    return np.asarray(quotients, dtype=np.float64)


def _interval(sampled: FloatArray) -> tuple[FloatArray, FloatArray]:
    low, high = np.nanpercentile(sampled, [2.5, 97.5], axis=0)
    return low, high


def _rounded(value: float) -> float:
    return round(float(value), 4)
