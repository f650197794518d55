"""The project's own summary of the paper, by section or whole."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from natoqa.errors import NatoqaError
from natoqa.intent import Intent
from natoqa.resources import corpus_folder
from natoqa.units import Language

# Which part of the summary each asks for.
PARTS: Mapping[Intent, str] = {
    "summary": "whole",
    "introduction": "s1",
    "deterrence": "s2",
    "ukraine": "s3",
    "partnership": "s4",
    "conclusion": "conclusion",
}


@dataclass(frozen=True)
class SummarySentence:
    """A sentence of the summary and the sentences of the paper it rests on."""

    ja: str
    en: str
    paragraphs: tuple[str, ...]
    evidence: tuple[str, ...]

    def text(self, language: Language) -> str:
        """The sentence in one language."""
        return self.ja if language == "ja" else self.en


@cache
def load_summary(slug: str) -> dict[str, tuple[SummarySentence, ...]]:
    """Read corpus/<slug>/summary.toml: its sentences by part.

    The parts are the whole, the sections s1 to s4, the conclusion and the decisions.

    Raises:
        NatoqaError: The file is missing or damaged.
    """
    path = corpus_folder(slug) / "summary.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise NatoqaError(f"cannot read {path} ({error}): install natoqa again") from None
    return {
        part: tuple(
            SummarySentence(s["ja"], s["en"], tuple(s["paragraphs"]), tuple(s["evidence"]))
            for s in body["sentence"]
        )
        for part, body in table.items()
    }
