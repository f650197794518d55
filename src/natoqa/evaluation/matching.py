"""Whether a text holds an answer: alternatives by words or by quantity."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from natoqa.answer import Language, as_quoted, without_marks
from natoqa.quantities import Quantity, quantities, states
from natoqa.text import normalise

# American spellings, and the British ones that the translation uses.
_SPELLINGS = (
    (re.compile(r"\b(def|off)ense"), r"\1ence"),
    (re.compile(r"\bcenter"), "centre"),
    (re.compile(r"\blabor"), "labour"),
    (re.compile(r"\bprogram(?!m)"), "programme"),
    (re.compile(r"(?<=[a-z]{3})iz(?=e|ing|ation)"), "is"),
)
_DOTTED = re.compile(r"(?<=\b[a-z])\.(?=[a-z]\b)\.?|(?<=\b[a-z]\.[a-z])\.")
# Words around a quantity that do not change which quantity it is.
_FILLER = re.compile(
    r"約|およそ|おおよそ|程度|ほど|以上|以下|以内|最大|合計|少なくとも|総額|[計のを、。・~()（）]"
    r"|\b(?:about|around|roughly|some|up to|at least|more than|over|total|a|an|the|in|on|of|by"
    r"|every|and|to|from|between)\b|[\s.,-]"
)
_EDGE_DIGIT_BEFORE = r"(?<![\d.,])"
_EDGE_DIGIT_AFTER = r"(?!\d|[.,]\d|\s?(?:千|万|億|兆|bn\b|thousand|million|billion|trillion))"
_JAPANESE_EDGE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff\u3005]")


@lru_cache(maxsize=4096)
def canonical(text: str) -> str:
    """A text as alternatives are compared: width, case, spelling, separators made one."""
    text = normalise(without_marks(text))
    # Türkiye and Turkiye, Häkkänen and Hakkanen; kana keep their marks.
    decomposed = unicodedata.normalize("NFD", text)
    text = unicodedata.normalize("NFC", re.sub("[\u0300-\u036f]", "", decomposed))
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    text = re.sub(r"[かカヵヶケ箇](?=国|月|年|所)", "か", text)
    text = text.replace("’", "'").replace("・", "")
    text = _DOTTED.sub("", text)
    text = re.sub(r"(?<=[a-z])-(?=[a-z\d])|(?<=\d)-(?=[a-z])", " ", text)
    for pattern, replacement in _SPELLINGS:
        text = pattern.sub(replacement, text)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", text).strip()


@lru_cache(maxsize=4096)
def _pattern(alternative: str) -> re.Pattern[str]:
    """A pattern for an alternative, in canonical text.

    Latin words match from their beginning ("interoperab" finds
    interoperability); a last word of three letters or fewer must be whole
    ("EU" is not in "EUR"). Digits never match part of a longer number.
    """
    text = canonical(alternative)
    before = after = ""
    if text[:1].isdigit():
        before = _EDGE_DIGIT_BEFORE
    elif not _JAPANESE_EDGE.match(text[:1]):
        before = r"(?<![a-z\d])"
    last = re.split(r"[^a-z]+", text)[-1]
    if text[-1:].isdigit():
        after = _EDGE_DIGIT_AFTER
    elif 0 < len(last) <= 3:
        after = r"(?:s|'s)?(?![a-z])"
    return re.compile(before + re.escape(text) + after)


@lru_cache(maxsize=4096)
def _only_quantities(alternative: str, language: Language) -> tuple[Quantity, ...]:
    """The quantities of an alternative that says nothing else; else none."""
    found = quantities(alternative, language)
    rest = alternative
    for quantity in reversed(found):
        rest = rest[: quantity.start] + " " + rest[quantity.end :]
    return () if _FILLER.sub("", normalise(rest)) else tuple(found)


def matches(text: str, alternative: str, language: Language) -> bool:
    """Whether a text holds an alternative.

    Either its words stand in the text (after `canonical`), as shown or without
    what was put in between them, or it is nothing but quantities and the text
    states each of them.

    Args:
        text: An answer.
        alternative: Such as "Baltic states" or "400億ユーロ".
        language: Of both; number words and kanji numerals depend on it.
    """
    words = _pattern(alternative)
    if any(words.search(canonical(form)) for form in dict.fromkeys((text, as_quoted(text)))):
        return True
    wanted = _only_quantities(alternative, language)
    if not wanted:
        return False
    found = _quantities(text, language)
    return all(states(found, quantity) for quantity in wanted)


@lru_cache(maxsize=1024)
def _quantities(text: str, language: Language) -> tuple[Quantity, ...]:
    return tuple(quantities(text, language))


def missing_groups(
    text: str, groups: Sequence[Sequence[str]], language: Language
) -> tuple[tuple[str, ...], ...]:
    """The groups of which a text holds no alternative."""
    return tuple(
        tuple(group)
        for group in groups
        if not any(matches(text, alternative, language) for alternative in group)
    )
