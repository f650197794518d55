"""Sentences that come before better scored ones, for what the question asks in particular."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from natoqa.country_of import says_its_country
from natoqa.glossary import Glossary
from natoqa.lists import counting_out
from natoqa.office import present_holder
from natoqa.pointing import only_names
from natoqa.same_topic import SameTopic
from natoqa.steps import Retrieved
from natoqa.summits import tells_of_summit
from natoqa.text import normalise

_IN_CONCLUSION = re.compile(
    r"結論(?:部|の章|の節)?で(?!す|しょう|き)|おわりに(?:で|の(?:章|節|中))|"
    r"\b(?:in|(?:does|did) (?:the|its|his)|according to the) conclusion\b"
)
# Of so many of the best sentences one is put before the others, by more than they differ.
_NEAR, _OFF = 5, 10.0


def prefer(found: Retrieved, topic: SameTopic, glossary: Glossary) -> Retrieved:
    """What was found, with the sentences first that tell what is asked in particular.

    For 「ドイツは？」 those that tell of Germany what was spoken of; for an office who holds it
    before who will; for the country of a place that one before others; of a summit what that one
    did and no other; for "What does the
    conclusion say on Ukraine?" those of that section.

    Args:
        found: What was found for a question.
        topic: Tells whether a sentence is on what was spoken of.
        glossary: Names of the paper's things.
    """
    standalone, sentences = found.completed.standalone, found.ranking.sentences
    country = only_names(standalone.own, glossary) if standalone.completed else None
    if country is not None:
        found = _first(found, [topic.tells_of(country, s, found) for s in sentences])
    for tells in (present_holder, says_its_country):
        found = _first(found, tells(standalone.text, sentences, glossary))
    of_summit = tells_of_summit(standalone.text, sentences, glossary, topic.titled)
    found = _first(found, of_summit)
    if _IN_CONCLUSION.search(normalise(standalone.text)):
        last = found.ranking.paragraphs[-1].section
        place = found.ranking.paragraph_of
        found = _first(found, [found.ranking.paragraphs[int(i)].section == last for i in place])
    return found


def prefer_counting(found: Retrieved) -> Retrieved:
    """What was found, with the sentence first that counts out "the three plans" asked for."""
    return _first(found, counting_out(found.ranking.question, found.ranking.sentences))


def _first(found: Retrieved, tells: Sequence[bool]) -> Retrieved:
    """Some of the sentences before all others, where one of them is among the best."""
    near = np.argsort(-found.reading, kind="stable")[:_NEAR]
    if not any(tells[int(i)] for i in near):
        return found
    return replace(found, reading=np.where(tells, found.reading, found.reading - _OFF))
