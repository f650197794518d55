"""The bundled embedding model, run with NumPy alone.

The model is a table: a text is cut into tokens, each token has one vector, and the text's vector
is their mean, scaled to length 1. The folder is a standard one, which
`sentence_transformers.SentenceTransformer` and `model2vec.StaticModel` load too and give the same
vectors; this module exists because importing PyTorch costs seconds and this a fraction of one.

Files: `model.safetensors` holds `embeddings` (tokens × dimensions, int8 or float) and, where the
rows are scaled, `weights` (one float32 for each token); `tokenizer.json` is a Hugging Face
tokenizer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from natoqa.errors import NatoqaError

_EPSILON = 1e-12
# Inside a token of the vocabulary the marks would be escaped.
_UNKNOWN = re.compile(r'(?<!\\)"unk_id"\s*:\s*(\d+)')
_REMEDY = "restore the folder from the repository or install natoqa again"


@dataclass(frozen=True)
class TokenVectors:
    """The tokens of one text with a vector each, for late interaction.

    Attributes:
        ids: Token ids, shape (t,).
        tokens: The tokens as the text has them, length t.
        offsets: Start and end of each token in the text, in characters, shape (t, 2).
        vectors: Unit vectors, shape (t, d).
        weights: How much each token counts: the length of its vector before scaling, shape (t,).
    """

    ids: npt.NDArray[np.int32]
    tokens: tuple[str, ...]
    offsets: npt.NDArray[np.int32]
    vectors: npt.NDArray[np.float32]
    weights: npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class StaticModel:
    """A table of token vectors with its tokenizer. Make one with `StaticModel.load`.

    Attributes:
        tokenizer: Cuts text into token ids.
        table: One row for each token id, shape (v, d), int8 or float.
        scales: What each row is multiplied with, shape (v,).
        unknown_id: The id that stands for what the vocabulary lacks; its tokens are dropped.
    """

    tokenizer: Tokenizer
    table: npt.NDArray[Any]
    scales: npt.NDArray[np.float32]
    unknown_id: int | None

    @classmethod
    def load(cls, folder: Path) -> StaticModel:
        """Read a model folder.

        Args:
            folder: Holds `model.safetensors` and `tokenizer.json`.

        Raises:
            NatoqaError: A file is missing or damaged, or the two do not fit together.
        """
        tokenizer, unknown_id = _read_tokenizer(folder / "tokenizer.json")
        table, scales = _read_table(folder / "model.safetensors")
        tokens = tokenizer.get_vocab_size()
        if tokens != len(table):
            raise NatoqaError(
                f"The model in {folder} is damaged: the tokenizer has {tokens} tokens and the "
                f"table {len(table)} rows; {_REMEDY}."
            )
        return cls(tokenizer, table, scales, unknown_id)

    @property
    def dimensions(self) -> int:
        """The length of a vector, d."""
        return int(self.table.shape[1])

    def tokenize(self, texts: Sequence[str]) -> list[npt.NDArray[np.int32]]:
        """Give the token ids of each text: no special tokens, unknown ones dropped."""
        if len(texts) == 1:
            return [_cut(texts[0], self)[0]]
        encodings = self.tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        rows = (np.array(encoding.ids, dtype=np.int32) for encoding in encodings)
        return [row[row != self.unknown_id] for row in rows]

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Embed texts.

        Args:
            texts: Any number of texts; an empty one gets the zero vector.

        Returns:
            Unit vectors, shape (len(texts), d).
        """
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        return np.stack([self.text_vector(ids) for ids in self.tokenize(texts)])

    def text_vector(self, ids: npt.NDArray[np.int32]) -> npt.NDArray[np.float32]:
        """The unit vector of a text that has these tokens, shape (d,); zero for none."""
        # Weights times rows in one product: the mean without a copy of the scaled rows.
        total = self.scales[ids] @ self.table[ids].astype(np.float32)
        return np.asarray(total / max(float(np.linalg.norm(total)), _EPSILON), dtype=np.float32)

    def token_vectors(self, text: str) -> TokenVectors:
        """Give each token of a text its own vector, for late interaction."""
        ids, offsets = _cut(text, self)
        vectors, weights = self.vectors(ids)
        return TokenVectors(
            ids=ids,
            tokens=tuple(text[start:end] for start, end in offsets.tolist()),
            offsets=offsets,
            vectors=vectors,
            weights=weights,
        )

    def vectors(
        self, ids: npt.NDArray[np.int32]
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """The unit vectors of t tokens, shape (t, d), and their lengths before, shape (t,)."""
        vectors = self.table[ids].astype(np.float32) * self.scales[ids, None]
        weights = np.linalg.norm(vectors, axis=1)
        return vectors / np.maximum(weights, _EPSILON)[:, None], weights


@lru_cache(maxsize=64)
def _cut(text: str, model: StaticModel) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """The token ids of one text, shape (t,), and where each stands in it, shape (t, 2).

    A question is cut for several uses, one after the other.
    """
    encoding = model.tokenizer.encode(text, add_special_tokens=False)
    ids = np.array(encoding.ids, dtype=np.int32)
    offsets = np.array(encoding.offsets, dtype=np.int32).reshape(-1, 2)
    known = ids != model.unknown_id
    return ids[known], offsets[known]


def _read_tokenizer(path: Path) -> tuple[Tokenizer, int | None]:
    """Read the tokenizer and the id it gives to what it does not know."""
    try:
        text = path.read_text(encoding="utf-8")
        tokenizer = Tokenizer.from_str(text)
    except FileNotFoundError:
        raise NatoqaError(f"The model file {path} is missing; {_REMEDY}.") from None
    except Exception as error:  # the tokenizers library raises plain Exception
        raise NatoqaError(f"The model file {path} cannot be read ({error}); {_REMEDY}.") from error
    # Not by reading the JSON: that takes longer than making the tokenizer.
    unknown = _UNKNOWN.search(text)
    return tokenizer, int(unknown[1]) if unknown else None


def _read_table(path: Path) -> tuple[npt.NDArray[Any], npt.NDArray[np.float32]]:
    """Read the rows and their scales (1 where the file has none)."""
    try:
        tensors = load_file(path)
    except FileNotFoundError:
        raise NatoqaError(f"The model file {path} is missing; {_REMEDY}.") from None
    except (SafetensorError, OSError, ValueError, KeyError) as error:
        raise NatoqaError(f"The model file {path} cannot be read ({error}); {_REMEDY}.") from error
    table = tensors.get("embeddings", tensors.get("embedding.weight"))
    if table is None or table.ndim != 2 or 0 in table.shape:
        raise NatoqaError(f"The model file {path} holds no table of vectors; {_REMEDY}.")
    scales = tensors.get("weights", np.ones(len(table), dtype=np.float32))
    if scales.shape != (len(table),):
        raise NatoqaError(
            f"The model file {path} is damaged: {len(table)} rows but weights of shape "
            f"{scales.shape}; {_REMEDY}."
        )
    return table, scales.astype(np.float32)
