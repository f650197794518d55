"""The report in Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from natoqa.evaluation import tables
from natoqa.evaluation.results import Report, Row
from natoqa.evaluation.tables import Table


def markdown(report: Report) -> str:
    """The whole report."""
    parts = [
        "# Evaluation of natoqa",
        about(report),
        "## Headline",
        table(tables.headline(report)),
    ]
    if len(report.systems) > 1:
        parts += ["## Beside the baselines", table(tables.systems(report))]
        parts += [table(tables.systems(report, part)) for part in _splits(report)]
    parts += [f"Not run: {line}" for line in report.skipped]
    parts += ["## Every measure", table(tables.everything(report.main, "all"))]
    parts += ["## By language and kind", *map(table, tables.language_and_kind(report))]
    parts.append("## Refusing")
    parts.append(refusing(report))
    if report.differences:
        parts += ["## Differences", table(tables.differences(report))]
    parts += ["## Time", table(tables.latency(report))]
    parts += [f"## Failures ({len(report.failures)})", failures(report.failures)]
    return "\n\n".join(part for part in parts if part) + "\n"


def about(report: Report) -> str:
    """What was run."""
    failed = (
        f"To {report.fallbacks} of them the model gave no usable answer: these are the "
        "extractive engine's. "
        if report.fallbacks
        else ""
    )
    limited = f", only {', '.join(report.filters)}" if report.filters else ""
    return (
        f"natoqa {report.natoqa} on {report.paper}: {report.questions} questions "
        f"(split {report.split}{limited}; set {report.questions_hash}), "
        f"engine {report.engine}, embedding {report.embedding}. {failed}"
        "What each measure means: docs/evaluation.md."
    )


def refusing(report: Report) -> str:
    """The risk-coverage area in a sentence."""
    main = report.main
    if main.aurc is None or main.aurc_best is None:
        return "No risk-coverage curve: the system has no confidences."
    return (
        f"Area under the risk-coverage curve {main.aurc:.3f}; "
        f"{main.aurc_best:.3f} if the confidences put every right answer first."
    )


def table(found: Table) -> str:
    """A Markdown table under its caption."""
    lines = [
        found.caption,
        "",
        _line(found.head),
        _line(["---"] + ["---:"] * (len(found.head) - 1)),
        *(_line(row) for row in found.rows),
    ]
    return "\n".join(lines)


def failures(rows: Sequence[Row]) -> str:
    """Failed questions with answer, gold and ranks."""
    return "\n\n".join(_failure(row) for row in rows)


def _failure(row: Row) -> str:
    gold = " or ".join("+".join(group) for group in row.gold) or "nothing"
    ranks = ", ".join(f"{p} {rank}" for p, rank in row.ranks.items()) or "not in the first ten"
    lines = [f"**{row.id}** ({row.split}) {_flat(row.question)}", ""]
    if row.history:
        lines.append(f"- after: {_flat(' / '.join(row.history))}")
    lines += [f"- wrong: {_flat(reason)}" for reason in row.reasons]
    lines.append(f"- answer ({row.confidence:.2f}): {_flat(row.answer)}")
    if row.answerable:
        lines.append(f"- reference: {_flat(row.reference)}")
        lines.append(f"- gold: {gold}; rank: {ranks}")
    return "\n".join(lines)


def _splits(report: Report) -> list[str]:
    return [part for part in ("split:dev", "split:test") if report.split == "all"]


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _flat(text: str) -> str:
    return " ".join(text.split())
