"""Run systems over questions and put the figures together."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import numpy as np

from natoqa.corpus import load_paper
from natoqa.errors import InputError, NatoqaError
from natoqa.evaluation.bootstrap import differences
from natoqa.evaluation.measures import MEASURES
from natoqa.evaluation.questions import (
    EvalQuestion,
    questions_hash,
    read_questions,
    select,
    shipped_questions,
)
from natoqa.evaluation.results import Latency, Report, Row, SystemResult, read_report
from natoqa.evaluation.scoring import DEPTH, is_answered, score
from natoqa.evaluation.summary import summarise
from natoqa.evaluation.systems import Candidate, System, baselines, natoqa, require_engine
from natoqa.paper import Paper
from natoqa.settings import Settings, load_settings

Progress = Callable[[str, int, int], None]
_BINS = 24


def evaluate(
    settings: Settings | None = None,
    *,
    split: Literal["dev", "test", "all"] = "dev",
    kinds: Iterable[str] = (),
    languages: Iterable[str] = (),
    questions: Path | str | Sequence[EvalQuestion] | None = None,
    engine: Literal["extractive", "llm"] = "extractive",
    with_baselines: bool = False,
    compare: Path | str | Report | None = None,
    progress: Progress | None = None,
) -> Report:
    """Ask natoqa the evaluation questions and measure its answers.

    Args:
        settings: natoqa's; the environment and offline defaults if None.
        split: Which half of the questions.
        kinds: Only these kinds; all if empty.
        languages: Only these languages ("ja", "en"); all if empty.
        questions: Your own, as a JSON Lines file or a sequence; the shipped ones if None.
        engine: Which engine writes the answers.
        with_baselines: Run the baselines too.
        compare: An earlier report to compare with.
        progress: Called with a system's label, questions done and questions in all.

    Raises:
        InputError: A file or option cannot be used, or no question is left.
        NatoqaError: A part cannot be loaded.
    """
    chosen_settings = require_engine(settings or load_settings(), engine)
    if questions is None:
        everything: Sequence[EvalQuestion] = shipped_questions()
    elif isinstance(questions, str | Path):
        everything = read_questions(Path(questions))
    else:
        everything = tuple(questions)
    kinds, languages = tuple(kinds), tuple(languages)
    chosen = select(everything, split=split, kinds=kinds, languages=languages)
    paper = load_paper(chosen_settings.paper)
    _check_gold_ids(chosen, paper)
    earlier = read_report(Path(compare)) if isinstance(compare, str | Path) else compare

    candidates = [natoqa(chosen_settings)]
    if with_baselines:
        candidates += baselines(chosen_settings)
    systems: list[SystemResult] = []
    skipped: list[str] = []
    latency: dict[str, Latency] = {}
    rows: dict[str, tuple[Row, ...]] = {}
    for candidate in candidates:
        try:
            rows[candidate.name], seconds = run(candidate, chosen, paper, progress)
        except NatoqaError as error:
            if candidate is candidates[0]:
                raise
            skipped.append(f"{candidate.label}: {error}")
            continue
        systems.append(
            summarise(
                candidate.name,
                candidate.label,
                rows[candidate.name],
                every_slice=candidate is candidates[0],
            )
        )
        latency[candidate.name] = _latency(seconds)
    main = rows[candidates[0].name]
    found = [
        difference
        for name, theirs in rows.items()
        if theirs is not main
        for difference in differences(main, theirs, MEASURES, name)
    ]
    if earlier is not None:
        found += differences(main, earlier.rows, MEASURES, "compared report")
    return Report(
        natoqa=version("natoqa"),
        paper=paper.slug,
        split=split,
        filters=(*kinds, *languages),
        engine=chosen_settings.llm or engine,
        embedding=chosen_settings.embedding,
        questions=len(chosen),
        questions_hash=questions_hash(everything),
        systems=tuple(systems),
        skipped=tuple(skipped),
        differences=tuple(found),
        rows=main,
        latency=latency,
    )


def run(
    candidate: Candidate,
    questions: Sequence[EvalQuestion],
    paper: Paper,
    progress: Progress | None = None,
) -> tuple[tuple[Row, ...], list[float]]:
    """Ask one system every question.

    A question that it refuses is asked again of the same system without the
    right to refuse, so that the risk-coverage curve knows what it would have
    said.

    Args:
        candidate: The system.
        questions: What to ask.
        paper: The paper.
        progress: As for `evaluate`.

    Returns:
        A row and the seconds taken for each question.
    """
    system = candidate.build()
    forced: System | None = None
    system.ask(questions[0].question)  # loads what is loaded lazily; not timed
    rows: list[Row] = []
    seconds: list[float] = []
    for i, question in enumerate(questions):
        if progress is not None:
            progress(candidate.label, i, len(questions))
        history = [message.model_dump() for message in question.history]
        try:
            start = time.perf_counter()
            answer = system.ask(question.question, history=history)
            seconds.append(time.perf_counter() - start)
            passages = system.retrieve(question.question, k=DEPTH, history=history)
            again = None
            if candidate.build_forced and not is_answered(answer) and question.answerable:
                forced = forced or candidate.build_forced()
                again = forced.ask(question.question, history=history)
        except InputError as error:
            raise InputError(f"question {question.id}: {error}") from None
        rows.append(score(question, answer, passages, paper, forced=again))
    if progress is not None:
        progress(candidate.label, len(questions), len(questions))
    return tuple(rows), seconds


def _check_gold_ids(questions: Sequence[EvalQuestion], paper: Paper) -> None:
    """Refuse gold that the paper does not have, before an hour is spent on it."""
    for question in questions:
        for paragraph_id in sorted(question.gold_ids):
            if paper.get(paragraph_id) is None:
                last = paper.body[-1].id
                raise InputError(
                    f"question {question.id}: gold: no paragraph {paragraph_id!r}: "
                    f"give p00 to {last}"
                )
        for evidence in question.evidence:
            paragraph = paper.get(evidence.paragraph)
            if paragraph is None or evidence.quote not in paragraph.text:
                raise InputError(
                    f"question {question.id}: evidence: {evidence.quote[:30]!r} does not stand "
                    f"in {evidence.paragraph}: copy it from natoqa paper {evidence.paragraph}"
                )


def _latency(seconds: Sequence[float]) -> Latency:
    ms = np.array(seconds) * 1000
    counts, edges = np.histogram(ms, bins=_BINS, range=(0.0, float(np.percentile(ms, 99)) or 1.0))
    p50, p95 = np.percentile(ms, [50, 95])
    return Latency(
        p50=round(float(p50), 2),
        p95=round(float(p95), 2),
        histogram=tuple(
            (round(float(edge), 2), int(count))
            for edge, count in zip(edges[1:], counts, strict=True)
        ),
    )
