"""Names in a question that the paper does not know."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from natoqa.glossary import Glossary
from natoqa.spelling import is_written_as_name
from natoqa.text import normalise
from natoqa.units import Language
from natoqa.words import without_asking

_CAPITALISED = re.compile(r"[A-Z\u00c0-\u00de][\w'’-]*(?: [A-Z\u00c0-\u00de][\w'’-]*)*")
_LATIN_OR_KATAKANA = re.compile(r"[A-Za-z][A-Za-z0-9-]+|[\u30a1-\u30fa\u30fc・]{3,}")
_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['’]s\b|['’]$")
# Words that are capitalised inside a sentence only where all are: a style, no names.
_TITLE_CASE = re.compile(
    r"\s(?:Is|Are|Was|Were|Do|Does|Did|The|A|An|Of|To|In|On|For|By|With|And)\s"
)


# Written with a capital, and no name of anything: regions as adjectives, months, days.
_NO_NAME = re.compile(
    r"(?:west|east|north|south|nordic|asia|africa|alli|atlantic|pacific|arctic|europe)\w*|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|i|mr|ms|mrs|dr|professor|president|minister|english|"
    r"japanese"
)


class Strangers:
    """Finds names that no form of the paper's text has.

    Args:
        texts: Every form of the paper's text.
        glossary: Names that the paper has.
        known: Whether a Japanese word is an ordinary one, though the paper lacks it.
    """

    def __init__(
        self, texts: Iterable[str], glossary: Glossary, known: Callable[[str], bool]
    ) -> None:
        words = _WORD.findall(normalise("\n".join(texts)))
        self._text = f" {' '.join(words)} "
        self._words = frozenset(words)
        self._glossary = glossary
        self._known = known

    def find(self, question: str, language: Language) -> tuple[frozenset[str], frozenset[str]]:
        """The names a question uses that the paper does not.

        Args:
            question: As asked.
            language: Of the question.

        Returns:
            Names with a word that the paper lacks, and names whose words it has, but not together.
        """
        text = without_asking(question, language)
        if len(normalise(text)) == len(text):
            for match in self._glossary.find(text):
                text = text[: match.start] + "\n" * (match.end - match.start) + text[match.end :]
        names = _english_names(question, text) if language == "en" else _japanese_names(text)
        unseen, apart = set(), set()
        for name in names:
            words = _WORD.findall(normalise(name))
            words = [word for word in words if not _NO_NAME.fullmatch(word)]
            if any(not self._has(word, language) for word in words):
                unseen.add(name)
            elif len(words) > 1 and f" {' '.join(words)} " not in self._text:
                apart.add(name)
        return frozenset(unseen), frozenset(apart)

    def _has(self, word: str, language: Language) -> bool:
        if language == "en" or word.isascii():
            return bool({word, word.removesuffix("s"), f"{word}s"} & self._words)
        return word in self._text or self._known(word)


def _english_names(question: str, text: str) -> list[str]:
    """Capitalised runs of a question, but for a lone word that opens a sentence."""
    if _TITLE_CASE.search(question):
        return []
    return [
        _POSSESSIVE.sub("", found.group())
        for found in _CAPITALISED.finditer(text)
        if " " in found.group() or is_written_as_name(question, *found.span())
    ]


def _japanese_names(text: str) -> list[str]:
    return [found.group() for found in _LATIN_OR_KATAKANA.finditer(text)]
