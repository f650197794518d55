"""What an assistant returns: Answer, Citation, Passage; and the proof of an answer."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from natoqa.errors import InputError
from natoqa.paper import Paper, Paragraph

Language = Literal["ja", "en"]
Kind = Literal["fact", "list", "overview", "front", "smalltalk", "refusal", "other-language", "llm"]

_MARK = re.compile(r"\[¶(\d{1,3})\]")
_MARK_AND_GAP = re.compile(rf"\s*{_MARK.pattern}")
_PUT_IN = re.compile(r"〔[^〕]*〕| \[(?!¶)[^\]]*\]")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(_Frozen):
    """A stretch of text: [start, end)."""

    start: int
    end: int


def on_pages(pages: Sequence[int], language: Language) -> str:
    """Printed pages as they are cited: "p. 10", "pp. 10–11", "pp. 1, 11", 「10–11頁」."""
    if language == "ja":
        return f"{page_numbers(pages, '、')}頁"
    return f"{'pp.' if len(set(pages)) > 1 else 'p.'} {page_numbers(pages)}"


def page_numbers(pages: Sequence[int], apart: str = ", ") -> str:
    """Page numbers, "10–11" where they follow each other and "1, 11" where they do not."""
    found = sorted(set(pages))
    together = found == list(range(found[0], found[-1] + 1))
    shown = dict.fromkeys((found[0], found[-1])) if together else found
    return ("–" if together else apart).join(str(page) for page in shown)


class Citation(_Frozen):
    """The proof of one sentence of an answer.

    Attributes:
        marker: As it stands in the answer: "¶7".
        paragraph: The paragraph that proves it.
        quote: Verbatim Japanese; equals `paragraph.text[start:end]`.
        start: First character of the quote in `paragraph.text`.
        end: One past its last character.
        translation: Unofficial English translation of the quote.
        answer: The words of the quote that answer, as offsets in `paragraph.text`; or None.
        answer_en: The same in `translation`, as offsets there; or None.
    """

    marker: str
    paragraph: Paragraph
    quote: str
    start: int
    end: int
    translation: str
    answer: Span | None = None
    answer_en: Span | None = None

    def where(self, language: Language) -> str:
        """On which printed pages the quote stands: "p. 10", "pp. 10–11", 「10–11頁」."""
        quoted = [s for s in self.paragraph.sentences if s.start < self.end and self.start < s.end]
        pages = sorted({page for s in quoted for page in s.pages}) or list(self.paragraph.pages)
        return on_pages(pages, language)


class LegScore(_Frozen):
    """What one retrieval leg gave a paragraph.

    Attributes:
        name: "dense", "bm25", "late" or "learned".
        score: The leg's own score (cosine, BM25, weighted MaxSim, log-probability).
        rank: 1 for the paragraph to which all that the leg looks at gives most.
        contribution: Its part of the fused score; where the conversation is adds to it too.
    """

    name: str
    score: float
    rank: int
    contribution: float


class Passage(_Frozen):
    """A retrieved paragraph and what its score is made of.

    Attributes:
        paragraph: The paragraph.
        score: Fused score; comparable within one question only.
        rank: 1 for the best.
        legs: What each leg gave it.
    """

    paragraph: Paragraph
    score: float
    rank: int
    legs: tuple[LegScore, ...] = ()


class ContextUse(_Frozen):
    """What of the paper an LLM was given to read.

    Attributes:
        kept: Ids of the paragraphs in the prompt, in reading order.
        dropped: Ids of paragraphs that were wanted and did not fit.
        tokens: Of the kept paragraphs, as counted.
        budget: Most tokens allowed.
        counted_with: Name of the vocabulary that counted them.
        whole_paper: Whether the prompt held the whole paper.
    """

    kept: tuple[str, ...]
    dropped: tuple[str, ...] = ()
    tokens: int
    budget: int
    counted_with: str
    whole_paper: bool = False


class TokenUsage(_Frozen):
    """Tokens that an LLM reports to have read and written for one answer.

    A follow-up is rewritten first, which counts.
    """

    input_tokens: int
    output_tokens: int
    total_tokens: int

    def __add__(self, other: TokenUsage) -> TokenUsage:
        """Both together."""
        return TokenUsage(
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            total_tokens=self.total_tokens + other.total_tokens,
        )


class Answer(_Frozen):
    """An answer with its proof.

    Attributes:
        question: As asked.
        text: Plain text; every sentence is followed by marks such as [¶7].
        language: Of the text.
        answered: False when the paper does not say.
        citations: At least one for each mark, in order of appearance; a sentence of a summary
            rests on several quotes of one paragraph.
        passages: The paragraphs that were considered, best first; of a message that asks several
            things those of each in turn.
        engine: "extractive", or the name of the LLM that wrote it.
        elapsed_ms: Time taken, in milliseconds.
        kind: What sort of answer it is.
        highlights: Stretches of `text` to show in bold: the words that answer.
        confidence: Probability, 0 to 1, that the paper answers the question; None
            where nothing had to be decided.
        threshold: The confidence below which natoqa refuses; not so what a name of the paper
            means, nor a list that it announces.
        searched: The question as searched, when history completed it; else "".
        notice: Something the reader should know, such as a switch of engine; else "".
        context: What an LLM was given to read; None without one.
        usage: Tokens that the LLM reports; None where it does not.
    """

    question: str
    text: str
    language: Language
    answered: bool
    citations: tuple[Citation, ...] = ()
    passages: tuple[Passage, ...] = ()
    engine: str = "extractive"
    elapsed_ms: float = 0.0
    kind: Kind = "fact"
    highlights: tuple[Span, ...] = ()
    confidence: float | None = None
    threshold: float | None = None
    searched: str = ""
    notice: str = ""
    context: ContextUse | None = None
    usage: TokenUsage | None = None

    def to_markdown(self) -> str:
        """The answer with bold highlights, and its quotes as a list of sources."""
        lines = [emphasise(self.text, self.highlights)]
        if self.notice:
            lines.insert(0, f"> {self.notice}\n")
        seen: set[tuple[str, int]] = set()
        sources: list[str] = []
        for citation in self.citations:
            if (citation.marker, citation.start) in seen:
                continue
            seen.add((citation.marker, citation.start))
            where = citation.where(self.language)
            source = f"- **{citation.marker}** ({where}) 「{_one_line(citation.quote)}」"
            if self.language == "en":
                source += f"  \n  {citation.translation} *(unofficial translation)*"
            sources.append(source)
        if sources:
            lines += ["", *sources]
        return "\n".join(lines)


def _one_line(text: str) -> str:
    return text.replace("\n", " ")


def emphasise(text: str, spans: Sequence[Span]) -> str:
    """Markdown with the spans in bold."""
    for span in sorted(spans, key=lambda s: s.start, reverse=True):
        text = f"{text[: span.start]}**{text[span.start : span.end]}**{text[span.end :]}"
    return text


def marks(text: str) -> list[int]:
    """Numbers of the paragraphs that a text marks, in order of appearance."""
    return [int(number) for number in _MARK.findall(text)]


def without_marks(text: str) -> str:
    """A text without its marks of paragraphs."""
    return _MARK_AND_GAP.sub("", text)


def as_quoted(text: str) -> str:
    """An answer without its marks and without 〔what natoqa has put in〕."""
    return _PUT_IN.sub("", without_marks(text))


class Problem(_Frozen):
    """Something that an answer says and the paper does not bear out."""

    citation: int | None = Field(description="Position in `citations`, from 1; None for the text.")
    message: str


# What an answer may say of a paragraph that it cites.
_PLACED = ("text", "translation", "number", "section", "section_en", "pages", "sentences")


def verify(answer: Answer, paper: Paper) -> list[Problem]:
    """Prove again, from the paper alone, that every citation stands in it.

    Args:
        answer: An answer, such as one read back from JSON.
        paper: The paper as loaded from its source.

    Returns:
        What does not hold; empty when everything does.
    """
    problems: list[Problem] = []
    for i, citation in enumerate(answer.citations, 1):
        paragraph = paper.get(citation.paragraph.id)
        if paragraph is None:
            problems.append(Problem(citation=i, message=f"no paragraph {citation.paragraph.id}"))
            continue
        if citation.marker != paragraph.marker:
            message = f"marker {citation.marker} is not that of {paragraph.id}"
            problems.append(Problem(citation=i, message=message))
        for name in _PLACED:
            if getattr(citation.paragraph, name) != getattr(paragraph, name):
                message = f"{name} of {paragraph.id} is not the paper's"
                problems.append(Problem(citation=i, message=message))
                break
        inside = 0 <= citation.start < citation.end <= len(paragraph.text)
        if not inside or paragraph.text[citation.start : citation.end] != citation.quote:
            message = f"the quote does not stand at {citation.start} in {paragraph.id}"
            problems.append(Problem(citation=i, message=message))
        else:
            whole = next((s for s in paragraph.sentences if s.text == citation.quote), None)
            if whole is not None and citation.translation != whole.translation:
                message = f"the translation is not the one of the quote in {paragraph.id}"
                problems.append(Problem(citation=i, message=message))
    cited = {citation.marker for citation in answer.citations}
    problems.extend(
        Problem(citation=None, message=f"[¶{number}] in the text has no citation")
        for number in dict.fromkeys(marks(answer.text))
        if f"¶{number}" not in cited
    )
    if answer.answered and answer.kind not in {"smalltalk", "other-language"} and not cited:
        problems.append(Problem(citation=None, message="the answer cites nothing"))
    return problems


def read_answer(text: str) -> Answer:
    """An answer from its JSON.

    Raises:
        InputError: It is not the JSON of an answer.
    """
    try:
        return Answer.model_validate_json(text)
    except ValidationError as error:
        one = error.errors()[0]
        place = ".".join(str(part) for part in one["loc"])
        first = f"{place}: {one['msg']}" if place else one["msg"]
        raise InputError(
            f"not the JSON of an answer ({first}): give the output of natoqa ask --json"
        ) from None


def read_answers(text: str) -> list[Answer]:
    """Answers from the JSON of one, or of a conversation as the chat page exports it.

    Args:
        text: An answer, or an object with a list of them under "answers".

    Raises:
        InputError: It is neither.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        data = None
    # A list of none proves nothing.
    if isinstance(data, dict) and isinstance(data.get("answers"), list) and data["answers"]:
        return [read_answer(json.dumps(item)) for item in data["answers"]]
    return [read_answer(text)]
