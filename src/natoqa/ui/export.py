"""A conversation as Markdown to read, and as JSON that `natoqa verify` proves again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version

from natoqa.answer import Language
from natoqa.paper import Paper
from natoqa.ui.texts import UiTexts
from natoqa.ui.turns import Turn


def to_json(turns: Sequence[Turn], paper: Paper) -> str:
    """Every answer whole, with its citations."""
    document = {
        "natoqa": version("natoqa"),
        "paper": paper.slug,
        "exported": _now(),
        "answers": [turn.answer.model_dump(mode="json") for turn in turns],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def to_markdown(turns: Sequence[Turn], paper: Paper, texts: UiTexts, language: Language) -> str:
    """Questions as headings, answers with their quotes, and the paper's reference.

    Args:
        turns: The conversation.
        paper: The paper it is about.
        texts: Texts of the page.
        language: Of the page, for what stands around the conversation.
    """
    citation = paper.citation if language == "ja" else paper.citation_en
    parts = [f"# {texts.get(language, 'export_title')}", f"{_now()} · natoqa {version('natoqa')}"]
    for turn in turns:
        parts += [f"## {_heading(turn.answer.question)}", turn.answer.to_markdown()]
    parts.append(f"---\n\n{citation}")
    return "\n\n".join(parts) + "\n"


def _heading(question: str) -> str:
    """A question as one line of Markdown that cannot turn into markup."""
    line = " ".join(question.split())
    for char in "\\`*_[]<>#":
        line = line.replace(char, "\\" + char)
    return line


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
