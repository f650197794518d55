"""What programs can call by name: /ask and /read_paragraph, also as the two MCP tools."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from natoqa.answer import Answer, Citation
from natoqa.assistant import Assistant
from natoqa.errors import InputError, NatoqaError


def add_endpoints(assistant: Assistant) -> None:
    """Add the two endpoints to the page being built."""
    gr.api(_ask(assistant), api_name="ask", concurrency_limit=8, concurrency_id="ask")
    gr.api(_read_paragraph(assistant), api_name="read_paragraph", concurrency_limit=8)


def _ask(assistant: Assistant) -> Callable[..., dict[str, Any]]:
    def ask(question: str, language: str = "auto") -> dict[str, Any]:
        """Answer a question about the paper "Achievements and Challenges of the NATO Washington Summit" (TANAKA Ryosuke, NIDS Commentary No. 350, 2024, in Japanese). Every sentence of the answer is proved by a verbatim quote; "answered" is false when the paper does not say.

        Args:
            question: A question in Japanese or English.
            language: "ja" or "en" for the language of the answer, "auto" for the question's own.
        """  # noqa: E501
        try:
            chosen = None if language in ("auto", "") else language
            return answer_record(assistant.ask(question, language=chosen))
        except NatoqaError as error:
            raise gr.Error(str(error), print_exception=False) from None

    return ask


def _read_paragraph(assistant: Assistant) -> Callable[..., dict[str, Any]]:
    def read_paragraph(paragraph: str) -> dict[str, Any]:
        """Read one paragraph of the paper: its Japanese text and an unofficial English translation.

        Args:
            paragraph: Its number as in a citation: "¶7", "p07" or "7"; 0 is the front matter.
        """
        try:
            return paragraph_record(assistant, paragraph)
        except NatoqaError as error:
            raise gr.Error(str(error), print_exception=False) from None

    return read_paragraph


def answer_record(answer: Answer) -> dict[str, Any]:
    """An answer for a program: the text and its proof, without what led to it."""
    return {
        "question": answer.question,
        "text": answer.text,
        "language": answer.language,
        "answered": answer.answered,
        "engine": answer.engine,
        "notice": answer.notice,
        "confidence": answer.confidence,
        "citations": [_citation(citation) for citation in answer.citations],
        "nearest": [passage.paragraph.id for passage in answer.passages[:3]],
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "marker": citation.marker,
        "paragraph": citation.paragraph.id,
        "pages": list(citation.paragraph.pages),
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "translation_unofficial": citation.translation,
    }


def paragraph_record(assistant: Assistant, name: object) -> dict[str, Any]:
    """A paragraph for a program.

    Raises:
        InputError: There is no such paragraph, or what was given is none's name.
    """
    paper = assistant.paper
    if not isinstance(name, str | int) or isinstance(name, bool):
        raise InputError(f'the paragraph is a {type(name).__name__}: give a number or "¶7"')
    name = str(name)
    digits = name.strip().lstrip("¶pP")
    found = paper.get(f"p{int(digits):02d}") if digits.isdecimal() and len(digits) < 6 else None
    if found is None:
        raise InputError(f"no paragraph {name!r}: give ¶0 to ¶{paper.body[-1].number}")
    return {
        "paragraph": found.id,
        "marker": found.marker,
        "section": found.section,
        "section_en": found.section_en,
        "pages": list(found.pages),
        "text": found.text,
        "translation_unofficial": found.translation,
        "citation": paper.citation,
    }
