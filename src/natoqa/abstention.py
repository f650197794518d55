"""Does the paper answer the question at all? One calibrated decision.

A logistic regression over a few named numbers: how much of what the question asks is said in the
place that would answer it. It is fitted by training/abstention.py.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from natoqa.glossary import Glossary
from natoqa.mentions import novel
from natoqa.paper import Sentence
from natoqa.question import content_words
from natoqa.retrieval import Ranking
from natoqa.weights import Weights

FloatArray = npt.NDArray[np.float64]
_READ = 3
_LOOKED = 8
_FIRST = 3
# A question token counts as important when it weighs at least this share of the heaviest.
_IMPORTANT = 0.5
# A word counts as matched from this cosine.
_MATCHED = 0.55
_TYPED = frozenset(
    {"person", "time", "place", "country", "number", "money", "percent", "duration", "organisation"}
)


def evidence(
    ranking: Ranking,
    reading: FloatArray,
    glossary: Glossary | None,
    text: Callable[[Sentence], str],
) -> dict[str, float]:
    """What speaks for and against the paper answering, as named numbers.

    Args:
        ranking: What retrieval found.
        reading: Reading score of each sentence, shape (S,).
        glossary: Names of the paper's things.
        text: Gives a sentence's text in the language of the answer.

    Returns:
        "covered" and "covered_by_one": share of the question's meaning matched by the best
        sentences together and by the best one (weighted late interaction); "weakest": the worst
        match among its important tokens; "said" and "said_nowhere": share of its terms, by idf,
        that those sentences hold and that no sentence holds; "word_least", "word_mean" and
        "word_missing": how well each of its content words is matched; "names": share of the things
        it names that its paragraph names; "type" and "untyped": whether the best sentences hold
        something of the type asked for; "fits_in_one": the best product of match and type within
        one sentence; "counted": no sentence counts what the question counts; "lead": how far the
        best sentence is ahead; "peak": how far the best paragraph stands out, in standard
        deviations; "agreed": share of retrieval features that put the answering paragraph among
        their first three; "cosine": the best dense similarity; and "bias".
    """
    order = np.argsort(-reading, kind="stable")
    best = order[:_READ]
    weights = np.where(ranking.about, ranking.tokens.weights, 0.0).astype(np.float64)
    total = max(float(weights.sum()), 1e-9)
    matches = np.maximum(ranking.matches.astype(np.float64), 0.0)
    together = matches[:, best].max(axis=1) if len(weights) else np.zeros(0)
    important = weights >= _IMPORTANT * weights.max() if len(weights) else np.zeros(0, dtype=bool)
    idf = ranking.term_idf
    idf_total = max(float(idf.sum()), 1e-9)
    held = ranking.term_hits[:, best].any(axis=1)
    anywhere = ranking.term_hits.any(axis=1)
    cover, heavy = _word_cover(ranking, order[:_LOOKED], glossary)
    words = cover[:, :_READ].max(axis=1) if len(cover) else np.zeros(0)
    main = words[heavy >= 1.0]
    looked = [int(i) for i in order[:_LOOKED]]
    type_fit = np.array(
        [novel(text(ranking.sentences[i]), ranking.question, glossary) for i in looked]
    )
    in_one = heavy @ cover / heavy.sum() if len(cover) else np.zeros(len(looked))
    paragraph = int(ranking.paragraph_of[order[0]])
    names = ranking.raw.get("bm25_names")
    typed = ranking.question.expects in _TYPED
    dense = ranking.sentence_features.get("dense")
    gap = float(reading[order[0]] - np.mean(reading[order[1:8]])) if len(order) > 8 else 0.0
    return {
        "bias": 1.0,
        "covered": float(weights @ together) / total,
        "covered_by_one": float(weights @ matches[:, order[0]]) / total,
        "weakest": float(together[important].min()) if important.any() else 0.0,
        "said": float(idf[held].sum()) / idf_total,
        "said_nowhere": float(idf[~anywhere].sum()) / idf_total,
        "word_least": float(main.min()) if len(main) else 0.0,
        "word_mean": float(heavy @ words / heavy.sum()) if len(words) else 0.0,
        "word_missing": float((main < _MATCHED).sum()),
        "names": float(names[paragraph]) if names is not None and ranking.question.entries else 0.0,
        "nameless": float(not ranking.question.entries),
        "type": float(type_fit[:_READ].max()) if typed else 0.0,
        "untyped": float(not typed),
        "fits_in_one": float((in_one * type_fit).max()),
        "counted": float(ranking.question.counted is not None and type_fit.max() == 0.0),
        "lead": gap,
        "peak": _peak(ranking),
        "agreed": _agreed(ranking, paragraph),
        "cosine": float(dense.max()) if dense is not None else 0.0,
    }


def _peak(ranking: Ranking) -> float:
    spread = float(ranking.scores.std())
    return float((ranking.scores.max() - ranking.scores.mean()) / spread) if spread > 0 else 0.0


def _agreed(ranking: Ranking, paragraph: int) -> float:
    above = [int((v > v[paragraph]).sum()) for v in ranking.raw.values()]
    return sum(n < _FIRST for n in above) / len(above) if above else 0.0


def _word_cover(
    ranking: Ranking, sentences: npt.NDArray[np.int64], glossary: Glossary | None
) -> tuple[FloatArray, FloatArray]:
    """How well each content word of the question is matched by each sentence, 0 to 1.

    A thing named anywhere in the sentence's paragraph counts as matched.

    Returns:
        Cover, shape (words, len(sentences)), and how much each word says, shape (words,).
    """
    question, tokens = ranking.question, ranking.tokens
    matches = np.maximum(ranking.matches, 0.0)[:, sentences]
    rows: list[FloatArray] = []
    heavy: list[float] = []
    for word in content_words(question.text, question.language, glossary):
        inside = (tokens.offsets[:, 0] < word.end) & (tokens.offsets[:, 1] > word.start)
        weights = tokens.weights[inside]
        row = np.zeros(len(sentences))
        if weights.sum() > 0:
            row = np.asarray(weights @ matches[inside] / weights.sum(), dtype=np.float64)
        if word.entry is not None:
            named = [word.entry in ranking.names[int(ranking.paragraph_of[i])] for i in sentences]
            row = np.where(named, 1.0, row)
        if weights.sum() > 0 or word.entry is not None:
            rows.append(row)
            heavy.append(word.weight)
    if not rows:
        return np.zeros((0, len(sentences))), np.zeros(0)
    return np.stack(rows), np.array(heavy)


def answerable(found: dict[str, float], weights: Weights) -> float:
    """Probability, 0 to 1, that the paper answers the question.

    Args:
        found: From `evidence`.
        weights: Fitted weights.
    """
    odds = sum(weights.answerable.get(name, 0.0) * value for name, value in found.items())
    return float(1.0 / (1.0 + np.exp(-odds)))
