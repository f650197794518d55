"""What each paragraph states, made ready once: its sentences in both languages, numbers, names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from natoqa.corpus import Paraphrase, load_paper, load_paraphrases
from natoqa.embeddings import bundled_model
from natoqa.glossary import Entry, Glossary, load_glossary
from natoqa.late_interaction import PackedPassages, pack
from natoqa.paper import Paper, Paragraph, Sentence
from natoqa.quantities import Quantity, quantities
from natoqa.static_model import StaticModel
from natoqa.text import has_japanese, normalise, terms
from natoqa.units import Language

FloatArray = npt.NDArray[np.float64]
# Kinds of glossary entries that name one thing in the world; a "term" is an ordinary expression.
_NAMES = frozenset({"person", "place", "organisation", "exercise", "event", "plan"})
# How many packs of lines are kept: a few dozen megabytes at most.
_REMEMBERED = 256


@dataclass(frozen=True, eq=False)
class Line:
    """One sentence of the paper in one language.

    Attributes:
        paragraph: Where it stands.
        sentence: The sentence.
        language: Of `text`.
        text: Japanese, or the translation.
        restated: The same in everyday words, in the same language.
        terms: Its lexical terms.
        quantities: The quantities it states.
    """

    paragraph: Paragraph
    sentence: Sentence
    language: Language
    text: str
    restated: str
    terms: frozenset[str]
    quantities: tuple[Quantity, ...]


@dataclass(frozen=True, eq=False)
class Stated:
    """What one paragraph states.

    Attributes:
        paragraph: The paragraph.
        lines: Its sentences, by language.
        quantities: All quantities, of both languages.
        restated: Each sentence's restatements in both languages, in the order of `lines`.
        names: Names that stand in it, in its headings or in the paper's title, and the author's.
        words: All of its text, normalised, with its headings.
    """

    paragraph: Paragraph
    lines: Mapping[Language, tuple[Line, ...]]
    quantities: tuple[Quantity, ...]
    restated: tuple[str, ...]
    names: frozenset[Entry]
    words: str


class Evidence:
    """The paper as the checks use it.

    Args:
        paper: The paper.
        glossary: Names of its things.
        model: Gives token vectors.
    """

    def __init__(self, paper: Paper, glossary: Glossary, model: StaticModel) -> None:
        self.paper = paper
        self.glossary = glossary
        self.model = model
        self.year = int(paper.date[:4])
        title = " ".join((paper.title, paper.title_en, paper.subtitle, paper.subtitle_en))
        self._surfaces = [(e, _surfaces(e)) for e in glossary.entries if e.kind in _NAMES]
        author = f"{paper.author} {paper.author_en}"
        self._author = frozenset(
            e for e, surfaces in self._surfaces if _stands(surfaces, normalise(author))
        )
        self._restated = dict(zip((p.id for p in paper.body), load_paraphrases(paper), strict=True))
        self.title_names = frozenset(
            e for e, surfaces in self._surfaces if _stands(surfaces, normalise(title))
        )
        self._stated = {p.id: self._read(p, title) for p in paper.paragraphs}
        self._idf = self._inverse_frequency()
        # The same paragraphs are looked at for one sentence after the other.
        self._packed = lru_cache(maxsize=_REMEMBERED)(lambda texts: pack(texts, model))

    def stated(self, paragraph_id: str) -> Stated:
        """What a paragraph states.

        Raises:
            KeyError: There is no such paragraph.
        """
        return self._stated[paragraph_id]

    def names(self, text: str) -> frozenset[Entry]:
        """Names in a text, the longest reading of each."""
        return frozenset(m.entry for m in self.glossary.find(text) if m.entry.kind in _NAMES)

    def pack(self, texts: Iterable[str]) -> PackedPassages:
        """Texts of the paper, packed for late interaction."""
        return self._packed(tuple(texts))

    def idf(self, term: str) -> float:
        """How rare a lexical term is among the paper's sentences."""
        return self._idf.get(term, self._rarest)

    def _read(self, paragraph: Paragraph, title: str) -> Stated:
        again = self._restated.get(paragraph.id) or (Paraphrase("", ""),) * len(paragraph.sentences)
        pairs = list(zip(paragraph.sentences, again, strict=True))
        lines: dict[Language, tuple[Line, ...]] = {
            "ja": tuple(self._line(paragraph, s, "ja", s.text, r.ja) for s, r in pairs),
            "en": tuple(self._line(paragraph, s, "en", s.translation, r.en) for s, r in pairs),
        }
        own = f"{paragraph.text} {paragraph.translation}"
        about = f"{title} {paragraph.heading} {paragraph.heading_en}"
        words = normalise(f"{own} {about}")
        named = frozenset(e for e, surfaces in self._surfaces if _stands(surfaces, words))
        return Stated(
            paragraph=paragraph,
            lines=lines,
            quantities=(
                *(q for side in lines.values() for line in side for q in line.quantities),
                *(q for entry in named for q in _counted(entry)),
            ),
            restated=tuple(f"{r.ja} {r.en}" for r in again),
            names=named | self._author,
            words=words,
        )

    def _line(
        self, paragraph: Paragraph, sentence: Sentence, language: Language, text: str, restated: str
    ) -> Line:
        return Line(
            paragraph=paragraph,
            sentence=sentence,
            language=language,
            text=text,
            restated=restated,
            terms=frozenset(terms(text)),
            quantities=tuple(quantities(text, language)),
        )

    def _inverse_frequency(self) -> dict[str, float]:
        lines = [line for s in self._stated.values() for side in s.lines.values() for line in side]
        counts: dict[str, int] = {}
        for line in lines:
            for term in line.terms:
                counts[term] = counts.get(term, 0) + 1
        half = len(lines) / 2  # each language is half of the lines
        self._rarest = float(np.log1p(half / 0.5))
        return {term: float(np.log1p((half - n + 0.5) / (n + 0.5))) for term, n in counts.items()}


@cache
def load_evidence(slug: str = "nids-350") -> Evidence:
    """What the paper states; read once a process.

    Args:
        slug: The paper's folder name.
    """
    return Evidence(load_paper(slug), load_glossary(slug), bundled_model())


def _counted(entry: Entry) -> list[Quantity]:
    """How many countries a name says that it stands for: "インド太平洋パートナー4カ国"."""
    return [q for q in quantities(entry.ja, "ja") if q.unit == "country"]


def _surfaces(entry: Entry) -> tuple[str, ...]:
    return tuple(normalise(surface) for surface in entry.surfaces)


def _stands(surfaces: Iterable[str], words: str) -> bool:
    """Whether a name stands in normalised text; Latin names only as whole words."""
    for surface in surfaces:
        at = words.find(surface)
        while at >= 0:
            if has_japanese(surface):
                return True
            before, after = words[at - 1 : at], words[at + len(surface) :][:2]
            whole = not (before.isascii() and before.isalnum())
            if whole and not (after[:1].isascii() and after[:1].isalnum() and after != "s "):
                return True
            at = words.find(surface, at + 1)
    return False
