"""Which country a place or body is in: 「モンスはどこの国？」 is told 「ベルギーのモンス」."""

from __future__ import annotations

import re
from collections.abc import Sequence

from natoqa.glossary import Glossary
from natoqa.paper import Sentence
from natoqa.text import normalise

_ASKS = re.compile(
    r"(?:どこの|どの|何という|いずれの)国(?!々|が|も|は)|"
    r"\b(?:which|what) country(?:['’]s)? (?:is|does|are|was|will|hosts?|houses?)\b"
)


def says_its_country(
    question: str, sentences: Sequence[Sentence], glossary: Glossary
) -> list[bool]:
    """Which sentences name the one thing that a question asks the country of as in that country.

    Args:
        question: In either language.
        sentences: Of the paper.
        glossary: Names of its places and bodies.

    Returns:
        All false where no country is asked for.
    """
    text = normalise(question)
    named = {m.entry for m in glossary.find(text)} if _ASKS.search(text) else set()
    if len(named) != 1:
        return [False] * len(sentences)
    (thing,) = named
    places = "|".join(
        re.escape(entry.ja)
        for entry in glossary.entries
        if entry.kind == "place" and entry is not thing
    )
    names = "|".join(re.escape(name) for name in (thing.ja, thing.acronym) if name)
    pattern = re.compile(rf"(?:{places})(?:の|にある)(?:{names})")
    return [bool(pattern.search(sentence.text)) for sentence in sentences]
