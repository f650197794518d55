"""Does a sentence say the opposite of the paper? Negation and opposites, by their words.

There is no entailment model here. A sentence is held against the lines that its
words come from: it contradicts them when one side negates what the other affirms,
or when it has one word of a pair of opposites where they have only the other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from natoqa.llm.opposites import MARKED_WORDS, OPPOSITES
from natoqa.text import is_function_term, normalise, terms
from natoqa.units import Language

# Negated forms that affirm: nothing is denied by "not only" or "cannot be denied".
_AFFIRMING: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(?:not (?:only|just|simply|merely|necessarily|until)|nothing like|rather than"
        r"|no more than|no (?:less|fewer) than|no doubt"
        r"|cannot be denied|can ?not be denied|undeniabl\w+|no longer than|no matter|none other"
        r"|cannot be ruled out|can ?not be ruled out|no exception|no fewer|not least|not to mention"
        r"|without exception|nothing (?:new|less))\b"
    ),
    "ja": re.compile(
        r"のみならず|だけで(?:は)?なく|ばかりで(?:は)?なく|にとどまらず|に(?:も)?かかわらず|関わらず"
        r"|否め(?:ない|ません)|否定でき(?:ない|ません)|(?:間違い|相違|変わり|疑い)(?:は|が|の)?(?:ない|ありません)"
        r"|(?:ほか|他)なら(?:ない|ず|ません)"
        r"|なければならな|ねばならな|ざるを得な|に過ぎない|過言ではない|少なくない|問わず"
        r"|少なくとも|少なから|ことがないように|ないように|限り"
        # Words that lack something rather than deny it, and doubts.
        r"|足り(?:ない|ません)|足らない|変わ(?:らない|りません|らず)|かもしれ(?:ない|ません)|とは限らない"
        r"|(?:届|及)(?:か|ば)(?:ない|なかった|ず|ません)|(?:超え|上回っ)(?:てい)?(?:ない|なかった|ません)"
        r"|なくては|ずに(?:は)?いられ|(?:要|必要)としない|思わ(?:ない|ぬ)"
    ),
}
_NEGATION: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(?:not|never|no|none|nothing|neither|nor|cannot|without|fail(?:s|ed)? to"
        r"|(?:hard|difficult) to say|far from|rather than)\b|n['’]t\b|\bnon-"
        r"|\bun(?=(?:able|changed)\b)"
    ),
    "ja": re.compile(
        r"(?<=[\u3041-\u3096])(?:ない|なかった|なく(?:な|て|、)|なければ|ません)|(?:てい|され|られ|さ)?ず(?:に|、|$)"
        r"|とは言い?(?:難い|にくい|えない)|とは言えない|ぬまま|(?<![\u4e00-\u9fff])(?:非|未|不)(?=[\u4e00-\u9fff])"
        r"|非公|未定|未だ|なし(?:に|で|の)|無い|なくなった"
    ),
}
# Words that deny without a negation.
_LACKING: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(?:outside|beyond|lack\w*|absen\w+|unlike|apart from|other than|except\w*|unclear|few"
        r"|only|insufficient\w*|fewer|short of|miss(?:ing|ed)|non-\w+|difficult|hard to|instead)\b"
    ),
    "ja": re.compile(
        r"枠外|以外|別に|欠[けくい]|不足|難[しい]|にくい|ない|なかっ|ません|[れさわたら]ず|まで|初|のみ|だけ|以下|外の"
    ),
}
# "Nothing of the kind had been set up before" is the first of its kind.
_NEVER_BEFORE = re.compile(
    r"\b(?:no|never|nothing|none)\b(?=[^.;]*\b(?:before|previously|until then)\b)"
)
_UNPUBLISHED = re.compile(r"公[開表]は?され(?:てい?)?(?:ない|ません|ず)")
# How far a negation reaches, in characters: onwards in English, back in Japanese.
_REACH: dict[Language, int] = {"en": 60, "ja": 14}


@dataclass(frozen=True)
class Contradiction:
    """What speaks against a sentence.

    Attributes:
        opposites: Pairs of opposites of which each side has the other.
        negation: 1 when exactly one side negates what both speak of, else 0.
    """

    opposites: int
    negation: int


def contradiction(text: str, language: Language, lines: Sequence[str]) -> Contradiction:
    """Compare a sentence's polarity with that of the lines its words come from.

    Args:
        text: The sentence.
        language: Of both.
        lines: The paper's sentences that cover it best, the best first.
    """
    claim = _plain(text, language)
    source = _plain(" \n ".join(lines), language)
    if not source:
        return Contradiction(0, 0)
    return Contradiction(_opposites(claim, source, language), _negation(claim, source, language))


def _denies(text: str, language: Language) -> bool:
    """Whether a text denies anything, also by a word that means that something is not there.

    Args:
        text: The text.
        language: Of the text.
    """
    plain = _plain(text, language)
    return any(p.search(plain) for p in (_NEGATION[language], _LACKING[language]))


def unsaid(text: str, language: Language, source: str) -> int:
    """How many sorts of marked expressions a sentence has of which a source has none.

    A negation is one too.

    Args:
        text: The sentence.
        language: Of both.
        source: All of the text that it may rest on.
    """
    negation = _NEGATION[language]
    count = int(
        negation.search(_plain(text, language)) is not None and not _denies(source, language)
    )
    claim, there = normalise(text), normalise(source)
    return count + sum(
        group.search(claim) is not None and group.search(there) is None
        for group in MARKED_WORDS[language]
    )


@dataclass(frozen=True)
class Pole:
    """A word of a pair of opposites in a text.

    Attributes:
        axis: Which pair.
        positive: Which side it says; a negated word says the other.
        start: First character in the text.
        end: One past the last.
    """

    axis: int
    positive: bool
    start: int
    end: int


def poles(text: str, language: Language) -> list[Pole]:
    """The words of pairs of opposites in a text.

    Args:
        text: The text; one that normalising makes longer or shorter has none.
        language: Of the text.
    """
    low = normalise(text)
    if len(low) != len(text):
        return []
    return [
        Pole(axis, (side is one) != _denied(low, *found.span(), language), *found.span())
        for axis, (one, other) in enumerate(OPPOSITES[language])
        for side in (one, other)
        for found in side.finditer(low)
        if not (side is one and _part_of(low, found, other, language))
    ]


def _part_of(text: str, found: re.Match[str], other: re.Pattern[str], language: Language) -> bool:
    """Whether a Japanese word is the end of its own opposite: 安定 inside 不安定."""
    return language == "ja" and other.match(text, max(0, found.start() - 1)) is not None


def _plain(text: str, language: Language) -> str:
    """Normalised, with negated forms that affirm taken out, and one form of "unpublished"."""
    plain = _AFFIRMING[language].sub(" ", _NEVER_BEFORE.sub("first", normalise(text)))
    return _UNPUBLISHED.sub("非公開", plain)


def _opposites(claim: str, source: str, language: Language) -> int:
    count = 0
    for a, b in OPPOSITES[language]:
        for one, other in ((a, b), (b, a)):
            # A word that belongs to both sides of the text decides nothing.
            here = _sides(claim, one, other, language)
            there = _sides(source, one, other, language)
            if here == (True, False) and there == (False, True):
                count += 1
    return count


def _sides(
    text: str, one: re.Pattern[str], other: re.Pattern[str], language: Language
) -> tuple[bool, bool]:
    """Whether a text says each of two opposites; a negated one says the other."""
    first = second = False
    for pattern, swap in ((one, False), (other, True)):
        for found in pattern.finditer(text):
            if pattern is one and _part_of(text, found, other, language):
                continue
            denied = _denied(text, found.start(), found.end(), language)
            if denied != swap:
                second = True
            else:
                first = True
    return first, second


def _denied(text: str, start: int, end: int, language: Language) -> bool:
    if language == "en":
        before = text[max(0, start - 25) : start]
        near = _NEGATION["en"].search(before.split(",")[-1].split(";")[-1])
        return near is not None
    return _NEGATION["ja"].search(text[end : end + 12].split("、")[0]) is not None


def _negation(claim: str, source: str, language: Language) -> int:
    """1 when one text affirms what the other negates."""
    mine, my_rest = _negated(claim, language)
    theirs, their_rest = _negated(source, language)
    denied = {word for words in mine for word in words}
    their_denied = {word for words in theirs for word in words}
    # "took part ..., although it had not yet begun": negated here, affirmed there.
    if any(
        _share(words, their_rest) >= 0.3 and _share(words, their_denied) < 0.3 for words in mine
    ):
        return 1
    # What the paper says without the negation too may be what the sentence repeats.
    return int(
        any(
            _share(words, my_rest) >= 0.6
            and _share(words, denied) < 0.3
            and _share(words, their_rest) < 1.0
            for words in theirs
        )
    )


def _share(words: Sequence[str], among: set[str]) -> float:
    return sum(word in among for word in words) / len(words)


def _negated(text: str, language: Language) -> tuple[list[list[str]], set[str]]:
    """What each negation of a text denies, as terms, and the terms of the rest."""
    scopes: list[list[str]] = []
    rest = text
    for found in _NEGATION[language].finditer(text):
        if language == "en":
            part = re.split(r"[,;.\n]", text[found.end() : found.end() + _REACH["en"]])[0]
            words = terms(part)[:3]
        else:
            begin = max(0, found.start() - _REACH["ja"])
            part = re.split(r"[、。\n]", text[begin : found.end()])[-1]
            words = terms(part)
        words = [word for word in words if not is_function_term(word)]
        if words:
            scopes.append(words)
            rest = rest.replace(part, " ")
    return scopes, set(terms(rest))
