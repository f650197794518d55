"""Guesses at the answer before, to be told it again: "Canada, right?", 「独主導ですよね？」."""

from __future__ import annotations

import re

from natoqa.glossary import Glossary
from natoqa.question import expected_type
from natoqa.text import has_japanese, normalise

_JA = re.compile(
    r"(?:じゃあ|では|で|つまり|ということは|え|あれ)?[、,]?(?P<guess>[^、。?]{1,14}?)(?:に|で|が)?"
    r"(?:(?:です|でした|だ|だった)(?:よね|っけ)|でしょう?|じゃないの|ではないのですか)[?。]*"
)
_EN = re.compile(
    r"(?:(?:so|and|but|then|ok|wait|hmm),? )*"
    r"(?:(?:that|it)(?:['’]s| is| was| will be) |the answer is )?"
    r"(?:(?:in|by|for|about|around|with|at|on|to) )?(?:the )?"
    r"(?P<guess>(?:[\w€$%.'-]|,(?=\d))+(?: [\w€$%.'-]+){0,2}),? "
    r"(?:right|isn['’]?t (?:it|that)|wasn['’]?t (?:it|that)|correct|am i right|yes|no)\W*|"
    r"so (?:that|it)(?:['’]s| is| was) (?:(?:in|by|for|at|on) )?(?:the )?"
    r"(?P<place>[\w.'-]+(?: [\w.'-]+)?)\W*"
)
_WORDS = re.compile(
    r"(?:that|it|this|so|all|true|not|you|they|he|she)(?:['’]s)?|そう|それ|これ|本当|合って|大丈夫|"
    r"だめ|いい|正しい"
)

_MONTH = re.compile(r"(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)(?:[a-z]*)\b")
# What these ask for is no name or figure.
_IN_WORDS = frozenset({"definition", "other", "reason", "purpose", "yesno"})


def is_guess(question: str, glossary: Glossary) -> bool:
    """Whether a follow-up is nothing but a name or figure, put as what the answer was.

    Args:
        question: A follow-up.
        glossary: Names of the paper's things.
    """
    text = normalise(question).strip()
    japanese = has_japanese(text)
    found = (_JA if japanese else _EN).fullmatch(text)
    if found is None:
        return False
    guess = found["guess"] if japanese else found["guess"] or found["place"]
    if _WORDS.fullmatch(guess):
        return False
    # A name or a figure, and not "too late, right?".
    spoken = question.casefold().find(guess)
    capital = not japanese and spoken >= 0 and question[spoken].isupper() and spoken > 0
    katakana = re.fullmatch(r"[\u30a1-\u30fa\u30fc・]{2,}", guess)
    named = any(m.end - m.start == len(guess) for m in glossary.find(guess))
    figure = guess[0].isdigit() or guess[0] in "€$" or _MONTH.match(guess)
    return bool(named or katakana or capital or figure)


def can_be_guessed(question: str) -> bool:
    """Whether a question asks for a name or figure: what NSATU is cannot be guessed in a word."""
    return expected_type(question, "ja" if has_japanese(question) else "en") not in _IN_WORDS
