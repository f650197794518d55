"""What can be evaluated: natoqa, natoqa with a part switched off, and the quickstart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from natoqa.answer import Answer, Passage
from natoqa.assistant import Assistant
from natoqa.errors import InputError
from natoqa.evaluation.results import MAIN
from natoqa.settings import Settings


class System(Protocol):
    """Whatever answers questions and retrieves paragraphs."""

    def ask(self, question: str, *, history: Iterable[Mapping[str, Any]] | None = None) -> Answer:
        """Answer a question."""

    def retrieve(
        self, question: str, *, k: int = 5, history: Iterable[Mapping[str, Any]] | None = None
    ) -> Sequence[Passage]:
        """The k best paragraphs."""


@dataclass(frozen=True)
class Candidate:
    """A system to run.

    Attributes:
        name: In reports.
        label: For tables.
        build: Makes it.
        build_forced: Makes the same that never refuses; None if it never does anyway.
    """

    name: str
    label: str
    build: Callable[[], System]
    build_forced: Callable[[], System] | None = None


def natoqa(settings: Settings, name: str = MAIN, label: str = "natoqa") -> Candidate:
    """An assistant with some settings."""
    if settings.llm:
        # An LLM refuses by itself, and each question more costs money.
        return Candidate(name, label, lambda: Assistant(settings))
    forced = settings.model_copy(update={"abstention_threshold": 0.0})
    return Candidate(name, label, lambda: Assistant(settings), lambda: Assistant(forced))


def baselines(settings: Settings) -> tuple[Candidate, ...]:
    """The assistant with parts switched off, and the LangChain quickstart with all-MiniLM-L6-v2.

    All of them are extractive. When an LLM writes natoqa's answers, natoqa
    without it comes first.

    Args:
        settings: natoqa's own.
    """
    extractive = settings.model_copy(update={"llm": None})

    def without(label: str, name: str, **change: object) -> Candidate:
        return natoqa(extractive.model_copy(update=change), name, label)

    own = (natoqa(extractive, "extractive", "natoqa, extractive"),) if settings.llm else ()
    return (
        *own,
        without("BM25 alone", "bm25", legs=("bm25",)),
        without("dense alone", "dense", legs=("dense",)),
        without("no late interaction", "no-late", legs=("dense", "bm25", "learned")),
        without("nothing learned from questions", "no-learned", legs=("dense", "bm25", "late")),
        without("no second look", "no-second-look", second_look=False),
        without("no translation", "no-translation", translation=False),
        Candidate("quickstart", "LangChain quickstart, MiniLM", _quickstart(settings)),
    )


def _quickstart(settings: Settings) -> Callable[[], System]:
    def build() -> System:
        from natoqa.evaluation.quickstart import Quickstart

        return Quickstart(settings.paper)

    return build


def require_engine(settings: Settings, engine: str) -> Settings:
    """The settings for an engine.

    Args:
        settings: From the environment.
        engine: "extractive" or "llm".

    Raises:
        InputError: No LLM is configured.
    """
    if engine == "llm":
        if not settings.llm:
            raise InputError(
                "--engine llm: no LLM is configured: set NATOQA_LLM, or leave out --engine"
            )
        return settings
    return settings.model_copy(update={"llm": None})
