"""The words inside a sentence that answer: found by type, or not marked at all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from natoqa.answer import Span
from natoqa.glossary import Glossary
from natoqa.mentions import Mention, answers, is_country, mentions
from natoqa.question import AnswerType, Question
from natoqa.static_model import StaticModel, TokenVectors
from natoqa.units import Language

# Types that a short span can answer, and what else may stand for each.
_ACCEPTED: dict[AnswerType, tuple[AnswerType, ...]] = {
    "person": ("person",),
    "official": ("person",),
    "time": ("time",),
    "date": ("time",),
    "place": ("place",),
    "city": ("city",),
    "country": ("country",),
    "number": ("number",),
    "money": ("money",),
    "percent": ("percent",),
    "duration": ("duration",),
    "frequency": ("frequency",),
    "amount": ("money", "percent", "number"),
    "which": ("place", "country", "organisation"),
    "organisation": ("organisation",),
    "event": ("event",),
}
_PLACES = frozenset({"place", "city"})
# Kinds of things with numbers, times and places of their own.
_HAVE_VALUES = frozenset({"organisation", "exercise"})
_DATED = frozenset({"time", "date"})
# Types whose answers are names, of which several in a row are one answer.
_NAMED = frozenset({"country", "person", "official", "organisation", "place", "which"})
_JOIN = {
    "ja": re.compile(r"[、・，と]|および|及び"),
    "en": re.compile(r",? and (?:the )?|, (?:the )?"),
}


_ASKS: Mapping[Language, re.Pattern[str]] = {
    "ja": re.compile(r"誰|どこ|いつ|何|いくら|いくつ|どの|どれ|どんな|どう|なぜ"),
    "en": re.compile(r"\b(?:who|whom|where|when|what|which|how many|how much|how long|why)\b"),
}
# How fast nearness fades with distance, in characters.
_REACH: Mapping[Language, float] = {"ja": 20.0, "en": 50.0}
# A date may stand far before what it dates.
_DATE_REACH = 2.0
# A question token has its place where a sentence token matches it at least this well (cosine).
_PLACED = 0.5
# Countries that the whole text is about are not where something is.
_EVERYWHERE = frozenset({"ウクライナ", "ロシア", "欧州", "ukraine", "russia", "europe"})
# "The Warsaw Summit" is when something was decided, not where it is.
_OF_A_MEETING: Mapping[Language, re.Pattern[str]] = {
    "ja": re.compile(r"(?:首脳)?会合|首脳|宣言|サミット"),
    "en": re.compile(r" (?:summit|declaration)", re.IGNORECASE),
}
# Something is "at SHAPE" too, which is no town.
_AT_A_BODY: Mapping[Language, re.Pattern[str]] = {
    "ja": re.compile(r"[A-Z]{3,}[）)]?(?:を拠点|に所在|に置|に設|に位置)"),
    "en": re.compile(r"\bat (?:the )?[A-Z]"),
}
# Parts of a sum are not the sum.
_TOTAL: Mapping[Language, re.Pattern[str]] = {
    "ja": re.compile(r"計(?=[\d０-９一二三四五六七八九])"),
    "en": re.compile(r"\btotal of (?=\d)"),
}
_CLAUSE = re.compile(r"[、。，;]|, ")
_BOUNDARY, _BEFORE = 0.4, 0.6
# The "two" of "two-thirds" and the 3 of 「3分の2」 are no count.
_FRACTION = re.compile(r"[- ](?:thirds?|quarters?|fifths?)\b|分の")
# The nearest candidate must be this many times as near as the next.
_MARGIN = 1.4


class SpanFinder:
    """Finds the answering words of a sentence.

    Args:
        model: Gives the token vectors by which question and sentence are aligned.
        glossary: Names of the paper's things; None for any other text.
    """

    def __init__(self, model: StaticModel, glossary: Glossary | None) -> None:
        self._model = model
        self._glossary = glossary

    def find(self, text: str, question: Question, tokens: TokenVectors) -> Span | None:
        """The stretch of a sentence that answers, or None when that is not certain.

        Candidates are what the sentence holds of the type asked for and the question does not
        say itself. Among several names the one nearest to where the sentence takes up the
        question's words is chosen, if it is clearly the nearest; among several numbers only a
        total.

        Args:
            text: The sentence, in the question's language.
            question: The question.
            tokens: The question's token vectors.
        """
        accepted = _ACCEPTED.get(question.expects)
        if question.expects == "place" and self._glossary is None:
            # Without names of towns only countries would be found.
            return None
        if accepted is None or len(_ASKS[question.spoken].findall(question.normalised)) > 1:
            # Two questions in one have no single answer.
            return None
        found = [
            m
            for m in mentions(text, question.language, self._glossary)
            if m.kind in accepted
            and answers(m, question)
            and not _bare(m)
            and not (m.kind == "number" and _FRACTION.match(text, m.end))
        ]
        found = _longest(found)
        if question.expects in _PLACES:
            if _AT_A_BODY[question.language].search(text):
                return None
            meeting = _OF_A_MEETING[question.language]
            elsewhere = [m for m in found if not meeting.match(text, m.end)]
            if len(elsewhere) < len(found) and all(is_country(m.surface) for m in elsewhere):
                return None  # "the Hague Summit, in the Netherlands" is not just in that country
            found = elsewhere
        if question.expects in _NAMED:
            found = _joined(text, found, question.language)
        found = _cities_first(found, question.expects)
        if not found:
            return None
        if len(found) > 1:
            nearness = self._nearness(text, found, question, tokens)
            order = np.argsort(-nearness)
            if nearness[order[0]] < _MARGIN * nearness[order[1]]:
                return None
            nearest = found[int(order[0])]
            totals = [m.end() for m in _TOTAL[question.language].finditer(text)]
            sums = [m for m in found if any(m.start <= at < m.end for at in totals)]
            if (sums or question.expects not in _NAMED) and nearest not in sums:
                return None  # of several dates or numbers, the nearest is wrong as often as not
            found = [nearest]
        if self._is_of_another(text, found[0], question):
            return None
        return Span(start=found[0].start, end=found[0].end)

    def _is_of_another(self, text: str, mention: Mention, question: Question) -> bool:
        """Whether a thing of the kind that is asked about, but not it, is named nearer."""
        asked = {e for e in question.entries if e.kind in _HAVE_VALUES}
        if not asked or self._glossary is None or question.expects in _NAMED:
            return False
        # NATO's, and the JFCs that JFC Norfolk is one of, are no others.
        names = {"NATO", *(name for entry in asked for name in entry.surfaces)}
        away = [
            (max(m.start - mention.end, mention.start - m.end), m.entry in asked)
            for m in self._glossary.find(text)
            if m.entry.kind in _HAVE_VALUES
            and (m.entry in asked or not _is_part(m.entry.acronym, names))
        ]
        return any(is_asked for _, is_asked in away) and not min(away)[1]

    def _nearness(
        self, text: str, found: Sequence[Mention], question: Question, tokens: TokenVectors
    ) -> npt.NDArray[np.float64]:
        """How near each mention is to the places of the question's words, shape (len(found),)."""
        sentence = self._model.token_vectors(text)
        result = np.zeros(len(found))
        if not len(sentence.ids) or not len(tokens.ids):
            return result
        cosines = tokens.vectors @ sentence.vectors.T
        middle = sentence.offsets.mean(axis=1)
        reach = _REACH[question.language] * (_DATE_REACH if question.expects in _DATED else 1.0)
        for k, mention in enumerate(found):
            outside = (sentence.offsets[:, 1] <= mention.start) | (
                sentence.offsets[:, 0] >= mention.end
            )
            fade = np.exp(-np.abs(middle - (mention.start + mention.end) / 2) / reach)
            fade *= _BOUNDARY ** np.array(
                [_boundaries(text, mention, float(at)) for at in middle], dtype=np.float64
            )
            if question.language == "ja" and question.expects in _DATED:
                # What a Japanese date belongs to follows it.
                fade = np.where(middle < mention.start, _BEFORE * fade, fade)
            worth = np.where((cosines >= _PLACED) & outside, cosines * fade, 0.0)
            result[k] = float(tokens.weights @ worth.max(axis=1))
        return result


def _is_part(acronym: str, names: set[str]) -> bool:
    return bool(acronym) and any(acronym in name for name in names)


def _bare(mention: Mention) -> bool:
    """A number that counts nothing: a year, or part of a name."""
    return mention.kind == "number" and mention.surface.replace(",", "").isdecimal()


def _boundaries(text: str, mention: Mention, at: float) -> int:
    """How many clause boundaries stand between a mention and a place in the text."""
    between = text[mention.end : int(at)] if at > mention.end else text[int(at) : mention.start]
    return len(_CLAUSE.findall(between))


def _cities_first(found: list[Mention], expects: AnswerType) -> list[Mention]:
    """For "where", a place that is no country, if there is one."""
    if expects != "place":
        return found
    cities = [m for m in found if not is_country(m.surface)]
    return cities or [m for m in found if m.surface not in _EVERYWHERE]


def _longest(found: list[Mention]) -> list[Mention]:
    """Drop mentions inside others."""
    return [
        m
        for m in dict.fromkeys(found)
        if not any(
            o is not m
            and o.start <= m.start
            and m.end <= o.end
            and (o.end - o.start) > (m.end - m.start)
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
