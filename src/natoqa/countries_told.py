"""Whether an answer names a country where it is asked which: "Which countries are in it?"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from natoqa.glossary import Glossary
from natoqa.mentions import is_country
from natoqa.paper import Sentence
from natoqa.text import normalise

_ASKED = re.compile(
    r"(?<!around )\b(?:which|what) (?:\w+ )?(?:countries|nations|states)\b|"
    r"^(?:and |with |in |from )*(?:which|what) (?:ones|countries)\W*$|"
    r"どの国(?:々)?(?:が(?!いくら|どれ)|か|です|[?]|$)|どこの国(?:が|か|です|[?]|$)|国名|"
    r"(?:参加|加盟)国は(?:どこ|どの国)"
)
# All of them, whichever they are; and an adjective of one.
_ALL = re.compile(
    r"全加盟国|加盟国がそれぞれ|各国|諸国|米軍|英軍|独軍|三国|\beach (?:country|member)\b"
)


def names_no_country(
    question: str, topic: str, answer: Iterable[Sentence], glossary: Glossary
) -> bool:
    """Whether it is asked which countries, and no sentence names one that the question does not.

    Args:
        question: As asked.
        topic: The question completed, if it is a follow-up.
        answer: The sentences of the answer.
        glossary: Names of countries, among others.
    """
    if not _ASKED.search(normalise(question)):
        return False
    said = normalise(topic)
    for sentence in answer:
        found = glossary.find(f"{sentence.text} {sentence.translation}")
        countries = {
            match.entry
            for match in found
            if match.entry.kind == "place" and is_country(match.entry.ja)
        }
        # "The Ukraine Compact" names Ukraine, which is not asked for.
        around = said + "".join(m.entry.ja for m in found if m.entry not in countries)
        told = [c for c in countries if normalise(c.en) not in said and c.ja not in around]
        if told or _ALL.search(sentence.text):
            return False
    return True
