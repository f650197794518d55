"""The sources of one answer as HTML: a card for each paragraph, quotes marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from natoqa.answer import Answer, Citation
from natoqa.glossary import Glossary
from natoqa.paper import Paragraph
from natoqa.ui.markup import Stretch, fold_layer, footnote_inserts, glossary_layer, render
from natoqa.ui.templates import fill
from natoqa.ui.turns import Turn
from natoqa.ui.why import explain

_NEARBY = 3
_MOST_QUESTION = 60


@dataclass(frozen=True)
class Card:
    """What the template shows of a cited or near paragraph."""

    paragraph: Paragraph
    japanese: Markup
    english: Markup
    quoted: bool
    foldable: bool


def sources_html(turn: Turn | None, number: int, glossary: Glossary) -> str:
    """The panel with the sources of an answer.

    Args:
        turn: The answer in view; None before the first.
        number: Its position in the conversation.
        glossary: Terms to explain.
    """
    if turn is None:
        return fill("sources", number=-1, question="")
    answer = turn.answer
    nearby = not answer.answered and not answer.citations and bool(answer.passages)
    if nearby:
        shown = [passage.paragraph for passage in answer.passages[:_NEARBY]]
    else:
        shown = list({c.paragraph.id: c.paragraph for c in answer.citations}.values())
    return fill(
        "sources",
        number=number,
        question=_short(answer.question),
        nearby=nearby,
        cards=[_card(paragraph, answer, glossary) for paragraph in shown],
        why=explain(answer),
    )


def _card(paragraph: Paragraph, answer: Answer, glossary: Glossary) -> Card:
    cited = [(i, c) for i, c in enumerate(answer.citations) if c.paragraph.id == paragraph.id]
    japanese = _japanese(paragraph, cited, glossary)
    english = _english(paragraph, cited, glossary)
    foldable = '<span class="rest">' in japanese + english
    return Card(paragraph, japanese, english, bool(cited), foldable)


def _japanese(
    paragraph: Paragraph, cited: Sequence[tuple[int, Citation]], glossary: Glossary
) -> Markup:
    quotes = [_quote(i, c.start, c.end, "ja") for i, c in cited]
    strong = [_strong(c.answer.start, c.answer.end) for _, c in cited if c.answer is not None]
    sentences = [(s.start, s.end) for s in paragraph.sentences]
    folded = fold_layer(sentences, [(q.start, q.end) for q in quotes])
    terms = glossary_layer(paragraph.text, glossary)
    notes = footnote_inserts(paragraph.footnotes)
    return render(paragraph.text, [folded, quotes, strong, terms], notes)


def _english(
    paragraph: Paragraph, cited: Sequence[tuple[int, Citation]], glossary: Glossary
) -> Markup:
    quotes: list[Stretch] = []
    strong: list[Stretch] = []
    for i, citation in cited:
        at = paragraph.translation.find(citation.translation) if citation.translation else -1
        if at < 0:
            continue
        quotes.append(_quote(i, at, at + len(citation.translation), "en"))
        if citation.answer_en is not None:
            words = citation.answer_en
            strong.append(_strong(at + words.start, at + words.end))
    folded = fold_layer(_translated(paragraph), [(q.start, q.end) for q in quotes])
    terms = glossary_layer(paragraph.translation, glossary)
    return render(paragraph.translation, [folded, quotes, strong, terms])


def _quote(citation: int, start: int, end: int, language: str) -> Stretch:
    return Stretch(start, end, f'<mark data-cite="{citation}" data-l="{language}">', "</mark>")


def _strong(start: int, end: int) -> Stretch:
    return Stretch(start, end, "<strong>", "</strong>")


def _translated(paragraph: Paragraph) -> list[tuple[int, int]]:
    """Where each sentence's translation stands in the paragraph's."""
    found: list[tuple[int, int]] = []
    at = 0
    for sentence in paragraph.sentences:
        start = paragraph.translation.find(sentence.translation, at)
        if start < 0 or not sentence.translation:
            return []
        at = start + len(sentence.translation)
        found.append((start, at))
    return found


def _short(text: str) -> str:
    return text if len(text) <= _MOST_QUESTION else text[: _MOST_QUESTION - 1] + "…"
