"""A conversation as the browser keeps it: paragraphs by id, put back from the paper.

What comes back from a browser is not trusted: a turn that does not fit, or whose quotes do
not stand in the paper, is left out.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from natoqa.answer import Answer, verify
from natoqa.paper import Paper

VERSION = 1
MOST_TURNS = 60
_HISTORY_TURNS = 8

Rating = Literal["up", "down"]


def new_run() -> str:
    """A name for a try at an answer."""
    return uuid.uuid4().hex


class Turn(BaseModel):
    """A question and its answer.

    Attributes:
        answer: The answer, with the question.
        rating: What the reader thought of it.
        run: Name of the try at an answer that made it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    answer: Answer
    rating: Rating | None = None
    run: str = Field(default_factory=new_run, pattern="^[0-9a-f]{32}$")


def dump(turns: Sequence[Turn], paper: Paper) -> dict[str, Any]:
    """The conversation as JSON for the browser.

    Args:
        turns: The conversation; only the last `MOST_TURNS` are kept.
        paper: The paper it is about.
    """
    return {
        "version": VERSION,
        "paper": paper.slug,
        "turns": [_compact(turn) for turn in turns[-MOST_TURNS:]],
    }


def load(store: object, paper: Paper) -> list[Turn]:
    """The conversation from the browser's JSON, as far as it can be proved.

    Args:
        store: What the browser sent.
        paper: The paper it should be about.
    """
    if not isinstance(store, dict) or store.get("version") != VERSION:
        return []
    kept = store.get("turns")
    if store.get("paper") != paper.slug or not isinstance(kept, list):
        return []
    turns = (_restore(item, paper) for item in kept[-MOST_TURNS:])
    return [turn for turn in turns if turn is not None]


def history(turns: Sequence[Turn]) -> list[dict[str, str]]:
    """The last turns in the messages format."""
    messages: list[dict[str, str]] = []
    for turn in turns[-_HISTORY_TURNS:]:
        messages.append({"role": "user", "content": turn.answer.question})
        messages.append({"role": "assistant", "content": turn.answer.text})
    return messages


def _compact(turn: Turn) -> dict[str, Any]:
    data = turn.model_dump(mode="json")
    answer = data["answer"]
    for item in [*answer["citations"], *answer["passages"]]:
        item["paragraph"] = item["paragraph"]["id"]
    return data


def _restore(item: object, paper: Paper) -> Turn | None:
    try:
        if not isinstance(item, dict):
            return None
        answer = dict(item["answer"])
        for name in ("citations", "passages"):
            answer[name] = [
                {**one, "paragraph": paper.paragraph(one["paragraph"])} for one in answer[name]
            ]
        turn = Turn.model_validate({**item, "answer": answer})
    except (KeyError, TypeError, ValueError, ValidationError):
        return None
    return None if verify(turn.answer, paper) else turn
