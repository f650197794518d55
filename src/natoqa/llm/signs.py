"""The signs by which it is decided whether paragraphs bear a sentence out: named numbers.

Each is something that can be seen: how much of the sentence the best lines cover, words with no
counterpart, numbers and names that do not stand there, a word's opposite by the same things, two
names that would fit better exchanged. `natoqa.llm.decision` weighs them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from natoqa.llm.binding import misplaced
from natoqa.llm.clauses import changed_subject, moved_name
from natoqa.llm.evidence import Evidence, Line, Stated
from natoqa.llm.facts import is_count, missing_quantities, unknown_compounds
from natoqa.llm.polarity import contradiction, unsaid
from natoqa.llm.rivals import NONE, gains
from natoqa.llm.support import Support
from natoqa.llm.units import FloatArray, Units, alike, read_units
from natoqa.units import Language

# A unit whose best likeness is below this has no counterpart.
_COUNTERPART = 0.6
_MOST_GAIN = 0.4


def signs(
    text: str,
    language: Language,
    stated: Sequence[Stated],
    found: Support,
    evidence: Evidence,
) -> dict[str, float]:
    """The signs of a sentence, against the paragraphs that it cites.

    Args:
        text: The sentence.
        language: Of the sentence.
        stated: The paragraphs.
        found: The lines among them that cover it best, and how much.
        evidence: The paper.
    """
    claim = read_units(text, language, evidence)
    best = found.lines[0]
    result = {
        "late": found.late,
        "alone": found.alone,
        "words": found.words,
        "length": math.log1p(len(claim.items)),
        "counts": float(
            sum(is_count(q) for q in missing_quantities(text, language, stated, evidence))
        ),
        "unknown_compounds": float(min(len(unknown_compounds(text, stated, evidence)), 2)),
    }
    result |= _uncovered(claim, stated, found, evidence)
    result |= _polarity(text, language, stated, found)
    result |= _gains(claim, stated, found, evidence)
    # What several paragraphs state together is a list: its members are not rivals.
    if len(stated) == 1:
        lines = stated[0].lines[language]
        result["misplaced"] = max(misplaced(text, language, lines, best, evidence), NONE)
    else:
        result["misplaced"] = NONE
    return result


# What each sign is about; all others are about relations.
_REASONS = {
    "numbers": ("counts", "quantity_", "date_"),
    "names": ("unknown_compounds",),
    "opposite": ("opposite", "negation", "unsaid"),
    "support": ("late", "alone", "words", "length", "line_lacks", "paragraph_lacks", "worst_"),
}


def reason_of(sign: str) -> str:
    """What a sign is about: "numbers", "names", "opposite", "support" or "relations"."""
    found = (reason for reason, starts in _REASONS.items() if sign.startswith(starts))
    return next(found, "relations")


@lru_cache(maxsize=4096)
def _read(text: str, language: Language, evidence: Evidence) -> Units:
    """Remembered: the paper's sentences do not change."""
    return read_units(text, language, evidence)


def _versions(line: Line, evidence: Evidence) -> list[Units]:
    """A sentence of the paper, and its restatement."""
    texts = [text for text in (line.text, line.restated) if text]
    return [_read(text, line.language, evidence) for text in texts]


def _uncovered(
    claim: Units, stated: Sequence[Stated], found: Support, evidence: Evidence
) -> dict[str, float]:
    """How far the units have counterparts: in the best lines, and in the whole paragraphs."""
    near, far = np.zeros(len(claim.items)), np.zeros(len(claim.items))
    chosen = {line.sentence for line in found.lines}
    for line in (line for s in stated for side in s.lines.values() for line in side):
        for units in _versions(line, evidence):
            best = alike(claim, units).max(axis=1, initial=0.0)
            far = np.maximum(far, best)
            if line.sentence in chosen:
                near = np.maximum(near, best)
    words = np.array([unit.sort != "pole" for unit in claim.items], dtype=np.bool_)
    weights = claim.weights[words]
    worst = np.minimum(weights, 2.0 * float(np.median(weights))) if len(weights) else weights
    return {
        "line_lacks": _share_below(near[words]),
        "paragraph_lacks": _share_below(far[words]),
        "worst_in_line": float(((1.0 - near[words]) * worst).max(initial=0.0)),
        "worst_in_paragraph": float(((1.0 - far[words]) * worst).max(initial=0.0)),
    }


def _share_below(likeness: FloatArray) -> float:
    return float((likeness < _COUNTERPART).mean()) if len(likeness) else 1.0


def _polarity(
    text: str, language: Language, stated: Sequence[Stated], found: Support
) -> dict[str, float]:
    clash = contradiction(text, language, [found.lines[0].text])
    near = " ".join(f"{line.text} {line.restated}" for line in found.lines)
    every = " ".join(line.text for s in stated for line in s.lines[language])
    return {
        "opposites": float(min(clash.opposites, 2)),
        "negation": float(clash.negation),
        "unsaid_in_line": float(min(unsaid(text, language, near), 3)),
        "unsaid": float(min(unsaid(text, language, f"{every} {near}"), 2)),
    }


def _gains(
    claim: Units, stated: Sequence[Stated], found: Support, evidence: Evidence
) -> dict[str, float]:
    """Gains of changing the sentence, over its best lines and over the whole paragraphs."""
    result = {}
    every = [line for s in stated for line in s.lines[claim.language]]
    for name, lines in (("line", found.lines), ("paragraph", every)):
        versions = [_versions(line, evidence) for line in lines]
        best = gains(claim, [v[0] for v in versions], [w for v in versions for w in v[1:]])
        for sort, gain in vars(best).items():
            result[f"{sort}_{name}"] = float(np.clip(gain, NONE, _MOST_GAIN))
        sources = [v[0] for v in versions]
        result[f"moved_name_{name}"] = moved_name(claim, sources)
        result[f"changed_subject_{name}"] = changed_subject(claim, sources)
    return result
