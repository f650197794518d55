"""Does the paper answer the question at all? One calibrated decision.

A logistic regression over named numbers, with a small hidden layer: how much of what it asks is
said in the place that would answer it. It is fitted by training/abstention.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

import numpy as np
import numpy.typing as npt

from natoqa.aspects import asked_for, told_in
from natoqa.coverage import WordMatches, cover, is_particular
from natoqa.dialogue import Standalone
from natoqa.glossary import Glossary
from natoqa.mentions import all_novel
from natoqa.question import AnswerType
from natoqa.ranking import Ranking
from natoqa.text import normalise, terms
from natoqa.weights import Weights

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]
_READ = 3
_LOOKED = 8
_FIRST = 3
_SHORT = 2
_LEAST_CHANCE = 0.001
_ELSEWHERE = 0.1
# Legs whose scores are the same whichever model embeds the passages.
_LEGS = (
    "bm25",
    "late",
    "bm25_sentence",
    "late_sentence",
    "late_apart",
    "bm25_words",
    "bm25_names",
)
_TYPES = get_args(AnswerType)
_UNTYPED = frozenset({"reason", "purpose", "definition", "yesno", "other"})


def evidence(
    ranking: Ranking,
    reading: FloatArray,
    matched: WordMatches,
    glossary: Glossary | None,
    standalone: Standalone,
) -> dict[str, float]:
    """What speaks for and against the paper answering, as named numbers.

    Args:
        ranking: What retrieval found.
        reading: Reading score of each sentence, shape (S,).
        matched: The question's words in each sentence.
        glossary: Names of the paper's things.
        standalone: The question, and how it was completed if it is a follow-up.

    Returns:
        "words_in_paragraph", "unnamed", "weakest", "unheard", "own_unsaid", "own_said", "special":
        see natoqa.coverage; "own_in_one": the last for the best of the first three sentences;
        "follow_up": it is read in the context of the turns before it; "pointing": its words point
        to them; "new_name": it names a particular thing that they do not; "bare": it has hardly a
        word of its own, "own_none": none; "after_refusal": the question before was refused,
        "bare_after_refusal" both; "in_focus", "next", "after_said", "again" and "before":
        how sure it is that the best sentence stands in the paragraph that the conversation is
        about or the one after it, right after what was said, is what was said, or was said before;
        "astray": it names no particular thing that is asked about and stands elsewhere;
        "said": how many of the question's words one of the best sentences says; "one_word": there
        is one word at most; "named": a particular thing is named, "known": any thing of the
        glossary is; "short_named": a particular one is, among two words at most; "japanese": the
        language;
        "typed_words": the best product of words matched and type fitted within one sentence;
        "said_nowhere": share of its terms, by idf, that no sentence holds, "own_nowhere" the same
        of a follow-up's own;
        "stranger" and "apart": it has names that the paper does not (natoqa.strangers); "type"
        and "untyped": whether the best sentences hold something of the type asked for, "first_type"
        the same of the best one; "named_typed": one of the best names every particular thing and
        holds what is asked for;
        "together": share of the best sentences in the paragraph of the first; "peak": how far the
        best paragraph stands out, in standard deviations; "agreed": share of retrieval features
        that put the answering paragraph among their first three; "sure", "sure_of_three" and
        "undecided": the chance of the best sentence and of the best three (softmax of the reading
        scores), and its entropy; "sure_of_paragraph" and "paragraph_undecided": the same of the
        answering paragraph; "learned_none", "learned_own_none", "learned_best", "learned_sure" and
        "learned_undecided": what was learned from other questions (natoqa.sentence_classifier):
        log-odds that no sentence answers, the same of a follow-up's own words, log-probability of
        the best read sentence and of the likeliest, and entropy; "raw_…": its retrieval scores
        before they are scaled to those of the others; "tokens_met" and "token_least": mean and
        least of the best cosines of the question's tokens in the best three sentences,
        "tokens_anywhere" the mean in all,
        "tokens_missed" how much less the first is; "asks_…": the type of answer asked for;
        "asks_side", "side_told" and "side_told_near": whether it asks for a side of its topic
        (natoqa.aspects), and how many of those the best sentence tells, or one of the best three;
        and "bias".
    """
    order = np.argsort(-reading, kind="stable")
    looked = order[:_LOOKED]
    paragraphs = ranking.paragraph_of[looked]
    idf = ranking.term_idf
    nowhere = ~ranking.term_hits.any(axis=1)
    asked = set(terms(normalise(standalone.own)))
    own = np.array([term in asked for term in ranking.terms], dtype=np.bool_)
    covered = cover(ranking, matched, looked, standalone.own)
    fit = np.array(
        all_novel([ranking.texts[i] for i in looked.tolist()], ranking.question, glossary)
    )
    typed = ranking.question.expects not in _UNTYPED
    conversation = _conversation(ranking, int(order[0]), standalone, glossary)
    return {
        "bias": 1.0,
        "words_in_paragraph": covered.in_paragraph,
        "unnamed": float(covered.unnamed),
        "weakest": covered.weakest,
        "unheard": covered.unheard,
        "own_unsaid": covered.own_unsaid,
        "own_said": covered.own_said,
        "own_in_one": float(covered.own_by_sentence[:_READ].max()),
        "own_none": float(bool(standalone.own) and covered.own_words == 0),
        **conversation,
        "astray": float(
            covered.particular and not covered.named[0] and conversation["in_focus"] < _ELSEWHERE
        ),
        "special": covered.special,
        "said": covered.in_one * covered.words,
        "one_word": float(covered.words <= 1),
        "named": float(covered.particular),
        "known": float(bool(ranking.question.entries)),
        "short_named": float(covered.particular and covered.words <= _SHORT),
        "japanese": float(ranking.question.language == "ja"),
        "typed_words": float((covered.by_sentence * fit).max()),
        "said_nowhere": float(idf[nowhere].sum()) / max(float(idf.sum()), 1e-9),
        "own_nowhere": float(idf[nowhere & own].sum()) / max(float(idf[own].sum()), 1e-9),
        "stranger": float(bool(ranking.strangers)),
        "apart": float(bool(ranking.apart)),
        "type": float(fit[:_READ].max()) if typed else 0.0,
        "untyped": float(not typed),
        "first_type": float(fit[0]),
        "named_typed": float(typed and bool((covered.named & (fit == 1.0))[:_READ].any())),
        "together": float((paragraphs[:_READ] == paragraphs[0]).mean()),
        "peak": _peak(ranking),
        "agreed": _agreed(ranking, int(paragraphs[0])),
        **_sureness(ranking, reading, order, int(paragraphs[0])),
        **_learned(ranking, order),
        **_tokens(ranking, order[:_READ]),
        **_sides(ranking, order[:_READ], standalone.own or ranking.question.text),
        **{
            f"raw_{leg}": float(ranking.raw[leg][paragraphs[0]])
            for leg in _LEGS
            if leg in ranking.raw
        },
        **{f"asks_{type_}": float(ranking.question.expects == type_) for type_ in _TYPES},
    }


def _sureness(
    ranking: Ranking, reading: FloatArray, order: IntArray, paragraph: int
) -> dict[str, float]:
    """How far the best sentence and its paragraph are ahead of the others."""
    sentences, paragraphs = _softmax(reading), _softmax(ranking.scores)
    return {
        "sure": float(sentences[order[0]]),
        "sure_of_three": float(sentences[order[:_READ]].sum()),
        "undecided": _entropy(sentences),
        "sure_of_paragraph": float(paragraphs[paragraph]),
        "paragraph_undecided": _entropy(paragraphs),
    }


def _learned(ranking: Ranking, order: IntArray) -> dict[str, float]:
    learned = ranking.learned
    return {
        "learned_none": learned.none if learned else 0.0,
        "learned_own_none": learned.own_none if learned else 0.0,
        "learned_best": float(learned.sentences[order[0]]) if learned else 0.0,
        "learned_sure": float(learned.sentences.max()) if learned else 0.0,
        "learned_undecided": _entropy(np.exp(learned.sentences)) if learned else 0.0,
    }


def _sides(ranking: Ranking, best: IntArray, asked: str) -> dict[str, float]:
    """Whether a side of the topic is asked for, and how much of that the best sentences tell."""
    names = [aspect.name for aspect in asked_for(asked)]
    told = [told_in(ranking.texts[int(i)]) for i in best]
    met = [sum(name in one for name in names) / len(names) for one in told] if names else [1.0]
    return {"asks_side": float(bool(names)), "side_told": met[0], "side_told_near": max(met)}


def _softmax(scores: FloatArray) -> FloatArray:
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum())


def _entropy(chances: FloatArray) -> float:
    return float(-(chances * np.log(chances + 1e-12)).sum())


def _tokens(ranking: Ranking, best: IntArray) -> dict[str, float]:
    """How much of the question's tokens the best sentences have."""
    if not len(ranking.matches):
        return {
            "tokens_met": 1.0,
            "token_least": 1.0,
            "tokens_anywhere": 1.0,
            "tokens_missed": 0.0,
        }
    met, anywhere = ranking.matches[:, best].max(axis=1), ranking.matches.max(axis=1)
    return {
        "tokens_met": float(met.mean()),
        "token_least": float(met.min()),
        "tokens_anywhere": float(anywhere.mean()),
        "tokens_missed": float((anywhere - met).mean()),
    }


def _conversation(
    ranking: Ranking, best: int, standalone: Standalone, glossary: Glossary | None
) -> dict[str, float]:
    focus = ranking.focus
    spoken = {m.entry for m in glossary.find(standalone.spoken)} if glossary else set()
    own = {m.entry for m in glossary.find(standalone.own)} if glossary else set()
    return {
        "new_name": float(any(is_particular(entry) for entry in own - spoken)),
        "follow_up": float(standalone.completed),
        "pointing": float(standalone.completed and standalone.pointing),
        "bare": float(focus is not None and focus.bare),
        "after_refusal": float(standalone.completed and standalone.refused),
        "bare_after_refusal": float(standalone.refused and focus is not None and focus.bare),
        "in_focus": float(focus.paragraph[ranking.paragraph_of[best]]) if focus else 0.0,
        "after_said": float(focus.following[best]) if focus else 0.0,
        "again": float(focus.said[best]) if focus else 0.0,
        "before": float(focus.before[best]) if focus else 0.0,
        "next": float(focus.after[ranking.paragraph_of[best]]) if focus else 0.0,
    }


def _peak(ranking: Ranking) -> float:
    spread = float(ranking.scores.std())
    return float((ranking.scores.max() - ranking.scores.mean()) / spread) if spread > 0 else 0.0


def _agreed(ranking: Ranking, paragraph: int) -> float:
    above = [int((v > v[paragraph]).sum()) for v in ranking.raw.values()]
    return sum(n < _FIRST for n in above) / len(above) if above else 0.0


def answerable(found: Mapping[str, float], weights: Weights) -> float:
    """Probability, 0 to 1, that the paper answers the question.

    Args:
        found: From `evidence`.
        weights: Fitted weights.
    """
    if found["follow_up"]:
        linear, layer = weights.answerable_follow_up, weights.answerable_follow_up_layer
    else:
        linear, layer = weights.answerable, weights.answerable_layer
    return _chance(linear, found, float(layer.score(found)))


def context_signs(
    alone: Mapping[str, float], within: Mapping[str, float], weights: Weights
) -> dict[str, float]:
    """What speaks for and against a question leaning on the turns before it, as named numbers.

    Args:
        alone: Evidence of the question by itself.
        within: The same of it in the context of the turns before it.
        weights: Fitted weights.

    Returns:
        "alone" and "within": log-odds that the paper answers it so; "pointing": its words point to
        the turns before; "new_name": it names a thing that they do not; "named", "known",
        "one_word" and "said": what it says by itself; "own_unsaid" and "in_focus": in the
        context; and "bias".
    """
    return {
        "bias": 1.0,
        "alone": log_odds(answerable(alone, weights)),
        "within": log_odds(answerable(within, weights)),
        "pointing": within["pointing"],
        "named": alone["named"],
        "known": alone["known"],
        "one_word": alone["one_word"],
        "said": alone["said"],
        "new_name": within["new_name"],
        "own_unsaid": within["own_unsaid"],
        "in_focus": within["in_focus"],
    }


def leans(signs: Mapping[str, float], weights: Weights) -> float:
    """Probability, 0 to 1, that a question leans on the turns before it.

    Args:
        signs: From `context_signs`.
        weights: Fitted weights.
    """
    return _chance(weights.context, signs)


def log_odds(chance: float) -> float:
    """The logarithm of the odds of a probability, at most 7 either way."""
    bounded = min(max(chance, _LEAST_CHANCE), 1.0 - _LEAST_CHANCE)
    return float(np.log(bounded / (1.0 - bounded)))


def _chance(weights: Mapping[str, float], signs: Mapping[str, float], more: float = 0.0) -> float:
    odds = more + sum(weights.get(name, 0.0) * value for name, value in signs.items())
    return float(1.0 / (1.0 + np.exp(-odds)))
