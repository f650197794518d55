"""The tables of a report as rows of text, for the terminal, Markdown and HTML alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from natoqa.evaluation.measures import BY_NAME, MEASURES
from natoqa.evaluation.questions import KINDS
from natoqa.evaluation.results import Estimate, Report, SystemResult
from natoqa.evaluation.summary import SUBKINDS

HEADLINE = (
    "correct",
    "first_citation",
    "citation_recall",
    "citation_precision",
    "verbatim",
    "language",
    "refusal_f1",
    "recall@1",
    "recall@5",
    "ndcg@10",
)
"""Measures of the headline table."""
COMPARED = (
    "right",
    "correct",
    "f1",
    "citation_recall",
    "refusal_f1",
    "recall@1",
    "recall@3",
    "recall@5",
    "mrr",
    "ndcg@10",
)
"""Measures of the table of systems."""
BY_PART = (
    "right",
    "correct",
    "f1",
    "short",
    "citation_recall",
    "citation_precision",
    "first_citation",
    "language",
    "recall@1",
    "recall@5",
)
"""Measures of the tables by language and kind."""
_CI = "95% interval"


@dataclass(frozen=True)
class Table:
    """A table: a caption, column heads, and rows of cells."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def number(name: str, value: float) -> str:
    """A measure's value for people: 0.873, or 214 characters."""
    return f"{value:.0f}" if BY_NAME[name].format == "count" else f"{value:.3f}"


def with_interval(name: str, estimate: Estimate | None) -> str:
    """A value and its interval, or a dash where the measure does not apply."""
    if estimate is None:
        return "–"
    low, high = number(name, estimate.low), number(name, estimate.high)
    return f"{number(name, estimate.value)} [{low}, {high}]"


def headline(report: Report) -> Table:
    """The few figures that say how good natoqa is, by split and language."""
    splits = [split for split in ("test", "dev") if f"split:{split}" in report.main.slices]
    first = splits[0]
    parts = [
        (label, key)
        for label, key in (
            (first, f"split:{first}"),
            (f"{first}, Japanese", f"split:{first}/language:ja"),
            (f"{first}, English", f"split:{first}/language:en"),
            (f"{first}, asked unread", f"split:{first}/subkind:unread"),
            (f"{first}, live chats", f"split:{first}/subkind:chat"),
            *((split, f"split:{split}") for split in splits[1:]),
        )
        if key in report.main.slices
    ]
    rows = tuple(
        (
            BY_NAME[name].label,
            *(with_interval(name, report.main.slices[key].get(name)) for _, key in parts),
        )
        for name in HEADLINE
    )
    counts = tuple(str(max(e.n for e in report.main.slices[key].values())) for _, key in parts)
    caption = f"natoqa {report.natoqa}, engine {report.engine}; value [{_CI}]"
    return Table(caption, ("", *(p for p, _ in parts)), (("questions", *counts), *rows))


def systems(report: Report, part: str = "all") -> Table:
    """All systems, one a row."""
    rows = tuple(
        (
            system.label,
            *(_plain(name, system.slices[part].get(name)) for name in COMPARED),
            "–" if system.aurc is None else f"{system.aurc:.3f}",
        )
        for system in report.systems
        if part in system.slices
    )
    count = max(e.n for e in report.main.slices[part].values())
    return Table(
        f"{_name(part)}: {count} questions; AURC is over all questions run, lower is better",
        ("system", *(BY_NAME[name].label for name in COMPARED), "AURC"),
        rows,
    )


def everything(system: SystemResult, part: str) -> Table:
    """Every measure over one slice."""
    rows = tuple(
        (
            m.label,
            with_interval(m.name, system.slices[part][m.name]),
            str(system.slices[part][m.name].n),
        )
        for m in MEASURES
        if m.name in system.slices[part]
    )
    return Table(_name(part), ("measure", f"value [{_CI}]", "questions"), rows)


def by_part(system: SystemResult, parts: Iterable[str], caption: str) -> Table:
    """Some measures over several slices; those that were not run are left out."""
    rows = tuple(
        (
            _name(part),
            str(max(e.n for e in system.slices[part].values())),
            *(_plain(name, system.slices[part].get(name)) for name in BY_PART),
        )
        for part in parts
        if part in system.slices
    )
    return Table(caption, ("", "questions", *(BY_NAME[name].label for name in BY_PART)), rows)


def language_and_kind(report: Report) -> tuple[Table, ...]:
    """Figures by language, by kind, and by both."""
    both = [f"language:{language}/kind:{kind}" for language in ("ja", "en") for kind in KINDS]
    asked = [f"subkind:{subkind}" for subkind in SUBKINDS]
    return (
        by_part(report.main, ["all", "language:ja", "language:en"], "By language"),
        by_part(report.main, [*(f"kind:{kind}" for kind in KINDS), *asked], "By kind"),
        by_part(report.main, both, "By language and kind"),
    )


def differences(report: Report, measures: Sequence[str] = COMPARED) -> Table:
    """This run less the others, with paired intervals and p-values."""
    labels = {system.name: system.label for system in report.systems}
    rows = tuple(
        (
            labels.get(d.other, d.other),
            BY_NAME[d.measure].label,
            f"{d.value:+.3f} [{d.low:+.3f}, {d.high:+.3f}]",
            "< 0.001" if d.p < 0.001 else f"{d.p:.3f}",
            str(d.n),
        )
        for d in report.differences
        if d.measure in measures
    )
    head = ("natoqa less", "measure", f"difference [{_CI}]", "p", "questions")
    return Table("Differences, paired bootstrap over the same questions", head, rows)


def latency(report: Report) -> Table:
    """Time per question."""
    labels = {system.name: system.label for system in report.systems}
    rows = tuple(
        (labels[name], f"{found.p50:.1f}", f"{found.p95:.1f}")
        for name, found in report.latency.items()
    )
    return Table("Milliseconds per question", ("system", "p50", "p95"), rows)


def _plain(name: str, estimate: Estimate | None) -> str:
    return "–" if estimate is None else number(name, estimate.value)


def _name(part: str) -> str:
    names = {
        "language:ja": "Japanese",
        "language:en": "English",
        "all": "all",
        "subkind:unread": "asked without having read the paper",
        "subkind:chat": "asked in live chats",
    }
    return ", ".join(
        names.get(piece, piece.partition(":")[2] or piece) for piece in part.split("/")
    )
