"""Token counts with tiktoken and a vocabulary that ships with natoqa."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path

import tiktoken

from natoqa.errors import NatoqaError
from natoqa.resources import models_folder

VOCABULARY = "natoqa-16k.tiktoken"
# Letters with their marks, digits in threes, the rest, blanks: no look-ahead, so that the
# trainer (training/vocabulary.py) and tiktoken split alike.
PATTERN = r"[\p{L}\p{M}]+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+|\s+"


def load_encoding(path: Path) -> tiktoken.Encoding:
    """Read a vocabulary in tiktoken's format: base64 token, blank, rank, a line each.

    Raises:
        NatoqaError: The file is missing or damaged.
    """
    try:
        ranks = {
            base64.b64decode(token): int(rank)
            for token, rank in (line.split() for line in path.read_text("ascii").splitlines())
        }
        if any(bytes([value]) not in ranks for value in range(256)):
            raise ValueError("some single bytes are missing")
        return tiktoken.Encoding(
            path.stem, pat_str=PATTERN, mergeable_ranks=ranks, special_tokens={}
        )
    except (OSError, ValueError) as error:
        raise NatoqaError(
            f"cannot read the vocabulary {path}: {error}: install natoqa again"
        ) from None


@cache
def encoding(name: str | None = None) -> tiktoken.Encoding:
    """The shipped encoding, or one of OpenAI's by name.

    Args:
        name: None for the shipped vocabulary; else a name such as
            "o200k_base", which tiktoken downloads unless it is cached.

    Raises:
        NatoqaError: The named encoding is unknown or cannot be had.
    """
    if name is None:
        return load_encoding(models_folder() / VOCABULARY)
    try:
        return tiktoken.get_encoding(name)
    except Exception as error:  # tiktoken raises requests' errors, KeyError and ValueError
        raise NatoqaError(
            f"tiktoken encoding {name!r} cannot be had ({type(error).__name__}): "
            "leave it unset to use the shipped vocabulary"
        ) from None


def count_tokens(text: str, name: str | None = None) -> int:
    """How many tokens a text has."""
    return len(encoding(name).encode_ordinary(text))
