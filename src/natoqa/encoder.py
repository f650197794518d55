"""A small transformer encoder, run with NumPy alone.

The architecture is BERT's (Devlin et al. 2019, "BERT: Pre-training of Deep Bidirectional
Transformers for Language Understanding"): token and position vectors, then layers of self-attention
(Vaswani et al. 2017, "Attention Is All You Need") and a feed-forward step, each added to its input
and normalised. The vector of a text is the mean over its tokens. `transformers.BertModel` with the
same weights gives the same vectors; this module exists because importing PyTorch costs seconds.

Files: `tokenizer.json` is a Hugging Face tokenizer; `model.safetensors` holds the matrices of the
layers in 8 bits with a scale for each row, the token vectors in 4 bits with a scale for each 32
numbers, and all else in half precision.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from natoqa.errors import NatoqaError

Array = npt.NDArray[np.float32]
Tensors = dict[str, npt.NDArray[Any]]
HEADS = 12
# What begins and ends a text, as ids of the tokenizer.
BEGIN, END = 0, 2
# So many numbers of a token vector share a scale.
BLOCK = 32
_EPSILON = 1e-12
_REMEDY = "restore the folder from the repository or install natoqa again"


@dataclass(frozen=True, eq=False)
class _Step:
    """A matrix with its bias, and how its sum with the input is normalised."""

    weight: Array
    bias: Array
    gain: Array
    shift: Array

    def add(self, inputs: Array, to: Array) -> Array:
        """Multiply t inputs, add them to what was there and normalise, shape (t, d)."""
        return _normalised(inputs @ self.weight + self.bias + to, self.gain, self.shift)


@dataclass(frozen=True, eq=False)
class _Layer:
    """Self-attention and a feed-forward step; matrices are (inputs, outputs)."""

    attend: Array
    attend_bias: Array
    attended: _Step
    widen: Array
    widen_bias: Array
    narrowed: _Step

    def run(self, x: Array) -> Array:
        """The next vectors of t tokens, shape (t, d)."""
        t, d = x.shape
        heads = (x @ self.attend + self.attend_bias).reshape(t, 3, HEADS, d // HEADS)
        query, key, value = heads.transpose(1, 2, 0, 3)
        weights = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(d // HEADS))
        weights = np.exp(weights - weights.max(axis=2, keepdims=True))
        weights /= weights.sum(axis=2, keepdims=True)
        seen = (weights @ value).transpose(1, 0, 2).reshape(t, d)
        x = self.attended.add(seen, x)
        return self.narrowed.add(_gelu(x @ self.widen + self.widen_bias), x)


@dataclass(frozen=True, eq=False)
class Encoder:
    """The encoder with its tokenizer. Make one with `Encoder.load`.

    Attributes:
        tokenizer: Cuts text into token ids.
        packed: The token vectors, two numbers a byte, shape (v, d / 2).
        steps: Their scales, shape (v, d / 32).
        positions: What each position adds, shape (p, d).
        gain: Of the normalisation before the layers, shape (d,).
        shift: The same, shape (d,).
        layers: One after the other.
    """

    tokenizer: Tokenizer
    packed: npt.NDArray[np.uint8]
    steps: npt.NDArray[np.float16]
    positions: Array
    gain: Array
    shift: Array
    layers: tuple[_Layer, ...]

    @classmethod
    def load(cls, folder: Path) -> Encoder:
        """Read a model folder.

        Args:
            folder: Holds `model.safetensors` and `tokenizer.json`.

        Raises:
            NatoqaError: A file is missing or damaged, or the two do not fit together.
        """
        try:
            tensors = load_file(folder / "model.safetensors")
            tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text(encoding="utf-8"))
            made = cls(
                tokenizer,
                tensors["tokens"],
                tensors["tokens.scales"],
                tensors["positions"].astype(np.float32),
                tensors["norm.gain"].astype(np.float32),
                tensors["norm.shift"].astype(np.float32),
                tuple(_layer(tensors, i) for i in range(int(tensors["layers"][0]))),
            )
        except Exception as error:  # the tokenizers library raises plain Exception
            if not isinstance(error, SafetensorError | OSError | KeyError | ValueError):
                error = ValueError(str(error))
            raise NatoqaError(f"cannot read the model in {folder} ({error}): {_REMEDY}") from None
        if tokenizer.get_vocab_size() != len(made.packed):
            raise NatoqaError(
                f"the model in {folder} is damaged: its tokenizer has "
                f"{tokenizer.get_vocab_size()} tokens and its table {len(made.packed)}: {_REMEDY}"
            )
        return made

    def vector(self, ids: Sequence[int]) -> Array:
        """The vector of a text, shape (d,).

        Args:
            ids: Its tokens, t of them, with what begins and ends it.

        Raises:
            ValueError: There are none, or more than the model has positions.
        """
        if not 0 < len(ids) <= len(self.positions):
            raise ValueError(f"{len(ids)} tokens: give 1 to {len(self.positions)}")
        x = unpacked(self.packed[list(ids)], self.steps[list(ids)]) + self.positions[: len(ids)]
        x = _normalised(x, self.gain, self.shift)
        for layer in self.layers:
            x = layer.run(x)
        return np.asarray(x.mean(axis=0))


def unpacked(packed: npt.NDArray[np.uint8], steps: npt.NDArray[np.float16]) -> Array:
    """Token vectors from 4 bits a number.

    Args:
        packed: Shape (n, d / 2): of each byte the low half is one number plus 8, the high half the
            next.
        steps: What each block of numbers is multiplied with, shape (n, d / 32).

    Returns:
        Shape (n, d).
    """
    halves = np.stack([packed & 15, packed >> 4], axis=2).astype(np.float32) - 8.0
    blocks = halves.reshape(len(packed), -1, BLOCK) * steps.astype(np.float32)[:, :, None]
    return np.asarray(blocks.reshape(len(packed), -1))


def _layer(tensors: Tensors, i: int) -> _Layer:
    def matrix(name: str) -> Array:
        weight, scales = tensors[f"{i}.{name}"], tensors[f"{i}.{name}.scales"]
        wide = weight.astype(np.float32) * scales.astype(np.float32)[:, None]
        return np.ascontiguousarray(wide.T)

    def number(name: str) -> Array:
        return tensors[f"{i}.{name}"].astype(np.float32)

    def step(name: str) -> _Step:
        return _Step(
            matrix(name), number(f"{name}.bias"), number(f"{name}.gain"), number(f"{name}.shift")
        )

    return _Layer(
        matrix("attend"),
        number("attend.bias"),
        step("attended"),
        matrix("widen"),
        number("widen.bias"),
        step("narrowed"),
    )


def _normalised(x: Array, gain: Array, shift: Array) -> Array:
    """Layer normalisation (Ba et al. 2016) of each row."""
    x = x - x.mean(axis=1, keepdims=True)
    spread = np.sqrt((x * x).mean(axis=1, keepdims=True) + np.float32(_EPSILON))
    return np.asarray(x / spread * gain + shift)


def _gelu(x: Array) -> Array:
    """GELU (Hendrycks & Gimpel 2016), with the error function of Abramowitz & Stegun 7.1.26."""
    z = np.abs(x) * np.float32(np.sqrt(0.5))
    t = 1.0 / (1.0 + np.float32(0.3275911) * z)
    series = np.full_like(t, 1.061405429)
    for c in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        series = series * t + np.float32(c)
    tail = np.float32(0.5) * series * t * np.exp(-z * z)
    return np.asarray(np.where(x < 0, x * tail, x - x * tail), dtype=np.float32)
