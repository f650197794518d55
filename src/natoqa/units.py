"""What is indexed: chunks (sentence groups) and single sentences, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from natoqa.paper import Paper, Paragraph, Sentence
from natoqa.tokens import count_tokens

Kind = Literal["chunk", "sentence"]
Language = Literal["ja", "en"]


@dataclass(frozen=True)
class Unit:
    """A piece of a paragraph that is embedded and searched by itself.

    Attributes:
        id: Such as "p05s02:ja" or "p05c1:en"; unique within the paper.
        kind: A chunk (one or more whole sentences) or one sentence.
        language: Of `text`.
        text: Japanese text, or the unofficial translation.
        paragraph: Paragraph id; a unit never crosses a paragraph.
        section: Japanese section title.
        pages: Printed pages it stands on.
        sentences: Ids of the sentences it holds.
        start: First character in the paragraph's Japanese text.
        end: One past its last character there.
    """

    id: str
    kind: Kind
    language: Language
    text: str
    paragraph: str
    section: str
    pages: tuple[int, ...]
    sentences: tuple[str, ...]
    start: int
    end: int


def sentence_groups(paragraph: Paragraph, budget: int) -> Iterator[tuple[Sentence, ...]]:
    """Split a paragraph into runs of whole sentences of at most `budget` tokens.

    A sentence longer than the budget makes a group of its own.

    Args:
        paragraph: What to split.
        budget: Tokens of Japanese text, counted with the shipped vocabulary.
    """
    group: list[Sentence] = []
    used = 0
    for sentence in paragraph.sentences:
        size = count_tokens(sentence.text)
        if group and used + size > budget:
            yield tuple(group)
            group, used = [], 0
        group.append(sentence)
        used += size
    if group:
        yield tuple(group)


def make_units(paper: Paper, *, budget: int, translation: bool) -> tuple[Unit, ...]:
    """All units of a paper's body, in reading order.

    Args:
        paper: The paper.
        budget: Most tokens in a chunk.
        translation: Whether to index the English translation too.
    """
    languages: tuple[Language, ...] = ("ja", "en") if translation else ("ja",)
    units: list[Unit] = []
    for paragraph in paper.body:
        groups = tuple(sentence_groups(paragraph, budget))
        for language in languages:
            units.extend(
                _unit(paragraph, group, f"{paragraph.id}c{i}", "chunk", language)
                for i, group in enumerate(groups, 1)
            )
            units.extend(
                _unit(paragraph, (sentence,), sentence.id, "sentence", language)
                for sentence in paragraph.sentences
            )
    return tuple(units)


def _unit(
    paragraph: Paragraph,
    sentences: tuple[Sentence, ...],
    name: str,
    kind: Kind,
    language: Language,
) -> Unit:
    start, end = sentences[0].start, sentences[-1].end
    text = (
        paragraph.text[start:end]
        if language == "ja"
        else " ".join(s.translation for s in sentences)
    )
    return Unit(
        id=f"{name}:{language}",
        kind=kind,
        language=language,
        text=text,
        paragraph=paragraph.id,
        section=paragraph.section,
        pages=tuple(sorted({page for s in sentences for page in s.pages})),
        sentences=tuple(s.id for s in sentences),
        start=start,
        end=end,
    )
