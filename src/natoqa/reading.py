"""Extractive reading: which sentences answer the question."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from natoqa.glossary import Glossary
from natoqa.mentions import novel
from natoqa.paper import Paragraph, Sentence
from natoqa.question import Question
from natoqa.retrieval import Ranking, zscores
from natoqa.units import Language
from natoqa.weights import Weights

FloatArray = npt.NDArray[np.float64]
# How far down the ranking the other side of a comparison is looked for.
_COMPARED, _COMPARED_PARAGRAPHS = 20, 4
# Only the sentences of this many best paragraphs are looked through for the type asked for.
_TYPED_PARAGRAPHS = 10
_SAME_PARAGRAPH = 0.8
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


def sentence_features(ranking: Ranking, glossary: Glossary | None) -> dict[str, FloatArray]:
    """What is known about each sentence as an answer; each array of shape (S,).

    Args:
        ranking: What retrieval found.
        glossary: Names of the paper's things.
    """
    question = ranking.question
    same = ranking.paragraph_of[1:] == ranking.paragraph_of[:-1]
    base = next(iter(ranking.sentence_features.values()))
    lexical = ranking.sentence_features.get("bm25", base)
    features = zscores(
        {
            **ranking.sentence_features,
            "previous": np.concatenate([[0.0], np.where(same, lexical[:-1], 0.0)]),
            "length": np.log([len(text) + 1.0 for text in ranking.texts]),
        }
    )
    scaled = zscores({"paragraph": ranking.scores})["paragraph"]
    features["paragraph"] = scaled[ranking.paragraph_of]
    features["first"] = np.concatenate([[1.0], np.where(same, 0.0, 1.0)])
    near = set(np.argsort(-ranking.scores, kind="stable")[:_TYPED_PARAGRAPHS].tolist())
    features["type"] = np.array(
        [
            novel(text, question, glossary) - 1.0 if p in near else -1.0
            for text, p in zip(ranking.texts, ranking.paragraph_of.tolist(), strict=True)
        ]
    )
    return features


class Reader:
    """Chooses the sentences of an extractive answer.

    Args:
        weights: How the features are weighed.
        glossary: Names of the paper's things.
        most: Most sentences in an answer.
        enough: Sentences are added until they hold the answer with this probability (the
            softmax of the reading scores).
    """

    def __init__(
        self, weights: Weights, glossary: Glossary, *, most: int = 3, enough: float = 0.95
    ) -> None:
        self._enough = enough
        self._weights = weights.sentence
        self._glossary = glossary
        self._most = most

    def score(self, ranking: Ranking) -> FloatArray:
        """Reading score of each sentence, shape (S,)."""
        features = sentence_features(ranking, self._glossary)
        total = np.zeros(len(ranking.texts))
        for name, values in features.items():
            total += self._weights.get(name, 0.0) * values
        return total

    def _fits(self, ranking: Ranking, order: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Which of the first sentences hold something of the type asked for, shape (S,)."""
        fits = np.zeros(len(ranking.sentences), dtype=np.bool_)
        question = ranking.question
        for i in order[:_COMPARED].tolist():
            fits[i] = novel(ranking.texts[i], question, self._glossary) == 1.0
        return fits

    def _with_neighbour(self, best: list[int], ranking: Ranking, scores: FloatArray) -> list[int]:
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
        ]
        texts = ranking.texts

        if question.expects == "reason":
            if i - 1 in beside and _FOLLOWS.match(texts[i]):
                return _leading(i, i - 1, best, self._most)
            return best
        if question.expects not in _HELD or any(
            novel(texts[k], question, self._glossary) == 1.0 for k in best
        ):
            return best
        inside = np.flatnonzero(ranking.paragraph_of == ranking.paragraph_of[i]).tolist()
        for k in [*beside, *sorted(inside, key=lambda k: -float(scores[k]))]:
            if novel(texts[k], question, self._glossary) == 1.0:
                return _leading(i, k, best, self._most)
        return best

    def read(self, ranking: Ranking, scores: FloatArray) -> tuple[Pick, ...]:
        """The sentences that answer, the best paragraph first, each paragraph in reading order.

        Args:
            ranking: What retrieval found.
            scores: Reading score of each sentence, from `score`.
        """
        top = int(np.argmax(scores))
        # Beside the best sentence, those of its own paragraph are preferred.
        beside = scores + _SAME_PARAGRAPH * (ranking.paragraph_of == ranking.paragraph_of[top])
        beside[top] = beside.max() + 1e-9
        order = np.argsort(-beside, kind="stable")
        chance = np.exp(beside[order] - beside[top])
        reached = np.cumsum(chance / chance.sum())
        enough = int(np.searchsorted(reached, self._enough)) + 1
        best = [int(i) for i in order[: min(enough, self._most)]]
        best = _on_the_subject(best, ranking)
        best = _with_antecedent(best, ranking, self._most)
        best = self._with_neighbour(best, ranking, scores)
        if compares(ranking.question):
            fits = self._fits(ranking, order)
            best = _with_both_sides(best, order, ranking, self._most, fits)
        picks = [
            Pick(
                ranking.paragraphs[int(ranking.paragraph_of[i])],
                ranking.sentences[i],
                float(scores[i]),
            )
            for i in best
        ]
        return arrange(picks, ranking.question.language)


# A Japanese sentence that opens with one of these says little without the one before it. (The
# translation names what it means.)
_LEANS = re.compile(
    r"^(?:しかし、|また、|そして、|なお、)?(?:これ(?!まで)|それ|この(?!よう)|その(?!他|ため|意味|際)|同(?!盟|時|様)|両国|当時|このとき|"
    r"こうした|そうした|前者|後者)|(?:のは|のが)これが"
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
     "duration", "age", "event"}
)  # fmt: skip


def _leading(first: int, second: int, rest: list[int], most: int) -> list[int]:
    """Two sentences, then what there was, each once."""
    return list(dict.fromkeys([first, second, *rest]))[:most]


def _with_antecedent(best: list[int], ranking: Ranking, most: int) -> list[int]:
    """Put the sentence that the best one leans on next to it."""
    i = best[0]
    if (
        ranking.question.language == "ja"
        and i > 0
        and ranking.paragraph_of[i - 1] == ranking.paragraph_of[i]
        and _LEANS.search(ranking.sentences[i].text)
    ):
        return _leading(i, i - 1, best, most)
    return best


_YEAR = re.compile(r"(?:19|20)\d\d")
_COMPARES = re.compile(
    r"違い|違う|違って|比べ|比較|差は|変わ|変化|推移|対し|と.{1,20}の(?:差|関係)|differ|compar|versus|\bvs\b|chang|"
    r"evol|between|contrast|than|unlike|both"
)


def compares(question: Question) -> bool:
    """Whether a question asks how things differ or have changed."""
    return _COMPARES.search(question.normalised) is not None


def _with_both_sides(
    best: list[int],
    order: npt.NDArray[np.int64],
    ranking: Ranking,
    most: int,
    fits: npt.NDArray[np.bool_],
) -> list[int]:
    """Make sure that a comparison cites something about each thing compared.

    Years named together ("2014年と2024年") and things of one kind ("SAGU and NSATU") are compared;
    a side that no chosen sentence names brings in the best sentence that does, of those that hold
    something of the type asked for if there are any.
    """
    question = ranking.question
    sides: list[npt.NDArray[np.bool_]] = [
        ranking.term_hits[row] for row, term in enumerate(ranking.terms) if _YEAR.fullmatch(term)
    ]
    by_kind: dict[str, list[npt.NDArray[np.bool_]]] = {}
    for entry in question.entries:
        by_kind.setdefault(entry.kind, []).append(ranking.named[entry])
    near = set(ranking.order[:_COMPARED_PARAGRAPHS])
    for group in (sides, *by_kind.values()):
        if len(group) < 2:
            continue
        chosen: list[int] = []
        for i, named in enumerate(group):
            others = np.any([other for j, other in enumerate(group) if j != i], axis=0)
            # A sentence that names both sides says nothing of one.
            alone = named & ~others
            if any(alone[k] and fits[k] for k in best):
                continue
            found = [
                int(k)
                for k in order[:_COMPARED]
                if alone[k] and int(ranking.paragraph_of[k]) in near
            ]
            fitting = [k for k in found if fits[k]]
            if fitting or (found and not any(alone[k] for k in best)):
                chosen.append((fitting or found)[0])
        if chosen:
            best = [*best[: max(most - len(chosen), 1)], *chosen][:most]
    return best


def arrange(picks: list[Pick], language: Language) -> tuple[Pick, ...]:
    """Keep what fits, group by paragraph (best first), in reading order within each.

    Args:
        picks: Best first.
        language: Of the answer; sets the most characters it may have.
    """
    kept: list[Pick] = []
    used = 0
    for pick in picks:
        size = len(pick.text(language))
        if kept and used + size > _MOST_CHARS[language] - 30:
            continue
        kept.append(pick)
        used += size
    order = list(dict.fromkeys(pick.paragraph.id for pick in kept))
    return tuple(sorted(kept, key=lambda p: (order.index(p.paragraph.id), p.sentence.start)))
