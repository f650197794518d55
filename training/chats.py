"""Chats written for training, one row a message, with the turns before it.

A line of chats*.jsonl is a chat: its messages, what each is ("new": complete by itself, "followup",
"unanswerable") and the sentences that answer it. Where the chat was held with natoqa, a message has
the sentences that natoqa showed too, right or wrong ("shown"), to which the next one reacts. In
other chats the assistant's turns are made from the sentences that answer, in three ways: as natoqa
would show them, without anything else or with sentences beside them, as real answers often have;
and in other words, as a person or a language model would answer.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from natoqa.corpus import read_tsv
from natoqa.messages import load_messages
from natoqa.paper import Paper
from natoqa.resources import corpus_folder
from natoqa.units import Language
from training.data import rows

# An unanswerable message in a chat names the paper's things or leans on them.
_KINDS = {"unanswerable": "trap"}
SEED = 350
# How many sentences more an answer shows, one of these by chance; and how far away they stand.
_MORE = (0, 1, 1, 2)
_BESIDE = 3
# A restatement's first sentence ends here.
_FIRST: dict[Language, re.Pattern[str]] = {
    "ja": re.compile(r"(?<=。)"),
    "en": re.compile(r"(?<=[.:;])\s"),
}


def messages(path: Path, paper: Paper) -> Iterator[dict[str, Any]]:
    """The messages of chats, each with its history.

    Args:
        path: Such a file.
        paper: Whose sentences answer.
    """
    rng = random.Random(SEED)
    said = read_tsv(corpus_folder(paper.slug) / "paraphrase.tsv")
    restated = {row["id"]: row for row in said}

    def plain(ids: list[str], language: Language) -> str:
        return shown(ids, paper, language)

    def padded(ids: list[str], language: Language) -> str:
        return shown([*ids, *_beside(ids, paper, rng)], paper, language)

    def reworded(ids: list[str], language: Language) -> str:
        known = [i for i in ids if i in restated]
        gap = " " if language == "en" else ""
        return gap.join(
            f"{_FIRST[language].split(restated[i][language])[0]}{gap}"
            f"[{paper.paragraph(i[:3]).marker}]"
            for i in known
        ) or shown(ids, paper, language)

    for chat in rows(path):
        held = any("shown" in turn for turn in chat["turns"])
        for answer in (plain,) if held else (plain, padded, reworded):
            yield from _messages(chat, answer, first=answer is plain)


def _messages(
    chat: Mapping[str, Any], answer: Callable[[list[str], Language], str], *, first: bool
) -> Iterator[dict[str, Any]]:
    """The messages of one chat, given how it is answered; the opening one only the first time."""
    language: Language = chat["language"]
    history: list[dict[str, str]] = []
    for turn in chat["turns"]:
        leans = turn["kind"] == "followup" or turn.get("leans", False)
        if history or first:
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
        ids = turn.get("shown", turn["sentences"])
        said = answer(ids, language) if ids else ""
        history += [
            {"role": "user", "content": turn["say"]},
            {"role": "assistant", "content": said or load_messages(language).get("refusal")},
        ]


def _beside(ids: Sequence[str], paper: Paper, rng: random.Random) -> list[str]:
    """Some sentences that stand near to the first of an answer."""
    beside = [s.id for s in paper.paragraph(ids[0][:3]).sentences]
    at = beside.index(ids[0])
    near = [i for i in beside[max(at - _BESIDE, 0) : at + _BESIDE + 1] if i not in ids]
    return rng.sample(near, min(rng.choice(_MORE), len(near)))


def shown(ids: list[str], paper: Paper, language: Language) -> str:
    """Sentences with their marks, as an answer has them; nothing for none."""
    texts = []
    for sentence_id in ids:
        paragraph = paper.paragraph(sentence_id[:3])
        sentence = next(s for s in paragraph.sentences if s.id == sentence_id)
        gap = " " if language == "en" else ""
        texts.append(f"{sentence.shown(language)}{gap}[{paragraph.marker}]")
    return (" " if language == "en" else "").join(texts)
