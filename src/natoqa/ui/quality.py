"""The quality tab: the last evaluation report, in a frame that runs no script."""

from __future__ import annotations

import logging
from pathlib import Path

from natoqa.resources import evals_folder
from natoqa.ui.templates import fill
from natoqa.ui.texts import LANGUAGES, load_texts

_log = logging.getLogger(__name__)


def report_file() -> Path:
    """Where the evaluation leaves its report."""
    return evals_folder() / "report" / "report.html"


def quality_html(path: Path | None = None) -> str:
    """The whole tab; a plain sentence when there is no report.

    Args:
        path: The report; `report_file()` if None.
    """
    texts = load_texts()
    title = " / ".join(texts.get(language, "quality_frame") for language in LANGUAGES)
    return fill("quality", report=_read(path or report_file()), title=title)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        _log.warning("cannot read the evaluation report: %s", error)
        return ""
