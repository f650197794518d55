"""Fit the decision on what a language model wrote: models/llm_checks.json.

    python -m training.llm_checks [--output models/llm_checks.json]

An additive logistic model of the named signs (natoqa.llm.signs): each sign has a step function, a
table of scores. It is gradient boosting of one-split trees with logistic loss (Friedman 2001,
https://doi.org/10.1214/aos/1013203451; additive: Lou, Caruana, Gehrke 2012,
https://doi.org/10.1145/2339530.2339556). A sign's steps may go only the way that the sign means:
more that is covered never speaks against a sentence, an opposite never for it.

Fitted on the statements in tests/llm/data/tuning.tsv and tuning_free.tsv; cross-validation leaves
whole paragraphs out. The threshold is where cross-validation loses the wanted share of true
statements.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.llm_checks import Statement, read
from natoqa.llm.checks import Checker
from natoqa.llm.evidence import load_evidence
from natoqa.resources import models_folder

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

# Which way a sign speaks: 1 for a sentence, 0 either way; all others against it.
DIRECTIONS = {"late": 1, "words": 1, "length": 0}
ROUNDS, RATE, ROWS, COLUMNS, EDGES, LEAST, SHRINK = 300, 0.08, 0.6, 0.3, 24, 3, 0.5
FOLDS, SEEDS = 8, 5


@dataclass
class Steps:
    """A step function of one sign.

    Attributes:
        edges: Where it steps, rising.
        scores: Below the first edge, between the edges, above the last.
    """

    edges: FloatArray
    scores: FloatArray = field(init=False)

    def __post_init__(self) -> None:
        self.scores = np.zeros(len(self.edges) + 1)

    def at(self, values: FloatArray) -> FloatArray:
        """The scores of values."""
        found: FloatArray = self.scores[np.searchsorted(self.edges, values)]
        return found


@dataclass
class Additive:
    """The model: log-odds that a sentence is borne out.

    Attributes:
        names: Of the signs.
        steps: One for each sign.
        bias: The constant.
    """

    names: Sequence[str]
    steps: list[Steps]
    bias: float

    def scores(self, signs: FloatArray) -> FloatArray:
        """Log-odds for rows of signs."""
        total = np.full(len(signs), self.bias)
        for column, steps in zip(signs.T, self.steps, strict=True):
            total += steps.at(column)
        return total


def fit(names: Sequence[str], signs: FloatArray, true: BoolArray, seed: int) -> Additive:
    """Boost one-split trees."""
    random = np.random.default_rng(seed)
    steps = [Steps(_edges(column)) for column in signs.T]
    bins = np.stack([np.searchsorted(s.edges, c) for s, c in zip(steps, signs.T, strict=True)])
    share = float(true.mean())
    model = Additive(names, steps, float(np.log(share / (1 - share))))
    total = np.full(len(true), model.bias)
    usable = [k for k, s in enumerate(steps) if len(s.edges)]
    for _ in range(ROUNDS):
        rows = random.random(len(true)) < ROWS
        probability = 1.0 / (1.0 + np.exp(-total))
        slope = np.where(rows, true - probability, 0.0)
        bend = np.where(rows, probability * (1.0 - probability), 0.0)
        columns = random.choice(usable, max(1, int(COLUMNS * len(usable))), replace=False)
        best = max(
            (_split(k, bins[k], steps[k], names[k], slope, bend, rows) for k in columns),
            key=lambda found: found[0],
        )
        gain, k, cut, low, high = best
        if gain <= 0.0:
            continue
        steps[k].scores[: cut + 1] += RATE * low
        steps[k].scores[cut + 1 :] += RATE * high
        total += RATE * np.where(bins[k] <= cut, low, high)
    return model


def _edges(column: FloatArray) -> FloatArray:
    """Where a sign may step: between its values, at most at `EDGES` places."""
    values = np.unique(column)
    middles = (values[1:] + values[:-1]) / 2
    if len(middles) > EDGES:
        middles = np.unique(np.quantile(column, np.linspace(0.02, 0.98, EDGES)))
    found: FloatArray = np.unique(np.round(middles, 4))
    return found


def _split(
    k: int,
    bins: npt.NDArray[np.intp],
    steps: Steps,
    name: str,
    slope: FloatArray,
    bend: FloatArray,
    rows: BoolArray,
) -> tuple[float, int, int, float, float]:
    """The best split of a sign: its gain, the sign, the last bin below it, the two values."""
    size = len(steps.edges) + 1
    slopes = np.cumsum(np.bincount(bins, slope, size))
    bends = np.cumsum(np.bincount(bins, bend, size))
    counts = np.cumsum(np.bincount(bins, rows.astype(np.float64), size))
    low = slopes[:-1] / (bends[:-1] + SHRINK)
    high = (slopes[-1] - slopes[:-1]) / (bends[-1] - bends[:-1] + SHRINK)
    gain = slopes[:-1] * low + (slopes[-1] - slopes[:-1]) * high
    gain = gain - slopes[-1] ** 2 / (bends[-1] + SHRINK)
    direction = DIRECTIONS.get(name, -1)
    allowed = (counts[:-1] >= LEAST) & (counts[-1] - counts[:-1] >= LEAST)
    if direction:
        allowed &= (high - low) * direction >= 0.0
    gain = np.where(allowed, gain, -np.inf)
    cut = int(np.argmax(gain))
    return float(gain[cut]), k, cut, float(low[cut]), float(high[cut])


def cross_validate(
    names: Sequence[str], signs: FloatArray, true: BoolArray, groups: Sequence[str]
) -> FloatArray:
    """Scores of statements by models that saw nothing about their paragraphs, meaned over seeds."""
    total = np.zeros(len(true))
    kinds = np.unique(groups)
    for seed in range(SEEDS):
        order = np.random.default_rng(seed).permutation(kinds)
        for part in np.array_split(order, FOLDS):
            held = np.isin(groups, part)
            model = fit(names, signs[~held], true[~held], seed)
            total[held] += model.scores(signs[held])
    return total / SEEDS


def measure(statements: Sequence[Statement]) -> tuple[list[str], FloatArray, BoolArray]:
    """The signs of statements, and which of them a hard fact refutes or the paper's words prove."""
    checker = Checker(load_evidence())
    found = [checker.signs(s.claim, s.language) for s in statements]
    names = sorted(next(f for f in found if f))
    rows = [[f[name] for name in names] if f else [np.nan] * len(names) for f in found]
    signs = np.array(rows, dtype=np.float64)
    return names, signs, ~np.isnan(signs[:, 0])


def main() -> None:
    """Fit, cross-validate, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=models_folder() / "llm_checks.json")
    parser.add_argument("--lost", type=float, default=0.04, help="share of true ones to lose")
    options = parser.parse_args()
    statements = [*read("tuning"), *read("tuning_free")]
    names, signs, open_ = measure(statements)
    true = np.array([s.true for s in statements])
    groups = [s.claim.paragraphs[0] for s in statements]
    scores = np.full(len(true), -np.inf)
    held = [g for g, o in zip(groups, open_, strict=True) if o]
    scores[open_] = cross_validate(names, signs[open_], true[open_], held)
    threshold = round(float(np.quantile(scores[true & open_], options.lost)), 3)
    for lost in (0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1):
        cut = float(np.quantile(scores[true & open_], lost))
        caught, kept = (scores[~true] < cut).mean(), (scores[true] >= cut).mean()
        print(f"cross-validated: caught {caught:.3f}, kept {kept:.3f} at {cut:.3f}")
    models = [fit(names, signs[open_], true[open_], seed) for seed in range(SEEDS)]
    written = {
        "bias": round(float(np.mean([m.bias for m in models])), 4),
        "threshold": threshold,
        "signs": {name: _steps(k, models) for k, name in enumerate(names)},
    }
    options.output.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")


def _steps(k: int, models: Sequence[Additive]) -> dict[str, list[float]]:
    """The mean of several step functions, with equal neighbours made one."""
    edges = models[0].steps[k].edges
    scores = np.mean([m.steps[k].scores for m in models], axis=0).round(3)
    kept = [i for i in range(len(edges)) if scores[i] != scores[i + 1]]
    return {
        "edges": [float(edges[i]) for i in kept],
        "scores": [*(float(scores[i]) for i in kept), float(scores[-1])],
    }


if __name__ == "__main__":
    main()
