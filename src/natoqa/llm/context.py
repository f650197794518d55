"""What of the paper goes into a prompt: the whole of it where it fits, else the passages found."""

from __future__ import annotations

import hashlib
import math
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from natoqa.answer import ContextUse
from natoqa.errors import NatoqaError
from natoqa.llm.failure import LLMFailure
from natoqa.paper import Paper, Paragraph
from natoqa.settings import Settings
from natoqa.tokens import VOCABULARY, count_tokens

# The shipped vocabulary was made on texts like this paper and needs about 7,800 tokens for it,
# where OpenAI's o200k_base needs about 12,000: its counts are raised by this factor.
MARGIN = 1.6
# Tokens around a paragraph: its tags and number.
_WRAPPING = 12


@dataclass(frozen=True)
class Counter:
    """Counts tokens as a model would.

    Attributes:
        encoding: tiktoken's name of the model's own vocabulary, when it is on this machine;
            None for the shipped one with a margin.
    """

    encoding: str | None = None

    @classmethod
    def for_model(cls, model: str) -> Counter:
        """The counter for a model's name; nothing is downloaded."""
        import tiktoken

        try:
            name = tiktoken.encoding_name_for_model(model)
        except KeyError:
            return cls()
        return cls(name) if _cached(name) else cls()

    @property
    def name(self) -> str:
        """What counts, for the record."""
        return self.encoding or f"{Path(VOCABULARY).stem} x {MARGIN}"

    def count(self, text: str) -> int:
        """Tokens of a text."""
        if self.encoding is not None:
            try:
                return count_tokens(text, self.encoding)
            except NatoqaError:  # the cached file is damaged
                pass
        return math.ceil(count_tokens(text) * MARGIN)


def _cached(name: str) -> bool:
    """Whether tiktoken has a vocabulary already; it keeps files by the SHA-1 of their address."""
    folder = os.environ.get("TIKTOKEN_CACHE_DIR") or os.environ.get("DATA_GYM_CACHE_DIR")
    root = Path(folder) if folder else Path(tempfile.gettempdir()) / "data-gym-cache"
    address = f"https://openaipublic.blob.core.windows.net/encodings/{name}.tiktoken"
    return (root / hashlib.sha1(address.encode(), usedforsecurity=False).hexdigest()).is_file()


@dataclass(frozen=True)
class Context:
    """The paragraphs of a prompt, in reading order, and the account of them."""

    paragraphs: tuple[Paragraph, ...]
    use: ContextUse

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the paragraphs."""
        return self.use.kept


def choose_context(
    paper: Paper, found: Sequence[Paragraph], settings: Settings, counter: Counter
) -> Context:
    """Choose what a model reads.

    Args:
        paper: The paper.
        found: The paragraphs retrieved, best first.
        settings: `llm_context` and `llm_context_tokens`.
        counter: Counts tokens.

    Raises:
        LLMFailure: Not even one paragraph fits.
    """
    sizes = {p.id: counter.count(p.text) + _WRAPPING for p in (*paper.paragraphs, *found)}
    budget = settings.llm_context_tokens
    whole = sum(sizes[p.id] for p in paper.paragraphs) <= budget
    if settings.llm_context == "paper" or (settings.llm_context == "auto" and whole):
        # What does not fit of a whole paper is what retrieval likes least.
        ranked = [*found, *(p for p in paper.paragraphs if p not in found)]
    else:
        ranked = list(found)
    kept: set[str] = set()
    used = 0
    for paragraph in ranked:
        if used + sizes[paragraph.id] <= budget:
            kept.add(paragraph.id)
            used += sizes[paragraph.id]
    if not kept:
        raise LLMFailure("context")
    inside = tuple(p for p in paper.paragraphs if p.id in kept)
    return Context(
        paragraphs=inside,
        use=ContextUse(
            kept=tuple(p.id for p in inside),
            dropped=tuple(sorted(p.id for p in ranked if p.id not in kept)),
            tokens=used,
            budget=budget,
            counted_with=counter.name,
            whole_paper=len(inside) == len(paper.paragraphs),
        ),
    )
