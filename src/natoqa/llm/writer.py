"""The chain that has an LLM write the answer, and falls back to the extractive one.

    rewrite (with history only) -> retrieve -> prompt -> model -> parse -> check

Each step is a LangChain Runnable of that name, so that a trace shows it.
"""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda

from natoqa.conversation import check_question
from natoqa.errors import InputError
from natoqa.llm.checks import Checker
from natoqa.llm.context import Counter, choose_context
from natoqa.llm.evidence import load_evidence
from natoqa.llm.failure import Guarded, LLMFailure
from natoqa.llm.model import build_model, profile, split_name
from natoqa.llm.parse import SCHEMA, Form, Parsed
from natoqa.llm.prompts import load_prompts
from natoqa.llm.review import Reading, Review, as_step, usage_of
from natoqa.paper import Paper
from natoqa.pipeline import Pipeline
from natoqa.settings import Settings
from natoqa.steps import Completed, Draft, Retrieved


class Writer:
    """Has a model write answers about one paper.

    Args:
        paper: The paper.
        pipeline: Retrieves, and refuses.
        settings: With `llm` set.

    Raises:
        NatoqaError: `llm` has another form than provider:model.
    """

    def __init__(self, paper: Paper, pipeline: Pipeline, settings: Settings) -> None:
        self._paper = paper
        self._pipeline = pipeline
        self._settings = settings
        self._provider, self._name = split_name(settings.llm or "")
        self._built: BaseChatModel | None = None
        self._lock = threading.Lock()

    def over(self, extractive: Runnable[Completed, Draft]) -> Runnable[Completed, Draft]:
        """The chain, with the extractive one to fall back to.

        Args:
            extractive: Answers without a model.
        """
        direct = RunnableLambda(self._pipeline.retrieve, name="retrieve") | RunnableLambda(
            self._write, name="write"
        )
        with_history = RunnableLambda(self._rewrite, name="rewrite") | direct
        written = RunnableLambda(
            lambda completed: with_history if completed.request.history else direct, name="llm"
        )
        return Failover(written, extractive)

    @cached_property
    def _checker(self) -> Checker:
        return Checker(load_evidence(self._paper.slug))

    @cached_property
    def _counter(self) -> Counter:
        return Counter.for_model(self._name)

    def _model(self) -> BaseChatModel:
        """The model, once it can be made; until then every question tries again."""
        with self._lock:
            if self._built is None:
                self._built = build_model(self._settings)
            return self._built

    def _form(self, model: BaseChatModel) -> Form:
        if self._settings.llm_output != "auto":
            return self._settings.llm_output
        return "structured" if profile(model).get("structured_output") else "text"

    def _rewrite(self, completed: Completed) -> Runnable[Completed, Completed]:
        """The steps that complete a follow-up question."""

        def ask(value: Completed) -> list[BaseMessage]:
            prompts = load_prompts(value.language)
            return prompts.rewrite_messages(value.request.history, value.request.question)

        def take(message: AIMessage) -> Completed:
            rewritten = self._completed(completed, str(message.text))
            return replace(rewritten, usage=usage_of(message))

        model = Guarded(self._model().with_config(run_name="rewrite_model"))
        return (
            RunnableLambda(ask, name="rewrite_prompt")
            | model
            | RunnableLambda(take, name="rewrite_parse")
        )

    def _completed(self, completed: Completed, text: str) -> Completed:
        """The request with the rewritten question; as it was when that is no question."""
        lines = text.strip().strip('"“”「」').splitlines()
        try:
            question = check_question(lines[0] if lines else "", self._settings.max_question_chars)
        except InputError:
            return completed
        if len(lines) > 1 or question == completed.request.question:
            return completed
        standalone = replace(completed.standalone, text=question, completed=True, own="", other="")
        return replace(completed, standalone=standalone)

    def _write(self, found: Retrieved) -> Runnable[Retrieved, Draft]:
        """The steps that write one answer."""
        completed = found.completed
        prompts = load_prompts(completed.language)
        context = choose_context(
            self._paper, [p.paragraph for p in found.passages], self._settings, self._counter
        )
        model = self._model()
        form = self._form(model)
        structured = form == "structured"
        source: Runnable[Any, Any] = (
            model.with_structured_output(dict(SCHEMA), include_raw=True) if structured else model
        )
        title = self._paper.title if completed.language == "ja" else self._paper.title_en

        def ask(_: Retrieved) -> list[BaseMessage]:
            return prompts.answer_messages(
                title,
                context.paragraphs,
                completed.standalone.text,
                completed.request.asked or completed.request.question,
                form,
            )

        def reading() -> Reading:
            seconds = self._settings.llm_timeout
            return Reading(form, prompts.sentinel, self._provider, seconds)

        def review() -> Review:
            return Review(
                found, context, self._checker, self._pipeline.refuse, prompts, self._settings
            )

        parse: Runnable[Any, Parsed] = as_step(reading, "parse")
        check: Runnable[Parsed, Draft] = as_step(review, "check")
        return (
            RunnableLambda(ask, name="prompt")
            | Guarded(source.with_config(run_name="model"))
            | parse
            | check
        )


@dataclass(frozen=True)
class Failover(Runnable[Completed, Draft]):
    """One chain, and another when the first raises LLMFailure, with a notice of why.

    Attributes:
        first: The chain that has a model write.
        second: The extractive one.
    """

    first: Runnable[Completed, Draft]
    second: Runnable[Completed, Draft]

    def invoke(
        self,
        input: Completed,
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> Draft:
        """Answer."""
        try:
            return self.first.invoke(input, config, **kwargs)
        except LLMFailure as failure:
            return _noticed(self.second.invoke(input, config), failure)

    async def ainvoke(
        self,
        input: Completed,
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> Draft:
        """Answer."""
        try:
            return await self.first.ainvoke(input, config, **kwargs)
        except LLMFailure as failure:
            return _noticed(await self.second.ainvoke(input, config), failure)

    def stream(
        self,
        input: Completed,
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> Iterator[Draft]:
        """Growing drafts; after a failure the extractive one, which replaces them."""
        try:
            yield from self.first.stream(input, config, **kwargs)
        except LLMFailure as failure:
            yield _noticed(self.second.invoke(input, config), failure)

    async def astream(
        self,
        input: Completed,
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[Draft]:
        """The same, awaitable."""
        try:
            async for draft in self.first.astream(input, config, **kwargs):
                yield draft
        except LLMFailure as failure:
            yield _noticed(await self.second.ainvoke(input, config), failure)


def _noticed(draft: Draft, failure: LLMFailure) -> Draft:
    language = draft.completed.language
    return replace(draft, notice=load_prompts(language).notice(failure.reason))
