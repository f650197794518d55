"""natoqa answers questions about one Japanese policy paper, offline, with paragraph citations.

    from natoqa import Assistant

    answer = Assistant().ask("次期事務総長は誰ですか？")
    print(answer.text)

Names are imported when first used, so that `import natoqa` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from natoqa.answer import Answer, Citation, Passage
    from natoqa.assistant import Assistant, Event
    from natoqa.errors import InputError, NatoqaError
    from natoqa.paper import Paper, Paragraph, Section, Sentence
    from natoqa.settings import Settings

_HOMES = {
    "Answer": "answer",
    "Assistant": "assistant",
    "Citation": "answer",
    "Event": "assistant",
    "InputError": "errors",
    "NatoqaError": "errors",
    "Paper": "paper",
    "Paragraph": "paper",
    "Passage": "answer",
    "Section": "paper",
    "Sentence": "paper",
    "Settings": "settings",
}

__all__ = [
    "Answer", "Assistant", "Citation", "Event", "InputError", "NatoqaError", "Paper", "Paragraph",
    "Passage", "Section", "Sentence", "Settings",
]  # fmt: skip


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"natoqa.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'natoqa' has no attribute {name!r}")
