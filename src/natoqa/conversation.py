"""What comes in: the question and the turns before it, checked."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from natoqa.errors import InputError

Role = Literal["user", "assistant"]
# Of a turn no more than this is read, in characters: several times the longest answer.
_MOST_OF_A_TURN = 8000


@dataclass(frozen=True)
class Turn:
    """One message of a conversation."""

    role: Role
    content: str


def check_question(question: object, limit: int) -> str:
    """The question as plain text, blanks at its ends removed.

    Args:
        question: What the caller gave.
        limit: Most characters allowed.

    Raises:
        InputError: It is not a string, empty, wordless, too long, or holds control characters.
    """
    if not isinstance(question, str):
        raise InputError(f"the question is a {type(question).__name__}: give a string")
    if len(question) > limit:
        raise InputError(
            f"the question has {len(question):,} characters: at most {limit:,} are allowed"
        )
    bad = next((ch for ch in question if _is_control(ch)), None)
    if bad is not None and unicodedata.category(bad) == "Cs":
        raise InputError("the question is not UTF-8 text: save or type it as UTF-8")
    if bad is not None:
        raise InputError(f"the question holds the control character U+{ord(bad):04X}: remove it")
    if not question.strip():
        raise InputError("the question is empty: type a question in Japanese or English")
    if not any(ch.isalnum() for ch in question):
        raise InputError("the question has nothing to search for: type it in Japanese or English")
    return " ".join(question.split())


def check_history(history: Iterable[Mapping[str, Any]] | None) -> tuple[Turn, ...]:
    """The turns before the question, as typed values.

    Args:
        history: Messages with "role" ("user" or "assistant") and "content": a string, or a
            list of parts with "text", as Gradio and OpenAI have it. Other roles, control
            characters and what is longer than any answer are left out.

    Raises:
        InputError: A message has another form.
    """
    if history is None:
        return ()
    if isinstance(history, str | bytes | Mapping) or not isinstance(history, Iterable):
        raise InputError(
            f"history is a {type(history).__name__}: give a list of "
            '{"role": "user" or "assistant", "content": text}'
        )
    turns: list[Turn] = []
    for i, message in enumerate(history, 1):
        if not isinstance(message, Mapping) or "role" not in message or "content" not in message:
            raise InputError(
                f"history item {i} is {str(message)[:60]!r}: give "
                '{"role": "user" or "assistant", "content": text}'
            )
        content = _content(message["content"])
        if content is None:
            raise InputError(
                f"history item {i} has content of type "
                f"{type(message['content']).__name__}: give a string"
            )
        if message["role"] in ("user", "assistant"):
            plain = "".join(ch for ch in content[:_MOST_OF_A_TURN] if not _is_control(ch))
            turns.append(Turn(cast("Role", message["role"]), plain))
        elif not isinstance(message["role"], str):
            role = message["role"]
            raise InputError(f"history item {i} has role {role!r}: give user or assistant")
    return tuple(turns)


def _content(content: object) -> str | None:
    if isinstance(content, str):
        return content
    if isinstance(content, Sequence):
        parts = [part.get("text", "") if isinstance(part, Mapping) else part for part in content]
        return " ".join(part for part in parts if isinstance(part, str))
    return None


def _is_control(ch: str) -> bool:
    return unicodedata.category(ch) in {"Cc", "Cs"} and ch not in "\n\r\t"
