"""Does the paper answer the question at all? One calibrated decision.

A logistic regression over a few named numbers: how much of what the question asks is said in the
place that would answer it. It is fitted by training/abstention.py.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from natoqa.coverage import cover
from natoqa.dialogue import Standalone
from natoqa.glossary import Glossary
from natoqa.mentions import novel
from natoqa.retrieval import Ranking
from natoqa.weights import Weights

FloatArray = npt.NDArray[np.float64]
_READ = 3
_LOOKED = 8
_FIRST = 3
_SHORT = 2
_UNTYPED = frozenset({"reason", "purpose", "definition", "yesno", "other"})


def evidence(
    ranking: Ranking,
    reading: FloatArray,
    glossary: Glossary | None,
    standalone: Standalone,
) -> dict[str, float]:
    """What speaks for and against the paper answering, as named numbers.

    Args:
        ranking: What retrieval found.
        reading: Reading score of each sentence, shape (S,).
        glossary: Names of the paper's things.
        standalone: The question, and how it was completed if it is a follow-up.

    Returns:
        "words_in_paragraph", "unnamed", "weakest", "own_unsaid": see natoqa.coverage; "follow_up":
        it was completed; "pointing": because it points to what was said before; "own_said": the
        share of its own words that the paragraph says; "said": how many of the question's words
        one of the best sentences says;
        "one_word": there is one word at most; "named": a particular thing is named; "short_named":
        it is, among two words at most; "japanese": the language;
        "typed_words": the best product of words matched and type fitted within one sentence;
        "said_nowhere": share of its terms, by idf, that no sentence holds;
        "stranger" and "apart": it has names that the paper does not (natoqa.strangers); "type"
        and "untyped": whether the best sentences hold something of the type asked for, "first_type"
        the same of the best one; "named_typed": one of the best names every particular thing and
        holds what is asked for; "reason", "definition" and "country": whether that is asked for;
        "together": share of the best sentences in the paragraph of the first; "peak": how far the
        best paragraph stands out, in standard deviations; "agreed": share of retrieval features
        that put the answering paragraph among their first three; and "bias".
    """
    order = np.argsort(-reading, kind="stable")
    looked = order[:_LOOKED]
    paragraphs = ranking.paragraph_of[looked]
    idf = ranking.term_idf
    covered = cover(ranking, looked, glossary, standalone.own)
    fit = np.array([novel(ranking.texts[int(i)], ranking.question, glossary) for i in looked])
    typed = ranking.question.expects not in _UNTYPED
    return {
        "bias": 1.0,
        "words_in_paragraph": covered.in_paragraph,
        "unnamed": float(covered.unnamed),
        "weakest": covered.weakest,
        "own_unsaid": covered.own_unsaid,
        "follow_up": float(standalone.completed),
        "pointing": float(standalone.pointing),
        "own_said": covered.own_said,
        "said": covered.in_one * covered.words,
        "one_word": float(covered.words <= 1),
        "named": float(covered.particular),
        "short_named": float(covered.particular and covered.words <= _SHORT),
        "japanese": float(ranking.question.language == "ja"),
        "typed_words": float((covered.by_sentence * fit).max()),
        "said_nowhere": float(idf[~ranking.term_hits.any(axis=1)].sum())
        / max(float(idf.sum()), 1e-9),
        "stranger": float(bool(ranking.strangers)),
        "apart": float(bool(ranking.apart)),
        "type": float(fit[:_READ].max()) if typed else 0.0,
        "untyped": float(not typed),
        "first_type": float(fit[0]),
        "named_typed": float(typed and bool((covered.named & (fit == 1.0))[:_READ].any())),
        "reason": float(ranking.question.expects in {"reason", "purpose"}),
        "definition": float(ranking.question.expects == "definition"),
        "country": float(ranking.question.expects == "country"),
        "together": float((paragraphs[:_READ] == paragraphs[0]).mean()),
        "peak": _peak(ranking),
        "agreed": _agreed(ranking, int(paragraphs[0])),
    }


def _peak(ranking: Ranking) -> float:
    spread = float(ranking.scores.std())
    return float((ranking.scores.max() - ranking.scores.mean()) / spread) if spread > 0 else 0.0


def _agreed(ranking: Ranking, paragraph: int) -> float:
    above = [int((v > v[paragraph]).sum()) for v in ranking.raw.values()]
    return sum(n < _FIRST for n in above) / len(above) if above else 0.0


def answerable(found: dict[str, float], weights: Weights) -> float:
    """Probability, 0 to 1, that the paper answers the question.

    Args:
        found: From `evidence`.
        weights: Fitted weights.
    """
    odds = sum(weights.answerable.get(name, 0.0) * value for name, value in found.items())
    return float(1.0 / (1.0 + np.exp(-odds)))
