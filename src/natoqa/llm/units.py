"""A text as units: its names, quantities, opposites and other content words, with their places.

Two units stand together when little text, and no clause boundary, lies between them:

    near(p, q) = exp(-d / s),   d = |p - q| + s (0.7 clauses + 1.5 items)

with the distance in characters between their middles, the boundaries of clauses and of list items
between them, and a language's scale s.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from natoqa.glossary import Entry
from natoqa.llm.evidence import Evidence
from natoqa.llm.polarity import poles
from natoqa.llm.support import is_light
from natoqa.quantities import Quantity, quantities, same
from natoqa.static_model import TokenVectors
from natoqa.text import normalise, terms
from natoqa.units import Language

FloatArray = npt.NDArray[np.float64]
Sort = Literal["name", "quantity", "pole", "word"]

_SCALE: dict[Language, float] = {"ja": 20.0, "en": 45.0}
_CLAUSE_WEIGHT, _ITEM_WEIGHT = 0.7, 1.5
# A Japanese clause ends at a comma or at a verb's connective form.
_CLAUSE: dict[Language, re.Pattern[str]] = {
    "ja": re.compile(
        r"、|(?<=[一-鿿])(?:され|して|し|られ)(?=[「、一-鿿ァ-ヺA-Z0-9])"
        r"|(?:って|んで|いて|きて)(?=[「一-鿿ァ-ヺA-Z0-9])|ており"
    ),
    "en": re.compile(
        r", |; | and (?=(?:the|it|is|was|will|to|has|that)\b)"
        r"| while | whereas | but | which | who | when | where | that "
    ),
}
_ITEM: dict[Language, re.Pattern[str]] = {
    "ja": re.compile(r"[；;\u2460-\u2473]"),
    "en": re.compile(r";|\(\d\)"),
}
_CONTENT: dict[Language, re.Pattern[str]] = {
    "ja": re.compile(r"[一-鿿ァ-ヺA-Za-z0-9]"),
    "en": re.compile(r"[A-Za-z0-9]"),
}
_QUOTED = re.compile(r"[「“\"]([^「」“”\"]{1,20})[」”\"]")
_NOUN = re.compile(r"[一-鿿]{2,}|[ァ-ヺー]{3,}")
_MADE_VERB = re.compile(r"[すしさせ]")


@dataclass(frozen=True)
class Unit:
    """One unit of a text.

    Attributes:
        sort: What it is.
        what: The glossary entry, the quantity, the side of a pair of opposites, or the word.
        start: First character in the text.
        end: One past the last.
        noun: Whether it names or counts something: names, quantities, quoted words, and Japanese
            nouns that are no verb's stem.
    """

    sort: Sort
    what: Hashable
    start: int
    end: int
    noun: bool

    @property
    def exact(self) -> bool:
        """Whether only the same thing is like it, whatever its words are like."""
        if isinstance(self.what, Entry):
            return self.what.kind != "term"
        return self.sort in {"quantity", "pole"}

    def matches(self, other: Unit) -> bool:
        """Whether two units are the same name, quantity, side or word."""
        if isinstance(self.what, Quantity) and isinstance(other.what, Quantity):
            return same(self.what, other.what)
        return self.sort == other.sort and self.what == other.what

    def rivals(self, other: Unit) -> bool:
        """Whether one may stand wrongly for the other: of one sort, but not the same."""
        if self.sort != other.sort or self.matches(other):
            return False
        a, b = self.what, other.what
        if isinstance(a, Entry) and isinstance(b, Entry):
            return a.kind == b.kind
        if isinstance(a, Quantity) and isinstance(b, Quantity):
            return a.unit == b.unit
        if isinstance(a, tuple) and isinstance(b, tuple):
            return bool(a[0] == b[0])
        return True


@dataclass(frozen=True, eq=False)
class Units:
    """The units of a text, in order.

    Attributes:
        text: The text.
        language: Of the text.
        items: The units, n of them.
        vectors: A unit vector for each; zero for a pole. Shape (n, d).
        weights: How much each counts; 0 for a pole. Shape (n,).
        before: `near` where the first unit stands before the second, else 0. Shape (n, n).
        exact: Which units are like nothing but themselves. Shape (n,).
        places: Where the units are that another one may match, by sort and name.
    """

    text: str
    language: Language
    items: tuple[Unit, ...]
    vectors: npt.NDArray[np.float32]
    weights: FloatArray
    before: FloatArray
    exact: npt.NDArray[np.bool_]
    places: Mapping[tuple[Sort, Hashable], Sequence[int]]


def read_units(text: str, language: Language, evidence: Evidence) -> Units:
    """Cut a text into units.

    Args:
        text: A sentence.
        language: Of the sentence.
        evidence: The paper: its glossary and its model.
    """
    tokens = evidence.model.token_vectors(text)
    quoted = [found.span(1) for found in _QUOTED.finditer(text)]
    found: list[tuple[Unit, npt.NDArray[np.float32], float]] = []
    used = np.zeros(len(tokens.ids), dtype=np.bool_)
    for unit in _named(text, language, evidence):
        inside = (tokens.offsets[:, 0] < unit.end) & (tokens.offsets[:, 1] > unit.start)
        used |= inside
        found.append((unit, *_pooled(tokens, inside)))
    for k in np.flatnonzero(~used).tolist():
        start, end = (int(at) for at in tokens.offsets[k])
        word = text[start:end].strip()
        if not _CONTENT[language].search(word) or not terms(word) or is_light(word):
            continue
        start += len(text[start:end]) - len(text[start:end].lstrip())
        noun = any(low <= start and end <= high for low, high in quoted) or (
            language == "ja"
            and _NOUN.fullmatch(word) is not None
            and _MADE_VERB.match(text, end) is None
        )
        unit = Unit("word", normalise(word), start, start + len(word), noun)
        found.append((unit, tokens.vectors[k], float(tokens.weights[k])))
    nothing = np.zeros(evidence.model.dimensions, dtype=np.float32)
    for pole in poles(text, language):
        unit = Unit("pole", (pole.axis, pole.positive), pole.start, pole.end, False)
        found.append((unit, nothing, 0.0))
    found.sort(key=lambda item: item[0].start)
    items = tuple(unit for unit, _, _ in found)
    places: dict[tuple[Sort, Hashable], list[int]] = {}
    for j, unit in enumerate(items):
        places.setdefault((unit.sort, _key(unit)), []).append(j)
    return Units(
        text=text,
        language=language,
        items=items,
        vectors=np.array([v for _, v, _ in found], dtype=np.float32).reshape(
            len(items), evidence.model.dimensions
        ),
        weights=np.array([w for _, _, w in found], dtype=np.float64),
        before=_before(text, language, items),
        exact=np.array([unit.exact for unit in items], dtype=np.bool_),
        places=places,
    )


def alike(claim: Units, source: Units) -> FloatArray:
    """How alike the units of two texts are, from 0 to 1: shape (n, m)."""
    cosines = claim.vectors @ source.vectors.T
    result: FloatArray = np.clip(cosines, 0.0, 1.0).astype(np.float64)
    result[claim.exact] = 0.0
    result[:, source.exact] = 0.0
    for i, unit in enumerate(claim.items):
        for j in source.places.get((unit.sort, _key(unit)), ()):
            if unit.matches(source.items[j]):
                result[i, j] = 1.0
    return result


def _key(unit: Unit) -> Hashable:
    """Units that match have the same."""
    return None if isinstance(unit.what, Quantity) else unit.what


def _named(text: str, language: Language, evidence: Evidence) -> list[Unit]:
    """Names and quantities; of two that overlap, the one that begins first, or is longer."""
    found = [Unit("quantity", q, q.start, q.end, True) for q in quantities(text, language)]
    if len(normalise(text)) == len(text):
        matches = evidence.glossary.find(text)
        found.extend(Unit("name", m.entry, m.start, m.end, True) for m in matches)
    found.sort(key=lambda unit: (unit.start, -unit.end, unit.sort))
    kept: list[Unit] = []
    for unit in found:
        if not kept or unit.start >= kept[-1].end:
            kept.append(unit)
    return kept


def _pooled(
    tokens: TokenVectors, inside: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.float32], float]:
    """The vector of several tokens, and the weight of the heaviest."""
    total = (tokens.vectors[inside] * tokens.weights[inside, None]).sum(axis=0)
    length = float(np.linalg.norm(total))
    return total / max(length, 1e-9), float(tokens.weights[inside].max(initial=0.5))


def _before(text: str, language: Language, items: Sequence[Unit]) -> FloatArray:
    middle = np.array([(unit.start + unit.end) / 2 for unit in items])
    scale = _SCALE[language]
    distance = np.abs(middle[:, None] - middle)
    for boundary, weight in ((_CLAUSE, _CLAUSE_WEIGHT), (_ITEM, _ITEM_WEIGHT)):
        ends = [found.end() for found in boundary[language].finditer(text)]
        part = np.searchsorted(ends, middle)
        distance = distance + scale * weight * np.abs(part[:, None] - part)
    near: FloatArray = np.exp(-distance / scale) * (middle[:, None] < middle)
    return near
