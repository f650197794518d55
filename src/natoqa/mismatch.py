"""Whether an answer tells of another year or another thing than the one that is asked about.

"How many members met the 2% target in 2019?" has every word of sentences on 2014 and 2024, and
"When did JFC Brunssum reach full operational capability?" of one on JFC Norfolk.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from natoqa.attributes import lacks_attribute
from natoqa.glossary import Entry, Glossary
from natoqa.mentions import kinds_of
from natoqa.office import asks_for_earlier_holder
from natoqa.paper import Paper, Paragraph, Sentence
from natoqa.pointing import asks_for_another, bare_name, only_names, takes_part
from natoqa.question import expected_type
from natoqa.reading import Pick
from natoqa.relative_year import with_year
from natoqa.something_else import wants_more
from natoqa.steps import Retrieved
from natoqa.text import normalise
from natoqa.units import Language
from natoqa.words import content_words

_YEAR = re.compile(r"(?<![\d,.])(?P<year>(?:19|20)\d\d)(?![\d,])")
_SPAN = re.compile(r"(?<!\d)((?:19|20)\d\d)年?\s*(?:to|[-–—~～〜]|から)\s*((?:19|20)\d\d)(?!\d)")
# What makes a year an end of a time, a decade or the date of something else.
_AFTER = re.compile(
    r"年?(?:以降|以後|以来|から|まで|以前|より|の?(?:直?前|直?後|あと)|[頃ごろ]{1,2}(?:から|まで)|代|度?末)|"
    r"[-–—~～〜]|s\b"
)
_BEFORE = re.compile(
    r"(?:since|after|before|until|till|by|from|between|to|and|or|through|than|with|versus|vs\.?|early|"
    r"mid|late|[-–—~～〜])[ -]*(?:the )?(?:(?:start|beginning|end|summer) of )?$|から$",
    re.IGNORECASE,
)
# What a name of the paper is asked for that another of its kind has too, and what an event has too.
_VALUES = frozenset(
    {"time", "date", "place", "city", "country", "number", "money", "percent", "frequency",
     "amount", "person", "official"}
)  # fmt: skip
_DETAILS = _VALUES | {"duration", "age", "reason", "purpose", "definition", "which", "yesno"}
_STANDING = frozenset({"reason", "purpose", "definition", "which", "yesno", "person", "official"})
_KINDS = frozenset({"organisation", "exercise", "plan", "event"})
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
# 「プラハでの首脳会合」; English names that the paper lacks are strangers.
_SUMMIT_OF = re.compile(
    r"(?P<place>[\u30a1-\u30fa\u30fc]{2,})(?:の|で(?:の|開かれた))?(?:NATO)?(?:首脳会[合議]|サミット)"
)
_OF_SUMMITS = re.compile(r"首脳会[合議]|サミット")
_JA_ABOUT = re.compile(r"(?:について|に関して)は?[^、。?]{0,4}(?:どう|どの|何|なん|なに)")
_EN_ABOUT = re.compile(
    r"\b(?:sa(?:y|ys|id)|tell|told|think|thought|claims?|claimed|writes?|wrote) (?:us )?"
    r"(?:about|on|of) (?:the )?$",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[?.! ]*$")
_KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc・]{3,}")
_POINTS = re.compile(r"これ|それ|その|この|同")
_AT_THE_TIME = re.compile(r"直近|同時期|当時|[併あ]わ?せて|以内|翌年|来年|本年|今後")
# "Since the end of the Cold War" is no event that is asked about.
_BACKGROUND = frozenset({"Cold War"})
_NUMBERED = re.compile(r"^(?P<stem>.*\D)(?P<number>\d+)$")
_OTHER_ONE = re.compile(
    r"\b(?:used to|so far|until now|successor|predecessor|replace[sd]?|took over|before|after)\b|"
    r"後継|前身|引き継|代わ|まで|以前|(?:前|後)(?:は|に|の)",
    re.IGNORECASE,
)


def asks_of(question: str) -> frozenset[int]:
    """The years that a question asks about, as "in 2019" and 「2019年の」 do."""
    text = unicodedata.normalize("NFKC", question)
    return frozenset(
        int(found["year"])
        for found in _YEAR.finditer(text)
        if not _AFTER.match(text, found.end()) and not _BEFORE.search(text[: found.start()])
    )


def tells_of(text: str) -> frozenset[int]:
    """The years that a text names, those between two of them too where it spans them."""
    years = {int(found["year"]) for found in _YEAR.finditer(text)}
    for first, last in _SPAN.findall(text):
        years.update(range(int(first), int(last) + 1))
    return frozenset(years)


def of_another_year(
    question: str, answer: Iterable[tuple[Paragraph, Sentence]], *, written: int
) -> bool:
    """Whether all that an answer tells is of other years.

    Args:
        question: As asked.
        answer: Its sentences, each with its paragraph.
        written: The year that the paper was written in, of which everything in it tells.

    Returns:
        False too where no year is asked about or told of.
    """
    asked = asks_of(question)
    if not asked or written in asked:
        return False
    told = [_told(paragraph, sentence) for paragraph, sentence in answer]
    return all(told) and not any(asked & years for years in told)


def _told(paragraph: Paragraph, sentence: Sentence) -> frozenset[int]:
    """The years of a sentence, and of its paragraph up to it, which may say when it is."""
    said = paragraph.sentences[: paragraph.sentences.index(sentence) + 1]
    named = (antecedent.text for antecedent in sentence.antecedents)
    return tells_of(" ".join([*(f"{one.text} {one.translation}" for one in said), *named]))


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
        self._said = normalise(" ".join(f"{p.text} {p.translation}" for p in paper.body))
        self._written = int(paper.date[:4])
        self._glossary = glossary
        self._is_subject = is_subject
        self._titled = self._named(f"{paper.title} {paper.title_en}")
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
            or lacks_attribute(question, [_all_of(sentence) for _, sentence in told])
            or self._is_off_the_topic(question, found, answering)
            or self._says_nothing_of_the_country(question, told)
            or asks_for_earlier_holder(question)
            or self._is_of_an_unnamed_summit(question)
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
        asked = self._things(question)
        kept = _KINDS if expected in _VALUES else _KINDS - {"event"}
        if not asked and expected in _DETAILS - _STANDING:
            # A follow-up may ask it of what was spoken of, of an event only when it is.
            asked = _only(self._things(topic))
            kept = _KINDS if expected in _TIMES else _KINDS - {"event"}
        asked = {entry for entry in asked if entry.kind in kept}
        text = _all_of(sentence)
        if not asked or _is_named(asked, text):
            return False
        if expected in _PERSONS and any(e.kind in _BODIES for e in self._things(question)):
            return True
        kinds = {entry.kind for entry in asked} | ({"event"} if expected in _VALUES else set())
        told = {entry.kind for entry in self._things(text)}
        told |= {entry.kind for entry in self._titled & self._named(text)} & {"event"}
        return bool(kinds & told)

    def _is_meaning_of_a_stranger(
        self, question: str, found: Retrieved, language: Language
    ) -> bool:
        if expected_type(question, language) != "definition":
            return False
        words = content_words(question, language, self._glossary)
        names = [question[word.start : word.end] for word in words]
        return len(names) == 1 and names[0] in found.ranking.strangers and names[0].isupper()

    def _is_more_on_another_person(self, question: str, spoken: str, sentence: Sentence) -> bool:
        """Whether more is wanted of the one person spoken of, whom a sentence does not name."""
        if not wants_more(question) or not _OF_A_PERSON.search(question):
            return False
        persons = [self._persons(text) for text in (spoken, sentence.text)]
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

    def _is_off_the_topic(self, question: str, found: Retrieved, sentence: Sentence) -> bool:
        """Whether a follow-up is told of something else than was spoken of.

        「ドイツは？」 is told of Germany what was asked of another country, and "the next one" is
        one of the things spoken of, and not what was just shown.
        """
        standalone, focus = found.completed.standalone, found.ranking.focus
        if not standalone.completed:
            return False
        if asks_for_another(question):
            shown = focus is not None and focus.shown[found.ranking.sentences.index(sentence)]
            things = self._things(standalone.text)
            return bool(shown) or (bool(things) and not _is_named(things, _all_of(sentence)))
        if self._is_only_a_stranger(question, found):
            return True
        if takes_part(question, self._glossary):
            things = self._things(standalone.text) - self._named(question)
            return bool(things) and not _is_named(things, _all_of(sentence))
        country = only_names(question, self._glossary)
        return country is not None and not self.tells_of(country, sentence, found)

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
            _is_named(about, _all_of(sentence)) for _, sentence in answer
        )

    def _is_of_an_unnamed_summit(self, question: str) -> bool:
        """Whether a summit is named for a place that the paper does not name."""
        found = _SUMMIT_OF.search(unicodedata.normalize("NFKC", question))
        return found is not None and self._lacks(found["place"])

    def _lacks(self, name: str) -> bool:
        """Whether neither the paper nor the glossary has a name in katakana."""
        return normalise(name) not in self._said and not self._glossary.find(name)

    def _is_only_a_stranger(self, question: str, found: Retrieved) -> bool:
        """Whether a follow-up is nothing but a name that the paper lacks: "And Prague?"."""
        name = bare_name(question)
        strangers = {normalise(stranger) for stranger in found.ranking.strangers}
        if name in strangers:
            return True
        # As a place of a summit it must be one that the paper names.
        of_summits = _OF_SUMMITS.search(found.completed.standalone.text)
        return bool(of_summits and _KATAKANA.fullmatch(name) and self._lacks(name))

    def tells_of(self, country: Entry, sentence: Sentence, found: Retrieved) -> bool:
        """Whether a sentence tells of a country what was spoken of.

        It names the country, and stands where the answer before did or has a word of the question.

        Args:
            country: Of which a follow-up asks the same.
            sentence: The sentence.
            found: What was found for the follow-up.
        """
        standalone = found.completed.standalone
        text = _all_of(sentence)
        if not _is_named([country], text):
            return False
        topic, low = standalone.text, normalise(text)
        words = content_words(topic, found.ranking.question.spoken, self._glossary)
        return sentence.id[:3] in standalone.paragraphs or any(
            normalise(topic[word.start : word.end]) in low
            for word in words
            if word.end - word.start > 1 and word.entry is not country
        )

    def _persons(self, text: str) -> set[Entry]:
        return {m.entry for m in self._glossary.find(text) if m.entry.kind == "person"}

    def _things(self, text: str) -> set[Entry]:
        """The organisations, exercises, plans and events that a text names.

        Not so what all of the paper is about, and the war that it only dates from.
        """
        return {
            entry
            for entry in self._named(text) - self._titled
            if entry.kind in _KINDS and not self._is_subject(entry) and entry.en not in _BACKGROUND
        }

    def _named(self, text: str) -> set[Entry]:
        return {match.entry for match in self._glossary.find(text)}


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


def _all_of(sentence: Sentence) -> str:
    """A sentence in both languages, with what it points to."""
    return " ".join([sentence.text, sentence.translation, *(a.text for a in sentence.antecedents)])


def _is_named(entries: Iterable[Entry], text: str) -> bool:
    """Whether a text has a name of one of some things."""
    low = normalise(text)
    return any(normalise(name) in low for entry in entries for name in entry.surfaces)


def _only(things: set[Entry]) -> set[Entry]:
    """The one organisation or exercise of a topic, if it is one."""
    named = {entry for entry in things if entry.kind != "plan"}
    return named if len(named) == 1 else set()
