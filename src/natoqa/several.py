"""One answer to a message that asks several things, from the answer to each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from natoqa.answer import Passage, Span, without_marks
from natoqa.messages import load_messages
from natoqa.parts import only_leads
from natoqa.steps import Completed, Draft

_BETWEEN = "\n\n"


def together(completed: Completed, drafts: tuple[Draft, ...]) -> Draft:
    """What answers each question, in order; of one that the paper does not answer, that.

    Args:
        completed: The whole message.
        drafts: The answer to each of its questions; one that says nothing new has no text.
    """
    messages = load_messages(completed.language)
    text = ""
    highlights: list[Span] = []
    for part, draft in zip(completed.parts, drafts, strict=True):
        said = draft.text
        if not draft.answered:
            # What is said on the way to a question need not stand in the paper.
            # A mark in it would be taken for one of the answer's own.
            asked = without_marks(part).rstrip(" ?？.。")
            said = "" if only_leads(part) else messages.get("part_refusal", question=asked)
        if not said:
            continue
        text += _BETWEEN if text else ""
        highlights += [
            Span(start=len(text) + span.start, end=len(text) + span.end)
            for span in draft.highlights
        ]
        text += said
    return Draft(
        completed,
        text,
        True,
        next(draft.kind for draft in drafts if draft.answered),
        citations=tuple(c for draft in drafts for c in draft.citations),
        highlights=tuple(highlights),
        passages=passages_of(drafts),
    )


def passages_of(drafts: Sequence[Draft]) -> tuple[Passage, ...]:
    """The passages of each in turn, the best of all first, each once."""
    found: dict[str, Passage] = {}
    for row in zip_longest(*(draft.passages for draft in drafts)):
        for passage in row:
            if passage is not None:
                found.setdefault(passage.paragraph.id, passage)
    return tuple(found.values())
