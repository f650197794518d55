"""Whether an answer is about something else than was asked: a year, a thing, a person, a reason.

"When did JFC Brunssum reach full operational capability?" has every word of a sentence on JFC
Norfolk.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from natoqa.attributes import lacks_attribute
from natoqa.countries_told import names_no_country
from natoqa.glossary import Entry, Glossary
from natoqa.mentions import kinds_of
from natoqa.office import asks_for_earlier_holder, asks_for_somebody_else
from natoqa.paper import Paper, Paragraph, Sentence
from natoqa.question import expected_type
from natoqa.reading import Pick
from natoqa.relative_year import with_year
from natoqa.same_topic import SameTopic
from natoqa.something_else import wants_more
from natoqa.steps import Retrieved
from natoqa.summits import is_of_another_summit
from natoqa.things import KINDS, Things, all_of, is_named
from natoqa.units import Language
from natoqa.words import content_words
from natoqa.years_told import of_another_year

# What a name of the paper is asked for that another of its kind has too, and what an event has too.
_VALUES = frozenset(
    {"time", "date", "place", "city", "country", "number", "money", "percent", "frequency",
     "amount", "person", "official"}
)  # fmt: skip
_DETAILS = _VALUES | {"duration", "age", "reason", "purpose", "definition", "which", "yesno"}
_STANDING = frozenset({"reason", "purpose", "definition", "which", "yesno", "person", "official"})
_PERSONS = frozenset({"person", "official"})
_BODIES = frozenset({"organisation", "exercise"})
# "Ten years before" may be counted from now.
_NEXT_YEAR = re.compile(
    r"翌年|前年|\b(?:next|following|previous|preceding) year\b|\byear (?:after|before)\b",
    re.IGNORECASE,
)
_OF_A_PERSON = re.compile(
    r"[そこあ]の(?:人|方)|彼(?!ら)|彼女|\b(?:him|her|he|she|that person)\b", re.IGNORECASE
)
_TIMES = frozenset({"time", "date"})
_WHEN = re.compile(
    r"(?:^|, )(?:(?:and|so|but|ok),? )?(?:exactly |roughly )?(?:in )?"
    r"(?:when|(?:what|which) (?:year|month|date)) "
    r"(?:is|are|was|were|will|would|did|do|does|has|have|had)\b|"
    r"いつ(?!も|か(?!ら)|の(?:時|とき))|何年(?!間)|何月",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"なぜ|どうして|何故|なんで|理由|\bwhy\b|\bhow come\b|\breasons?\b", re.IGNORECASE
)
_JA_ABOUT = re.compile(r"(?:について|に関して)は?[^、。?]{0,4}(?:どう|どの|何|なん|なに)")
_EN_ABOUT = re.compile(
    r"\b(?:sa(?:y|ys|id)|tell|told|think|thought|claims?|claimed|writes?|wrote) (?:us )?"
    r"(?:about|on|of) (?:the )?$",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[?.! ]*$")
_POINTS = re.compile(r"これ|それ|その|この|同")
_AT_THE_TIME = re.compile(r"首脳会合|直近|同時期|当時|[併あ]わ?せて|以内|翌年|来年|本年|今後")
_NUMBERED = re.compile(r"^(?P<stem>.*\D)(?P<number>\d+)$")
_OTHER_ONE = re.compile(
    r"\b(?:used to|so far|until now|successor|predecessor|replace[sd]?|"
    r"t(?:ook|ak(?:e|es|ing)) over|before|after)\b|"
    r"後継|前身|引き継|代わ|まで|以前|(?:前|後)(?:は|に|の)",
    re.IGNORECASE,
)


class Mismatch:
    """Tells answers that are about something else than was asked.

    Args:
        paper: The paper.
        glossary: Names of its things.
        is_subject: Whether all of the paper is about a thing.
    """

    def __init__(
        self, paper: Paper, glossary: Glossary, is_subject: Callable[[Entry], bool]
    ) -> None:
        self._written = int(paper.date[:4])
        self._glossary = glossary
        self._things = Things(paper, glossary, is_subject)
        self.topic = SameTopic(paper, glossary, self._things)
        # What is written before the number of a numbered thing, and that number.
        self._numbered = [
            (
                re.compile(rf"{re.escape(numbered['stem'])}[ -]?(\d+)", re.IGNORECASE),
                numbered["number"],
            )
            for entry in glossary.entries
            for name in (entry.en, entry.ja)
            if (numbered := _NUMBERED.match(name))
        ]

    def misses(self, found: Retrieved, picks: Sequence[Pick]) -> bool:
        """Whether an answer tells of another year, thing or person than is asked about.

        So does one that tells the meaning of an acronym that the paper lacks.

        Args:
            found: What was found.
            picks: The sentences of the answer.
        """
        standalone, language = found.completed.standalone, found.ranking.question.spoken
        question = standalone.own or standalone.text
        dated = question
        if standalone.completed and _NEXT_YEAR.search(question):
            dated = with_year(question, "", standalone.spoken)
        told = [(pick.paragraph, pick.sentence) for pick in picks]
        answering = max(picks, key=lambda pick: pick.score).sentence
        return (
            of_another_year(dated, told, written=self._written)
            or self._names_another_number(question)
            or self._is_of_another_thing(question, standalone.text, answering, language)
            or self._is_meaning_of_a_stranger(question, found, language)
            or _gives_no_reason(question, told, language)
            or self._tells_no_time(question, told, language)
            or lacks_attribute(question, [all_of(sentence) for _, sentence in told])
            or names_no_country(question, standalone.text, [one for _, one in told], self._glossary)
            or self.topic.leaves(question, found, answering)
            or self._says_nothing_of_the_country(question, told)
            or asks_for_earlier_holder(question)
            or self._tells_of_nobody_else(question, standalone.spoken, told)
            or self.topic.is_of_an_unnamed_summit(question)
            or is_of_another_summit(standalone.text, answering, self._glossary, self._things.titled)
            or self._is_more_on_another_person(question, standalone.spoken, answering)
        )

    def _names_another_number(self, question: str) -> bool:
        """Whether it names a thing like a numbered one of the paper, "Steadfast Defender 21"."""
        text = unicodedata.normalize("NFKC", question)
        named = [(pattern.search(text), number) for pattern, number in self._numbered]
        return any(found and found[1] not in (n, f"20{n}") for found, n in named)

    def _is_of_another_thing(
        self, question: str, topic: str, sentence: Sentence, language: Language
    ) -> bool:
        """Whether a sentence tells of another thing the number, time or place asked of a named one.

        Args:
            question: As asked.
            topic: The question completed, if it is a follow-up.
            sentence: What would answer it.
            language: Of the question.
        """
        expected = expected_type(question, language)
        if expected not in _DETAILS or _OTHER_ONE.search(question):
            return False
        asked = self._things.of(question)
        kept = KINDS if expected in _VALUES else KINDS - {"event"}
        if not asked and expected in _DETAILS - _STANDING:
            # A follow-up may ask it of what was spoken of, "When is it?" of an event too.
            asked = self._things.only_one(topic)
            bare = expected in _TIMES and not content_words(question, language, self._glossary)
            kept = KINDS if bare else KINDS - {"event"}
        asked = {entry for entry in asked if entry.kind in kept}
        text = all_of(sentence)
        if not asked or is_named(asked, text):
            return False
        if expected in _PERSONS and any(e.kind in _BODIES for e in self._things.of(question)):
            return True
        kinds = {entry.kind for entry in asked} | ({"event"} if expected in _VALUES else set())
        told = {entry.kind for entry in self._things.of(text)}
        told |= {entry.kind for entry in self._things.titled & self._things.named(text)} & {"event"}
        return bool(kinds & told)

    def _is_meaning_of_a_stranger(
        self, question: str, found: Retrieved, language: Language
    ) -> bool:
        if expected_type(question, language) != "definition":
            return False
        words = content_words(question, language, self._glossary)
        names = [question[word.start : word.end] for word in words]
        return len(names) == 1 and names[0] in found.ranking.strangers and names[0].isupper()

    def _tells_of_nobody_else(
        self, question: str, spoken: str, answer: Iterable[tuple[Paragraph, Sentence]]
    ) -> bool:
        """Whether it is asked who replaces or chose a person, and an answer names no other."""
        if not asks_for_somebody_else(question):
            return False
        asked = self._things.persons(question)
        if not asked and _OF_A_PERSON.search(question):
            asked = self._things.persons(spoken)
        told = {entry for _, one in answer for entry in self._things.persons(one.text)}
        return bool(asked) and not told - asked

    def _is_more_on_another_person(self, question: str, spoken: str, sentence: Sentence) -> bool:
        """Whether more is wanted of the one person spoken of, whom a sentence does not name."""
        if not wants_more(question) or not _OF_A_PERSON.search(question):
            return False
        persons = [self._things.persons(text) for text in (spoken, sentence.text)]
        return len(persons[0]) == 1 and not persons[0] & persons[1]

    def _tells_no_time(
        self, question: str, answer: Iterable[tuple[Paragraph, Sentence]], language: Language
    ) -> bool:
        """Whether it is asked when, and no sentence of an answer has a date or time."""
        if expected_type(question, language) not in _TIMES or not _WHEN.search(question):
            return False
        said = ("".join([_before(*one), one[1].text]) for one in answer)
        return not any(
            _AT_THE_TIME.search(text) or not _TIMES.isdisjoint(kinds_of(text, "ja", self._glossary))
            for text in said
        )

    def _says_nothing_of_the_country(
        self, question: str, answer: Iterable[tuple[Paragraph, Sentence]]
    ) -> bool:
        """Whether it is asked what is said about a country that no sentence names."""
        about = [
            match.entry
            for match in self._glossary.find(question)
            if match.entry.kind == "place"
            and (
                _JA_ABOUT.match(question, match.end)
                or (_EN_ABOUT.search(question[: match.start]) and _ENDS.match(question, match.end))
            )
        ]
        return len(about) == 1 and not any(
            is_named(about, all_of(sentence)) for _, sentence in answer
        )


def _before(paragraph: Paragraph, sentence: Sentence) -> str:
    """The sentence before one that points to it, in Japanese."""
    place = paragraph.sentences.index(sentence)
    leans = place > 0 and (sentence.antecedents or _POINTS.search(sentence.text))
    return paragraph.sentences[place - 1].text if leans else ""


def _gives_no_reason(
    question: str, answer: Iterable[tuple[Paragraph, Sentence]], language: Language
) -> bool:
    """Whether a reason is asked for and no sentence of an answer gives one, but for the fact."""
    asked = _WHY.search(question) and expected_type(question, language) == "reason"
    return bool(asked) and not any(sentence.gives_reason for _, sentence in answer)
