"""The report as one self-contained HTML page: no script, no font, no link to anywhere."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from string import Template

from natoqa.evaluation import tables
from natoqa.evaluation.markdown import about, refusing
from natoqa.evaluation.plots import Bar, Line, bars, histogram, lines
from natoqa.evaluation.questions import KINDS
from natoqa.evaluation.results import Report, Row
from natoqa.evaluation.tables import Table


def html(report: Report) -> str:
    """The page."""
    body = [_section("Headline", _table(tables.headline(report))), _figures(report)]
    if len(report.systems) > 1:
        parts = ["all", "split:dev", "split:test"] if report.split == "all" else ["all"]
        beside = "".join(_table(tables.systems(report, part)) for part in parts)
        body.append(_section("Beside the baselines", beside + _skipped(report)))
    body.append(_section("Every measure", _table(tables.everything(report.main, "all"))))
    by_part = "".join(map(_table, tables.language_and_kind(report)))
    body.append(_section("By language and kind", by_part))
    body.append(_section("Refusing", f"<p>{escape(refusing(report))}</p>"))
    if report.differences:
        body.append(_section("Differences", _table(tables.differences(report))))
    body.append(_section("Time", _table(tables.latency(report))))
    failed = "".join(_failure(row) for row in report.failures)
    body.append(_section(f"Failures ({len(report.failures)})", failed or "<p>None.</p>"))
    template = files("natoqa.evaluation").joinpath("page.html").read_text(encoding="utf-8")
    return Template(template).substitute(about=escape(about(report)), body="\n".join(body))


def _figures(report: Report) -> str:
    main = report.main
    by_kind = []
    for kind in KINDS:
        found = main.slices.get(f"kind:{kind}", {}).get("right")
        if found:
            by_kind.append(Bar(kind, found.value, found.low, found.high, f"n = {found.n}"))
    plots = [
        ("Right answers and refusals by kind, with 95% intervals", bars("Right by kind", by_kind))
    ]
    ranked = [system for system in report.systems if system.recall_at]
    if ranked:
        curves = [Line(s.label, list(enumerate(s.recall_at, 1)), main=s is main) for s in ranked]
        plots.append(
            (
                "Recall@k",
                lines(
                    "Recall@k by system",
                    curves,
                    x_label="k",
                    y_label="recall",
                    x_range=(1, len(main.recall_at)),
                    x_ticks=range(1, len(main.recall_at) + 1),
                ),
            )
        )
    curved = [system for system in report.systems if system.risk_coverage]
    if curved:
        curves = [Line(s.label, s.risk_coverage, main=s is main) for s in curved]
        plots.append(
            (
                "Risk by coverage (lower is better)",
                lines("Risk-coverage", curves, x_label="coverage", y_label="risk", x_range=(0, 1)),
            )
        )
    times = report.latency[main.name]
    plots.append(
        (
            f"Time per question: p50 {times.p50:.0f} ms, p95 {times.p95:.0f} ms",
            histogram("Latency", times.histogram, x_label="milliseconds"),
        )
    )
    drawn = "".join(
        f"<figure><figcaption>{escape(caption)}</figcaption>{svg}</figure>"
        for caption, svg in plots
    )
    return f'<div class="figures">{drawn}</div>'


def _section(title: str, content: str) -> str:
    return f"<section><h2>{escape(title)}</h2>{content}</section>"


def _skipped(report: Report) -> str:
    return "".join(f'<p class="note">Not run: {escape(line)}</p>' for line in report.skipped)


def _table(found: Table) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in found.head)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in found.rows
    )
    return (
        f'<div class="scroll"><table><caption>{escape(found.caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _failure(row: Row) -> str:
    gold = " or ".join("+".join(group) for group in row.gold)
    ranks = ", ".join(f"{p} at {rank}" for p, rank in row.ranks.items()) or "not in the first ten"
    facts = [("wrong", "; ".join(row.reasons)), (f"answer ({row.confidence:.2f})", row.answer)]
    if row.history:
        facts.insert(0, ("after", " / ".join(row.history)))
    if row.answerable:
        facts += [("reference", row.reference), ("gold", gold), ("rank", ranks)]
    listed = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in facts)
    summary = f"{escape(row.id)} ({row.split}): {escape(row.question)}"
    return f'<details lang="{row.language}"><summary>{summary}</summary><dl>{listed}</dl></details>'
