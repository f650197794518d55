"""What an evaluation finds out: one row a question, and the report over them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from natoqa.errors import InputError
from natoqa.evaluation.questions import Language

SCHEMA = 1
MAIN = "natoqa"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Row(_Frozen):
    """One question as a system handled it.

    Attributes:
        id: The question's id.
        language: The question's.
        kind: The question's.
        subkind: The question's.
        split: The question's.
        question: As asked.
        history: What was said before, one turn a string.
        gold: Acceptable sets of paragraphs.
        reference: The ideal answer; "" when the paper does not say.
        answered: Whether the system answered from the paper.
        answer: Its text, with marks.
        cited: Paragraphs it cited, in order, once each.
        ranking: Paragraphs it retrieved, best first, ten at most.
        confidence: That the paper answers, 0 to 1; where the system has none, 1 if it answered.
        error: 1 if the answer it gives when made to answer is wrong (always where the paper does
            not say), else 0; for the risk-coverage curve.
        reasons: Why it is wrong; empty when it is right.
        fallback: Whether an LLM was to write it and gave no usable answer.
        scores: Value of every measure that applies, by name.
    """

    id: str
    language: Language
    kind: str
    subkind: str
    split: str
    question: str
    history: tuple[str, ...] = ()
    gold: tuple[tuple[str, ...], ...]
    reference: str
    answered: bool
    answer: str
    cited: tuple[str, ...]
    ranking: tuple[str, ...]
    confidence: float
    error: float
    reasons: tuple[str, ...] = ()
    fallback: bool = False
    scores: Mapping[str, float]

    @property
    def answerable(self) -> bool:
        """Whether the paper answers the question."""
        return self.kind != "unanswerable"

    @property
    def ranks(self) -> dict[str, int]:
        """Rank of every gold paragraph that was retrieved."""
        gold = {paragraph for group in self.gold for paragraph in group}
        return {p: i for i, p in enumerate(self.ranking, 1) if p in gold}


class Estimate(_Frozen):
    """A measure over some questions.

    Attributes:
        value: Point estimate.
        low: Lower end of the 95% bootstrap interval.
        high: Upper end.
        n: Questions it is over.
    """

    value: float
    low: float
    high: float
    n: int


class SystemResult(_Frozen):
    """One system's figures.

    Attributes:
        name: Short name.
        label: For tables.
        slices: Estimates by slice ("all", "split:test", "language:ja", "kind:fact",
            "split:test/language:ja") and measure.
        recall_at: Recall@k for k = 1 to 10, over all questions run.
        risk_coverage: (coverage, risk) pairs; empty without confidences.
        aurc: Area under that curve; None without it.
        aurc_best: The area if the confidences ordered the answers perfectly.
    """

    name: str
    label: str
    slices: Mapping[str, Mapping[str, Estimate]]
    recall_at: tuple[float, ...]
    risk_coverage: tuple[tuple[float, float], ...] = ()
    aurc: float | None = None
    aurc_best: float | None = None


class Difference(_Frozen):
    """A measure in one run less the same in another, on the same questions.

    Attributes:
        other: What it is compared with.
        measure: Name of the measure.
        value: This run less the other.
        low: Lower end of the 95% paired bootstrap interval.
        high: Upper end.
        p: Two-sided bootstrap p-value.
        n: Questions in both runs.
    """

    other: str
    measure: str
    value: float
    low: float
    high: float
    p: float
    n: int


class Latency(_Frozen):
    """Time per question, in milliseconds, after a warm-up question.

    Attributes:
        p50: Median.
        p95: 95th percentile.
        histogram: (upper end of the bin in ms, questions in it).
    """

    p50: float
    p95: float
    histogram: tuple[tuple[float, int], ...]


class Report(_Frozen):
    """Everything an evaluation found; what changes from run to run alone stands in `latency`.

    Attributes:
        schema_version: Of this format.
        natoqa: Version of natoqa.
        paper: Slug of the paper.
        split: "dev", "test" or "all".
        filters: Kinds and languages that the run was limited to.
        engine: "extractive" or the LLM's name.
        embedding: Name of the embedding model.
        questions: How many were asked.
        questions_hash: Which set they are from.
        systems: natoqa first, then the baselines.
        skipped: Baselines that could not be run, and why.
        differences: Against the baselines and the compared report.
        rows: natoqa's, one a question.
        latency: By system name.
    """

    schema_version: Literal[1] = 1
    natoqa: str
    paper: str
    split: str
    filters: tuple[str, ...] = ()
    engine: str
    embedding: str
    questions: int
    questions_hash: str
    systems: tuple[SystemResult, ...]
    skipped: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    rows: tuple[Row, ...]
    latency: Mapping[str, Latency]

    @property
    def main(self) -> SystemResult:
        """The figures of natoqa itself."""
        return self.systems[0]

    @property
    def fallbacks(self) -> int:
        """How many answers an LLM was to write and did not."""
        return sum(row.fallback for row in self.rows)

    @property
    def failures(self) -> tuple[Row, ...]:
        """The questions that natoqa got wrong."""
        return tuple(row for row in self.rows if row.reasons)


def read_report(path: Path) -> Report:
    """Read a report.json.

    Raises:
        InputError: It cannot be read, or is no report of this version.
    """
    try:
        return Report.model_validate_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}: give a report.json") from None
    except (ValidationError, UnicodeDecodeError):
        raise InputError(
            f"{path} is not a report of this version of natoqa: "
            "make it again with natoqa eval --report FOLDER"
        ) from None
