"""The encoder in NumPy gives what transformers gives with the same weights."""

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file
from transformers import BertConfig, BertModel

from natoqa.encoder import HEADS, Encoder, unpacked
from natoqa.errors import NatoqaError
from natoqa.resources import models_folder
from natoqa.second_look import NAME, read_as

FOLDER = models_folder() / NAME


@pytest.fixture(scope="module")
def encoder():
    return Encoder.load(FOLDER)


@pytest.fixture(scope="module")
def bert():
    """The same weights in transformers' own model."""
    tensors = load_file(FOLDER / "model.safetensors")

    def matrix(name):
        return (
            tensors[name].astype(np.float32) * tensors[f"{name}.scales"].astype(np.float32)[:, None]
        )

    table = unpacked(tensors["tokens"], tensors["tokens.scales"])
    width = table.shape[1]
    state = {
        "embeddings.word_embeddings.weight": table,
        "embeddings.position_embeddings.weight": tensors["positions"],
        "embeddings.token_type_embeddings.weight": np.zeros((2, width)),
        "embeddings.LayerNorm.weight": tensors["norm.gain"],
        "embeddings.LayerNorm.bias": tensors["norm.shift"],
    }
    layers = int(tensors["layers"][0])
    for i in range(layers):
        at = f"encoder.layer.{i}."
        weights = np.split(matrix(f"{i}.attend"), 3)
        biases = np.split(tensors[f"{i}.attend.bias"], 3)
        for name, weight, bias in zip(("query", "key", "value"), weights, biases, strict=True):
            state[f"{at}attention.self.{name}.weight"] = weight
            state[f"{at}attention.self.{name}.bias"] = bias
        for ours, theirs in (
            ("attended", "attention.output"),
            ("widen", "intermediate"),
            ("narrowed", "output"),
        ):
            state[f"{at}{theirs}.dense.weight"] = matrix(f"{i}.{ours}")
            state[f"{at}{theirs}.dense.bias"] = tensors[f"{i}.{ours}.bias"]
            if ours != "widen":
                state[f"{at}{theirs}.LayerNorm.weight"] = tensors[f"{i}.{ours}.gain"]
                state[f"{at}{theirs}.LayerNorm.bias"] = tensors[f"{i}.{ours}.shift"]
    config = BertConfig(
        vocab_size=len(table),
        hidden_size=width,
        num_hidden_layers=layers,
        num_attention_heads=HEADS,
        intermediate_size=len(matrix("0.widen")),
        max_position_embeddings=len(tensors["positions"]),
        layer_norm_eps=1e-12,
    )
    model = BertModel(config, add_pooling_layer=False)
    model.load_state_dict(
        {k: torch.tensor(np.asarray(v), dtype=torch.float32) for k, v in state.items()}
    )
    return model.eval()


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [
        ("Where will NSATU be based?", ""),
        ("日本のITPPは公開されていますか？", ""),
        ("いつ？", "NSATUの司令部はどこですか？ ドイツのヴィースバーデンに置かれる。"),
        ("", ""),
        ("x" * 2000, "y " * 2000),
    ],
)
def test_vectors_are_those_of_transformers(encoder, bert, asked, spoken):
    ids = read_as(encoder.tokenizer, asked, spoken)
    with torch.no_grad():
        wanted = bert(torch.tensor([ids])).last_hidden_state[0].mean(0).numpy()
    np.testing.assert_allclose(encoder.vector(ids), wanted, atol=1e-4)


def test_a_text_without_tokens_or_with_too_many_is_an_error(encoder):
    for ids in ([], [5] * (len(encoder.positions) + 1)):
        with pytest.raises(ValueError, match=f"{len(ids)} tokens"):
            encoder.vector(ids)


def test_a_missing_or_damaged_folder_is_one_plain_line(tmp_path):
    for content in (None, b"", b"\xff" * 100):
        if content is not None:
            (tmp_path / "model.safetensors").write_bytes(content)
        with pytest.raises(NatoqaError) as caught:
            Encoder.load(tmp_path)
        assert str(tmp_path) in str(caught.value)
        assert "\n" not in str(caught.value)


def test_a_tokenizer_of_another_model_is_found_out(tmp_path):
    (tmp_path / "model.safetensors").symlink_to(FOLDER / "model.safetensors")
    other = models_folder() / "natoqa-embed-ja-en" / "tokenizer.json"
    (tmp_path / "tokenizer.json").write_bytes(other.read_bytes())
    with pytest.raises(NatoqaError, match="is damaged: its tokenizer has"):
        Encoder.load(tmp_path)
