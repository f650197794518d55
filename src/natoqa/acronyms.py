"""What an acronym stands for, put into an answer to "What is JATEC?" that does not say it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from natoqa.glossary import Entry
from natoqa.text import normalise
from natoqa.units import Language


@dataclass(frozen=True)
class Expansion:
    """What an acronym stands for, to be put into a sentence of an answer.

    Attributes:
        sentence: Which one.
        at: Where in it.
        text: The words, in the brackets of an editor.
    """

    sentence: int
    at: int
    text: str


def spelt_out(
    entries: Sequence[Entry], sentences: Sequence[str], said_in: str, language: Language
) -> Expansion | None:
    """Where an answer should say what the acronym that is asked about stands for.

    Args:
        entries: The things that a question asks the meaning of.
        sentences: Of the answer, in its language.
        said_in: The paper's Japanese text: a name that it does not have is not its own.
        language: Of the answer.

    Returns:
        None where the answer says it or has no good place for it.
    """
    if len(entries) != 1 or not entries[0].acronym or entries[0].ja not in said_in:
        return None
    name = entries[0].ja if language == "ja" else entries[0].en
    if any(normalise(name) in normalise(sentence) for sentence in sentences):
        return None
    # A bare acronym: no part of another name, none in brackets and no possessive.
    after = r"(?=[\u3041-\u3096、。])" if language == "ja" else r"(?![\w'’)-])"
    bare = re.compile(rf"(?<![A-Za-z(（「]){re.escape(entries[0].acronym)}{after}")
    for i, sentence in enumerate(sentences):
        found = bare.search(sentence)
        if found:
            words = f"〔{name}〕" if language == "ja" else f" [{name}]"
            return Expansion(i, found.end(), words)
    return None
