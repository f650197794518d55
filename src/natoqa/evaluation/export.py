"""Rows for other evaluation tools: ragas and LangSmith."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from natoqa.answer import without_marks
from natoqa.errors import NatoqaError
from natoqa.evaluation.results import Report, Row
from natoqa.paper import Paper

Format = Literal["ragas", "langsmith"]
CONTEXTS = 5


def export_rows(report: Report, paper: Paper, form: Format) -> Iterator[dict[str, Any]]:
    """One row a question.

    ragas: the fields of a SingleTurnSample (user_input, response,
    retrieved_contexts, reference). LangSmith: an example with inputs, reference outputs
    and metadata, and beside it the answer that was given (`run_outputs`).

    Args:
        report: From `evaluate`.
        paper: The paper, for the texts of the contexts.
        form: "ragas" or "langsmith".
    """
    for row in report.rows:
        contexts = [paper.paragraph(i).text for i in row.ranking[:CONTEXTS]]
        answer = without_marks(row.answer)
        if form == "ragas":
            # Questions that the paper does not answer have no reference to judge against.
            yield {
                "user_input": _with_history(row),
                "response": answer,
                "retrieved_contexts": contexts,
                "reference": row.reference or "The paper does not say.",
            }
        else:
            yield {
                "inputs": {"question": row.question, "history": list(row.history)},
                "reference_outputs": {"answer": row.reference, "answerable": row.answerable},
                "metadata": {
                    "id": row.id,
                    "language": row.language,
                    "kind": row.kind,
                    "gold": [list(group) for group in row.gold],
                },
                "split": row.split,
                "run_outputs": {"answer": answer, "contexts": contexts, "cited": list(row.cited)},
            }


def write_export(report: Report, paper: Paper, form: Format, path: Path) -> int:
    """Write the rows as JSON Lines; returns how many.

    Raises:
        NatoqaError: The file cannot be written.
    """
    lines = [json.dumps(row, ensure_ascii=False) for row in export_rows(report, paper, form)]
    try:
        path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    except OSError as error:
        raise NatoqaError(f"cannot write {path}: {error.strerror}: give another file") from None
    return len(lines)


def _with_history(row: Row) -> str:
    return "\n".join([*(without_marks(turn) for turn in row.history), row.question])
