"""What the paper's tokens match: kept beside the index, and worked out again when it must be."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from natoqa import Assistant, Settings
from natoqa.embeddings import bundled_model
from natoqa.late_interaction import PackedPassages, best_matches, pack
from natoqa.legs import Side
from natoqa.static_model import StaticModel
from natoqa.token_matches import token_matches

SENTENCES = ("NATOは首脳会合を開いた。", "", "The summit met in Washington.", "支援は続く。")


@pytest.fixture(scope="module")
def model() -> StaticModel:
    return bundled_model()


@pytest.fixture(scope="module")
def packed(model: StaticModel) -> PackedPassages:
    return pack(SENTENCES, model)


def kept(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def test_they_are_what_late_interaction_finds(
    model: StaticModel, packed: PackedPassages, tmp_path: Path
) -> None:
    ids = np.arange(1000, 1300, dtype=np.int32)
    found = token_matches(tmp_path, ids, packed, model)
    np.testing.assert_allclose(found, best_matches(model.vectors(ids)[0], packed), atol=1e-6)


def test_the_file_is_used_again(model: StaticModel, packed: PackedPassages, tmp_path: Path) -> None:
    first = token_matches(tmp_path, packed.ids, packed, model)
    (file,) = kept(tmp_path)
    before = file.stat().st_mtime_ns
    np.testing.assert_array_equal(token_matches(tmp_path, packed.ids, packed, model), first)
    assert kept(tmp_path) == [file]
    assert file.stat().st_mtime_ns == before


def test_other_sentences_have_a_file_of_their_own(
    model: StaticModel, packed: PackedPassages, tmp_path: Path
) -> None:
    token_matches(tmp_path, packed.ids, packed, model)
    others = pack(SENTENCES[::-1], model)
    found = token_matches(tmp_path, packed.ids, others, model)
    assert len(kept(tmp_path)) == 2
    assert (found[:, 2] == 0.0).all()  # the empty one stands there now
    assert (found[:, 1] != 0.0).any()


@pytest.mark.parametrize("damage", [b"", b"\x10\x00\x00\x00\x00\x00\x00\x00{}", b"x" * 4096])
def test_a_damaged_file_is_written_again(
    model: StaticModel, packed: PackedPassages, tmp_path: Path, damage: bytes
) -> None:
    first = token_matches(tmp_path, packed.ids, packed, model)
    (file,) = kept(tmp_path)
    whole = file.read_bytes()
    file.write_bytes(damage)
    np.testing.assert_array_equal(token_matches(tmp_path, packed.ids, packed, model), first)
    assert file.read_bytes() == whole


def test_a_file_with_one_bit_changed_is_written_again(
    model: StaticModel, packed: PackedPassages, tmp_path: Path
) -> None:
    first = token_matches(tmp_path, packed.ids, packed, model)
    (file,) = kept(tmp_path)
    whole = bytearray(file.read_bytes())
    whole[-2] ^= 1
    file.write_bytes(whole)
    np.testing.assert_array_equal(token_matches(tmp_path, packed.ids, packed, model), first)


def test_where_nothing_can_be_written_they_are_worked_out(
    model: StaticModel, packed: PackedPassages, tmp_path: Path
) -> None:
    found = token_matches(tmp_path / "missing", packed.ids, packed, model)
    assert found.shape == (len(packed.ids), len(SENTENCES))
    assert kept(tmp_path) == []


def test_looked_up_matches_are_those_worked_out(model: StaticModel, tmp_path: Path) -> None:
    fresh, knowing = Side([SENTENCES], model), Side([SENTENCES], model)
    ids = knowing.packed.ids
    knowing.remember(ids, token_matches(tmp_path, ids, knowing.packed, model))
    tokens = model.token_vectors("次のNATO首脳会合はどこで開かれる？ Washington?")
    np.testing.assert_allclose(knowing.matches(tokens), fresh.matches(tokens), atol=1e-6)


def test_an_index_keeps_those_of_both_languages(tmp_path: Path) -> None:
    settings = Settings(index_dir=tmp_path)
    question = "次期事務総長は誰ですか？"
    first = Assistant(settings).ask(question)
    folder = next(path for path in tmp_path.iterdir() if path.is_dir())
    assert len(list(folder.glob("matches-*.safetensors"))) == 2
    again = Assistant(settings).ask(question)
    assert (again.text, again.confidence) == (first.text, first.confidence)
