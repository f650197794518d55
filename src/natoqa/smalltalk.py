"""Greetings, thanks, questions about natoqa itself, and what is said of an answer."""

from __future__ import annotations

import re

from natoqa.intent import Intent
from natoqa.messages import Messages

# The message for each, and whether questions to try go with it.
_SAID: dict[Intent, tuple[str, bool]] = {
    "greeting": ("greeting", True),
    "thanks": ("thanks", True),
    "goodbye": ("goodbye", False),
    "about": ("about", True),
    "disagree": ("disagree", False),
    "confused": ("confused", False),
    "unable": ("unable", True),
}

# Of these, those of somebody who has not understood.
_PUZZLED = re.compile(
    r"(?:え[えっー]*|う[うーん]*ー[うーん]*|ん[んー]*|h+m+|u+h+|u+m+|e+r+m*)[\W_]*", re.IGNORECASE
)
# Sighs, sounds, laughter and a key held down: no word of a question.
_SOUND = re.compile(
    r"(?:え[えっー]*|へ[えぇー]*|あ[あぁっー]*|う[うーん]+|ん[んー]*|ふ[ーう]*ん|お[おぉー]+|ほ[おぉー]+|は[はぁー]*|"
    r"ふむ(?:ふむ)?|むむ+|w+|草|笑|h+m+|u+h+|u+m+|e+r+m*|a+h+|o+h+|(?:ha|he|ho)+|lol|(.)\1+)"
    r"[\W_]*",
    re.IGNORECASE,
)


def is_sound(message: str) -> bool:
    """Whether a message is a sigh, a laugh or a key held down, and no word."""
    return bool(_SOUND.fullmatch(message.strip()))


def is_puzzled(message: str) -> bool:
    """Whether such a message, after an answer, says that it was not understood."""
    return bool(_PUZZLED.fullmatch(message.strip()))


def nudge(messages: Messages) -> str:
    """What is said to any other such message."""
    return "\n".join(
        [
            messages.get("nudge"),
            messages.get("samples_lead"),
            *(f"- {sample}" for sample in messages.samples),
        ]
    )


def reply(intent: Intent, messages: Messages) -> str:
    """What is said to a message that asks nothing of the paper.

    Args:
        intent: What the message wants, one of these.
        messages: In the language of the reply.
    """
    name, with_samples = _SAID[intent]
    lines = [messages.get(name)]
    if with_samples:
        if intent != "thanks":
            lines.append(messages.get("samples_lead"))
        lines += [f"- {sample}" for sample in messages.samples]
    return "\n".join(lines)
