"""Why this answer: what each leg gave each passage, as bars, and the decision to answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from natoqa.answer import Answer, Language, LegScore, Passage
from natoqa.paper import Paragraph
from natoqa.ui.texts import load_texts, pair

LEGS = ("dense", "bm25", "late", "learned")


@dataclass(frozen=True)
class Bar:
    """One leg's stretch of a bar; places and widths as CSS lengths."""

    leg: str
    left: str
    width: str


@dataclass(frozen=True)
class Row:
    """One passage: its total, its bar, and the same for a screen reader."""

    paragraph: Paragraph
    total: str
    bars: tuple[Bar, ...]
    spoken: tuple[Markup, ...]


@dataclass(frozen=True)
class Explanation:
    """What the template shows."""

    confidence: str | None
    threshold: str | None
    confidence_label: str
    threshold_label: str
    legs: tuple[str, ...]
    rows: tuple[Row, ...]
    zero: str
    engine: str
    source: str
    milliseconds: str


def explain(answer: Answer) -> Explanation:
    """The bars and the decision for an answer; no rows where nothing was searched."""
    scored = [passage for passage in answer.passages if passage.legs]
    low = min((_sum(passage, negative=True) for passage in scored), default=0.0)
    high = max((_sum(passage, negative=False) for passage in scored), default=0.0)
    span = (high - low) or 1.0
    zero = -low / span
    decided = answer.confidence is not None and answer.threshold is not None
    used = {leg.name for passage in scored for leg in passage.legs}
    return Explanation(
        confidence=f"{answer.confidence:.1%}" if decided else None,
        threshold=f"{answer.threshold:.1%}" if decided else None,
        confidence_label=f"{answer.confidence:.0%}" if decided else "",
        threshold_label=f"{answer.threshold:.0%}" if decided else "",
        legs=tuple(name for name in LEGS if name in used),
        rows=tuple(_row(passage, zero, span) for passage in scored),
        zero=f"{zero:.2%}",
        engine="" if answer.engine == "extractive" else answer.engine,
        source=_source(answer),
        milliseconds=f"{answer.elapsed_ms:.0f}",
    )


def _source(answer: Answer) -> str:
    """The text that says where the sentences of an answer come from; "" for natoqa's own."""
    if answer.engine != "extractive":
        return "engine_llm"
    if answer.kind not in ("fact", "list"):
        return ""
    return "engine_extractive" if answer.language == "ja" else "engine_translated"


def _sum(passage: Passage, *, negative: bool) -> float:
    return sum(leg.contribution for leg in passage.legs if (leg.contribution < 0) == negative)


def _row(passage: Passage, zero: float, span: float) -> Row:
    """Stack what was added to the right of zero, what was taken away to its left."""
    bars: list[Bar] = []
    right = left = zero
    for leg in _in_order(passage.legs):
        width = abs(leg.contribution) / span
        if leg.contribution >= 0:
            start, right = right, right + width
        else:
            left -= width
            start = left
        name = leg.name if leg.name in LEGS else "other"
        bars.append(Bar(name, f"{start:.2%}", f"{width:.2%}"))
    spoken = tuple(_spoken(leg) for leg in _in_order(passage.legs))
    return Row(passage.paragraph, f"{passage.score:.1f}", tuple(bars), spoken)


def _in_order(legs: Sequence[LegScore]) -> list[LegScore]:
    return sorted(legs, key=lambda leg: LEGS.index(leg.name) if leg.name in LEGS else len(LEGS))


def _spoken(leg: LegScore) -> Markup:
    texts = load_texts()

    def line(language: Language) -> str:
        name = texts.texts[language].get(f"leg_{leg.name}", leg.name)
        value = f"{leg.contribution:.1f}"
        return texts.get(language, "leg_row", name=name, value=value, rank=leg.rank)

    return pair(line("ja"), line("en"))
