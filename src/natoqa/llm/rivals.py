"""Would a sentence fit the paper better with two units exchanged, or another in place of one?

"Germany sends 2,200 to Latvia" has only numbers and names that the paragraph has, but
joined crosswise. What stands together in a sentence should stand together, in that order,
in the paper:

    fit(x) = sum_j w_j (C[x, j] F[x, j] + C[j, x] B[x, j])

over the other units j of the sentence: C is how near they stand in it, and F and B are how near
they stand in the paper, after x and before it; w_j is how much j counts. Gains are shares of the
greatest fit that the places in the sentence allow. Opposites are units too, so that a word is
held against its opposite only where both stand by the same things.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from natoqa.glossary import Entry
from natoqa.llm.units import FloatArray, Unit, Units, alike
from natoqa.quantities import Quantity

# Of how much the other order is worth in English, where a verb can be turned round.
_TURNED = 0.4
# A unit that is less like all of the source has no place there.
_PRESENT = 0.8
# Keeps a unit that stands alone from a large gain.
_FLOOR = 0.3
# What joins two units as equals; their order says nothing.
_JOINED = frozenset({"と", "・", "、", "や", "及び", "および", "and", ",", ", and", "or"})
NONE = -0.1


@dataclass(frozen=True)
class Gains:
    """The greatest gain of each sort of change; `NONE` where there is none to try.

    Attributes:
        exchanged_names: Two names or quantities of the sentence change places.
        exchanged_words: Two of its other nouns do.
        name: A name of the paper takes the place of one of the sentence.
        quantity: A quantity does.
        date: A date does.
        opposite: The opposite of one of its words does.
    """

    exchanged_names: float = NONE
    exchanged_words: float = NONE
    name: float = NONE
    quantity: float = NONE
    date: float = NONE
    opposite: float = NONE


@dataclass(frozen=True, eq=False)
class _Joined:
    """How the units of the sentence are joined in the paper."""

    after: FloatArray
    before: FloatArray

    def turned(self, share: float) -> _Joined:
        return _Joined(
            np.maximum(self.after, share * self.before), np.maximum(self.before, share * self.after)
        )


def gains(claim: Units, sources: Sequence[Units], restated: Sequence[Units]) -> Gains:
    """The greatest gains of changing a sentence.

    Args:
        claim: The sentence.
        sources: The paper's sentences, in the same language. Only they have rivals.
        restated: The same in other words.
    """
    read = [source for source in sources if source.items]
    every = [*read, *(source for source in restated if source.items)]
    if len(claim.items) < 3 or not read:
        return Gains()
    likeness = [alike(claim, source) for source in every]
    joined = [_joined(a, s, a) for a, s in zip(likeness, every, strict=True)]
    best = _Joined(
        np.maximum.reduce([j.after for j in joined]), np.maximum.reduce([j.before for j in joined])
    )
    best = best.turned(_turned(claim))
    present = np.maximum.reduce([a.max(axis=1) for a in likeness]) >= _PRESENT
    found: dict[str, float] = {}
    for i, j in combinations(range(len(claim.items)), 2):
        one, other = claim.items[i], claim.items[j]
        if present[i] and present[j] and _may_exchange(one, other, claim.text):
            sort = "exchanged_words" if one.sort == "word" else "exchanged_names"
            found[sort] = max(found.get(sort, NONE), _exchanged(claim, best, i, j))
    for likes, source in zip(likeness, read, strict=False):
        for i, unit in enumerate(claim.items):
            if not _has_rivals(unit) or not (present[i] or unit.sort == "pole"):
                continue
            for k, rival in enumerate(source.items):
                # A rival that is in the sentence too would be an exchange.
                taken = unit.sort != "pole" and likes[:, k].max() >= 1.0
                if not taken and unit.rivals(rival):
                    gain = _replaced(claim, best, i, _place(k, likes, source, claim))
                    sort = _sort(unit)
                    found[sort] = max(found.get(sort, NONE), gain)
    return Gains(**found)


def _joined(anchors: FloatArray, source: Units, context: FloatArray) -> _Joined:
    """Join units through a source: rows of `anchors` with rows of `context`, at their best."""
    ahead = (anchors[:, :, None] * source.before[None]).max(axis=1)
    behind = (anchors[:, :, None] * source.before.T[None]).max(axis=1)
    return _Joined(
        (ahead[:, None, :] * context[None]).max(axis=2),
        (behind[:, None, :] * context[None]).max(axis=2),
    )


def _place(k: int, likeness: FloatArray, source: Units, claim: Units) -> _Joined:
    """How a unit of the source is joined there with the units of the sentence."""
    row = np.zeros((1, len(source.items)))
    row[0, k] = 1.0
    return _joined(row, source, likeness).turned(_turned(claim))


def _turned(claim: Units) -> float:
    return _TURNED if claim.language == "en" else 0.0


def _fit(claim: Units, i: int, after: FloatArray, before: FloatArray, weights: FloatArray) -> float:
    return float(((claim.before[i] * after + claim.before[:, i] * before) * weights).sum())


def _most(claim: Units, i: int, weights: FloatArray) -> float:
    return float(((claim.before[i] + claim.before[:, i]) * weights).sum())


def _exchanged(claim: Units, best: _Joined, i: int, j: int) -> float:
    weights = claim.weights.copy()
    weights[[i, j]] = 0.0
    gain = (
        _fit(claim, i, best.after[j], best.before[j], weights)
        + _fit(claim, j, best.after[i], best.before[i], weights)
        - _fit(claim, i, best.after[i], best.before[i], weights)
        - _fit(claim, j, best.after[j], best.before[j], weights)
    )
    most = _most(claim, i, weights) + _most(claim, j, weights)
    return gain / (most + _FLOOR * float(claim.weights.mean()))


def _replaced(claim: Units, best: _Joined, i: int, rival: _Joined) -> float:
    weights = claim.weights.copy()
    weights[i] = 0.0
    gain = _fit(claim, i, rival.after[0], rival.before[0], weights) - _fit(
        claim, i, best.after[i], best.before[i], weights
    )
    return gain / (_most(claim, i, weights) + _FLOOR * float(claim.weights.mean()))


def _may_exchange(one: Unit, other: Unit, text: str) -> bool:
    if not (one.noun and other.noun and one.rivals(other)) or _is_alliance(one, other):
        return False
    return text[one.end : other.start].strip() not in _JOINED


def _has_rivals(unit: Unit) -> bool:
    return unit.sort != "word" and not (
        isinstance(unit.what, Entry) and (unit.what.kind == "term" or _is_alliance(unit))
    )


def _is_alliance(*units: Unit) -> bool:
    """Whether a unit is NATO, which nearly every sentence could name."""
    return any(isinstance(u.what, Entry) and u.what.acronym == "NATO" for u in units)


def _sort(unit: Unit) -> str:
    if unit.sort == "pole":
        return "opposite"
    if isinstance(unit.what, Quantity):
        return "date" if unit.what.unit.startswith("date") else "quantity"
    return "name"
