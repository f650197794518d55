"""What is known about each sentence as an answer to a question."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from natoqa.aspects import asked_for, told_in
from natoqa.coverage import WordMatches
from natoqa.glossary import Glossary
from natoqa.mentions import all_novel
from natoqa.ranking import Ranking, zscores

FloatArray = npt.NDArray[np.float64]
# Only the sentences of this many best paragraphs are looked through for the type asked for.
_TYPED_PARAGRAPHS = 10


def sentence_features(
    ranking: Ranking, matched: WordMatches, glossary: Glossary | None
) -> dict[str, FloatArray]:
    """What is known about each sentence as an answer; each array of shape (S,).

    Args:
        ranking: What retrieval found.
        matched: The question's words in each sentence.
        glossary: Names of the paper's things.
    """
    question = ranking.question
    same = ranking.paragraph_of[1:] == ranking.paragraph_of[:-1]
    base = next(iter(ranking.sentence_features.values()))
    lexical = ranking.sentence_features.get("bm25", base)
    best = np.argsort(-ranking.scores, kind="stable")[:_TYPED_PARAGRAPHS]
    among_best = np.zeros(len(ranking.scores), dtype=np.bool_)
    among_best[best] = True
    near = np.flatnonzero(among_best[ranking.paragraph_of]).tolist()
    fit = np.zeros(len(ranking.texts))
    fit[near] = all_novel([ranking.texts[i] for i in near], question, glossary)
    features = zscores(
        {
            **ranking.sentence_features,
            "previous": np.concatenate([[0.0], np.where(same, lexical[:-1], 0.0)]),
            "length": _lengths(ranking.texts),
            "said": matched.said,
            "typed_words": matched.said * fit,
        }
    )
    scaled = zscores({"paragraph": ranking.scores})["paragraph"]
    features["paragraph"] = scaled[ranking.paragraph_of]
    features["first"] = np.concatenate([[1.0], np.where(same, 0.0, 1.0)])
    features["type"] = fit - 1.0
    if ranking.learned is not None:
        # How sure it is counts too, which z-scores do not tell.
        features["learned"] = ranking.learned.scaled
    if ranking.focus is not None:
        features |= ranking.focus.sentence_features(ranking.paragraph_of)
    return features | _aspects(ranking)


@lru_cache(maxsize=8)
def _lengths(texts: tuple[str, ...]) -> FloatArray:
    return np.asarray(np.log([len(text) + 1.0 for text in texts]))


def _aspects(ranking: Ranking) -> dict[str, FloatArray]:
    """Which sentences tell of each side of the topic that is asked for, and of how many of them."""
    asked = asked_for(ranking.focus.asked if ranking.focus else ranking.question.text)
    if not asked:
        return {}
    told = [told_in(text) for text in ranking.texts]
    each = {
        f"aspect_{one.name}": np.array([float(one.name in names) for names in told])
        for one in asked
    }
    return each | {"aspects": np.mean(list(each.values()), axis=0)}
