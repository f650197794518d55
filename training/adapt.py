"""What the model learns of the paper: pairs from corpus/, beside a replay of the general ones.

No question is learned from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from natoqa.corpus import load_paper, read_tsv
from natoqa.glossary import Entry, load_glossary
from natoqa.resources import corpus_folder
from training.sources import SCALE_ACROSS, Source

# More than the pairs that the late-interaction loss takes of a batch (Recipe.late_batch).
_BATCH = 256


@dataclass(frozen=True)
class Adaptation:
    """What decides how far the model is adapted.

    Attributes:
        steps: Training steps.
        share: Share of them that draw from the paper's own pairs; the others replay general ones,
            so that nothing is forgotten.
        rate: Highest learning rate.
        warm_up: Steps until it is reached.
    """

    steps: int = 400
    share: float = 0.4
    rate: float = 0.006
    warm_up: int = 20


def paper_sources() -> list[Source]:
    """The pairs that corpus/ makes: what belongs together within and across the two languages."""
    paper = load_paper()
    sentences = [(s.text, s.translation) for p in paper.paragraphs for s in p.sentences]
    headings = [(p.heading, p.heading_en) for p in paper.paragraphs]
    texts = {s.id: (s.text, s.translation) for p in paper.body for s in p.sentences}
    restated = [
        pair
        for row in read_tsv(corpus_folder(paper.slug) / "paraphrase.tsv")
        for pair in product(
            (row["ja"], row["en"], row["ja_words"], row["en_words"]), texts[row["id"]]
        )
    ]
    names = [pair for entry in load_glossary(paper.slug).entries for pair in _names(entry)]
    kinds = (
        ("translation", sentences + headings, (0.2, 0.2)),
        ("glossary", names, (0.0, 0.1)),
        ("restatement", restated, (0.3, 0.3)),
    )
    return [
        Source(name, pairs, 1.0, drop, True, True, batch=_BATCH, scale=SCALE_ACROSS)
        for name, pairs, drop in kinds
    ]


def with_share(sources: Sequence[Source], share: float) -> list[Source]:
    """The same sources, with shares that add up to this one."""
    whole = sum(source.share for source in sources)
    return [replace(source, share=source.share / whole * share) for source in sources]


def _names(entry: Entry) -> Iterator[tuple[str, str]]:
    japanese, english = (entry.ja, *entry.ja_aliases), (entry.en, *entry.en_aliases)
    yield from product(japanese, english)
    if entry.acronym:
        yield from product((entry.acronym,), english)
        yield from product(japanese, (entry.acronym,))
    if entry.note_ja and entry.note_en:
        yield entry.note_ja, entry.note_en
