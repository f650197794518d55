"""From one answer to the row of its scores."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from natoqa.answer import Answer, Passage, verify, without_marks
from natoqa.evaluation.citations import citation_scores
from natoqa.evaluation.matching import canonical, matches, missing_groups
from natoqa.evaluation.questions import EvalQuestion, Language
from natoqa.evaluation.ranking import ndcg, recall, reciprocal_rank
from natoqa.evaluation.results import Row
from natoqa.paper import FRONT_ID, Paper
from natoqa.text import terms

SHORT = {"ja": 400, "en": 900}
"""Characters within which an answer counts as short, marks not counted."""
DEPTH = 10
"""Paragraphs retrieved for the retrieval measures."""

_HIRAGANA = re.compile(r"[\u3041-\u3096]")


def score(
    question: EvalQuestion,
    answer: Answer,
    passages: Sequence[Passage],
    paper: Paper,
    *,
    forced: Answer | None = None,
) -> Row:
    """Score one answer.

    Args:
        question: With its gold.
        answer: What the system said.
        passages: What it retrieved, best first.
        paper: The paper.
        forced: What it says when not allowed to refuse; `answer` if None.
    """
    answered = is_answered(answer)
    ranking = tuple(passage.paragraph.id for passage in passages)[:DEPTH]
    cited = tuple(dict.fromkeys(c.paragraph.id for c in answer.citations))
    scores: dict[str, float] = {"language": float(language_of(answer.text) == question.language)}
    if question.kind != "overview" and indexed(question.gold):
        scores |= _retrieval(ranking, question)
    if answered:
        scores["verbatim"] = float(not verify(answer, paper))
    reasons: list[str] = []
    if question.answerable:
        reasons = wrong(question, answer)
        scores |= _answer(question, answer, cited, reasons)
        if answered and question.kind != "overview":
            scores["citation_recall"], scores["citation_precision"] = citation_scores(
                answer, question, paper
            )
            places = [c.paragraph.id in question.gold_ids for c in answer.citations]
            scores["citation_place"] = sum(places) / max(len(places), 1)
    elif answered:
        reasons = ["answered, but the paper does not say"]
    scores["right"] = float(not reasons)
    error = not question.answerable or bool(wrong(question, forced or answer))
    return Row(
        id=question.id,
        language=question.language,
        kind=question.kind,
        subkind=question.subkind,
        split=question.split,
        question=question.question,
        history=tuple(message.content for message in question.history),
        gold=question.gold,
        reference=question.reference,
        answered=answered,
        answer=answer.text,
        cited=cited,
        ranking=ranking,
        confidence=confidence_of(answer),
        error=float(error),
        reasons=tuple(reasons),
        fallback=answer.engine == "extractive" and bool(answer.notice),
        scores={name: round(value, 6) for name, value in scores.items()},
    )


def is_answered(answer: Answer) -> bool:
    """Whether a system answered from the paper; small talk states nothing of it."""
    return answer.answered and answer.kind != "smalltalk"


def confidence_of(answer: Answer) -> float:
    """The answer's confidence; where nothing had to be decided, 1 if it answers and 0 if not."""
    if answer.confidence is not None:
        return answer.confidence
    return float(is_answered(answer))


def wrong(question: EvalQuestion, answer: Answer) -> list[str]:
    """Why an answer to an answerable question is wrong; empty when it is right.

    It is right when it answers, holds an alternative of every answer group,
    and cites every paragraph of one acceptable set.
    """
    if not is_answered(answer):
        return ["refused, but the paper answers"]
    reasons = [
        f"says none of: {' | '.join(group)}"
        for group in missing_groups(answer.text, question.answer, question.language)
    ]
    cited = {citation.paragraph.id for citation in answer.citations}
    if not any(cited >= set(group) for group in question.gold):
        wanted = " or ".join("+".join(group) for group in question.gold)
        reasons.append(f"cites {', '.join(sorted(cited)) or 'nothing'}, not {wanted}")
    return reasons


def _retrieval(ranking: Sequence[str], question: EvalQuestion) -> dict[str, float]:
    gold = indexed(question.gold)
    return {
        **{f"recall@{k}": recall(ranking, gold, k) for k in (1, 3, 5)},
        "mrr": reciprocal_rank(ranking, gold),
        "ndcg@10": ndcg(ranking, gold, DEPTH),
    }


def indexed(gold: Iterable[Sequence[str]]) -> list[Sequence[str]]:
    """The gold sets that retrieval can find: the front matter is not searched."""
    return [group for group in gold if FRONT_ID not in group]


def _answer(
    question: EvalQuestion, answer: Answer, cited: Sequence[str], reasons: Sequence[str]
) -> dict[str, float]:
    answered = is_answered(answer)
    text = without_marks(answer.text) if answered else ""
    complete = not missing_groups(text, question.answer, question.language)
    found = {
        "correct": float(not reasons),
        "complete": float(answered and complete),
        "f1": token_f1(text, question.reference),
        "first_citation": float(bool(answered and cited and cited[0] in question.gold_ids)),
    }
    if answered and answer.highlights:
        found["marked"] = float(_marked(question, answer))
    if answered:
        found["length"] = float(len(text))
        found["short"] = float(len(text) <= SHORT[question.language])
    return found


def _marked(question: EvalQuestion, answer: Answer) -> bool:
    """Whether the words marked in an answer hold the gold answer, or are part of it."""
    return any(
        matches(words, alternative, question.language) or canonical(words) in canonical(alternative)
        for words in (answer.text[span.start : span.end] for span in answer.highlights)
        for group in question.answer
        for alternative in group
    )


def token_f1(text: str, reference: str) -> float:
    """Overlap of lexical terms with the reference (Rajpurkar et al. 2016).

    Terms are stemmed English words without function words, numbers, and
    character bigrams of Japanese.
    """
    said, wanted = Counter(terms(text)), Counter(terms(reference))
    common = sum((said & wanted).values())
    return 2 * common / (sum(said.values()) + sum(wanted.values())) if common else 0.0


def language_of(text: str) -> Language:
    """The language a text is written in: Japanese if a twentieth of it is hiragana."""
    return "ja" if len(_HIRAGANA.findall(text)) * 20 >= len(without_marks(text)) > 0 else "en"
