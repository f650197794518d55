"""Dates, fractions and ordinals in normalised text, as values with a unit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from natoqa.numerals import KANJI, MAGNITUDES, ONES, ORDINALS, TENS, kanji_value

_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_NUMBER = {name.lower(): i for i, name in enumerate(_NAMES, 1)}
_NUMBER |= {name[:3].lower(): i for i, name in enumerate(_NAMES, 1)} | {"sept": 9}
_PARTS = {"third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "half": 2, "tenth": 10}

_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_TO = r"\s*(?:-|to|and|through|until)\s*(?:the\s+)?"
_MONTH = rf"({'|'.join(_NAMES)}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
# "May" is a month only where its neighbours say so.
_MONTH_ALONE = (
    rf"\b({'|'.join(n for n in _NAMES if n != 'May')}"
    r"|(?:(?<=\bin )|(?<=\bof )|(?<=\bby )|(?<=\bto )|(?<=\band )|(?<=\bsince )|(?<=\buntil )"
    r"|(?<=-))May|May(?= \d{4}| to |-))\b"
)


@dataclass(frozen=True)
class Part:
    """What a pattern read: a value, its unit, and where it stands."""

    value: Fraction
    unit: str
    start: int
    end: int


_Read = Callable[[re.Match[str]], Iterator[Part]]


def _part(value: int | Fraction, unit: str, start: int, end: int) -> Part:
    return Part(Fraction(value), unit, start, end)


def _year_month_day(m: re.Match[str]) -> Iterator[Part]:
    month, day = int(m[2]), int(m[3])
    if 1 <= month <= 12 and 1 <= day <= 31:
        yield _part(int(m[1]), "date-year", *m.span(1))
        yield _part(month * 100 + day, "date-day", m.start(2), m.end(3))


def _day_ja(m: re.Match[str]) -> Iterator[Part]:
    month = int(m[1])
    if 1 <= month <= 12:
        yield _part(month * 100 + int(m[2]), "date-day", m.start(1), m.end(2))
        if m[3]:
            yield _part(month * 100 + int(m[3]), "date-day", *m.span(3))


def _each(unit: str) -> _Read:
    def read(m: re.Match[str]) -> Iterator[Part]:
        for i in range(1, m.re.groups + 1):
            if m[i]:
                yield _part(int(m[i]), unit, *m.span(i))

    return read


def _month_first(m: re.Match[str]) -> Iterator[Part]:
    month = _NUMBER[m[1].lower()]
    yield _part(month * 100 + int(m[2]), "date-day", m.start(1), m.end(2))
    if m[3]:
        yield _part(month * 100 + int(m[3]), "date-day", *m.span(3))


def _day_first(m: re.Match[str]) -> Iterator[Part]:
    month = _NUMBER[m[3].lower()]
    end = m.end(1) if m[2] else m.end(3)
    yield _part(month * 100 + int(m[1]), "date-day", m.start(1), end)
    if m[2]:
        yield _part(month * 100 + int(m[2]), "date-day", m.start(2), m.end(3))


def _month(m: re.Match[str]) -> Iterator[Part]:
    yield _part(_NUMBER[m[1].lower()], "date-month", *m.span(1))


def _half_year(m: re.Match[str]) -> Iterator[Part]:
    yield _part(6, "months", *m.span())


def _fraction_ja(m: re.Match[str]) -> Iterator[Part]:
    if (below := kanji_value(m[1])) > 0:
        yield _part(Fraction(kanji_value(m[2]), below), "", *m.span())


def _fraction_en(m: re.Match[str]) -> Iterator[Part]:
    word = m[1].lower()
    above = 1 if word in {"a", "an"} else ONES[word] if word in ONES else int(word)
    yield _part(Fraction(above, _PARTS[m[2].lower()]), "", *m.span())


def _slash(m: re.Match[str]) -> Iterator[Part]:
    if 0 < int(m[1]) < int(m[2]):
        yield _part(Fraction(int(m[1]), int(m[2])), "", *m.span())


def _part_of_large(m: re.Match[str]) -> Iterator[Part]:
    share = Fraction(1, 2 if m[1].lower() == "half" else 4)
    yield _part(share * MAGNITUDES[m[2].lower()], "", *m.span())


def _half(m: re.Match[str]) -> Iterator[Part]:
    yield _part(Fraction(1, 2), "", *m.span())


def _ordinal(m: re.Match[str]) -> Iterator[Part]:
    value = int(m[1]) if m[1].isdigit() else TENS[m[1].lower()] + ORDINALS[m[2].lower()]
    years = re.match(r"\s+anniversary", m.string[m.end() :], re.I)
    yield _part(value, "years" if years else "ordinal", *m.span())


def _ordinal_ja(m: re.Match[str]) -> Iterator[Part]:
    yield _part(kanji_value(m[1]), "ordinal", *m.span())


# In order: what one has read, the next ones do not see.
_PATTERNS: tuple[tuple[str, int, _Read], ...] = (
    (r"(?<![\d/-])(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?![\d/-])", 0, _year_month_day),
    (r"(?<!\d)(\d{1,2})月\s?(\d{1,2})日(?:\s?(?:から|[-~、・])\s?(\d{1,2})日)?", 0, _day_ja),
    (r"(?<!\d)(\d{4})年?\s?[-~]\s?(\d{4})年代|(?<!\d)(\d{4})年代", 0, _each("date-decade")),
    (r"\b(\d{3}0)s\b", 0, _each("date-decade")),
    (r"(?<![\d.,])(\d{4})(?:年?\s?(?:から|[-~])\s?(\d{4}))?年(?!間|目)", 0, _each("date-year")),
    (
        r"(?<![\d.,])(\d{1,2})月?\s?(?:から|[-~])\s?(\d{1,2})月(?!間)|(?<![\d.,])(\d{1,2})月",
        0,
        _each("date-month"),
    ),
    (
        rf"\b{_MONTH}\s+(?:the\s+)?{_DAY}(?:{_TO}{_DAY})?(?![\d,.]*\d{{3}})(?!\d)",
        0,
        _month_first,
    ),
    (rf"(?<![\d.,])\b{_DAY}(?:{_TO}{_DAY})?\s+(?:of\s+)?{_MONTH}", 0, _day_first),
    (_MONTH_ALONE, 0, _month),
    (rf"\b{_MONTH}(?=\s+\d{{4}})", 0, _month),
    (
        r"半年|\bhalf[- ](?:a )?year(?:ly)?\b|\btwice (?:a|per) year\b"
        r"|\b(?:semi-?annual|biannual)(?:ly)?\b",
        re.I,
        _half_year,
    ),
    (rf"({KANJI}{{1,9}}|\d{{1,9}})分の({KANJI}{{1,9}}|\d{{1,9}})", 0, _fraction_ja),
    (
        r"\b(half|quarter)(?: of)? an? (million|billion|thousand|dozen)\b",
        re.I,
        _part_of_large,
    ),
    (
        rf"\b(an?|{'|'.join(ONES)}|\d{{1,9}})[- ](third|quarter|fourth|fifth|half|tenth)s?\b",
        re.I,
        _fraction_en,
    ),
    (r"(?<![\d/])(\d{1,2})/(\d{1,2})(?![\d/])", 0, _slash),
    (r"半数|半分|\bhalf (?:of|the)\b", re.I, _half),
    (r"(?<![\d.,])(\d{1,9})(?:st|nd|rd|th)\b", 0, _ordinal),
    (rf"\b({'|'.join(TENS)})[- ]({'|'.join(ORDINALS)})\b", re.I, _ordinal),
    (rf"第({KANJI}{{1,9}}|\d{{1,9}}(?!\d))(?:号|回|位|条|次)?", 0, _ordinal_ja),
)
_COMPILED = tuple((re.compile(pattern, flags), read) for pattern, flags, read in _PATTERNS)


def take_dates(text: str) -> tuple[str, list[Part]]:
    """Read dates, fractions and ordinals.

    Args:
        text: NFKC text with "-" for every dash.

    Returns:
        The text with what was read blanked (same length), and what was read.
    """
    found: list[Part] = []
    for pattern, read in _COMPILED:
        text = _take(pattern, read, text, found)
    return text, found


def _take(pattern: re.Pattern[str], read: _Read, text: str, found: list[Part]) -> str:
    def blank(m: re.Match[str]) -> str:
        parts = list(read(m))
        for part in parts:
            dated = part.unit.startswith("date-") and text[part.end : part.end + 1] in set("年月日")
            found.append(_part(part.value, part.unit, part.start, part.end + dated))
        return "\0" * len(m.group()) if parts else m.group()

    return pattern.sub(blank, text)
