"""Write the model folder that sentence-transformers, model2vec and natoqa load."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import save
from tokenizers import Tokenizer


def quantise(
    table: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Round each row to int8 with one scale of its own.

    Args:
        table: Shape (v, d).

    Returns:
        Rows, shape (v, d), and scales, shape (v,): `table` is about rows * scales[:, None].
    """
    scales = np.maximum(np.abs(table).max(axis=1), 1e-12) / 127.0
    rows = np.rint(table / scales[:, None]).astype(np.int8)
    return rows, scales.astype(np.float32)


def write_model(folder: Path, tokenizer: Tokenizer, table: npt.NDArray[np.float32]) -> None:
    """Write tokenizer, table and the small files that say what the folder is."""
    folder.mkdir(parents=True, exist_ok=True)
    rows, scales = quantise(table)
    (folder / "model.safetensors").write_bytes(save({"embeddings": rows, "weights": scales}))
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    package = "sentence_transformers.models"
    modules = [
        {"idx": 0, "name": "0", "path": "", "type": f"{package}.StaticEmbedding"},
        {"idx": 1, "name": "1", "path": "1_Normalize", "type": f"{package}.Normalize"},
    ]
    settings: dict[str, object] = {
        "prompts": {},
        "default_prompt_name": None,
        "similarity_fn_name": "cosine",
    }
    model2vec = {
        "model_type": "model2vec",
        "architectures": ["StaticModel"],
        "tokenizer_name": folder.name,
        "hidden_dim": table.shape[1],
        "seq_length": 1_000_000,
        "max_length": None,
        "normalize": True,
        "embedding_dtype": "int8",
    }
    files = {
        "modules.json": modules,
        "config_sentence_transformers.json": settings,
        "config.json": model2vec,
    }
    for name, content in files.items():
        (folder / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
