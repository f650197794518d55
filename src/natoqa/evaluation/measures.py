"""The measures of a report: each a sum over questions divided by another sum.

That form covers means (divided by a count) and precision, recall and F1
(divided by what was refused, or should have been), so that one bootstrap
serves them all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from natoqa.evaluation.results import Row

Share = Callable[[Row], tuple[float, float]]


@dataclass(frozen=True)
class Measure:
    """A measure.

    Attributes:
        name: In reports and floor.toml.
        label: For tables.
        group: Which table it stands in.
        share: A row's part of the two sums; (0, 0) where it does not apply.
        format: "share" (0 to 1) or "count" (characters).
    """

    name: str
    label: str
    group: Literal["answers", "citations", "retrieval", "abstention"]
    share: Share
    format: Literal["share", "count"] = "share"


def _mean(name: str) -> Share:
    def share(row: Row) -> tuple[float, float]:
        return (row.scores[name], 1.0) if name in row.scores else (0.0, 0.0)

    return share


def _refusal_precision(row: Row) -> tuple[float, float]:
    return float(not row.answered and not row.answerable), float(not row.answered)


def _refusal_recall(row: Row) -> tuple[float, float]:
    return float(not row.answered and not row.answerable), float(not row.answerable)


def _refusal_f1(row: Row) -> tuple[float, float]:
    return (
        2.0 * (not row.answered and not row.answerable),
        float(not row.answered) + float(not row.answerable),
    )


def _coverage(row: Row) -> tuple[float, float]:
    return float(row.answered and row.answerable), float(row.answerable)


MEASURES: tuple[Measure, ...] = (
    Measure("right", "right (answers and refusals)", "answers", _mean("right")),
    Measure("correct", "correct and proved", "answers", _mean("correct")),
    Measure("complete", "says the answer", "answers", _mean("complete")),
    Measure("marked", "marked words hold the answer", "answers", _mean("marked")),
    Measure("f1", "token F1", "answers", _mean("f1")),
    Measure("short", "short", "answers", _mean("short")),
    Measure("length", "characters", "answers", _mean("length"), "count"),
    Measure("language", "in the asker's language", "answers", _mean("language")),
    Measure("citation_recall", "citation recall", "citations", _mean("citation_recall")),
    Measure("citation_precision", "citation precision", "citations", _mean("citation_precision")),
    Measure(
        "citation_place", "citations in a right paragraph", "citations", _mean("citation_place")
    ),
    Measure("first_citation", "first citation right", "citations", _mean("first_citation")),
    Measure("verbatim", "quotes verbatim", "citations", _mean("verbatim")),
    Measure("recall@1", "recall@1", "retrieval", _mean("recall@1")),
    Measure("recall@3", "recall@3", "retrieval", _mean("recall@3")),
    Measure("recall@5", "recall@5", "retrieval", _mean("recall@5")),
    Measure("mrr", "MRR", "retrieval", _mean("mrr")),
    Measure("ndcg@10", "nDCG@10", "retrieval", _mean("ndcg@10")),
    Measure("refusal_precision", "refusal precision", "abstention", _refusal_precision),
    Measure("refusal_recall", "refusal recall", "abstention", _refusal_recall),
    Measure("refusal_f1", "refusal F1", "abstention", _refusal_f1),
    Measure("coverage", "answerable answered", "abstention", _coverage),
)
BY_NAME = {measure.name: measure for measure in MEASURES}
