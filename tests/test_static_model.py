"""The bundled model, run with NumPy alone: same vectors as the standard libraries, clear errors."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from natoqa.errors import NatoqaError
from natoqa.static_model import StaticModel

FOLDER = Path(__file__).resolve().parent.parent / "models" / "natoqa-embed-ja-en"
TEXTS = (
    "次期事務総長は誰ですか？",
    "When was the Comprehensive Assistance Package approved?",
    "ＮＡＴＯは2024年7月に、ワシントンで首脳会合を開いた。",
    "😀",
    "",
    "  \n",
    "ウクライナ " * 400,
)


@pytest.fixture(scope="module")
def model() -> StaticModel:
    return StaticModel.load(FOLDER)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "model"))


def test_vectors_equal_those_of_sentence_transformers(model: StaticModel) -> None:
    sentence_transformers = pytest.importorskip("sentence_transformers")
    expected = sentence_transformers.SentenceTransformer(str(FOLDER), device="cpu").encode(
        list(TEXTS), normalize_embeddings=True
    )
    np.testing.assert_allclose(model.encode(TEXTS), expected, atol=1e-5)


def test_vectors_equal_those_of_model2vec(model: StaticModel) -> None:
    model2vec = pytest.importorskip("model2vec")
    expected = model2vec.StaticModel.from_pretrained(str(FOLDER)).encode(list(TEXTS))
    np.testing.assert_allclose(model.encode(TEXTS), expected, atol=1e-5)


def test_vectors_have_length_one_and_empty_texts_are_zero(model: StaticModel) -> None:
    lengths = np.linalg.norm(model.encode(TEXTS), axis=1)
    np.testing.assert_allclose(lengths, [1, 1, 1, 0, 0, 0, 1], atol=1e-5)
    assert model.encode([]).shape == (0, model.dimensions)


def test_width_and_case_make_no_difference(model: StaticModel) -> None:
    narrow, wide = model.encode(["NATO 2024", "ｎａｔｏ　２０２４"])
    np.testing.assert_allclose(narrow, wide, atol=1e-6)


def test_translation_is_nearer_than_other_sentences(model: StaticModel) -> None:
    japanese = ["大統領は選挙に勝った。", "雨が三日間降り続いた。", "会社は新しい工場を建てる。"]
    english = [
        "The president won the election.",
        "It rained for three days.",
        "The company will build a new factory.",
    ]
    similarity = model.encode(japanese) @ model.encode(english).T
    assert similarity.argmax(axis=1).tolist() == [0, 1, 2]


def test_token_offsets_point_into_the_text(model: StaticModel) -> None:
    text = "ＮＡＴＯは、2024年にワシントンで会合を開いた。"
    found = model.token_vectors(text)
    assert [text[start:end] for start, end in found.offsets.tolist()] == list(found.tokens)
    assert "".join(found.tokens) == "ＮＡＴＯは2024年にワシントンで会合を開いた"
    np.testing.assert_allclose(np.linalg.norm(found.vectors, axis=1), 1.0, atol=1e-5)


def test_token_vectors_add_up_to_the_text_vector(model: StaticModel) -> None:
    found = model.token_vectors(TEXTS[0])
    total = found.weights @ found.vectors
    np.testing.assert_allclose(total / np.linalg.norm(total), model.encode(TEXTS[:1])[0], atol=1e-5)
    assert found.ids.tolist() == model.tokenize(TEXTS[:1])[0].tolist()


def test_empty_text_has_no_tokens(model: StaticModel) -> None:
    found = model.token_vectors("😀")
    assert found.vectors.shape == (0, model.dimensions)
    assert found.tokens == ()


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(NatoqaError, match=f"{name} is missing"):
        StaticModel.load(folder)


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
@pytest.mark.parametrize("kept", [0, 5, 1000])
def test_truncated_file_is_named(folder: Path, name: str, kept: int) -> None:
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[:kept])
    with pytest.raises(NatoqaError, match=f"{name} cannot be read"):
        StaticModel.load(folder)


def test_table_that_does_not_fit_the_tokenizer_is_refused(folder: Path) -> None:
    tensors = load_file(folder / "model.safetensors")
    save_file({k: v[:100].copy() for k, v in tensors.items()}, folder / "model.safetensors")
    with pytest.raises(NatoqaError, match="100 rows"):
        StaticModel.load(folder)


def test_scales_that_do_not_fit_the_table_are_refused(folder: Path) -> None:
    tensors = load_file(folder / "model.safetensors")
    tensors["weights"] = tensors["weights"][:7].copy()
    save_file(tensors, folder / "model.safetensors")
    with pytest.raises(NatoqaError, match="shape"):
        StaticModel.load(folder)


def test_file_without_a_table_is_refused(folder: Path) -> None:
    save_file({"other": np.zeros(3, np.float32)}, folder / "model.safetensors")
    with pytest.raises(NatoqaError, match="no table"):
        StaticModel.load(folder)


def test_folder_is_at_most_25_megabytes() -> None:
    assert sum(file.stat().st_size for file in FOLDER.rglob("*") if file.is_file()) <= 25_000_000
