"""The questions of an evaluation: their schema, and reading them from JSON Lines."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from natoqa.conversation import check_question
from natoqa.errors import InputError
from natoqa.language import detect
from natoqa.resources import evals_folder
from natoqa.text import normalise

Language = Literal["ja", "en"]
Split = Literal["dev", "test"]
Kind = Literal[
    "fact", "why", "unanswerable", "followup", "overview", "list", "comparison", "variant"
]
Subkind = Literal[
    "",
    "off-topic",
    "near-topic",
    "trap",
    "typo",
    "full-width",
    "blunt",
    "lower-case",
    "polite",
    "old-kanji",
    "spelt-out",
    "unread",
    "chat",
]
KINDS: tuple[Kind, ...] = (
    "fact",
    "why",
    "list",
    "comparison",
    "overview",
    "followup",
    "variant",
    "unanswerable",
)

_LONGEST, _NAMES = 2000, 2
_Text = Annotated[str, Field(min_length=1, max_length=_LONGEST)]
_ParagraphId = Annotated[str, Field(pattern=r"^p\d{2,}$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Message(_Frozen):
    """One turn of the conversation before the question."""

    role: Literal["user", "assistant"]
    content: _Text


class Evidence(_Frozen):
    """Words of the paper that prove the answer: verbatim, in one paragraph."""

    paragraph: _ParagraphId
    quote: _Text


class EvalQuestion(_Frozen):
    """A question with its gold answer.

    Attributes:
        id: `<language>-<kind>-<number>` in the shipped set; any unique name elsewhere.
        language: Of the question, and of the answer expected.
        kind: What sort of question.
        subkind: For unanswerable: off-topic, near-topic or trap; for variant: what varies; of
            any other kind too: unread, if it was asked without having read the paper; chat, if
            in a live chat by somebody who had not.
        split: dev (looked at when tuning) or test (only reported).
        question: As asked.
        history: The turns before it.
        gold: Acceptable sets of paragraph ids; citing every paragraph of any one set is right.
            Empty when the paper does not say.
        evidence: Proof for every gold paragraph.
        answer: Groups of alternatives; a right answer holds one of every group.
        reference: The ideal answer in a sentence; empty when the paper does not say.
    """

    id: _Text
    language: Language
    kind: Kind
    subkind: Subkind = ""
    split: Split = "test"
    question: _Text
    history: tuple[Message, ...] = ()
    gold: tuple[tuple[_ParagraphId, ...], ...] = ()
    evidence: tuple[Evidence, ...] = ()
    answer: tuple[tuple[_Text, ...], ...] = ()
    reference: str = ""

    @property
    def answerable(self) -> bool:
        """Whether the paper answers it."""
        return self.kind != "unanswerable"

    @property
    def gold_ids(self) -> frozenset[str]:
        """Every paragraph in any acceptable set."""
        return frozenset(paragraph for group in self.gold for paragraph in group)

    @model_validator(mode="after")
    def _consistent(self) -> EvalQuestion:
        if self.answerable:
            for name in ("gold", "answer", "reference"):
                if not getattr(self, name):
                    raise ValueError(f"{name}: must not be empty for kind {self.kind!r}")
        else:
            for name in ("gold", "answer", "reference"):
                if getattr(self, name):
                    raise ValueError(f"{name}: must be empty for kind 'unanswerable'")
        try:
            check_question(self.question, _LONGEST)
        except InputError as error:
            raise ValueError(f"question: {error}") from None
        if any(not normalise(text).strip() for group in self.answer for text in group):
            raise ValueError("answer: has a blank alternative, which every answer holds")
        if self.kind == "followup" and not self.history:
            raise ValueError("history: must not be empty for kind 'followup'")
        # A name or two say nothing of the language that they are asked in.
        named_only = len(self.question.split()) <= _NAMES and self.question.isascii()
        if not named_only and detect(self.question) not in (self.language, "other"):
            raise ValueError(f"language: is {self.language!r}, but the question is in another")
        for name in ("gold", "answer"):
            if any(not group for group in getattr(self, name)):
                raise ValueError(f"{name}: has an empty group")
        if self.history and self.history[-1].role != "assistant":
            raise ValueError("history: must end with the assistant's turn")
        return self


def read_questions(path: Path) -> tuple[EvalQuestion, ...]:
    """Read questions from a JSON Lines file; empty lines are skipped.

    Args:
        path: The file, UTF-8.

    Raises:
        InputError: It cannot be read, or a line does not fit the schema; the
            message names the line and the field.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(
            f"cannot read {path}: {error.strerror}: give a JSON Lines file of questions"
        ) from None
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: byte {error.start} is not UTF-8: save the file as UTF-8"
        ) from None
    questions: list[EvalQuestion] = []
    line_of: dict[str, int] = {}
    # split("\n"): str.splitlines would also break at characters JSON allows inside strings.
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        question = _parse(line, f"{path.name} line {number}")
        if question.id in line_of:
            raise InputError(
                f"{path.name} line {number}: id: {question.id!r} is already on line "
                f"{line_of[question.id]}: give each question its own id"
            )
        line_of[question.id] = number
        questions.append(question)
    if not questions:
        raise InputError(f"{path}: no questions in it: put one JSON object on each line")
    return tuple(questions)


def _parse(line: str, where: str) -> EvalQuestion:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(
            f"{where}: not JSON ({error.msg} at column {error.colno}): "
            "put one JSON object on each line"
        ) from None
    if not isinstance(row, dict):
        raise InputError(f"{where}: a {type(row).__name__}, not a JSON object")
    try:
        return EvalQuestion.model_validate(row)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        message = first["msg"].removeprefix("Value error, ")
        field = ".".join(str(part) for part in first["loc"])
        if not field:
            field, _, message = message.partition(": ")
        given = "" if first["type"] in {"missing", "value_error"} else f", got {first['input']!r}"
        raise InputError(f"{where}: {field}: {message}{given[:90]}") from None


def shipped_questions() -> tuple[EvalQuestion, ...]:
    """The questions in evals/, in order of file name.

    Raises:
        InputError: A file does not fit the schema.
    """
    files = sorted((evals_folder() / "questions").glob("*.jsonl"))
    questions = tuple(question for file in files for question in read_questions(file))
    if not questions:
        raise InputError(f"no questions in {evals_folder() / 'questions'}: install natoqa again")
    return questions


def select(
    questions: Iterable[EvalQuestion],
    *,
    split: Literal["dev", "test", "all"] = "all",
    kinds: Iterable[str] = (),
    languages: Iterable[str] = (),
) -> tuple[EvalQuestion, ...]:
    """The questions of a split, and of some kinds and languages if any are named.

    Raises:
        InputError: None is left.
    """
    wanted_kinds, wanted_languages = set(kinds), set(languages)
    chosen = tuple(
        q
        for q in questions
        if split in {"all", q.split}
        and (not wanted_kinds or q.kind in wanted_kinds)
        and (not wanted_languages or q.language in wanted_languages)
    )
    if not chosen:
        asked = ", ".join([split, *sorted(wanted_kinds), *sorted(wanted_languages)])
        raise InputError(f"no question is left for {asked}: choose another split, kind or language")
    return chosen


def questions_hash(questions: Iterable[EvalQuestion]) -> str:
    """First 16 hex digits of a SHA-256 over the questions: which set a report is about."""
    digest = hashlib.sha256()
    for question in questions:
        digest.update(question.model_dump_json().encode())
    return digest.hexdigest()[:16]
