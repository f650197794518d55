"""`natoqa eval`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from natoqa.errors import InputError, NatoqaError

if TYPE_CHECKING:
    from natoqa.evaluation.results import Report
    from natoqa.evaluation.tables import Table

_KINDS = ("fact", "why", "list", "comparison", "overview", "followup", "variant", "unanswerable")
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("eval")
@click.option(
    "--split",
    type=click.Choice(["dev", "test", "all"]),
    default="dev",
    show_default=True,
    help="Which half of the questions.",
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(_KINDS),
    help="Only this kind; may be given again.",
)
@click.option(
    "--language",
    "languages",
    multiple=True,
    type=click.Choice(["ja", "en"]),
    help="Only questions in this language.",
)
@click.option("--questions", type=_FILE, help="Your own questions (JSON Lines).")
@click.option(
    "--engine",
    type=click.Choice(["extractive", "llm"]),
    default="extractive",
    show_default=True,
    help="What writes the answers.",
)
@click.option("--embedding", metavar="NAME", help="Another embedding model.")
@click.option("--baselines", is_flag=True, help="Run the baselines too.")
@click.option(
    "--compare",
    type=_FILE,
    metavar="REPORT.JSON",
    help="Test the differences from an earlier report.",
)
@click.option(
    "--report",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write report.json, report.md and report.html here.",
)
@click.option("--export", "export_to", type=_FILE, help="Write rows for another tool here.")
@click.option(
    "--export-format",
    type=click.Choice(["ragas", "langsmith"]),
    default="ragas",
    show_default=True,
    help="Which tool.",
)
@click.option(
    "--fail-under", type=_FILE, metavar="FLOOR.TOML", help="Exit 1 if a figure is below its floor."
)
@click.option(
    "--failures",
    type=click.IntRange(min=0),
    default=10,
    show_default=True,
    help="How many wrong answers to show.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the whole report as JSON.")
@click.option(
    "--write-readme",
    is_flag=True,
    help="Run nothing; put the kept report's headline table into README.md.",
)
def eval_command(
    split: Literal["dev", "test", "all"],
    kinds: tuple[str, ...],
    languages: tuple[str, ...],
    questions: Path | None,
    engine: Literal["extractive", "llm"],
    embedding: str | None,
    baselines: bool,
    compare: Path | None,
    folder: Path | None,
    export_to: Path | None,
    export_format: Literal["ragas", "langsmith"],
    fail_under: Path | None,
    failures: int,
    as_json: bool,
    write_readme: bool,
) -> None:
    """Check natoqa with factual questions: how well it answers, and where it fails.

    Runs the shipped questions, or your own, offline, and prints the figures
    with 95% intervals and the wrong answers. docs/evaluation.md says what each
    figure means.
    """
    from natoqa.evaluation.floor import read_floors, shortfalls
    from natoqa.evaluation.readme import write_readme as put_into_readme
    from natoqa.evaluation.runner import evaluate
    from natoqa.evaluation.writing import to_json, write_report
    from natoqa.settings import load_settings

    if write_readme:
        click.echo(f"wrote {put_into_readme()}", err=True)
        return
    if fail_under and (kinds or languages):
        raise InputError("--fail-under needs whole splits: leave out --kind and --language")
    floors = read_floors(fail_under) if fail_under else ()
    settings = load_settings(**({"embedding": embedding} if embedding else {}))
    report = evaluate(
        settings,
        split=split,
        kinds=kinds,
        languages=languages,
        questions=questions,
        engine=engine,
        with_baselines=baselines,
        compare=compare,
        progress=_progress(),
    )
    click.echo(to_json(report) if as_json else _text(report, failures), nl=not as_json)
    if folder is not None:
        for path in write_report(report, folder):
            click.echo(f"wrote {path}", err=True)
    if export_to is not None:
        from natoqa.corpus import load_paper
        from natoqa.evaluation.export import write_export

        count = write_export(report, load_paper(report.paper), export_format, export_to)
        click.echo(f"wrote {count} rows to {export_to}", err=True)
    under = shortfalls(report.main, report.split, floors) if floors else []
    for shortfall in under:
        click.echo(f"below the floor: {shortfall}", err=True)
    if under:
        raise NatoqaError(f"{len(under)} figures are below {fail_under}: see above")


def _progress() -> Callable[[str, int, int], None] | None:
    """A bar on stderr, when that is a terminal."""
    if not sys.stderr.isatty():
        return None
    width = 30

    def show(label: str, done: int, total: int) -> None:
        filled = "#" * (width * done // total)
        end = "\n" if done == total else ""
        click.echo(f"\r{label:30.30} [{filled:{width}}] {done}/{total}{end}", nl=False, err=True)

    return show


def _text(report: Report, failures: int) -> str:
    """The report for a terminal."""
    from natoqa.evaluation import markdown, tables

    parts = [markdown.about(report), _columns(tables.everything(report.main, "all"))]
    if len(report.systems) > 1:
        parts.append(_columns(tables.systems(report)))
    parts += [f"Not run: {line}" for line in report.skipped]
    parts += [_columns(table) for table in tables.language_and_kind(report)[:2]]
    parts.append(markdown.refusing(report))
    if any(d.other == "compared report" for d in report.differences):
        parts.append(_columns(tables.differences(report)))
    parts.append(_columns(tables.latency(report)))
    wrong = report.failures
    parts.append(f"{len(wrong)} wrong of {report.questions}")
    if wrong and failures:
        parts.append(markdown.failures(wrong[:failures]))
        if len(wrong) > failures:
            parts.append(f"... and {len(wrong) - failures} more: --failures {len(wrong)}")
    return "\n\n".join(parts)


def _columns(table: Table) -> str:
    """A table in columns as wide as their widest cell."""
    rows: Sequence[tuple[str, ...]] = (table.head, *table.rows)
    widths = [max(len(row[i]) for row in rows) for i in range(len(table.head))]
    lines = [
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join([table.caption, *lines])
