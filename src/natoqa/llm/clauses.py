"""Who does what, by clauses: does a name stand in the clause where the paper has it?

"Germany leads in Latvia, and Canada in Lithuania" has every word of a line that says it the other
way round. Two signs are read here, each the greatest difference of two coverages, 0 to 1:

- a name's clause is covered better by a clause of the paper that has a rival instead;
- a subject's predicate is covered better by one in the paper whose subject is a rival.

In Japanese a subject is what は, が or も follows, or what a cleft ends with (「…のはXである」);
in English it is a name that opens a clause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from natoqa.glossary import Entry
from natoqa.llm.units import FloatArray, Unit, Units, alike
from natoqa.units import Language

_CUT: dict[Language, re.Pattern[str]] = {
    "ja": re.compile(
        r"(?:(?<=[しりきちいみびえけせてでれめげる])|(?<=[るただいす]が)|(?<=ず)|(?<=おり))、"
        r"|[;；\u2460-\u2473]|(?<=[るた])(?:一方|のに対し)(?:で)?、?|。"
    ),
    "en": re.compile(
        r"[,;] (?:and|but)(?= )"
        r"| and(?= (?:the|it|its|is|was|will|to|has|had|that|not|then|also|in|for|by|[a-z]+s"
        r"|[a-z]+ed)\b)"
        r"|[,;]? (?:while|whereas|although|though|because|since)(?= )|[;:]"
        r"|, (?:which|who|where|with)\b|\(\d\)|, (?=[a-z]+ing\b)"
        r"|(?<=[a-z]) (?:that|which|who|where|when) "
    ),
}
_MARKED = re.compile(r"(?:[）)」』”]|各国|側|諸国|氏|自体|など)*(?:は|が|も)(?!なく)")
_CLEFT = re.compile(r"のは、?([^、。]{1,30}?)(?:です|だ|である|でした|だった|だけ|。|$)")
# What opens an English clause and is no subject.
_ADVERBIAL = re.compile(
    r"(?:in|at|on|for|under|by|since|after|before|during|from|through|according to|with|within"
    r"|as|unlike|among|of|to)\b",
    re.IGNORECASE,
)
_PAST_SUBJECT = re.compile(
    r"\b(?:in|at|to|by|of|for|on|from|with|is|are|was|were|has|have|will|be)\b"
)
_OPENING_WORDS = 4
# Lists joined crosswise on purpose: what is nearest is not what belongs together.
_RESPECTIVELY = re.compile(r"それぞれ|\brespectively\b")
# What a subject's own predicate is taken to cover when the paper has it in another role.
_OTHER_ROLE, _OTHER_CLAUSE = 0.35, 0.5
# A clause of fewer other units says too little.
_LEAST_UNITS = 2


def moved_name(claim: Units, lines: Sequence[Units]) -> float:
    """How much better a clause of the paper covers a name's clause that has a rival of the name.

    Args:
        claim: A sentence.
        lines: The paper's sentences, in the same language.
    """
    parts = [
        part
        for line in lines
        if not _RESPECTIVELY.search(line.text)
        for part in _parts(claim, line)
    ]
    own = _clauses(claim)
    worst = 0.0
    for i in (i for i, unit in enumerate(claim.items) if _is_name(unit)):
        together = np.flatnonzero(own == own[i])
        others = [int(j) for j in together if j != i and claim.items[j].sort != "pole"]
        if len(others) < _LEAST_UNITS:
            continue
        weights = claim.weights[others]
        having = [_covered(likes, others, weights) for likes, _, _ in parts if likes[i] >= 1.0]
        if not having:
            continue
        for likes, units, topic in parts:
            # What a sentence opens with is its topic to the end.
            if likes[i] >= 1.0 or (topic is not None and topic.matches(claim.items[i])):
                continue
            gain = _covered(likes, others, weights) - max(having)
            if gain > worst and any(
                _rivals(claim.items[i], unit)
                and not any(claim.items[j].matches(unit) for j in together)
                for unit in units
            ):
                worst = gain
    return worst


def changed_subject(claim: Units, lines: Sequence[Units]) -> float:
    """How much better a subject's predicate is covered by one whose subject is a rival.

    Args:
        claim: A sentence.
        lines: The paper's sentences, in the same language.
    """
    mine = [
        (i, said)
        for i, said in _predicates(claim, _subjects(claim))
        if _is_name(claim.items[i]) and len(said) >= _LEAST_UNITS
    ]
    best = {i: _by_subject(claim, i, said, lines) for i, said in mine}
    worst = 0.0
    for i, _ in mine:
        others = [j for j, _ in mine if _rivals(claim.items[i], claim.items[j])]
        for unit, covered in best[i].rivals:
            there = [j for j in others if claim.items[j].matches(unit)]
            gain = covered - best[i].own
            if there:
                # The rival is a subject of the claim too: would the two fit better exchanged?
                back = max(
                    (c - best[j].own for j in there for u, c in best[j].rivals
                     if u.matches(claim.items[i])),
                    default=0.0,
                )  # fmt: skip
                gain = (gain + back) / 2
            worst = max(worst, gain)
    return worst


@dataclass(frozen=True)
class _Subjects:
    """How well a predicate of the claim is covered, by the subjects that the paper gives it.

    Attributes:
        own: With the same subject.
        rivals: With each rival.
    """

    own: float
    rivals: list[tuple[Unit, float]]


def _by_subject(claim: Units, i: int, predicate: list[int], lines: Sequence[Units]) -> _Subjects:
    own: list[float] = []
    rivals: list[tuple[Unit, float]] = []
    otherwise = _OTHER_CLAUSE
    for line in lines:
        likes = alike(claim, line)
        if likes[i].max(initial=0.0) < 1.0:
            continue
        for s, said in _predicates(line, _subjects(line)):
            if not said:
                continue
            best = likes[np.ix_(predicate, said)].max(axis=1)
            covered = float((best * claim.weights[predicate]).sum())
            covered /= max(float(claim.weights[predicate].sum()), 1e-9)
            if likes[i, s] >= 1.0:
                own.append(covered)
            elif _rivals(claim.items[i], line.items[s]):
                rivals.append((line.items[s], covered))
                if likes[i, said].max() >= 1.0:
                    otherwise = _OTHER_ROLE
    return _Subjects(max(own, default=otherwise), rivals)


def _clauses(units: Units) -> npt.NDArray[np.intp]:
    """In which clause each unit stands."""
    ends = [found.end() for found in _CUT[units.language].finditer(units.text)]
    middles = [(unit.start + unit.end) / 2 for unit in units.items]
    return np.searchsorted(ends, middles)


def _parts(claim: Units, line: Units) -> list[tuple[FloatArray, list[Unit], Unit | None]]:
    """Each clause of a line: how well it has each unit of a claim, its units, the line's topic."""
    likes, clauses = alike(claim, line), _clauses(line)
    subjects = _subjects(line)
    topic = line.items[subjects[0]] if subjects else None
    result = []
    for clause in np.unique(clauses):
        inside = np.flatnonzero(clauses == clause)
        units = [line.items[int(j)] for j in inside]
        result.append((likes[:, inside].max(axis=1), units, topic))
    return result


def _covered(likes: FloatArray, units: Sequence[int], weights: FloatArray) -> float:
    return float((likes[units] * weights).sum() / max(float(weights.sum()), 1e-9))


def _subjects(units: Units) -> list[int]:
    return _subjects_ja(units) if units.language == "ja" else _subjects_en(units)


def _subjects_ja(units: Units) -> list[int]:
    words = [i for i, unit in enumerate(units.items) if unit.sort != "pole"]
    found = [i for i in words if _MARKED.match(units.text, units.items[i].end)]
    cleft = _CLEFT.search(units.text)
    if cleft is not None:
        inside = [
            i
            for i in words
            if cleft.start(1) <= units.items[i].start < cleft.end(1) and units.items[i].noun
        ]
        if inside:
            return [*(i for i in found if units.items[i].start > cleft.start()), inside[-1]]
    return found


def _subjects_en(units: Units) -> list[int]:
    clauses = _clauses(units)
    starts = [0, *(found.end() for found in _CUT["en"].finditer(units.text))]
    result = []
    for clause in np.unique(clauses):
        start = starts[int(clause)]
        if _ADVERBIAL.match(units.text[start:].lstrip()):
            comma = units.text.find(", ", start)
            if comma < 0:
                continue
            start = comma + 2
        names = (
            i
            for i in np.flatnonzero(clauses == clause).tolist()
            if units.items[i].start >= start and units.items[i].sort in {"name", "quantity"}
        )
        first = next(names, None)
        if first is not None:
            opening = units.text[start : units.items[first].start]
            if len(opening.split()) <= _OPENING_WORDS and not _PAST_SUBJECT.search(opening):
                result.append(first)
    return result


def _predicates(units: Units, subjects: Sequence[int]) -> list[tuple[int, list[int]]]:
    """Each subject with the units up to the next one; the first also with those before it."""
    ordered = sorted(subjects)
    result = []
    for k, i in enumerate(ordered):
        low = i if k else 0
        high = ordered[k + 1] if k + 1 < len(ordered) else len(units.items)
        said = [j for j in range(low, high) if j != i and units.items[j].sort != "pole"]
        result.append((i, said))
    return result


def _is_name(unit: Unit) -> bool:
    return unit.sort in {"name", "quantity"} and not _is_alliance(unit)


def _is_alliance(unit: Unit) -> bool:
    return isinstance(unit.what, Entry) and unit.what.acronym == "NATO"


def _rivals(one: Unit, other: Unit) -> bool:
    term = isinstance(other.what, Entry) and other.what.kind == "term"
    return one.rivals(other) and not term and not _is_alliance(other)
