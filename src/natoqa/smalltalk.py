"""Greetings, thanks, questions about natoqa itself, and what is said of an answer."""

from __future__ import annotations

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
