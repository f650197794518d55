"""Proof that the questions are sound: every gold stands in the paper, no split leaks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from natoqa.evaluation.matching import canonical, missing_groups
from natoqa.evaluation.questions import EvalQuestion
from natoqa.paper import Paper
from natoqa.text import terms

NEAR_DUPLICATE = 0.8
"""Jaccard overlap of lexical terms at which two questions count as the same."""

_PUNCTUATION = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Fault:
    """What is wrong with a question (or, with an empty id, with the whole set)."""

    question_id: str
    message: str

    def __str__(self) -> str:
        return f"{self.question_id}: {self.message}" if self.question_id else self.message


@dataclass(frozen=True)
class Minimum:
    """How many questions a set must hold of some kinds, and in which languages."""

    name: str
    kinds: frozenset[str]
    language: str
    count: int


MINIMA = (
    Minimum("Japanese fact and why", frozenset({"fact", "why"}), "ja", 110),
    Minimum("English fact and why", frozenset({"fact", "why"}), "en", 110),
    Minimum("unanswerable", frozenset({"unanswerable"}), "", 40),
    Minimum("Japanese unanswerable", frozenset({"unanswerable"}), "ja", 15),
    Minimum("English unanswerable", frozenset({"unanswerable"}), "en", 15),
    Minimum("follow-up", frozenset({"followup"}), "", 20),
    Minimum("overview", frozenset({"overview"}), "", 10),
    Minimum("list and comparison", frozenset({"list", "comparison"}), "", 10),
    Minimum("variant", frozenset({"variant"}), "", 15),
    Minimum("all", frozenset(), "", 300),
)


def check_gold(questions: Iterable[EvalQuestion], paper: Paper) -> list[Fault]:
    """Check each question against the paper.

    The evidence must stand verbatim in its paragraph, every gold paragraph
    must exist and (but for overviews) have evidence, and every answer group
    must have an alternative in the reference.

    Args:
        questions: What to check.
        paper: The paper they are about.
    """
    faults: list[Fault] = []
    for q in questions:
        for evidence in q.evidence:
            paragraph = paper.get(evidence.paragraph)
            if paragraph is None:
                faults.append(Fault(q.id, f"evidence: no paragraph {evidence.paragraph}"))
            elif evidence.quote not in paragraph.text:
                message = f"evidence: not in {evidence.paragraph}: {evidence.quote[:40]!r}"
                faults.append(Fault(q.id, message))
        proved = {evidence.paragraph for evidence in q.evidence}
        for paragraph_id in sorted(q.gold_ids):
            if paper.get(paragraph_id) is None:
                faults.append(Fault(q.id, f"gold: no paragraph {paragraph_id}"))
            elif q.kind != "overview" and paragraph_id not in proved:
                faults.append(Fault(q.id, f"gold: no evidence for {paragraph_id}"))
        faults.extend(
            Fault(q.id, f"answer: none of {list(group)} is in the reference")
            for group in missing_groups(q.reference, q.answer, q.language)
        )
    return faults


def check_set(questions: Sequence[EvalQuestion], paper: Paper) -> list[Fault]:
    """Check a whole set: counts, coverage of the paper, halves, duplicates.

    Args:
        questions: The set.
        paper: The paper it is about.
    """
    faults: list[Fault] = []
    for minimum in MINIMA:
        count = sum(
            (not minimum.kinds or q.kind in minimum.kinds)
            and (not minimum.language or q.language == minimum.language)
            for q in questions
        )
        if count < minimum.count:
            faults.append(Fault("", f"{minimum.name}: {count} questions, {minimum.count} needed"))
    for part in ("ja", "en", "dev", "test"):
        touched = {p for q in questions if part in (q.language, q.split) for p in q.gold_ids}
        faults.extend(
            Fault("", f"no {part} question touches {paragraph.id}")
            for paragraph in paper.body
            if paragraph.id not in touched
        )
    halves = Counter((q.language, q.kind, q.subkind, q.split) for q in questions)
    for language, kind, subkind in sorted({key[:3] for key in halves}):
        dev, test = (halves[language, kind, subkind, split] for split in ("dev", "test"))
        if abs(dev - test) > 1:
            name = " ".join(filter(None, (language, kind, subkind)))
            faults.append(Fault("", f"{name}: {dev} dev and {test} test questions"))
    return faults + duplicates(questions)


def duplicates(questions: Sequence[EvalQuestion]) -> list[Fault]:
    """Questions that say (nearly) the same as one of the other split.

    A follow-up is compared with its history, as it means nothing without it.
    """
    faults: list[Fault] = []
    keys = [_key(q) for q in questions]
    bags = [set(terms(key)) for key in keys]
    for i, q in enumerate(questions):
        for j in range(i):
            other = questions[j]
            if other.split == q.split or other.language != q.language:
                continue
            same = _PUNCTUATION.sub("", keys[i]) == _PUNCTUATION.sub("", keys[j])
            if same or overlap(bags[i], bags[j]) >= NEAR_DUPLICATE:
                message = f"asks the same as {other.id}, which is in the other split"
                faults.append(Fault(q.id, message))
    return faults


def leaks(questions: Iterable[EvalQuestion], training: Iterable[str]) -> list[Fault]:
    """Questions that say (nearly) the same as a text that something was trained on.

    Follow-ups are left out: "How many?" by itself gives nothing away.

    Args:
        questions: The evaluation's.
        training: Questions used in training.
    """
    seen = [
        (text, _PUNCTUATION.sub("", canonical(text)), set(terms(canonical(text))))
        for text in training
    ]
    faults: list[Fault] = []
    for q in questions:
        if q.history:
            continue
        key, bag = _PUNCTUATION.sub("", _key(q)), set(terms(_key(q)))
        for text, same, other in seen:
            if key == same or overlap(bag, other) >= NEAR_DUPLICATE:
                faults.append(Fault(q.id, f"is in the training data: {text!r}"))
                break
    return faults


def overlap(a: set[str], b: set[str]) -> float:
    """Jaccard similarity; 0 for two empty sets."""
    return len(a & b) / len(a | b) if a or b else 0.0


def _key(q: EvalQuestion) -> str:
    return canonical(" ".join([*(m.content for m in q.history if m.role == "user"), q.question]))
