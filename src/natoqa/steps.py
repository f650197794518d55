"""What the steps of the chain hand on: a request, the same completed, what was found, a draft."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from natoqa.answer import (
    Answer,
    Citation,
    ContextUse,
    Kind,
    Language,
    Passage,
    Span,
    TokenUsage,
)
from natoqa.comparison import Side
from natoqa.conversation import Turn
from natoqa.dialogue import Standalone
from natoqa.ranking import Ranking

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Request:
    """A checked question with its conversation.

    Attributes:
        question: As asked; the one before it, where it is to be answered again in another way.
        history: The turns before it.
        language: Asked for by the caller, or None to follow the question.
        started: When it came in, by `time.perf_counter`.
        asked: As it was typed, where that is not `question`: a wish, say, or a texted form.
        last: The answer before.
        brief: One sentence is wished for.
    """

    question: str
    history: tuple[Turn, ...] = ()
    language: Language | None = None
    started: float = field(default_factory=time.perf_counter)
    asked: str = ""
    last: str = ""
    brief: bool = False

    def again(self, language: Language | None, *, brief: bool = False) -> Request:
        """The question before this one; itself where there is none.

        Args:
            language: To answer it in; None for its own.
            brief: In one sentence.
        """
        asked = [i for i, turn in enumerate(self.history) if turn.role == "user"]
        if not asked:
            return self
        return replace(
            self,
            question=self.history[asked[-1]].content,
            history=self.history[: asked[-1]],
            language=self.language or language,
            asked=self.asked or self.question,
            brief=brief,
        )


@dataclass(frozen=True)
class Completed:
    """A request whose question stands by itself.

    Attributes:
        request: What was asked.
        language: Of the answer.
        spoken: False when the question is in a language natoqa does not speak.
        standalone: The question to search.
        parts: The questions of a message that asks several.
        located: It is asked where in the paper something stands.
        mentioned: It is asked whether the paper says anything of a thing.
        usage: Tokens that an LLM reports for completing it.
    """

    request: Request
    language: Language
    spoken: bool
    standalone: Standalone
    parts: tuple[str, ...] = ()
    located: bool = False
    mentioned: bool = False
    usage: TokenUsage | None = None


@dataclass(frozen=True)
class Retrieved:
    """A completed request with what retrieval found.

    Attributes:
        completed: The request.
        ranking: Every paragraph and sentence, scored.
        passages: The best paragraphs.
        reading: Reading score of each sentence, shape (S,).
        signs: What speaks for and against the paper answering (natoqa.abstention).
        confidence: Probability, 0 to 1, that the paper answers.
        sides: Where things are compared: each, with what was found about it alone.
        parts: Where several things are asked: the answer to each.
    """

    completed: Completed
    ranking: Ranking
    passages: tuple[Passage, ...]
    reading: FloatArray
    signs: Mapping[str, float]
    confidence: float
    sides: tuple[tuple[Side, Retrieved], ...] = ()
    parts: tuple[Draft, ...] = ()


@dataclass(frozen=True)
class Draft:
    """An answer before it gets its time."""

    completed: Completed
    text: str
    answered: bool
    kind: Kind
    citations: tuple[Citation, ...] = ()
    highlights: tuple[Span, ...] = ()
    passages: tuple[Passage, ...] = ()
    confidence: float | None = None
    threshold: float | None = None
    engine: str = "extractive"
    notice: str = ""
    context: ContextUse | None = None
    usage: TokenUsage | None = None

    def __add__(self, later: Draft) -> Draft:
        """In a stream of growing drafts the latest stands for all, as LangChain adds them up."""
        return later

    def answer(self, elapsed_ms: float) -> Answer:
        """The answer as the caller gets it."""
        standalone = self.completed.standalone
        return Answer(
            question=self.completed.request.asked or self.completed.request.question,
            text=self.text,
            language=self.completed.language,
            answered=self.answered,
            citations=self.citations,
            passages=self.passages,
            engine=self.engine,
            elapsed_ms=round(elapsed_ms, 3),
            kind=self.kind,
            highlights=self.highlights,
            confidence=None if self.confidence is None else round(self.confidence, 4),
            threshold=self.threshold,
            searched=standalone.text
            if standalone.completed or self.completed.request.asked
            else "",
            notice=self.notice,
            context=self.context,
            usage=self.usage,
        )
