"""Learn a small hidden layer over a linear score: of candidates, or of the odds of a truth."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt
import torch

from natoqa.weights import Layer

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
RATE = 5e-3
# Candidates that the linear score ranks below this never answer.
CANDIDATES = 60
# Networks whose scores are averaged.
NETWORKS = 3


@dataclass(frozen=True)
class Example:
    """A question with its candidates.

    Attributes:
        language: Of the question.
        features: By name, one value for each candidate.
        right: Positions of the right candidates.
    """

    language: str
    features: Mapping[str, FloatArray]
    right: tuple[int, ...]

    @property
    def size(self) -> int:
        """How many candidates there are."""
        return len(next(iter(self.features.values())))

    def table(self, names: Sequence[str]) -> FloatArray:
        """The features of each candidate, shape (candidates, names); zero where there is none."""
        none = np.zeros(self.size)
        return np.stack([self.features.get(name, none) for name in names], axis=1)

    def score(self, weights: Mapping[str, float], layer: Layer | None = None) -> FloatArray:
        """The score of each candidate."""
        total = sum(
            (weights.get(n, 0.0) * v for n, v in self.features.items()), np.zeros(self.size)
        )
        return total if layer is None else total + layer.score(self.features)


class Score(torch.nn.Module):
    """A linear score with a hidden layer that adds nothing yet.

    Args:
        linear: The weights to start from, one for each feature.
        units: Hidden units.
    """

    def __init__(self, linear: Sequence[float], units: int) -> None:
        super().__init__()
        self.straight = torch.nn.Linear(len(linear), 1, bias=False)
        self.into = torch.nn.Linear(len(linear), units)
        self.out = torch.nn.Linear(units, 1, bias=False)
        with torch.no_grad():
            self.straight.weight[0] = torch.tensor(linear)
            self.out.weight.zero_()

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        """Scores of shape (…), of features of shape (…, names)."""
        added = self.out(torch.tanh(self.into(features)))
        return cast("torch.Tensor", (self.straight(features) + added).squeeze(-1))

    def learn(
        self,
        loss: Callable[[torch.Tensor], torch.Tensor],
        count: int,
        *,
        epochs: int,
        batch: int,
        decay: float,
    ) -> None:
        """Learn in batches, at a rate that falls to nothing.

        Args:
            loss: The loss of the examples of some positions.
            count: How many examples there are.
            epochs: How often each is seen.
            batch: Examples at a time.
            decay: How strongly weights are kept small.
        """
        optimiser = torch.optim.AdamW(self.parameters(), lr=RATE, weight_decay=decay)
        for epoch in range(epochs):
            for settings in optimiser.param_groups:
                settings["lr"] = RATE * (1 - epoch / epochs)
            for some in torch.split(torch.randperm(count), batch):
                optimiser.zero_grad()
                loss(some).backward()  # type: ignore[no-untyped-call]
                optimiser.step()

    def weights(
        self, names: Sequence[str], scale: FloatArray | None = None
    ) -> tuple[dict[str, float], Layer]:
        """The linear weights and the layer, of features that were divided by their scale."""
        over = torch.ones(len(names)) if scale is None else torch.from_numpy(scale).float()
        straight = _rounded(self.straight.weight[0] / over)
        columns = [_rounded(column) for column in (self.into.weight / over).T]
        layer = Layer(
            into=dict(zip(names, columns, strict=True)),
            bias=_rounded(self.into.bias),
            out=_rounded(self.out.weight[0]),
        )
        return dict(zip(names, straight, strict=True)), layer


def fit_ranking(
    groups: Sequence[tuple[float, Sequence[Example]]],
    names: Sequence[str],
    linear: Mapping[str, float],
    seed: int,
) -> tuple[dict[str, float], Layer]:
    """A hidden layer that ranks candidates, and linear weights learned on with it.

    Maximises the probability of the right candidates (softmax), like the linear score.

    Args:
        groups: (share of the loss, examples).
        names: Features to use.
        linear: The weights to start from.
        seed: Of the first network: of the order of examples and the first weights.
    """
    tables, rights, importance = [], [], []
    count = sum(len(examples) for _, examples in groups)
    for share, examples in groups:
        for example in examples:
            best = np.argsort(-example.score(linear), kind="stable")[:CANDIDATES]
            right = np.isin(best, example.right)
            if right.any():
                tables.append(example.table(names)[best])
                rights.append(right)
                importance.append(share * count / len(examples))
    inputs = torch.zeros(len(tables), CANDIDATES, len(names))
    absent = torch.ones(len(tables), CANDIDATES, dtype=torch.bool)
    wrong = torch.ones(len(tables), CANDIDATES, dtype=torch.bool)
    for i, (table, right) in enumerate(zip(tables, rights, strict=True)):
        inputs[i, : len(table)] = torch.from_numpy(table).float()
        absent[i, : len(table)] = False
        wrong[i, : len(table)] = torch.from_numpy(~right)
    weight = torch.tensor(importance)

    def network(seed: int) -> tuple[dict[str, float], Layer]:
        torch.manual_seed(seed)
        score = Score([linear.get(name, 0.0) for name in names], units=32)

        def loss(some: torch.Tensor) -> torch.Tensor:
            scores = score(inputs[some]).masked_fill(absent[some], -1e9)
            hit = torch.logsumexp(scores.masked_fill(wrong[some], -1e9), 1)
            return (weight[some] * (torch.logsumexp(scores, 1) - hit)).mean()

        score.learn(loss, len(inputs), epochs=25, batch=64, decay=0.05)
        return score.weights(names)

    return _average([network(seed + i) for i in range(NETWORKS)])


def fit_truth(
    table: FloatArray, truth: BoolArray, names: Sequence[str], seed: int
) -> tuple[dict[str, float], Layer]:
    """Linear weights and a hidden layer whose sum is the log-odds of a truth.

    True and false examples weigh the same in all. Several networks are averaged: of one alone,
    single chances change by 0.1 with the seed.

    Args:
        table: Signs of each example, shape (examples, names); one that is always 1 is the bias.
        truth: Shape (examples,).
        names: Of the signs.
        seed: Of the first network: of the order of examples and the first weights.
    """
    return _average([_fit_truth(table, truth, names, seed + i) for i in range(NETWORKS)])


def _average(fitted: Sequence[tuple[dict[str, float], Layer]]) -> tuple[dict[str, float], Layer]:
    """Linear weights and one layer that score as several do in the mean."""
    count = len(fitted)
    layers = [layer for _, layer in fitted]
    linear = {
        name: float(f"{sum(weights[name] for weights, _ in fitted) / count:.4g}")
        for name in fitted[0][0]
    }
    return linear, Layer(
        into={n: tuple(v for layer in layers for v in layer.into[n]) for n in layers[0].into},
        bias=tuple(v for layer in layers for v in layer.bias),
        out=tuple(float(f"{v / count:.4g}") for layer in layers for v in layer.out),
    )


def _fit_truth(
    table: FloatArray, truth: BoolArray, names: Sequence[str], seed: int
) -> tuple[dict[str, float], Layer]:
    torch.manual_seed(seed)
    scale = table.std(axis=0)
    scale[scale == 0.0] = 1.0
    # What lies about nought is learned fastest; the middle goes into the bias afterwards.
    middle = np.where(table.std(axis=0) > 0.0, table.mean(axis=0), 0.0)
    inputs = torch.from_numpy((table - middle) / scale).float()
    target = torch.from_numpy(truth).float()
    weight = torch.where(target > 0, 0.5 / target.mean(), 0.5 / (1 - target.mean()))
    score = Score([0.0] * len(names), units=16)

    def loss(some: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.binary_cross_entropy_with_logits(
            score(inputs[some]), target[some], weight=weight[some]
        )

    score.learn(loss, len(inputs), epochs=30, batch=128, decay=0.2)
    with torch.no_grad():
        away = torch.from_numpy(middle / scale).float()
        score.into.bias.sub_(score.into.weight @ away)
        score.straight.weight[0, names.index("bias")].sub_(score.straight.weight[0] @ away)
    return score.weights(names, scale)


def _rounded(values: torch.Tensor) -> tuple[float, ...]:
    return tuple(float(f"{float(v):.4g}") for v in values.detach())
