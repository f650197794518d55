"""Are a sentence's numbers and names joined to the same things as in the paper?

"Germany sends 2,200 to Latvia" has only numbers and names that the paragraph has,
but joined crosswise. For each number or name ("anchor") of a sentence that has
rivals of its own sort in the cited paragraphs, the words around it are looked for
around the anchor in the paper, and around each rival. When a rival's
neighbourhood fits clearly better, the sentence has taken the wrong one.

    fit(o) = sum_t w_t * exp(-d_o(t) / s) / sum_t w_t,   w_t = idf(t) * exp(-d(t) / 2s)

over the other terms t of the sentence: d(t) is the distance of t from the anchor in
the sentence, d_o(t) its least distance from the occurrence o in the paper's sentence
(infinite where t is absent), both in characters; s is a language's scale.
"""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from natoqa.glossary import Entry
from natoqa.llm.evidence import Evidence, Line
from natoqa.quantities import Quantity, quantities, same
from natoqa.text import normalise, stem, terms
from natoqa.units import Language

_SCALE: dict[Language, float] = {"ja": 27.0, "en": 60.0}
_QUOTED = re.compile(r"[「“\"]([^「」“”\"]{1,20})[」”\"]")
_WORD = re.compile(r"[a-z\u00df-\u024f]+|\d+(?:[.,]\d+)*%?")
_JAPANESE = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff\u3005\u3006]{2}")


_CLAUSE: dict[Language, re.Pattern[str]] = {
    "ja": re.compile(r"、"),
    "en": re.compile(r", (?:and|but|while|whereas|which)\b| while | whereas "),
}
_BARRIER = 0.5
# What begins another item of a list.
_ITEM: dict[Language, re.Pattern[str]] = {
    "ja": re.compile(r"[；;\u2460-\u2473]"),
    "en": re.compile(r";|\(\d\)"),
}
_ITEM_BARRIER = 1.5
# Lists joined crosswise on purpose: what is nearest is not what belongs together.
_RESPECTIVELY = re.compile(r"それぞれ|\brespectively\b")
# A fit that counts in full.
_STRONG = 0.3
# A name that begins within so many characters opens the sentence ("For that reason, NSATU").
_OPENING = 30
# Another anchor beside it says more than a common word.
_ANCHOR_WEIGHT = 6.0


@dataclass(frozen=True)
class _Anchor:
    """A number or name in a text.

    Attributes:
        sort: Rivals share it: a unit, or the kind of a name.
        what: The quantity, or the name's glossary entry.
        start: First character in the text.
        end: One past the last.
    """

    sort: str
    what: Hashable
    start: int
    end: int

    def matches(self, other: _Anchor) -> bool:
        """Whether two anchors are the same number or name."""
        if isinstance(self.what, Quantity) and isinstance(other.what, Quantity):
            return same(self.what, other.what)
        return self.what == other.what


def misplaced(
    text: str, language: Language, lines: Sequence[Line], best: Line, evidence: Evidence
) -> float:
    """How much better a rival fits than the anchor that the sentence has, at worst.

    Args:
        text: The sentence.
        language: Of the sentence; only lines of this language are looked at.
        lines: The cited paragraphs' sentences.
        best: The one among them that covers the sentence best.
        evidence: The paper.

    Returns:
        From -1 to 1; above 0 when some rival fits better than the sentence's own anchor, and
        -1 when nothing has a rival.
    """
    anchors = _anchors(text, language, evidence)
    around = _positions(text, language)
    read = [_read(line, evidence) for line in lines if line.language == language]
    weights = [_weights(a, anchors, around, text, language, evidence) for a in anchors]
    # When the best line has everything that the sentence names, it is the one spoken of.
    spoken = _read(best, evidence)
    whole = len(anchors) > 1 and all(any(_occurrences(a, spoken)) for a in anchors)
    worst = -1.0
    for i, anchor in enumerate(anchors):
        # The year of a sentence is often in the one before it: "at the time", "that year".
        if anchor.sort == "date-year":
            continue
        standing = [line for line in read if any(_occurrences(anchor, line))]
        if not standing or any(_RESPECTIVELY.search(line.text) for line in standing):
            continue
        own = _best_fit(anchor, weights[i], standing, language)
        looked = [spoken] if whole else read
        others = [o for line in looked for o in line.anchors if o.sort == anchor.sort]
        for rival in others:
            if rival.matches(anchor):
                continue
            fit = _best_fit(rival, weights[i], looked, language)
            gain = fit - own
            partners = [j for j, b in enumerate(anchors) if j != i and b.matches(rival)]
            if partners:
                # The rival is in the sentence too: would the two fit better exchanged?
                gain = max(
                    (
                        gain
                        + _best_fit(anchor, weights[j], read, language)
                        - _best_fit(rival, weights[j], read, language)
                    )
                    / 2
                    for j in partners
                )
            # A rival that fits badly itself says little.
            worst = max(worst, gain if fit >= _STRONG else gain / 2)
    return worst


@dataclass(frozen=True)
class _Read:
    """A sentence of the paper: its anchors, its terms' places and its text."""

    anchors: Sequence[_Anchor]
    places: Mapping[str, Sequence[int]]
    text: str

    @property
    def topic(self) -> _Anchor | None:
        """The name that the sentence opens with."""
        names = [a for a in self.anchors if a.sort.startswith("name-")]
        first = min(names, key=lambda a: a.start, default=None)
        return first if first is not None and first.start <= _OPENING else None


@lru_cache(maxsize=4096)
def _read(line: Line, evidence: Evidence) -> _Read:
    """Remembered: the paper's sentences do not change."""
    return _Read(
        _anchors(line.text, line.language, evidence),
        _positions(line.text, line.language),
        line.text,
    )


def _best_fit(
    anchor: _Anchor, weights: Mapping[Hashable, float], read: Sequence[_Read], language: Language
) -> float:
    """The best fit of any place in the paper where an anchor stands."""
    return max(
        (
            _fit(found, weights, line, language)
            for line in read
            for found in _occurrences(anchor, line)
        ),
        default=0.0,
    )


def _occurrences(anchor: _Anchor, line: _Read) -> Iterator[_Anchor]:
    """Where an anchor stands in a line; a name also inside a longer one ("Hague Summit")."""
    found = [o for o in line.anchors if o.sort == anchor.sort and o.matches(anchor)]
    yield from found
    if not found and isinstance(anchor.what, Entry):
        low = normalise(line.text)
        for surface in anchor.what.surfaces:
            at = low.find(normalise(surface))
            if at >= 0 and len(surface) > 3:
                yield _Anchor(anchor.sort, anchor.what, at, at + len(surface))
                return


def _anchors(text: str, language: Language, evidence: Evidence) -> list[_Anchor]:
    result = [
        _Anchor(q.unit, q, q.start, q.end) for q in quantities(text, language) if q.unit != ""
    ]
    result.extend(_Anchor("quote", m[1].lower(), *m.span(1)) for m in _QUOTED.finditer(text))
    if len(normalise(text)) == len(text):
        title = evidence.title_names
        result.extend(
            _Anchor(f"name-{m.entry.kind}", m.entry, m.start, m.end)
            for m in evidence.glossary.find(text)
            if m.entry.kind != "term" and m.entry not in title
        )
    return result


def _positions(text: str, language: Language) -> dict[str, list[int]]:
    """Where each lexical term of a text stands (its middle)."""
    places: dict[str, list[int]] = {}
    low = normalise(text)
    for found in _WORD.finditer(low):
        word = found.group()
        if not terms(word):
            continue
        term = stem(word) if word[0].isalpha() else word.replace(",", "")
        places.setdefault(term, []).append((found.start() + found.end()) // 2)
    if language == "ja":
        for i in range(len(low) - 1):
            if _JAPANESE.fullmatch(low, i, i + 2):
                places.setdefault(low[i : i + 2], []).append(i + 1)
    return places


def _weights(
    anchor: _Anchor,
    anchors: Sequence[_Anchor],
    places: Mapping[str, Sequence[int]],
    text: str,
    language: Language,
    evidence: Evidence,
) -> dict[Hashable, float]:
    """What stands around an anchor in the sentence, and how much each counts."""
    scale = 2 * _SCALE[language]
    middle = (anchor.start + anchor.end) / 2
    weights: dict[Hashable, float] = {}
    for term, at in places.items():
        outside = [p for p in at if not any(a.start <= p < a.end for a in anchors)]
        if outside:
            near = min(_distance(text, middle, p, language) for p in outside)
            weights[term] = evidence.idf(term) * math.exp(-near / scale) * _share(language)
    for other in anchors:
        if other is not anchor and other.sort != anchor.sort:
            near = _distance(text, middle, (other.start + other.end) / 2, language)
            weights[other] = _ANCHOR_WEIGHT * math.exp(-near / scale)
    return weights


def _share(language: Language) -> float:
    """A Japanese word makes about two bigrams."""
    return 0.5 if language == "ja" else 1.0


def _fit(
    occurrence: _Anchor, weights: Mapping[Hashable, float], line: _Read, language: Language
) -> float:
    total = sum(weights.values())
    if total <= 0.0:
        return 0.0
    scale = _SCALE[language]
    middle = (occurrence.start + occurrence.end) / 2
    found = 0.0
    for key, weight in weights.items():
        if isinstance(key, _Anchor):
            same_name = [o for o in line.anchors if o.sort == key.sort and o.matches(key)]
            at = [(o.start + o.end) / 2 for o in same_name]
            # What a sentence opens with is its topic to the end.
            most = scale if line.topic in same_name or occurrence == line.topic else math.inf
        else:
            at, most = [float(p) for p in line.places.get(str(key), ())], math.inf
        if at:
            near = min(min(_distance(line.text, middle, p, language), most) for p in at)
            found += weight * math.exp(-near / scale)
    return found / total


def _distance(text: str, a: float, b: float, language: Language) -> float:
    """Characters between two places; each clause boundary between counts for more."""
    low, high = sorted((int(a), int(b)))
    boundaries = len(_CLAUSE[language].findall(text, low, high))
    items = len(_ITEM[language].findall(text, low, high))
    return high - low + _SCALE[language] * (_BARRIER * boundaries + _ITEM_BARRIER * items)
