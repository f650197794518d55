"""Readers' ratings, kept on this machine as JSON Lines, one rating a line."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from natoqa.errors import NatoqaError
from natoqa.ui.turns import Turn

FOLDER_VARIABLE = "NATOQA_FEEDBACK_DIR"
MOST_COMMENT = 1000


def feedback_file() -> Path:
    """NATOQA_FEEDBACK_DIR, or the user's data folder."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named).expanduser() / "feedback.jsonl"
    import platformdirs

    return Path(platformdirs.user_data_dir("natoqa", appauthor=False)) / "feedback.jsonl"


def save_feedback(turn: Turn, rating: str, comment: str, path: Path | None = None) -> Path:
    """Append a rating.

    Args:
        turn: What was rated.
        rating: "up" or "down".
        comment: A word on why, or "".
        path: The file; `feedback_file()` if None.

    Returns:
        The file written to.

    Raises:
        NatoqaError: The file cannot be written.
    """
    answer = turn.answer
    record = {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": version("natoqa"),
        "rating": rating,
        "comment": comment.strip()[:MOST_COMMENT],
        "question": answer.question,
        "answer": answer.text,
        "language": answer.language,
        "answered": answer.answered,
        "engine": answer.engine,
        "citations": [
            {"paragraph": c.paragraph.id, "start": c.start, "end": c.end, "quote": c.quote}
            for c in answer.citations
        ],
    }
    target = path or feedback_file()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # One write in append mode, so that ratings given at once do not mix.
        with target.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    except OSError as error:
        raise NatoqaError(
            f"cannot write {target} ({error.strerror}): set {FOLDER_VARIABLE} to another folder"
        ) from None
    return target
