"""The shipped vocabulary in tiktoken's format."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natoqa import NatoqaError, Paper
from natoqa.resources import models_folder
from natoqa.tokens import VOCABULARY, count_tokens, encoding, load_encoding


@given(st.text(max_size=300))
def test_any_text_comes_back_whole(text: str) -> None:
    loaded = encoding()
    assert loaded.decode(loaded.encode_ordinary(text)) == text


@pytest.mark.parametrize("text", ["", " \n\t", "𠮷野家👩‍👩‍👧", "a" * 5000, "ßﬁ①Ⅳ", "\x00\x7f"])
def test_odd_texts_come_back_whole(text: str) -> None:
    loaded = encoding()
    assert loaded.decode(loaded.encode_ordinary(text)) == text
    assert count_tokens(text) == len(loaded.encode_ordinary(text))


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_text_has_no_more_tokens_than_bytes(first: str, second: str) -> None:
    assert count_tokens(first + second) <= len((first + second).encode())


def test_the_vocabulary_knows_both_languages(paper: Paper) -> None:
    japanese = "".join(p.text for p in paper.body)
    english = " ".join(p.translation for p in paper.body)
    assert count_tokens(japanese) < len(japanese)
    assert count_tokens(english) < len(english) / 2


def test_ranks_are_those_of_a_tiktoken_file() -> None:
    lines = (models_folder() / VOCABULARY).read_text("ascii").splitlines()
    assert [int(line.split()[1]) for line in lines] == list(range(len(lines)))
    assert encoding().n_vocab == len(lines)


def test_an_unknown_encoding_is_a_plain_error() -> None:
    with pytest.raises(NatoqaError, match="no-such-encoding"):
        count_tokens("NATO", "no-such-encoding")


@pytest.mark.parametrize(
    "content", ["", "hello world\n", "\x00\x01", "IQ== zero\n", "IQ== 0\nIg== 1\n"]
)
def test_a_damaged_vocabulary_is_a_plain_error(tmp_path: Path, content: str) -> None:
    path = tmp_path / "broken.tiktoken"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(NatoqaError, match=r"broken\.tiktoken"):
        load_encoding(path)


def test_a_missing_vocabulary_is_a_plain_error(tmp_path: Path) -> None:
    with pytest.raises(NatoqaError, match=r"gone\.tiktoken"):
        load_encoding(tmp_path / "gone.tiktoken")
