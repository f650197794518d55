"""Extractive reading: which sentences answer the question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from natoqa.comparison import compares
from natoqa.compose import as_told
from natoqa.coverage import WordMatches
from natoqa.glossary import Glossary
from natoqa.lists import asked_count
from natoqa.mentions import is_about, novel
from natoqa.paper import Paragraph, Sentence
from natoqa.ranking import Ranking
from natoqa.sentence_features import sentence_features
from natoqa.something_else import wants_more
from natoqa.text import normalise
from natoqa.units import Language
from natoqa.weights import Weights

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
# More than sentences differ otherwise: what is asked about by name alone stands where it is named.
_NAMED = 10.0
# Sentences are added until they hold the answer with this probability, the softmax of their scores;
# more, where a reason is asked for or little is said (a follow-up), and where the answer has many
# parts or puts a claim right.
_ENOUGH, _ENOUGH_OF_OPEN, _ENOUGH_OF_SEVERAL = 0.8, 0.9, 0.97
# A sentence less likely than this hardly ever answers; nor does one that the answer before shows.
_HARDLY, _HARDLY_AGAIN = 0.08, 0.15
_SEVERAL = re.compile(
    r"について(?:教え|説明し|聞か|知り|述べ)|の話(?:を|[。?]*$)|のこと(?:を教え|[。?]*$)|詳しく|まとめ|"
    r"(?:です|ます|でした|ました)よね|合って(?:い?ます|る)|本当|という理解|"
    r"国々|各国|どの国|どんな国|国名|それぞれ|すべて|全て|全部|挙げて|列挙|両方|[2二両]つの|"
    r"\bright\?|\b(?:true|correct|mistaken|wrong|"
    r"tell me|hear|more|know|says? about|explain|describe|background|"
    r"(?:which|what|name|list) .{0,30}?"
    r"(?:countries|nations|states|members|areas|commands|years)|"
    r"list|name (?:the|all|them)|each|both|all of|respectively|countries)\b"
)
# An answer to several questions may be longer by as much.
_ROOM_OF_ALL = 1.5
_MOST_CHARS: Mapping[Language, int] = {"ja": 400, "en": 900}


@dataclass(frozen=True)
class Pick:
    """A sentence chosen for the answer.

    Attributes:
        paragraph: Where it stands.
        sentence: The sentence.
        score: Its reading score; comparable within one question only.
    """

    paragraph: Paragraph
    sentence: Sentence
    score: float

    def text(self, language: Language) -> str:
        """The sentence in the language of the answer."""
        return self.sentence.shown(language)


class Reader:
    """Chooses the sentences of an extractive answer.

    Args:
        weights: How the features are weighed.
        glossary: Names of the paper's things.
        most: Most sentences in an answer.
    """

    def __init__(self, weights: Weights, glossary: Glossary, *, most: int = 3) -> None:
        self._weights = weights.sentence
        self._layer = weights.sentence_layer
        self._weights_follow_up = weights.sentence_follow_up
        self._layer_follow_up = weights.sentence_follow_up_layer
        self._glossary = glossary
        self._most = most

    def score(self, ranking: Ranking, matched: WordMatches) -> FloatArray:
        """Reading score of each sentence, shape (S,).

        Args:
            ranking: What retrieval found.
            matched: The question's words in each sentence.
        """
        features = sentence_features(ranking, matched, self._glossary)
        alone = ranking.focus is None
        weights = self._weights if alone else self._weights_follow_up
        layer = self._layer if alone else self._layer_follow_up
        total = layer.score(features)
        for name, values in features.items():
            total = total + weights.get(name, 0.0) * values
        return total + _NAMED * self._names(ranking, matched)

    def _names(self, ranking: Ranking, matched: WordMatches) -> BoolArray:
        """Which sentences name what is asked about, where that is a name and nothing else."""
        named = np.zeros(len(ranking.texts), dtype=np.bool_)
        if ranking.focus is not None:
            return named
        entries = {word.entry for word in matched.words if word.entry is not None}
        others = [word for word in matched.words if word.entry is None]
        if not others:
            names = [normalise(surface) for entry in entries for surface in entry.surfaces]
        elif len(matched.words) == 1:
            text = ranking.question.text
            names = [normalise(text[word.start : word.end]) for word in others]
        else:
            names = []
        if not names:
            return named
        # Other forms of a sentence may name it where an answer does not show it.
        pattern = _any_of(tuple(names))
        texts = _normalised(ranking.texts)
        return np.array(
            [any(n in text for n in names) and bool(pattern.search(text)) for text in texts]
        )

    def fits(self, ranking: Ranking, i: int) -> bool:
        """Whether sentence i holds something of the type asked for."""
        return novel(ranking.texts[i], ranking.question, self._glossary) == 1.0

    def _with_neighbour(
        self, best: list[int], ranking: Ranking, scores: FloatArray, most: int
    ) -> list[int]:
        """Bring the sentence beside the best one that holds what was asked for.

        The reason for what "For that reason, …" says stands before it. And where no chosen sentence
        holds something of the type asked for, the one before or after the best may, or another of
        its paragraph.
        """
        i = best[0]
        question = ranking.question
        beside = [
            k
            for k in (i - 1, i + 1)
            if 0 <= k < len(ranking.sentences)
            and ranking.paragraph_of[k] == ranking.paragraph_of[i]
            and not _just_shown(k, ranking)
        ]
        texts = ranking.texts
        if _ANNOUNCES.match(ranking.sentences[i].text) and not asked_count(question):
            # "The first is the strengthening of BMD" does not say how; what follows does.
            told = [k for k in range(i + 1, i + 3) if k in _same_paragraph(i, ranking)]
            rest = [k for k in told if not _ANNOUNCES.match(ranking.sentences[k].text)]
            if rest and not set(rest) & set(best):
                return _leading(i, max(rest, key=lambda k: scores[k]), best[1:], most)

        if question.expects == "reason":
            if i - 1 in beside and _FOLLOWS.match(texts[i]):
                return _leading(i, i - 1, best, most)
            return best
        if question.expects == "definition" and len(question.entries) == 1:
            return _with_topic(best, ranking, most)
        if question.expects not in _HELD or any(self.fits(ranking, k) for k in best):
            return best
        inside = _same_paragraph(i, ranking)
        for k in [*beside, *sorted(inside, key=lambda k: -float(scores[k]))]:
            if self.fits(ranking, k):
                return _leading(i, k, best, most)
        return best

    def read(self, ranking: Ranking, scores: FloatArray, *, share: int = 1) -> tuple[Pick, ...]:
        """The sentences that answer, the best paragraph first, each paragraph in reading order.

        It opens with the sentence that answers and the one beside it that this needs.

        Args:
            ranking: What retrieval found.
            scores: Reading score of each sentence, from `score`.
            share: How many questions the answer has to serve.
        """
        most = -(-self._most // share)
        focus = ranking.focus
        if focus is not None and wants_more(focus.asked):
            scores = scores - _NAMED * (focus.shown | (focus.before > 0))
        top = int(np.argmax(scores))
        compared = compares(ranking.question)
        order = np.argsort(-scores, kind="stable")
        chance = np.exp(scores[order] - scores[top])
        chance /= chance.sum()
        likely = max(int((chance >= _HARDLY).sum()), 1)
        enough = min(int(np.searchsorted(np.cumsum(chance), _least(ranking))) + 1, likely)
        best = [int(i) for i in order[: most if compared else min(enough, most)]]
        if compared and focus is not None:
            # "Is it more than before?" may compare what one sentence says.
            best = [
                int(i)
                for i, likelihood in zip(order[:most], chance, strict=False)
                if likelihood >= _HARDLY or ranking.paragraph_of[i] == ranking.paragraph_of[top]
            ]
        best = _on_the_subject(best, ranking)
        # What the answer before showed has been read, unless it may be what answers.
        again = {int(i) for i in order[chance < _HARDLY_AGAIN] if _just_shown(int(i), ranking)}
        best = [best[0], *(k for k in best[1:] if k not in again)]
        led = self._with_neighbour(best, ranking, scores, most)
        led = _with_turn(led, ranking, most)
        # It is the same list where nothing is brought.
        opening = 1 if led is best else 2
        if compared:
            opening = 0  # it is told in the order of the paper
        else:
            led = [*led[:opening], *_standing(led[opening:], led, ranking)]
        language = ranking.question.language
        picks = _picks(led, ranking, scores)
        return arrange(
            picks,
            language,
            opening=opening,
            chars=round(room(language) * min(1.0, _ROOM_OF_ALL / share)),
        )

    def read_sides(
        self, best: Sequence[int], ranking: Ranking, scores: FloatArray
    ) -> tuple[Pick, ...]:
        """A sentence about each side of a comparison.

        Args:
            best: Positions of the sentences, from natoqa.comparison.
            ranking: What retrieval found for the whole question.
            scores: Reading score of each sentence for it.
        """
        return arrange(_picks(best, ranking, scores), ranking.question.language)


def _least(ranking: Ranking) -> float:
    """The chance of holding the answer that the sentences shown need."""
    question = ranking.question
    if _SEVERAL.search(question.normalised):
        return _ENOUGH_OF_SEVERAL
    is_open = ranking.focus is not None or question.expects in ("reason", "purpose")
    return _ENOUGH_OF_OPEN if is_open else _ENOUGH


@lru_cache(maxsize=8)
def _normalised(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Texts normalised; those of a paper do not change between questions."""
    return tuple(normalise(text) for text in texts)


@lru_cache(maxsize=512)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern of some names; compiling takes longer than all the searching."""
    return re.compile("|".join(_as_words(name) for name in names))


def _as_words(name: str) -> str:
    """A pattern of a name that stands by itself, where its script has words."""
    return rf"(?<![a-z]){re.escape(name)}(?![a-z])" if name.isascii() else re.escape(name)


def _picks(best: Sequence[int], ranking: Ranking, scores: FloatArray) -> list[Pick]:
    return [
        Pick(
            ranking.paragraphs[int(ranking.paragraph_of[i])],
            ranking.sentences[i],
            float(scores[i]),
        )
        for i in best
    ]


# A translation that opens with one of these says little without the sentence before it. (Japanese
# ones are told with what they point to.)
_LEANS = re.compile(
    r"^(?:However, |Although |And |In addition to )?(?:these|those|this|such|at th(?:e|at) time)\b",
    re.IGNORECASE,
)


def _on_the_subject(best: list[int], ranking: Ranking) -> list[int]:
    """Drop sentences of other paragraphs that name none of what the best one does of the question.

    Comparisons are left alone: their sides are told apart in places of their own.
    """
    i = best[0]
    names = [ranking.named[e] for e in ranking.question.entries if ranking.named[e][i]]
    if not names or compares(ranking.question):
        return best
    named = np.any(names, axis=0)
    paragraph = ranking.paragraph_of
    return [k for k in best if named[k] or paragraph[k] == paragraph[i]]


# A sentence that opens with one of these says what follows from the one before it.
_FOLLOWS = re.compile(
    r"(?:そのため|このため|したがって|従って|それゆえ|よって|ゆえに|その結果|こうしたこと|このようなこと|"
    r"かかる背景|(?:for that|for this) reason|therefore|as a result|accordingly|consequently|thus|"
    r"hence|because of this|against this background)",
    re.IGNORECASE,
)
# Types of answer that a sentence must hold, as against any that says the thing.
_HELD = frozenset(
    {"person", "official", "time", "date", "place", "city", "country", "number", "money", "percent",
     "duration", "frequency", "age", "event"}
)  # fmt: skip


# What an acronym stands for is no more than its words.
_SPELT = re.compile(
    r"略|正式|フルネーム|"
    r"\b(?:stands? for|short for|acronym|abbreviat\w+|full (?:name|form)|spel\w+)\b"
)


# A member of a list that is no more than a name for what the next sentences tell.
_ANNOUNCES = re.compile(r"^第[一二三四五]に、[^。]{1,60}である。$")


def _same_paragraph(i: int, ranking: Ranking) -> list[int]:
    """The sentences of the paragraph of sentence i."""
    return [int(k) for k in np.flatnonzero(ranking.paragraph_of == ranking.paragraph_of[i])]


def _with_topic(best: list[int], ranking: Ranking, most: int) -> list[int]:
    """Bring the sentence that says what a thing is, where the best one only names it."""
    (entry,) = ranking.question.entries
    i = best[0]
    if _SPELT.search(ranking.question.normalised) or not entry.acronym or entry.acronym == "NATO":
        return best
    if is_about(ranking.sentences[i].text, entry):
        return best
    for k in range(i + 1, len(ranking.sentences)):
        if ranking.paragraph_of[k] != ranking.paragraph_of[i]:
            break
        if is_about(ranking.sentences[k].text, entry) and not _just_shown(k, ranking):
            return best if k in best else _leading(i, k, best[1:], most)
    return best


def _leading(first: int, second: int, rest: list[int], most: int) -> list[int]:
    """Two sentences, then what there was, each once."""
    return list(dict.fromkeys([first, second, *rest]))[:most]


# What a sentence grants or tells of a plan, the one after it may take back.
_GRANTS = re.compile(r"^確かに|当初.*主張")
_TURNS = re.compile(r"^しかし")
_PROPOSED = re.compile(
    r"当初|もともと|元々|主張|提案|求め|要求|報道|"
    r"\b(?:initial\w*|original\w*|at first|argue\w*|propos\w+|want(?:ed|s)?|call(?:ed)? for|"
    r"push\w*|ask(?:ed)? for|suggest\w*|reports?|reported)\b"
)
_VIEW = re.compile(
    r"筆者|著者|論文は|本稿は|どう考え|どう見て|"
    r"\b(?:author|writer|paper) (?:think|see|view|argue|say)"
)


def _with_turn(best: list[int], ranking: Ranking, most: int) -> list[int]:
    """Bring what takes back the best sentence: "Was it accepted?" of a plan that was not.

    It is left out where the plan itself is asked for. What the author grants is no answer to what
    the author thinks without it.
    """
    i, question = best[0], ranking.question
    text = ranking.sentences[i].text
    if not _GRANTS.search(text):
        return best
    if question.expects != "yesno" and _PROPOSED.search(question.normalised):
        return best
    reach = 2 if _VIEW.search(question.normalised) else 1
    for k in range(i + 1, min(i + 1 + reach, len(ranking.sentences))):
        if ranking.paragraph_of[k] != ranking.paragraph_of[i]:
            break
        if _TURNS.match(ranking.sentences[k].text):
            return best if k in best else _leading(i, k, best[1:], most)
    return best


def _just_shown(i: int, ranking: Ranking) -> bool:
    """Whether the answer before shows sentence i."""
    return ranking.focus is not None and bool(ranking.focus.shown[i])


def _standing(others: Sequence[int], shown: Sequence[int], ranking: Ranking) -> list[int]:
    """Those of the other sentences that say something without what is not shown."""
    if ranking.question.language == "ja":
        return list(others)
    return [
        k
        for k in others
        if k - 1 in shown
        or _just_shown(k - 1, ranking)
        or not _LEANS.search(ranking.sentences[k].translation)
    ]


def room(language: Language) -> int:
    """Characters that the sentences of an answer may have, beside their marks."""
    return _MOST_CHARS[language] - 30


def arrange(
    picks: list[Pick], language: Language, *, opening: int = 0, chars: int | None = None
) -> tuple[Pick, ...]:
    """Keep what fits, group by paragraph (best first), in reading order within each.

    Args:
        picks: Best first.
        language: Of the answer; sets the most characters it may have.
        opening: How many of the best stand before all others.
        chars: The most characters the sentences may have; `room` if None. One is always kept.
    """
    chars = room(language) if chars is None else chars
    kept: list[Pick] = []
    used = 0
    for pick in picks:
        size = len(as_told(pick.sentence, language).text)
        if kept and used + size > chars:
            continue
        kept.append(pick)
        used += size
    order = list(dict.fromkeys(pick.paragraph.id for pick in kept))

    def place(pick: Pick) -> tuple[bool, int, int]:
        return pick not in kept[:opening], order.index(pick.paragraph.id), pick.sentence.start

    return tuple(sorted(kept, key=place))
