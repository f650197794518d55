"""The assistant: one paper, asked in Japanese or English."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from langchain_core.globals import get_debug
from pydantic import BaseModel, ConfigDict

from natoqa.answer import Answer, Language, Passage
from natoqa.conversation import check_history, check_question
from natoqa.corpus import load_paper
from natoqa.errors import InputError
from natoqa.index import Index, open_index
from natoqa.paper import Paper
from natoqa.pipeline import Pipeline
from natoqa.retrieval import Retriever
from natoqa.second_look import SecondLook, load_second_look
from natoqa.sentence_classifier import SentenceClassifier, load_sentence_classifier
from natoqa.settings import Settings, load_settings
from natoqa.steps import Completed, Draft, Request
from natoqa.weights import load_weights

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever
    from langchain_core.runnables import Runnable

# What a stream gives at a time: the marks of a sentence, a Latin word, a few Japanese characters.
_PIECE = re.compile(r"(?:\[¶\d+\])+\s*|[!-Z\\-~]+\s*|[^\x00-\x7f]{1,6}|\s+|.")


# What every callback and tracer loads, and the names of the settings that ask for one.
_WATCHERS = ("langchain_core.tracers", "langsmith")
_TRACING = ("LANGCHAIN_", "LANGSMITH_")


class Event(BaseModel):
    """A step of a streamed answer.

    Attributes:
        text: What to add to the text shown so far.
        replace: Whether `text` takes the place of what was shown, as when a model breaks off.
        answer: The whole answer; only on the last event.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = ""
    replace: bool = False
    answer: Answer | None = None


class Assistant:
    """Answers questions about one paper, each sentence with the paragraph that proves it.

    Nothing is loaded before it is needed; the index is built or opened on the
    first question. One assistant may serve many threads.

    Args:
        settings: Options; the environment and offline defaults if None.

    Raises:
        NatoqaError: From any method: bad input, or a part that cannot be loaded.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings if settings is not None else load_settings()
        self._lock = threading.RLock()

    @cached_property
    def paper(self) -> Paper:
        """The paper that is asked about."""
        return load_paper(self.settings.paper)

    @cached_property
    def index(self) -> Index:
        """The vector index; built on first use."""
        with self._lock:
            return open_index(self.paper, self.settings)

    @cached_property
    def _retriever(self) -> Retriever:
        with self._lock:
            return Retriever(
                self.paper, self.index, self.settings, load_weights(), self._classifier
            )

    @property
    def _classifier(self) -> SentenceClassifier:
        return load_sentence_classifier(self.paper)

    @cached_property
    def _pipeline(self) -> Pipeline:
        with self._lock:
            return Pipeline(
                self.paper,
                self._retriever,
                self.settings,
                load_weights(),
                (lambda: self._second_look) if self.settings.second_look else None,
            )

    @cached_property
    def _second_look(self) -> SecondLook:
        with self._lock:
            return load_second_look(self.paper)

    def ask(
        self,
        question: str,
        *,
        history: Iterable[Mapping[str, Any]] | None = None,
        language: str | None = None,
    ) -> Answer:
        """Answer a question.

        Args:
            question: In Japanese or English.
            history: The turns before it: {"role": "user" | "assistant", "content": str}.
            language: "ja" or "en" to answer in that language; None for the question's own.

        Raises:
            InputError: The question, history or language cannot be used.
        """
        start = time.perf_counter()
        request = self._request(question, history, language)
        draft: Draft = (
            self._chain.invoke(request)
            if self.settings.llm or _anyone_listens()
            else self._steps(request)
        )
        return draft.answer((time.perf_counter() - start) * 1000)

    async def aask(
        self,
        question: str,
        *,
        history: Iterable[Mapping[str, Any]] | None = None,
        language: str | None = None,
    ) -> Answer:
        """The same as `ask`, awaitable."""
        return await asyncio.to_thread(self.ask, question, history=history, language=language)

    def stream(
        self,
        question: str,
        *,
        history: Iterable[Mapping[str, Any]] | None = None,
        language: str | None = None,
    ) -> Iterator[Event]:
        """Answer piece by piece; the last event carries the whole Answer.

        Raises:
            InputError: At once, when the question, history or language cannot be used.
        """
        return self._events(self._request(question, history, language))

    def _events(self, request: Request) -> Iterator[Event]:
        start = time.perf_counter()
        shown = ""
        for draft in self._chain.stream(request):
            if not draft.text.startswith(shown):
                yield Event(replace=True)
                shown = ""
            for piece in _PIECE.findall(draft.text[len(shown) :]):
                yield Event(text=piece)
            shown = draft.text
        yield Event(answer=draft.answer((time.perf_counter() - start) * 1000))

    def retrieve(
        self,
        question: str,
        *,
        k: int = 5,
        history: Iterable[Mapping[str, Any]] | None = None,
    ) -> list[Passage]:
        """The k paragraphs nearest to a question, best first.

        Raises:
            InputError: The question, history or k cannot be used.
        """
        _check_count(k)
        completed = self._pipeline.complete(self._request(question, history, None))
        found = self._pipeline.retrieve(completed)
        return list(self._retriever.passages(found.ranking, k))

    def as_runnable(self) -> Runnable[Any, Answer]:
        """The same pipeline as a LangChain Runnable.

        Its input is a question, or a mapping with "question" and optionally
        "history" and "language"; its output an Answer.
        """
        from langchain_core.runnables import RunnableLambda

        return (
            RunnableLambda(self._parse, name="check_input")
            | self._chain
            | RunnableLambda(_timed, name="answer")
        ).with_config(run_name="natoqa")

    def as_retriever(self, k: int = 5) -> BaseRetriever:
        """Retrieval alone as a LangChain retriever of k paragraphs.

        Raises:
            InputError: k cannot be used; from the retriever, the question.
        """
        from natoqa.langchain_retriever import PaperRetriever

        _check_count(k)
        return PaperRetriever(search=lambda question, most: self.retrieve(question, k=most), k=k)

    def _parse(self, value: object) -> Request:
        if isinstance(value, Mapping):
            return self._request(value.get("question"), value.get("history"), value.get("language"))
        return self._request(value, None, None)

    def _request(self, question: object, history: Any, language: object) -> Request:
        text = check_question(question, self.settings.max_question_chars)
        if language not in (None, "ja", "en"):
            raise InputError(f"language is {language!r}: give 'ja', 'en' or nothing")
        chosen: Language | None = "ja" if language == "ja" else "en" if language else None
        return Request(text, check_history(history), chosen)

    @cached_property
    def _chain(self) -> Runnable[Request, Draft]:
        from langchain_core.runnables import RunnableLambda

        pipeline = self._pipeline
        searched: Runnable[Completed, Draft] = RunnableLambda(
            pipeline.retrieve, name="retrieve"
        ) | RunnableLambda(pipeline.read, name="read")
        if self.settings.llm:
            from natoqa.llm.writer import Writer

            writer = Writer(self.paper, pipeline, self.settings)
            searched = writer.over(searched)

        def route(completed: Completed) -> Draft | Runnable[Completed, Draft]:
            direct = pipeline.direct(completed)
            return direct if direct is not None else searched

        routed: Runnable[Completed, Any] = RunnableLambda(route, name="route")
        return RunnableLambda(pipeline.complete, name="complete_question") | routed

    def _steps(self, request: Request) -> Draft:
        """The steps of the extractive chain, without what LangChain notes down about each."""
        completed = self._pipeline.complete(request)
        direct = self._pipeline.direct(completed)
        if direct is not None:
            return direct
        return self._pipeline.read(self._pipeline.retrieve(completed))


def _anyone_listens() -> bool:
    """Whether a callback or tracer (LangSmith, a chain around this call) wants to see the steps.

    Their bookkeeping takes a third of the time of an answer, and loading LangChain's a second.
    Nobody can listen where it is not loaded and the environment asks for no tracing.
    """
    asked = get_debug() or any(name.startswith(_TRACING) for name in os.environ)
    if not asked and not any(name in sys.modules for name in _WATCHERS):
        return False
    from langchain_core.runnables.config import ensure_config, get_callback_manager_for_config

    return bool(get_callback_manager_for_config(ensure_config()).handlers)


def _timed(draft: Draft) -> Answer:
    return draft.answer((time.perf_counter() - draft.completed.request.started) * 1000)


def _check_count(k: object) -> None:
    if not isinstance(k, int) or isinstance(k, bool) or k < 1:
        raise InputError(f"k is {k!r}: give a whole number of at least 1")
