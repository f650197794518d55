"""The words inside a sentence that answer: found by type, or not marked at all."""

from __future__ import annotations

import re

import numpy as np

from natoqa.answer import Span
from natoqa.glossary import Glossary
from natoqa.mentions import Mention, answers, mentions
from natoqa.question import AnswerType, Question
from natoqa.units import Language

# Types that a short span can answer, and what else may stand for each.
_ACCEPTED: dict[AnswerType, tuple[AnswerType, ...]] = {
    "person": ("person",),
    "time": ("time",),
    "place": ("place",),
    "country": ("country",),
    "number": ("number",),
    "money": ("money",),
    "percent": ("percent",),
    "duration": ("duration",),
    "organisation": ("organisation",),
}
_JOIN = {"ja": re.compile(r"[、・，と]|および|及び"), "en": re.compile(r",? and (?:the )?|, (?:the )?")}


def answer_span(
    text: str, question: Question, glossary: Glossary | None
) -> Span | None:
    """The stretch of a sentence that answers, or None when that is not certain.

    Args:
        text: The sentence, in the question's language.
        question: The question.
        glossary: Names of the paper's things.
    """
    accepted = _ACCEPTED.get(question.expects)
    if accepted is None:
        return None
    found = _longest([
        m
        for m in mentions(text, question.language, glossary)
        if m.kind in accepted and answers(m, question)
    ])
    if question.expects == "country":
        found = _joined(text, found, question.language)
    if not found:
        return None
    if len(found) > 1:
        near = sorted(found, key=lambda m: _distance(text, m, question))
        if _distance(text, near[0], question) == _distance(text, near[1], question):
            return None
        found = near
    return Span(start=found[0].start, end=found[0].end)


def _longest(found: list[Mention]) -> list[Mention]:
    """Drop mentions inside others."""
    return [
        m
        for m in dict.fromkeys(found)
        if not any(
            o is not m and o.start <= m.start and m.end <= o.end and (o.end - o.start) > (m.end - m.start)
            for o in found
        )
    ]


def _joined(text: str, found: list[Mention], language: Language) -> list[Mention]:
    """Names in a row ("Bulgaria, Hungary and Romania") become one span."""
    result: list[Mention] = []
    for mention in sorted(found, key=lambda m: m.start):
        if result and _JOIN[language].fullmatch(text[result[-1].end : mention.start]):
            result[-1] = Mention(mention.kind, result[-1].start, mention.end)
        else:
            result.append(mention)
    return result


def _distance(text: str, mention: Mention, question: Question) -> float:
    """Mean distance in characters from the mention to the question's words in the text."""
    low = text.lower()
    middle = (mention.start + mention.end) / 2
    gaps = []
    for term in set(question.terms):
        at = [m.start() for m in re.finditer(re.escape(term), low)]
        if at:
            gaps.append(min(abs(a - middle) for a in at))
    return float(np.mean(sorted(gaps)[:4])) if gaps else float(len(text))
