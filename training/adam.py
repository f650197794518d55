"""Adam that moves only the rows a batch has touched."""

from __future__ import annotations

import torch
from torch import Tensor


class RowAdam:
    """Adam (Kingma & Ba 2015) on a table, lazily: rows without a gradient stay as they are.

    A batch touches a fifth of the vocabulary; updating all rows would move five times the memory.
    (`torch.optim.SparseAdam` does the same from sparse gradients, which cost more to add up.)

    Args:
        table: What to train, shape (v, d); changed in place.
        decay: Decay of the mean and of the mean square of the gradient.
    """

    def __init__(self, table: Tensor, decay: tuple[float, float] = (0.9, 0.999)) -> None:
        self.table = table
        self._decay = decay
        self._mean = torch.zeros_like(table)
        self._square = torch.zeros_like(table)
        self._steps = 0

    @torch.no_grad()
    def step(self, rows: Tensor, gradient: Tensor, rate: float) -> None:
        """Move some rows.

        Args:
            rows: Which, each once, shape (u,).
            gradient: Theirs, shape (u, d).
            rate: The learning rate.
        """
        self._steps += 1
        first, second = self._decay
        mean = self._mean[rows].mul_(first).add_(gradient, alpha=1 - first)
        square = self._square[rows].mul_(second).addcmul_(gradient, gradient, value=1 - second)
        self._mean[rows] = mean
        self._square[rows] = square
        corrected = rate * (1 - second**self._steps) ** 0.5 / (1 - first**self._steps)
        self.table[rows] -= corrected * mean / square.sqrt_().add_(1e-8)
