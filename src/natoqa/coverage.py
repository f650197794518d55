"""How much of what a question asks is said in the place that would answer it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from natoqa.glossary import Entry, Glossary
from natoqa.ranking import Ranking
from natoqa.text import normalise, terms
from natoqa.words import Word, content_words

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
_BEST = 3
# The most that the pieces of a word, each matched by itself, can make.
_PIECES = 0.5
# The length of a token's vector says how much it means: lengths from 1 to 4.2 (nearly all) become
# weights up to 1.6. A name weighs 1.
_LIGHTEST, _SPAN, _LEAST, _MOST = 1.0, 2.0, 0.05, 1.6
_KANJI = re.compile(r"[\u4e00-\u9fff\u3005]+")
# Kinds of glossary entry that are one particular thing.
_PARTICULAR = frozenset({"person", "place", "organisation", "exercise"})
# What more of the sentences name is what the text is about, which a sentence need not say.
_EVERYWHERE = 0.15
# From this match on a sentence says a word.
_SAYS = 0.95


def is_particular(entry: Entry) -> bool:
    """Whether a glossary entry is one particular thing: a person, place, body or exercise."""
    return entry.kind in _PARTICULAR


@dataclass(frozen=True, eq=False)
class Coverage:
    """How well the content words of a question are matched, each from 0 to 1.

    Attributes:
        by_sentence: Weighted mean match of all words in each sentence looked at, shape (n,).
        in_one: The same in the best of the first three.
        in_paragraph: The same in the paragraph of the first.
        unnamed: The question names a particular thing that no paragraph of the first three names.
        particular: It names a particular thing.
        named: Which sentences name every such thing, shape (n,).
        weakest: What is missing of the worst matched word, times its weight, in the one of the
            first three sentences where that is least.
        words: How many words there are.
        own_unsaid: What is missing of a follow-up's own words in the paragraph of the first, each
            times its weight, added up; 0 for other questions.
        own_said: Weighted mean match of those words, 1 where there are none; 0 for other questions.
        own_words: How many words of its own a follow-up has.
        own_by_sentence: The same in each sentence looked at, shape (n,).
        special: How much the words say that few sentences do: the sum of their weights, each times
            its inverse sentence frequency, from 0 to 1.
        unheard: What is missing of the worst matched word, times its weight, in the whole text; of
            a follow-up's own words where it has any.
    """

    by_sentence: FloatArray
    named: BoolArray
    own_by_sentence: FloatArray
    in_one: float = 0.0
    in_paragraph: float = 0.0
    unnamed: bool = False
    particular: bool = False
    weakest: float = 0.0
    words: int = 0
    own_unsaid: float = 0.0
    own_said: float = 0.0
    own_words: int = 0
    special: float = 0.0
    unheard: float = 0.0


@dataclass(frozen=True, eq=False)
class WordMatches:
    """The content words of a question, n of them, matched with every sentence.

    Attributes:
        words: The words.
        table: How well each is matched in each sentence, from 0 to 1, shape (n, S).
        weights: How much each says, shape (n,).
    """

    words: tuple[Word, ...]
    table: FloatArray
    weights: FloatArray

    @property
    def said(self) -> FloatArray:
        """Weighted mean match of all words in each sentence, shape (S,); 0 without words."""
        total = max(float(self.weights.sum()), 1e-9)
        return np.asarray(self.weights @ self.table / total, dtype=np.float64)

    @property
    def names(self) -> list[FloatArray]:
        """The rows of particular things that not many of the sentences name."""
        return [
            match
            for word, match in zip(self.words, self.table, strict=True)
            if word.entry is not None and is_particular(word.entry) and match.mean() < _EVERYWHERE
        ]


def match_words(ranking: Ranking, glossary: Glossary | None) -> WordMatches:
    """Match a question's words with every sentence.

    A word that stands in a sentence, in any of its forms, is matched fully; another by the cosine
    of its vector with the nearest in the sentence; a name only where it is named.

    Args:
        ranking: What retrieval found.
        glossary: Names of the paper's things; None for any other text.
    """
    question = ranking.question
    words, rows, weights = [], [], []
    for word in content_words(question.text, question.spoken, glossary):
        found = _match(ranking, word)
        if found is not None:
            words.append(word)
            rows.append(found[0])
            weights.append(found[1])
    table = np.stack(rows) if rows else np.zeros((0, len(ranking.texts)))
    return WordMatches(tuple(words), table, np.array(weights))


def cover(
    ranking: Ranking, matched: WordMatches, sentences: npt.NDArray[np.int64], own: str = ""
) -> Coverage:
    """How much of a question some sentences say.

    Args:
        ranking: What retrieval found.
        matched: From `match_words`.
        sentences: Positions of the sentences to look at, best first, n of them.
        own: A follow-up question as it was asked, before it was completed.
    """
    if not matched.words:
        none = np.zeros(len(sentences))
        nothing = np.full(len(sentences), float(bool(own)))
        return Coverage(none, none > 0.0, nothing, own_said=float(bool(own)))
    question, mine = ranking.question, normalise(own)
    inside = ranking.paragraph_of == ranking.paragraph_of[sentences[0]]
    first = {int(p) for p in ranking.paragraph_of[sentences[:_BEST]]}
    around = np.any([ranking.paragraph_of == p for p in first], axis=0)
    weights = matched.weights
    table = matched.table[:, sentences]
    near = matched.table[:, inside].max(axis=1)
    names = matched.names
    by_sentence = matched.said[sentences]
    asked = weights * [normalise(question.text[w.start : w.end]) in mine for w in matched.words]
    anywhere = (asked if asked.any() else weights) * (1.0 - matched.table.max(axis=1))
    sentences_with = (matched.table >= _SAYS).sum(axis=1)
    size = matched.table.shape[1]
    rarity = np.log((size + 1) / (sentences_with + 1)) / np.log(size + 1)
    own_weight, own_unsaid = float(asked.sum()), float(asked @ (1.0 - near))
    return Coverage(
        by_sentence=by_sentence,
        in_one=float(by_sentence[:_BEST].max()),
        in_paragraph=float(weights @ near / weights.sum()),
        unnamed=any(match[around].max() == 0.0 for match in names),
        particular=bool(names),
        named=np.all([match[sentences] == 1.0 for match in names], axis=0)
        if names
        else np.zeros(len(sentences), dtype=np.bool_),
        weakest=float((weights[:, None] * (1.0 - table[:, :_BEST])).max(axis=0).min()),
        words=len(matched.words),
        own_by_sentence=asked @ table / own_weight
        if own_weight > 0.0
        else np.full(len(sentences), float(bool(own))),
        own_unsaid=own_unsaid,
        special=float(weights @ rarity),
        own_words=int((asked > 0.0).sum()),
        unheard=float(anywhere.max()),
        own_said=(1.0 - own_unsaid / own_weight if own_weight > 0.0 else 1.0) if own else 0.0,
    )


def _match(ranking: Ranking, word: Word) -> tuple[FloatArray, float] | None:
    """A word's match in every sentence, shape (S,), and its weight; None if it says nothing."""
    if word.entry is not None:
        named = ranking.named[word.entry].astype(np.float64)
        if is_particular(word.entry):
            return named, 1.0
        # A term may be said in other words than its name.
        said = _said(ranking, word)
        return (named if said is None else np.maximum(named, said[0])), 1.0
    return _said(ranking, word)


def _said(ranking: Ranking, word: Word) -> tuple[FloatArray, float] | None:
    """The same by the word's tokens alone."""
    tokens = ranking.tokens
    inside = (tokens.offsets[:, 0] < word.end) & (tokens.offsets[:, 1] > word.start)
    if not inside.any():
        return None
    weights = tokens.weights[inside].astype(np.float64)
    found = np.maximum(ranking.matches[inside], 0.0).astype(np.float64)
    if _KANJI.fullmatch(ranking.question.text, word.start, word.end):
        # A run of kanji is several words, each of which may stand somewhere else.
        match = weights @ found / max(float(weights.sum()), 1e-9)
    else:
        match = found.min(axis=0)
        if len(weights) > 1:
            match = np.minimum(match, _PIECES)
    wanted = terms(ranking.question.text[word.start : word.end])
    rows = [ranking.terms.index(term) for term in wanted if term in ranking.terms]
    if rows and len(rows) == len(wanted):
        match = np.where(ranking.term_hits[rows].all(axis=0), 1.0, match)
    length = float(weights.max())
    return match, float(np.clip((length - _LIGHTEST) / _SPAN, _LEAST, _MOST))
