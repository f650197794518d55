"""Years that a follow-up counts from the one before: "three years later", 「翌年は？」."""

from __future__ import annotations

import re

from natoqa.numerals import KANJI, ONES, kanji_value, word_value

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMBER = rf"(?P<n>\d{{1,2}}|{KANJI}{{1,3}}|{'|'.join(ONES)})"
# (how the years run, what says so); without a number it is one year.
_RELATIVE: tuple[tuple[int, re.Pattern[str]], ...] = tuple(
    (sign, re.compile(pattern, re.IGNORECASE))
    for sign, pattern in (
        (1, rf"(?:その)?{_NUMBER}年(?:後|経って|たって)|(?:その)?翌年|その次の年"),
        (-1, rf"(?:その)?{_NUMBER}年前|(?:その)?前年|その前の年"),
        (1, rf"\b{_NUMBER} years? (?:later|on|after(?:wards)?)\b|\bthe (?:next|following) year\b|"
            r"\bthe year after\b"),
        (-1, rf"\b{_NUMBER} years? (?:earlier|before|previously)\b|\bthe (?:previous|preceding) "
             r"year\b|\bthe year before\b"),
    )
)  # fmt: skip


def _value(number: str) -> int:
    return word_value(number) if number.lower() in ONES else kanji_value(number)


def with_year(question: str, before: str, answer: str) -> str:
    """The question with a counted year said outright; itself where it counts none.

    Args:
        question: A follow-up.
        before: The question before it.
        answer: The answer before it; the years are counted from the last that it names, or else
            from the last of the question before.
    """
    named = _YEAR.findall(answer) or _YEAR.findall(before)
    if not named or _YEAR.search(question):
        return question
    for sign, pattern in _RELATIVE:
        found = pattern.search(question)
        if found is None:
            continue
        said = found.groupdict().get("n")
        year = int(named[-1]) + sign * (1 if said is None else _value(said))
        written = f"in {year}" if found.group().isascii() else f"{year}年"
        return f"{question[: found.start()]}{written}{question[found.end() :]}"
    return question
