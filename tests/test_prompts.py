"""Fixed messages: the same in both languages, and each in its own."""

from __future__ import annotations

import re
import string
import tomllib
from pathlib import Path
from typing import Any

import pytest

from natoqa import Assistant
from natoqa.messages import load_messages
from natoqa.resources import prompts_folder

_JAPANESE = re.compile("[ぁ-ゖァ-ヺ一-龯]")
_FILES = sorted(path.name for path in (prompts_folder() / "ja").glob("*.toml"))


def _flat(table: dict[str, Any], prefix: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in table.items():
        if isinstance(value, dict):
            found |= _flat(value, f"{prefix}{name}.")
        elif isinstance(value, list):
            found |= {f"{prefix}{name}.{i}": str(item) for i, item in enumerate(value)}
        else:
            found[prefix + name] = str(value)
    return found


def _read(language: str, name: str) -> dict[str, str]:
    path: Path = prompts_folder() / language / name
    return _flat(tomllib.loads(path.read_text(encoding="utf-8")))


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_files() -> None:
    assert {p.name for p in (prompts_folder() / "en").iterdir()} == {
        p.name for p in (prompts_folder() / "ja").iterdir()
    }


@pytest.mark.parametrize("name", _FILES)
def test_both_languages_have_the_same_messages(name: str) -> None:
    assert set(_read("ja", name)) == set(_read("en", name))


@pytest.mark.parametrize("name", _FILES)
def test_a_message_has_the_same_blanks_in_both_languages(name: str) -> None:
    english = _read("en", name)
    for key, text in _read("ja", name).items():
        if key in english:
            assert _blanks(text) == _blanks(english[key]), key


@pytest.mark.parametrize("name", _FILES)
def test_no_message_is_empty(name: str) -> None:
    for language in ("ja", "en"):
        assert [key for key, text in _read(language, name).items() if not text.strip()] == []


def test_each_language_speaks_itself() -> None:
    # One message answers those who asked in a third language, in both.
    both = "other_language"
    for key, text in _read("en", "messages.toml").items():
        assert key == both or not _JAPANESE.search(text), key
    for key, text in _read("ja", "messages.toml").items():
        if key not in {both, "nearest_item", "nearest_join"}:
            assert _JAPANESE.search(text), key


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_sample_question_is_answered(assistant: Assistant, language: Any) -> None:
    samples = load_messages(language).samples
    assert len(samples) >= 3
    for sample in samples:
        answer = assistant.ask(sample)
        assert answer.answered, sample
        assert answer.language == language
        assert answer.citations, sample
