"""Where the summit of a year was held, and when that of a place: 「2022年の首脳会合はどこ？」.

The paper names a summit as 「2022年のマドリード首脳会合」 in a sentence about something else. A
search for the place of a summit finds the sentence on the summit that the paper is about.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from natoqa.glossary import Entry, Glossary
from natoqa.paper import Paper, Paragraph, Sentence
from natoqa.text import has_japanese, normalise
from natoqa.things import all_of, is_named
from natoqa.words import content_words

_NAMED = re.compile(r"(?P<year>(?:19|20)\d\d)年の(?P<name>[\u30a1-\u30fa\u30fc]+首脳会合)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PREVIOUS = re.compile(
    r"前回|(?:一つ|1つ|ひとつ)前|\b(?:the )?(?:previous|preceding) (?=(?:nato )?summit)|"
    r"\bbefore (?:that|this)(?: one)?\b"
)
_SUMMIT = re.compile(
    r"首脳会[合議]|サミット|\bsummits?\b|\bleaders['’]? meeting\b|"
    r"\bnato leaders (?:meet|met|gather(?:ed)?)\b"
)
_WHERE = re.compile(
    r"どこ|開催(?:地|場所|都市|国)|場所|会場|何という(?:都市|街)|\bwhere\b|\bvenue\b|"
    r"\b(?:which|what) (?:city|country|place|capital|town)\b|\bwho hosted\b"
)
_WHEN = re.compile(r"いつ|何年|\bwhen\b|\b(?:what|which) year\b")
# What may be said beside.
_REST = (
    r"開|行|開催|地|場所|会場|都市|街|国|年|回|前|一|1|月|日|昨|"
    r"held?|host(?:s|ed)?|tak(?:e|en)|took|place|venue|location|city|country|capital|town|meet(?:s|ing)?|"
    r"met|gather(?:ed)?|leaders|previous|preceding|before|year|organi[sz]ed|"
    r"annual|one"
)
_RESTS = re.compile(rf"(?:{_REST})+")


def summit_instead(place: str, before: str, glossary: Glossary) -> str | None:
    """The summit that a bare place means after a question about another: "And London?".

    Args:
        place: As a follow-up names it.
        before: The question before it.
        glossary: Names of the paper's things.

    Returns:
        None where that question is about no summit, or the paper names none at that place.
    """
    if not any(
        _at(match.entry, glossary) or _is_one(match.entry) for match in glossary.find(before)
    ):
        return None
    named = [match.entry for match in glossary.find(place)]
    summit = _at(named[0], glossary) if len(named) == 1 else None
    return None if summit is None else summit.ja if has_japanese(before) else summit.en


def _at(place: Entry, glossary: Glossary) -> Entry | None:
    """The summit that has its name from a place."""
    if place.kind != "place":
        return None
    name = place.en.removeprefix("The ")
    return next((e for e in glossary.entries if _is_one(e) and e.en == f"{name} Summit"), None)


def _is_one(entry: Entry) -> bool:
    return entry.kind == "event" and entry.en.endswith(" Summit")


# "Since the Madrid summit" asks of what came after, and a comparison of two of them.
_NOT_OF_IT = re.compile(
    r"以降|以来|から|比べ|比較|違い|違う|変わ|変化|実現|進ん|前回|後(?:に|の|は)|"
    r"\b(?:since|after|before|between|compar\w+|differ\w*|chang\w+|unfinished|later|until)\b"
)
_SUMMIT_AT = re.compile(r"\bsummit (?:in|at) (?:the )?$")


def summit_asked_of(question: str, glossary: Glossary, own: Collection[Entry]) -> Entry | None:
    """The one summit, other than the paper's own, that a question asks of: "the Brussels summit".

    Args:
        question: Completed, in either language.
        glossary: Names of the paper's things.
        own: What the paper's title names.
    """
    text = normalise(question)
    if _NOT_OF_IT.search(text):
        return None
    found = glossary.find(text)
    named = {match.entry for match in found if _is_one(match.entry)}
    named |= {
        summit
        for match in found
        if _SUMMIT_AT.search(text[: match.start])
        and (summit := _at(match.entry, glossary)) is not None
    }
    named -= set(own)
    return named.pop() if len(named) == 1 else None


def tells_of_summit(
    question: str, sentences: Sequence[Sentence], glossary: Glossary, own: Collection[Entry]
) -> list[bool]:
    """Which sentences name the one summit that a question asks of, and all else that it names.

    Args:
        question: Completed, in either language.
        sentences: Of the paper.
        glossary: Names of its things.
        own: What the paper's title names.

    Returns:
        All false where it asks of none.
    """
    summit = summit_asked_of(question, glossary, own)
    if summit is None:
        return [False] * len(sentences)
    others = {match.entry for match in glossary.find(question)} - {summit}
    asked = [
        entry for entry in others if not summit.en.startswith(entry.en) and not _is_nato(entry)
    ]
    return [
        is_named([summit], text) and all(is_named([entry], text) for entry in asked)
        for text in map(all_of, sentences)
    ]


def is_of_another_summit(
    question: str, sentence: Sentence, glossary: Glossary, own: Collection[Entry]
) -> bool:
    """Whether a sentence names another summit, and not the one that a question asks of."""
    summit = summit_asked_of(question, glossary, own)
    if summit is None or is_named([summit], all_of(sentence)):
        return False
    return any(_is_one(match.entry) for match in glossary.find(sentence.text))


def _is_nato(entry: Entry) -> bool:
    return entry.acronym == "NATO"


@dataclass(frozen=True)
class _Summit:
    year: int
    entry: Entry | None
    paragraph: Paragraph
    sentence: Sentence


class Summits:
    """The summits that a paper names with their years, but for its own.

    Args:
        paper: The paper.
        glossary: Names of its things.
    """

    def __init__(self, paper: Paper, glossary: Glossary) -> None:
        self._glossary = glossary
        self._written = int(paper.date[:4])
        self._all = {e for e in glossary.entries if _SUMMIT.fullmatch(normalise(e.en).split()[-1])}
        found: dict[int, list[_Summit]] = {}
        for paragraph in paper.body:
            for sentence in paragraph.sentences:
                for name in _NAMED.finditer(sentence.text):
                    entry = next((m.entry for m in glossary.find(name["name"])), None)
                    summit = _Summit(int(name["year"]), entry, paragraph, sentence)
                    if summit.year != self._written:
                        found.setdefault(summit.year, []).append(summit)
        # One that names no other, and the shortest of these.
        self._of_year = {year: min(named, key=_length) for year, named in found.items()}

    def asked(self, question: str) -> tuple[Paragraph, Sentence] | None:
        """The sentence that names the summit whose place or year a question asks for.

        Args:
            question: Completed, in either language.

        Returns:
            None where it asks for something else or of no summit that is named with its year.
        """
        text = normalise(question)
        if not _SUMMIT.search(text):
            return None
        named = {m.entry for m in self._glossary.find(text)} & self._all
        years = {int(year) for year in _YEAR.findall(text)}
        if not years and _PREVIOUS.search(text):
            years = {max((y for y in self._of_year if y < self._written), default=0)}
        if self._asks_for_more(text):
            return None
        if _WHERE.search(text) and len(years) == 1:
            summit = self._of_year.get(years.pop())
        elif _WHEN.search(text) and not years:
            summit = next((s for s in self._of_year.values() if s.entry in named), None)
        else:
            return None
        return (summit.paragraph, summit.sentence) if summit is not None else None

    def _asks_for_more(self, text: str) -> bool:
        """Whether a question has a word that says something else than place, year and summit."""
        language = "ja" if has_japanese(text) else "en"
        for word in content_words(text, language, self._glossary):
            said = text[word.start : word.end]
            about = word.entry in self._all or (word.entry is not None and said == "nato")
            if not about and not _YEAR.fullmatch(said) and not _RESTS.fullmatch(said):
                return True
        return False


def _length(summit: _Summit) -> tuple[int, int]:
    text = summit.sentence.text
    return len(_NAMED.findall(text)), len(text)
