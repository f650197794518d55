"""Typing slips of one character, put right against the words of the paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property

from natoqa.text import has_japanese, normalise

_WORD = re.compile(r"[a-z\u00df-\u024f]{4,}\d*|[\u30a1-\u30fa\u30fc・]{4,}")

# Shorter words than this have ordinary words one letter away ("react", "reach").
_LEAST_COMMON = 6


class Speller:
    """Corrects words that the paper does not have to ones that it has.

    A word is corrected when it is unknown (to the paper and to the language) and exactly one
    word of the paper is one inserted, dropped, changed or swapped character away, with the same
    first letter. A word written as a name (OSCE, Taylor) is only ever a slip for a name.
    Candidates are found by deletions: two words one edit apart share a form with one character
    less (Garbe's SymSpell).

    Args:
        texts: Every text of the paper.
        names: Names in the paper.
        known: Whether a word is an ordinary word of the language, and so no slip.
    """

    def __init__(
        self, texts: Iterable[str], names: Iterable[str], known: Callable[[str], bool]
    ) -> None:
        self._names = {word for name in names for word in _WORD.findall(normalise(name))}
        self._words = {word for text in texts for word in _WORD.findall(normalise(text))}
        self._words |= self._names
        self._known = known

    @cached_property
    def _by_deletion(self) -> dict[str, set[str]]:
        """The paper's words by each form with a character less; few questions need them."""
        forms: dict[str, set[str]] = {}
        for word in self._words:
            for form in _deletions(word):
                forms.setdefault(form, set()).add(word)
        return forms

    def correct(self, text: str) -> str:
        """The text with its slips put right; unchanged when there are none."""
        low = normalise(text)
        # Where normalising changes the length, the letters' case cannot be looked up.
        written = text if len(low) == len(text) else low
        pieces, at = [], 0
        for found in _WORD.finditer(low):
            named = is_written_as_name(written, found.start(), found.end())
            word = self._word(found.group(), named=named)
            if word != found.group():
                pieces += [written[at : found.start()], word]
                at = found.end()
        return "".join([*pieces, written[at:]]) if pieces else text

    def knows(self, word: str) -> bool:
        """Whether any part of a word is one of the paper's or of the language's; short ones are."""
        parts = _WORD.findall(normalise(word))
        return not parts or any(part in self._words or self._known(part) for part in parts)

    def _word(self, word: str, *, named: bool) -> str:
        if word in self._words or self._known(word):
            return word
        near = {
            candidate
            for form in _deletions(word)
            for candidate in self._by_deletion.get(form, ())
            if candidate[0] == word[0] and abs(len(candidate) - len(word)) <= 1
        }
        if named or len(word) < _LEAST_COMMON:
            near &= self._names
        # Inflected forms of one word ("battlegroup", "battlegroups") are one candidate.
        stems = {candidate.rstrip("s") for candidate in near}
        return min(near, key=len) if len(stems) == 1 else word


def is_written_as_name(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] has capitals that its place in the sentence does not explain."""
    word = text[start:end]
    # Where all words are capitals they are a style; one acronym in Japanese is none.
    shouted = text.isupper() and not has_japanese(text) and len(text.split()) > 1
    if not word[:1].isupper() or shouted:
        return False
    opens = not text[:start].strip() or text[:start].rstrip()[-1] in '.?!:"“'
    return len(word) > 1 and (word.isupper() or not opens)


def _deletions(word: str) -> set[str]:
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}
