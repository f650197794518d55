"""The last steps of the chain, fed piece by piece: read what the model writes, then check it."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Generic, Protocol, TypeVar

from langchain_core.messages import AIMessage
from langchain_core.runnables import Runnable, RunnableGenerator

from natoqa.answer import ContextUse, TokenUsage
from natoqa.compose import Composer
from natoqa.language import detect
from natoqa.llm.checks import Checker
from natoqa.llm.context import Context
from natoqa.llm.failure import LLMFailure
from natoqa.llm.parse import Claim, Form, JsonParser, Parsed, Parser, TextParser
from natoqa.llm.prompts import Prompts
from natoqa.settings import Settings
from natoqa.steps import Draft, Retrieved
from natoqa.text import has_japanese
from natoqa.units import Language

In = TypeVar("In")
Out = TypeVar("Out")
_In = TypeVar("_In", contravariant=True)
_Out = TypeVar("_Out", covariant=True)
# How the providers say that an answer is complete, and that it was cut off at the most tokens.
_FINISH = ("finish_reason", "stop_reason", "done_reason")
_FULL = frozenset({"length", "max_tokens", "MAX_TOKENS"})
# And that it was stopped for what it says.
_STOPPED = frozenset({"content_filter", "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT"})
# A model that repeats itself without end: no more is read, and no longer sentence or later one
# is checked, which takes time that no setting bounds.
_MOST_CHARS, _LONGEST_SENTENCE, _MOST_SENTENCES = 20_000, 800, 40
# Providers that always say it: without it their stream has broken off.
_SAY_SO = frozenset({"openai", "anthropic", "google_genai", "ollama"})


class Stage(Protocol, Generic[_In, _Out]):
    """A step that is fed pieces and gives pieces."""

    def feed(self, piece: _In) -> Iterator[_Out]:
        """Take a piece; give what it brings."""

    def end(self) -> Iterator[_Out]:
        """Give what is left when nothing more comes."""


def as_step(make: Callable[[], Stage[In, Out]], name: str) -> Runnable[In, Out]:
    """A LangChain step, with and without streaming, of a stage made anew for every answer."""

    def transform(pieces: Iterator[In]) -> Iterator[Out]:
        stage = make()
        for piece in pieces:
            yield from stage.feed(piece)
        yield from stage.end()

    async def atransform(pieces: AsyncIterator[In]) -> AsyncIterator[Out]:
        stage = make()
        async for piece in pieces:
            for made in stage.feed(piece):
                yield made
        for made in stage.end():
            yield made

    return RunnableGenerator(transform, atransform, name=name)


class Reading:
    """Parses a model's messages into sentences.

    Args:
        form: How the model was asked to write.
        sentinel: What stands for "the paper does not say".
        provider: Of the model.
        seconds: Most time from the first piece to the last.
    """

    def __init__(self, form: Form, sentinel: str, provider: str, seconds: float) -> None:
        self._parser: Parser = JsonParser() if form == "structured" else TextParser(sentinel)
        self._provider = provider
        self._deadline = time.monotonic() + seconds
        self._written = False
        self._finish: str | None = None
        self._claims = 0
        self._chars = 0
        self._usage: TokenUsage | None = None

    def feed(self, piece: Any) -> Iterator[Parsed]:
        """Take a message, a piece of one, or the mapping that holds the raw one.

        Raises:
            LLMFailure: The time is over, or the answer is without end.
        """
        if time.monotonic() > self._deadline:
            raise LLMFailure("timeout")
        message = piece.get("raw") if isinstance(piece, Mapping) else piece
        if not isinstance(message, AIMessage):
            return
        for name in _FINISH:
            self._finish = str(message.response_metadata.get(name) or "") or self._finish
        usage = usage_of(message)
        if usage is not None:
            self._usage = usage if self._usage is None else self._usage + usage
        text = _text(message)
        self._written = self._written or bool(text.strip())
        claims = self._parser.feed(text)
        self._chars += len(text)
        if self._chars - self._parser.thoughts > _MOST_CHARS:
            raise LLMFailure("malformed")
        self._claims += len(claims)
        if claims or text:
            yield Parsed(tuple(claims), self._parser.pending, self._parser.refused)

    def end(self) -> Iterator[Parsed]:
        """The rest.

        Raises:
            LLMFailure: The answer broke off, is empty or cannot be read.
        """
        if self._finish in _STOPPED:
            raise LLMFailure("cut")
        if self._finish is None and self._provider in _SAY_SO:
            raise LLMFailure("cut" if self._written else "empty")
        if not self._written:
            raise LLMFailure("empty")
        claims: list[Claim] = []
        if self._finish not in _FULL:  # else the last sentence is half a sentence
            try:
                claims = self._parser.end()
            except ValueError:
                raise LLMFailure("malformed") from None
        elif not self._claims:
            raise LLMFailure("cut")
        yield Parsed(
            tuple(claims),
            "",
            self._parser.refused,
            self._usage,
            finished=True,
            cut_off=self._finish in _FULL,
        )


def usage_of(message: AIMessage) -> TokenUsage | None:
    """What a message, or a piece of one, reports to have cost."""
    usage = message.usage_metadata
    if not usage:
        return None
    return TokenUsage(
        input_tokens=usage["input_tokens"],
        output_tokens=usage["output_tokens"],
        total_tokens=usage["total_tokens"],
    )


def _text(message: AIMessage) -> str:
    """What a message adds to the answer: its text, or the arguments of the tool it fills in."""
    if text := str(message.text):
        return text
    chunks = getattr(message, "tool_call_chunks", None)
    if chunks:
        return "".join(chunk.get("args") or "" for chunk in chunks)
    return json.dumps(message.tool_calls[0]["args"]) if message.tool_calls else ""


class Review:
    """Checks sentences and composes the answer from those that are proved.

    Args:
        found: The question and what retrieval found.
        context: What the model was shown.
        checker: Proves sentences.
        refuse: Makes the answer that says that the paper does not say.
        prompts: Notices of the answer's language.
        settings: What becomes of unproved sentences, and how to stream.
    """

    def __init__(
        self,
        found: Retrieved,
        context: Context,
        checker: Checker,
        refuse: Callable[[Retrieved], Draft],
        prompts: Prompts,
        settings: Settings,
    ) -> None:
        self._found = found
        self._context = context
        self._checker = checker
        self._refuse = refuse
        self._prompts = prompts
        self._settings = settings
        self._composer = Composer(prompts.language)
        self._seen: set[str] = set()
        self._unproved = 0
        self._engine = settings.llm or ""

    def feed(self, piece: Parsed) -> Iterator[Draft]:
        """Take sentences; give the answer as far as it goes.

        Raises:
            LLMFailure: The model answers in another language.
        """
        before = self._composer.text
        for claim in piece.claims:
            self._take(claim)
        if piece.finished:
            yield self._final(piece)
        elif self._settings.llm_stream == "live" and not piece.refused:
            yield self._draft(self._with_pending(piece.pending))
        elif self._composer.text != before:
            yield self._draft(self._composer.text)

    def end(self) -> Iterator[Draft]:
        """Nothing: the last piece of the parser is marked as such."""
        return iter(())

    def _take(self, claim: Claim) -> None:
        if claim.text in self._seen:
            return
        language = self._prompts.language
        other = _speaks_other(claim.text, language)
        if not self._seen and other:
            raise LLMFailure("language")
        self._seen.add(claim.text)
        endless = len(claim.text) > _LONGEST_SENTENCE or len(self._seen) > _MOST_SENTENCES
        if other or endless:
            self._unproved += 1
            return
        verdict = self._checker.check(claim, language, self._context.ids)
        if verdict.supported:
            self._composer.cite(claim.text, verdict.citations, bullet=claim.bullet)
            return
        self._unproved += 1
        if self._settings.llm_unsupported == "mark":
            flagged = claim.text + self._prompts.notices["unverified"]
            self._composer.cite(flagged, (), bullet=claim.bullet)

    def _with_pending(self, pending: str) -> str:
        gap = " " if self._prompts.language == "en" and self._composer.text and pending else ""
        return f"{self._composer.text}{gap}{pending}"

    def _draft(self, text: str) -> Draft:
        return Draft(
            self._found.completed,
            text,
            True,
            "llm",
            citations=tuple(self._composer.citations),
            passages=self._found.passages,
            engine=self._engine,
            context=self._context.use,
        )

    def _final(self, piece: Parsed) -> Draft:
        usage, rewriting = piece.usage, self._found.completed.usage
        if usage is not None and rewriting is not None:
            usage += rewriting
        use: ContextUse = self._context.use
        if piece.refused or not self._composer.citations:
            refusal = self._refuse(self._found)
            notice = "" if piece.refused else self._notice(piece)
            return replace(refusal, engine=self._engine, notice=notice, context=use, usage=usage)
        draft = self._draft(self._composer.text)
        return replace(draft, notice=self._notice(piece), usage=usage)

    def _notice(self, piece: Parsed) -> str:
        """What the reader should know of the answer."""
        cut = self._prompts.notices["cut_off"] if piece.cut_off else ""
        gap = " " if self._prompts.language == "en" else ""
        return gap.join(part for part in (self._left_out(), cut) if part)

    def _left_out(self) -> str:
        if not self._unproved:
            return ""
        notices = self._prompts.notices
        if self._settings.llm_unsupported == "mark" and self._composer.citations:
            return notices["unverified_note"]
        name = "left_out_one" if self._unproved == 1 else "left_out"
        return notices[name].replace("{count}", str(self._unproved))


def _speaks_other(text: str, language: Language) -> bool:
    """Whether a sentence is in another language: a third one, or by the share of its letters."""
    if detect(text) == "other":
        return True
    letters = [ch for ch in text if ch.isalpha()]
    if len(letters) < 4:
        return False
    share = sum(has_japanese(ch) for ch in letters) / len(letters)
    return share < 0.15 if language == "ja" else share > 0.3
