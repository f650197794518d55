"""Chats written for training, one row a message, with the turns before it.

A line of chats.jsonl is a chat: its messages, what each is ("new": complete by itself, "followup",
"unanswerable") and the sentences that answer it. The assistant's turns are made from those, as
natoqa would show them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from natoqa.messages import load_messages
from natoqa.paper import Paper
from natoqa.units import Language
from training.data import rows

# An unanswerable message in a chat names the paper's things or leans on them.
_KINDS = {"unanswerable": "trap"}


def messages(path: Path, paper: Paper) -> Iterator[dict[str, Any]]:
    """The messages of chats, each with its history.

    Args:
        path: chats.jsonl.
        paper: Whose sentences answer.
    """
    for chat in rows(path):
        language: Language = chat["language"]
        history: list[dict[str, str]] = []
        for turn in chat["turns"]:
            leans = turn["kind"] == "followup" or turn.get("leans", False)
            yield {
                "language": language,
                "kind": _KINDS.get(turn["kind"], turn["kind"]),
                "question": turn["say"],
                "sentences": turn["sentences"],
                "also": turn["also"],
                "gold": sorted({i[:3] for i in [*turn["sentences"], *turn["also"]]}),
                "history": list(history),
                "leans": leans and bool(history),
            }
            answer = shown(turn["sentences"], paper, language)
            history += [
                {"role": "user", "content": turn["say"]},
                {"role": "assistant", "content": answer or load_messages(language).get("refusal")},
            ]


def shown(ids: list[str], paper: Paper, language: Language) -> str:
    """Sentences with their marks, as an answer has them; nothing for none."""
    texts = []
    for sentence_id in ids:
        paragraph = paper.paragraph(sentence_id[:3])
        sentence = next(s for s in paragraph.sentences if s.id == sentence_id)
        gap = " " if language == "en" else ""
        texts.append(f"{sentence.shown(language)}{gap}[{paragraph.marker}]")
    return (" " if language == "en" else "").join(texts)
