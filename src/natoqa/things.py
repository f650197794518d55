"""The things that a text names which can be taken for one another: bodies, plans, events."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from natoqa.glossary import Entry, Glossary
from natoqa.paper import Paper, Sentence
from natoqa.text import normalise

KINDS = frozenset({"organisation", "exercise", "plan", "event"})
# "Since the end of the Cold War" is no event that is asked about.
_BACKGROUND = frozenset({"Cold War"})


class Things:
    """Finds what texts name.

    Args:
        paper: The paper.
        glossary: Names of its things.
        is_subject: Whether all of the paper is about a thing.
    """

    def __init__(
        self, paper: Paper, glossary: Glossary, is_subject: Callable[[Entry], bool]
    ) -> None:
        self._glossary = glossary
        self._is_subject = is_subject
        self.titled = self.named(f"{paper.title} {paper.title_en}")

    def of(self, text: str) -> set[Entry]:
        """The organisations, exercises, plans and events that a text names.

        Not so what all of the paper is about, and the war that it only dates from.
        """
        return {
            entry
            for entry in self.named(text) - self.titled
            if entry.kind in KINDS and not self._is_subject(entry) and entry.en not in _BACKGROUND
        }

    def only_one(self, text: str) -> set[Entry]:
        """The one organisation, exercise or event of a topic, if it is one."""
        named = {entry for entry in self.of(text) if entry.kind != "plan"}
        return named if len(named) == 1 else set()

    def persons(self, text: str) -> set[Entry]:
        """The people that a text names."""
        return {entry for entry in self.named(text) if entry.kind == "person"}

    def named(self, text: str) -> set[Entry]:
        """Everything that a text names."""
        return {match.entry for match in self._glossary.find(text)}


def all_of(sentence: Sentence) -> str:
    """A sentence in both languages, with what it points to."""
    return " ".join([sentence.text, sentence.translation, *(a.text for a in sentence.antecedents)])


def is_named(entries: Iterable[Entry], text: str) -> bool:
    """Whether a text has a name of one of some things, if only within a longer one."""
    low = normalise(text)
    return any(_pattern(entry.surfaces).search(low) for entry in entries)


@lru_cache(maxsize=512)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """Names as written in normalised texts; those in Latin letters as words."""
    forms = (re.escape(normalise(name)) for name in names)
    return re.compile("|".join(rf"(?<![a-z]){f}(?![a-z])" if f.isascii() else f for f in forms))
