"""The values of number words and kanji numerals."""

from __future__ import annotations

from fractions import Fraction

# fmt: off
ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9,
}
MAGNITUDES = {
    "hundred": 100, "thousand": 1000, "k": 1000, "million": 10**6, "mn": 10**6, "m": 10**6,
    "billion": 10**9, "bn": 10**9, "trillion": 10**12, "tn": 10**12, "dozen": 12,
}
_KANJI_DIGITS = {
    "〇": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8,
    "九": 9,
}
# fmt: on
_KANJI_SMALL = {"十": 10, "百": 100, "千": 1000}
_KANJI_LARGE = {"万": 10**4, "億": 10**8, "兆": 10**12}

KANJI = r"[〇零一二三四五六七八九十百千]"
"""A character class: the kanji that make up numbers below ten thousand."""
ARABIC = (
    r"\d{1,3}(?:,\d{3}){1,6}(?:\.\d{1,9})?(?!\d)|\d{1,3}(?: \d{3}){1,6}(?![\d,])"
    r"|\d{1,18}(?:\.\d{1,9})?(?!\d)"
)
"""Digits with or without thousands separators and decimals; no more of them than mean a number."""


def arabic_value(text: str) -> Fraction:
    """The value of digits that `ARABIC` matched."""
    return Fraction(text.replace(",", "").replace(" ", ""))


def word_value(words: str) -> int:
    """The value of an English number word below one hundred: "seven", "twenty-three"."""
    return sum(TENS.get(w, 0) + ONES.get(w, 0) for w in words.lower().replace("-", " ").split())


def kanji_value(text: str) -> int:
    """The value of a numeral of kanji, digits or both: 三十五, 1,000億, 1兆2,000億, 1.5万, 10.

    Args:
        text: Nothing but digits, separators and kanji numerals.
    """
    # total: full 万, 億, 兆 sections; section: the one being read; current: its last digits.
    total, section, current = 0, Fraction(0), Fraction(0)
    digits = ""
    for ch in text.replace(",", "").replace(" ", "") + "\0":
        if ch == "." or (ch.isascii() and ch.isdigit()):
            digits += ch
            continue
        if digits:
            current, digits = Fraction(digits), ""
        if ch in _KANJI_DIGITS:
            current = current * 10 + _KANJI_DIGITS[ch]
        elif ch in _KANJI_SMALL:
            section += (current or 1) * _KANJI_SMALL[ch]
            current = Fraction(0)
        elif ch in _KANJI_LARGE:
            total += int((section + current or 1) * _KANJI_LARGE[ch])
            section = current = Fraction(0)
    return total + int(section + current)
