"""The headline table of the last report, between two markers in README.md.

``python -m natoqa.evaluation.readme`` writes it; with ``--check`` it exits 1
if the README has drifted from the report, or the report from the questions.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from natoqa.errors import InputError, NatoqaError
from natoqa.evaluation import tables
from natoqa.evaluation.markdown import table
from natoqa.evaluation.questions import questions_hash, shipped_questions
from natoqa.evaluation.results import Report, read_report
from natoqa.resources import checkout_root, evals_folder

BEGIN, END = "<!-- eval:begin -->", "<!-- eval:end -->"


def headline_block(report: Report) -> str:
    """What stands between the markers; it holds no times."""
    parts = [table(tables.headline(report))]
    if len(report.systems) > 1:
        parts.append(table(tables.systems(report, "split:test")))
    parts.append("Measures, questions and baselines: [docs/evaluation.md](docs/evaluation.md).")
    return "\n\n".join(parts)


def with_block(readme: str, block: str) -> str:
    """The README's text with the block between its markers.

    Raises:
        NatoqaError: The markers are missing or in the wrong order.
    """
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise NatoqaError(
            f"README.md lacks the markers {BEGIN} and {END}: put them where the table goes"
        )
    return f"{before}{BEGIN}\n{block}\n{END}{after}"


def write_readme() -> Path:
    """Put the last report's headline table into the checkout's README.md.

    Raises:
        NatoqaError: There is no checkout, report or marker.
    """
    path, wanted = _wanted()
    path.write_text(wanted, encoding="utf-8")
    return path


def check_readme() -> None:
    """Check that README.md and the last report belong to each other and to the questions.

    Raises:
        NatoqaError: They have drifted apart; the message says what to run.
    """
    path, wanted = _wanted()
    report = read_report(_report_path())
    if report.questions_hash != questions_hash(shipped_questions()):
        raise NatoqaError(
            "evals/report is about other questions than evals/questions: run make eval"
        )
    if report.split != "all" or report.filters:
        raise NatoqaError("evals/report is not about all questions: run make eval")
    if path.read_text(encoding="utf-8") != wanted:
        raise NatoqaError("README.md does not show evals/report: run natoqa eval --write-readme")


def _report_path() -> Path:
    return evals_folder() / "report" / "report.json"


def _wanted() -> tuple[Path, str]:
    root = checkout_root()
    if root is None:
        raise InputError("README.md is in a checkout only: run this in a clone of natoqa")
    path = root / "README.md"
    block = headline_block(read_report(_report_path()))
    return path, with_block(path.read_text(encoding="utf-8"), block)


def main(arguments: list[str]) -> int:
    """Write the table, or check it with --check."""
    try:
        if arguments == ["--check"]:
            check_readme()
        elif not arguments:
            write_readme()
        else:
            raise InputError(f"unknown arguments {arguments}: give --check or nothing")
    except NatoqaError as error:
        click.echo(f"natoqa: {error}", err=True)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
