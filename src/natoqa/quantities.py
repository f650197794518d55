"""Numbers, dates, sums and counts in Japanese and English text, made comparable.

"400億ユーロ", "€40bn" and "40 billion euros" give the same value and unit;
so do "7月9日", "9 July" and "July 9". Pure functions; nothing is loaded.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from natoqa.dates import take_dates
from natoqa.numerals import (
    ARABIC,
    KANJI,
    MAGNITUDES,
    ONES,
    TENS,
    arabic_value,
    kanji_value,
    word_value,
)

Language = Literal["ja", "en"]


@dataclass(frozen=True)
class Quantity:
    """A quantity that a text states.

    Attributes:
        value: Exact. A day of a year is month * 100 + day.
        unit: "EUR", "USD", "GBP", "JPY", "percent", "person", "country", "brigade", "times",
            "fold", "ordinal"; "days", "weeks", "months", "years", "hours" for a duration;
            "date-year", "date-month", "date-day", "date-decade" for a date; "" for none of these.
        start: First character in the text as given.
        end: One past its last character there.
    """

    value: Fraction
    unit: str
    start: int
    end: int


_MARK = re.compile(r"\[¶\d+\]")
_CIRCLED = re.compile("[\u2460-\u24ff\u2776-\u2793]")
_DASH = re.compile("[‐‑‒–—―−－〜～]")

# fmt: off
_CURRENCIES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "ユーロ": "EUR",
    "$": "USD", "us$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD", "ドル": "USD",
    "£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "ポンド": "GBP",
    "¥": "JPY", "jpy": "JPY", "yen": "JPY", "円": "JPY",
}
# fmt: on
_SUFFIX_CURRENCY = re.compile(
    r"[\s-]?(ユーロ|ドル|ポンド|円(?!滑)|€"
    r"|(?:US )?dollars?\b|euros?\b|yen\b|pounds?\b|EUR\b|USD\b)",
    re.I,
)
_PREFIX_CURRENCY = re.compile(r"(US\$|€|\$|£|¥|\b(?:EUR|USD|GBP|JPY))\s?$", re.I)

_JA_UNITS: tuple[tuple[str, str], ...] = (
    ("percent", r"%|パーセント"),
    ("person", r"人(?!工|口)|名(?!称|前|誉)"),
    ("country", r"[カかヵヶケ個箇]国|国(?!際|家|防|籍|連|民|境)"),
    ("brigade", r"個?(?:程度)?の?旅団"),
    ("months", r"[カかヵヶケ個箇]月"),
    ("years", r"年間|周年|年目|[カかヵヶケ箇]年|年(?!代)"),
    ("weeks", r"週間?"),
    ("days", r"日間?"),
    ("hours", r"時間"),
    ("times", r"回|度目"),
    ("fold", r"倍"),
    ("", r"つ|点|個|件|本|隻|機|基|台|両|柱|項目|段階|者間|分野|組織|社|票"),
)
_EN_UNITS: tuple[tuple[str, str], ...] = (
    ("percent", r"percent|per cent"),
    (
        "person",
        r"people|persons?|personnel|troops?|soldiers?|staff|service ?members?|servicemen"
        r"|participants?|men",
    ),
    ("country", r"countries|country|nations?|states?|allies|ally|members?"),
    ("brigade", r"brigades?"),
    ("days", r"days?"),
    ("weeks", r"weeks?"),
    ("months", r"months?|monthly"),
    ("years", r"years?|anniversary"),
    ("hours", r"hours?"),
    ("times", r"times"),
    ("fold", r"fold"),
)
# Words that may stand between a number and its noun: "23 NATO member countries".
_BETWEEN = (
    r"(?:(?!(?:of|in|to|and|or|by|from|for|within|with|on|at|the|than|as|were|was|is)\b)"
    r"[A-Za-z-]+ ){0,2}?"
)
_JA_UNIT = re.compile(r"\s?(?:" + "|".join(f"({p})" for _, p in _JA_UNITS) + ")")
_EN_UNIT = re.compile(
    rf"[\s-]{_BETWEEN}(?:" + "|".join(rf"({p})\b" for _, p in _EN_UNITS) + ")", re.I
)

# A digit run glued to a Latin name is part of the name: IP4, G7, F-16.
_NO_NAME = r"(?<![A-Za-z\d.,])(?<![A-Z]-)"
_MIXED = re.compile(
    rf"{_NO_NAME}(?:(?:{ARABIC})[千百]?[万億兆]|{KANJI}{{1,9}}[万億兆])"
    rf"(?:(?:(?:{ARABIC})千?|{KANJI}{{1,9}})[万億]?){{0,6}}|{_NO_NAME}(?:{ARABIC})千"
)
# Kanji numerals make up many ordinary words (一方, 一部): a single one needs a counter after it.
_KANJI_NUMBER = re.compile(
    rf"(?<!第)(?<!{KANJI})(?:{KANJI}{{2,9}}|[一二三四五六七八九十百千])"
    r"(?=人(?!的)|名|[カかヵヶケ箇]国|国(?!際|間|家)|個?旅団|[カかヵヶケ箇]?[月年]|周年|週間|日間"
    r"|回|倍|つ|点|割|パーセント|者間|分野|段階|億|万)"
)
_SMALL_WORD = rf"(?:(?:{'|'.join(TENS)})(?:[- ](?:{'|'.join(list(ONES)[1:10])}))?|{'|'.join(ONES)})"
_WORDS = re.compile(
    rf"\b(?:(an?|{_SMALL_WORD})[- ](hundred|thousand|million|billion|trillion|dozen)"
    rf"(?:[- ](thousand|million|billion))?|({_SMALL_WORD}))\b",
    re.I,
)
_DIGITS = re.compile(rf"{_NO_NAME}(?:{ARABIC})")
_MAGNITUDE = re.compile(
    r"(?:[\s-](hundred|thousand|million|billion|trillion|dozen)s?|\s?(bn|mn|tn)|(k|m))\b", re.I
)
_RANGE = re.compile(
    r"(?:人|名|個|日|年)?\s*(?:-|~|から|乃至|ないし|or|to|and|through|until)\s*(?:the\s+)?", re.I
)


@dataclass(frozen=True)
class _Number:
    """A number before its unit is looked at.

    Attributes:
        value: With its magnitude word (40 billion).
        base: Without it (40); equal to `value` when there is none.
        start: First character.
        end: One past the last.
        plain: The characters, when they are all there is.
    """

    value: Fraction
    base: Fraction
    start: int
    end: int
    plain: str = ""


def quantities(text: str, language: Language) -> list[Quantity]:
    """The quantities in a text, in order.

    Citation marks ([¶7]), circled list numbers (①) and digits inside names
    (IP4, F-16) are no quantities.

    Args:
        text: Any text.
        language: "ja" adds kanji numerals, "en" number words; digits, dates
            and money are read in both.
    """
    work, offsets = _normalise(text)
    work, parts = take_dates(work)
    found = [Quantity(p.value, p.unit, p.start, p.end) for p in parts]
    found.extend(_counted(work, language))
    found.sort(key=lambda q: (q.start, q.end))
    return [replace(q, start=offsets[q.start], end=offsets[q.end - 1] + 1) for q in found]


def same(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities say the same.

    Units must agree, except that a bare number agrees with a counted one when
    it is 1,000 or more (small bare numbers are too common), and that a month
    agrees with a day in it.
    """
    (value_a, unit_a), (value_b, unit_b) = _base(a), _base(b)
    if unit_a == unit_b:
        return value_a == value_b
    if {unit_a, unit_b} == {"date-month", "date-day"}:
        return (value_a // 100 if unit_a == "date-day" else value_a) == (
            value_b // 100 if unit_b == "date-day" else value_b
        )
    dated = unit_a.startswith("date-") or unit_b.startswith("date-")
    bare = not unit_a or not unit_b
    return bare and not dated and value_a == value_b and value_a >= 1000


def states(found: Iterable[Quantity], wanted: Quantity) -> bool:
    """Whether a text's quantities include one.

    A wanted number with no unit of its own agrees with any count of that
    value; dates only agree with dates.
    """
    return any(
        same(q, wanted)
        or (not wanted.unit and q.value == wanted.value and not q.unit.startswith("date-"))
        for q in found
    )


def _base(q: Quantity) -> tuple[Fraction, str]:
    """Years in months and weeks in days, so that 1 year equals 12 months."""
    if q.unit == "years":
        return q.value * 12, "months"
    if q.unit == "weeks":
        return q.value * 7, "days"
    return q.value, q.unit


def _normalise(text: str) -> tuple[str, list[int]]:
    """NFKC with one dash, blanks for marks, and where each character came from."""
    text = _CIRCLED.sub(" ", _MARK.sub(lambda m: " " * len(m.group()), text))
    out: list[str] = []
    offsets: list[int] = []
    for i, ch in enumerate(text):
        for made in unicodedata.normalize("NFKC", ch):
            out.append("-" if _DASH.match(made) else made)
            offsets.append(i)
    return "".join(out), offsets


def _counted(work: str, language: Language) -> list[Quantity]:
    """Numbers with their units; in a range the first takes the second's unit."""
    result: list[Quantity] = []
    last: _Number | None = None
    for number in sorted(_numbers(work, language), key=lambda n: n.start):
        found = _with_unit(work, number)
        if found is None:
            last = None
            continue
        if last is not None and _RANGE.fullmatch(work[last.end : number.start]):
            result[-1] = _first_of_range(result[-1], last, found, number)
        result.append(found)
        last = number
    return result


def _first_of_range(first: Quantity, last: _Number, found: Quantity, number: _Number) -> Quantity:
    """The first of a range, with what only the second says: 35 to 50 billion euros."""
    if first.unit not in {"", "date-year"}:
        return first
    value = first.value
    if number.value != number.base and last.value == last.base and last.value < number.base:
        value *= number.value / number.base
    return replace(first, value=value, unit=found.unit or first.unit)


def _numbers(work: str, language: Language) -> Iterator[_Number]:
    taken = bytearray(len(work))

    def free(m: re.Match[str]) -> bool:
        if any(taken[m.start() : m.end()]):
            return False
        taken[m.start() : m.end()] = b"\1" * len(m.group())
        return True

    for m in filter(free, _MIXED.finditer(work)):
        value = Fraction(kanji_value(m.group()))
        lead = re.match(ARABIC, m.group())
        yield _Number(value, arabic_value(lead.group()) if lead else value, *m.span())
    if language == "ja":
        for m in filter(free, _KANJI_NUMBER.finditer(work)):
            value = Fraction(kanji_value(m.group()))
            yield _Number(value, value, *m.span())
    else:
        for m in filter(free, _WORDS.finditer(work)):
            if m[4]:
                base, size = Fraction(word_value(m[4])), 1
            else:
                base = Fraction(1 if m[1].lower() in {"a", "an"} else word_value(m[1]))
                size = MAGNITUDES[m[2].lower()] * (MAGNITUDES[m[3].lower()] if m[3] else 1)
            yield _Number(base * size, base, *m.span(), plain=m.group())
    for m in filter(free, _DIGITS.finditer(work)):
        base = arabic_value(m.group())
        magnitude = _MAGNITUDE.match(work, m.end())
        if magnitude:
            word = next(group for group in magnitude.groups() if group)
            yield _Number(base * MAGNITUDES[word.lower()], base, m.start(), magnitude.end())
        else:
            yield _Number(base, base, *m.span(), plain=m.group())


def _with_unit(work: str, number: _Number) -> Quantity | None:
    """The number with the unit beside it; None when it counts nothing."""
    start, end = number.start, number.end
    money = _SUFFIX_CURRENCY.match(work, end)
    if money:
        name = money[1].lower().removeprefix("us ")
        return Quantity(number.value, _CURRENCIES[name], start, money.end())
    before = _PREFIX_CURRENCY.search(work, max(0, start - 5), start)
    if before:
        return Quantity(number.value, _CURRENCIES[before[1].lower()], before.start(), end)
    if work[end : end + 1] == "割":
        return Quantity(number.value * 10, "percent", start, end + 1)
    for pattern, units in ((_JA_UNIT, _JA_UNITS), (_EN_UNIT, _EN_UNITS)):
        m = pattern.match(work, end)
        if m and m.lastindex:
            return Quantity(number.value, units[m.lastindex - 1][0], start, m.end())
    if number.plain.lower() in {"one", "zero"}:
        return None
    if number.plain.isdigit():
        follows, precedes = work[end : end + 1], work[start - 1 : start]
        # A number glued to letters, or to a katakana name with no unit after it, is a name.
        if (follows.isascii() and follows.isalpha()) or re.match("[ァ-ヺー]", precedes):
            return None
        if len(number.plain) == 4 and 1900 <= number.value <= 2100:
            return Quantity(number.value, "date-year", start, end)
    return Quantity(number.value, "", start, end)
