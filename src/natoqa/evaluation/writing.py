"""Write a report's folder."""

from __future__ import annotations

import json
from pathlib import Path

from natoqa.errors import NatoqaError
from natoqa.evaluation.html import html
from natoqa.evaluation.markdown import markdown
from natoqa.evaluation.results import Report


def write_report(report: Report, folder: Path) -> tuple[Path, ...]:
    """Write report.json, report.md and report.html.

    In the JSON each question stands on a line of its own, so that a change
    shows as a change of those lines.

    Args:
        report: What to write.
        folder: Where; made if missing.

    Raises:
        NatoqaError: The folder cannot be written.
    """
    texts = {
        "report.json": to_json(report),
        "report.md": markdown(report),
        "report.html": html(report),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise NatoqaError(
            f"cannot write the report to {folder}: {error.strerror}: give another folder"
        ) from None
    return tuple(folder / name for name in texts)


def to_json(report: Report) -> str:
    """The report as JSON: readable, one question a line, times at the end."""
    fields = report.model_dump(mode="json")
    parts = []
    for name, value in fields.items():
        if name in {"rows", "differences"}:
            lines = ",\n".join(f"  {json.dumps(item, ensure_ascii=False)}" for item in value)
            text = f"[\n{lines}\n ]" if value else "[]"
        elif name == "systems":
            text = "[\n" + ",\n".join(_system(system) for system in value) + "\n ]"
        else:
            text = json.dumps(value, ensure_ascii=False)
        parts.append(f' "{name}": {text}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _system(system: dict[str, object]) -> str:

    lines = []
    for name, value in system.items():
        if name == "slices" and isinstance(value, dict):
            slices = ",\n".join(
                f"    {json.dumps(part)}: {json.dumps(found)}" for part, found in value.items()
            )
            lines.append(f'   "slices": {{\n{slices}\n   }}')
        else:
            lines.append(f'   "{name}": {json.dumps(value, ensure_ascii=False)}')
    return "  {\n" + ",\n".join(lines) + "\n  }"
