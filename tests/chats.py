"""Chats held with an assistant, turn by turn."""

from __future__ import annotations

from natoqa import Answer, Assistant


def talk(assistant: Assistant, *said: str) -> Answer:
    """The answer to the last of some messages, each asked after the answers before it."""
    history: list[dict[str, str]] = []
    for message in said[:-1]:
        answer = assistant.ask(message, history=history)
        history += [
            {"role": "user", "content": message},
            {"role": "assistant", "content": answer.text},
        ]
    return assistant.ask(said[-1], history=history)
