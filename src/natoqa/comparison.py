"""Questions that compare: a question about each thing compared, and the sentences that answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from natoqa.glossary import Entry, Glossary
from natoqa.question import Question
from natoqa.ranking import Ranking
from natoqa.text import has_japanese, normalise

FloatArray = npt.NDArray[np.float64]
_COMPARES = re.compile(
    r"違い|違う|違って|比べ|比較|差[はが]|変わ|変化|推移|増え|減っ|対し|と.{1,20}の(?:差|関係)|"
    r"(?:どっち|どちら)(?:が|の(?:ほう|方))|それぞれ|"
    r"differ|compar|versus|\bvs\b|chang|evol|between|contrast|than|unlike|both|"
    r"stack up|set against|how far|\bwhich\b.+\band which\b|respective|\beach\b|"
    r"\bwhich (?:is|was|of (?:them|the two)|one)\b|"
    r"(?<!\d)(?:19|20)\d\d(?:年?(?:と|、|及び|および)| and (?:in )?)(?:19|20)\d\d(?!\d)"
)
# What only says that things are compared, and nothing about one of them.
_COMPARING = re.compile(
    r"の?違い(?:は|を|って)?(?:何|なん)?|(?:どう|どのように|何が)違\S*|"
    r"を?比(?:べ|較し)て?(?:みる)?(?:と|ください)?|"
    r"\b(?:how (?:do|does|did)|differ(?:ences?|ent|s)?|compared?|versus|vs\.?|between)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)年?")
_NOW = re.compile(r"今(?:日|年|回)?(?=は|の|と|、)|現在|\b(?:today|now|this year|currently)\b")
# "10年前" beside another year, or beside the year of writing.
_AGO = re.compile(
    r"(?:(?P<n>\d{1,2})|十)年前|(?:(?P<m>\d{1,2})|ten) years (?:ago|earlier|before)|"
    r"a decade (?:ago|earlier|before)"
)
# What stands between two things that are compared: "Aの宣言とBの宣言", "the size of A and of B".
_AND = re.compile(
    r"[^、。はがを]{0,8}(?:と|や|、|・|および|及び|に比べ|より)[^、。はが]{0,4}|"
    r".{0,20}(?:,| and| or| versus| vs\.?| than| from| to| compared (?:to|with)).{0,12}"
)
# "The London and Brussels summits" are two summits.
_SHARED = (
    (
        re.compile(
            r"\b([A-Z][a-z]+) and (?:the )?([A-Z][a-z]+) "
            r"(summit|declaration|meeting|command|headquarter|plan|battlegroup|decision)s\b",
            re.I,
        ),
        r"\1 \3 and \2 \3",
    ),
    (
        re.compile(
            r"([\u30a1-\u30faー]{2,})(?:と|および|及び)([\u30a1-\u30faー]{2,})の?"
            r"(首脳会合|首脳宣言|会合|サミット|宣言|司令部|計画)"
        ),
        r"\1\3と\2\3",
    ),
)
_MOST_SIDES = 3
# How many of the best sentences are looked at for a side.
_LOOKED = 12


@dataclass(frozen=True)
class Side:
    """One of the things compared.

    Attributes:
        question: The question about it alone.
        name: What it is called: the name's glossary entry, or a year.
    """

    question: str
    name: Entry | str


def compares(question: Question) -> bool:
    """Whether a question asks how things differ or have changed."""
    return _COMPARES.search(question.normalised) is not None


def sides(
    question: Question, glossary: Glossary, is_subject: Callable[[Entry], bool], *, written: int
) -> tuple[Side, ...]:
    """The things that a question compares, each with a question of its own.

    Years named together ("2014年と2024年") and things of one kind ("SAGU and NSATU") are compared.

    Args:
        question: The question.
        glossary: Names of the paper's things.
        is_subject: Whether the whole paper is about something, so that it is no side.
        written: The year in which the paper was written: "today".

    Returns:
        Two or three sides in the order of the question, or none.
    """
    text = _dated(question.text, written)
    for pattern, apart in _SHARED:
        text = pattern.sub(apart, text)
    if not compares(question) or len(normalise(text)) != len(text):  # offsets would not hold
        return ()
    years: dict[str, tuple[int, int]] = {}
    for found in _YEAR.finditer(text):
        years.setdefault(found.group()[:4], found.span())
    if 2 <= len(years) <= _MOST_SIDES:
        spans = list(years.values())
        return tuple(Side(_without(text, spans, i), year) for i, year in enumerate(years))
    groups: list[dict[Entry, tuple[int, int]]] = []
    for match in glossary.find(text):
        if is_subject(match.entry):
            continue
        last = groups[-1] if groups else {}
        end = max((end for _, end in last.values()), default=0)
        if any(e.kind == match.entry.kind for e in last) and _AND.fullmatch(text, end, match.start):
            last.setdefault(match.entry, (match.start, match.end))
        else:
            groups.append({match.entry: (match.start, match.end)})
    for group in groups:
        if 2 <= len(group) <= _MOST_SIDES:
            spans = list(group.values())
            return tuple(Side(_without(text, spans, i), e) for i, e in enumerate(group))
    return ()


def _dated(text: str, written: int) -> str:
    """A text with "ten years ago" as a year, where it has one other year or speaks of today."""
    ago = _AGO.search(text)
    years = {found.group()[:4] for found in _YEAR.finditer(text)}
    now = _NOW.search(text)
    if ago and not years and now:
        today = f"{written}年" if has_japanese(text) else f"in {written}"
        text = f"{text[: now.start()]}{today}{text[now.end() :]}"
        ago, years = _AGO.search(text), {str(written)}
    if ago is None or len(years) != 1:
        return text
    year = int(years.pop()) - int(ago["n"] or ago["m"] or 10)
    then = f"{year}年" if ago.group().endswith("前") else f"in {year}"
    return f"{text[: ago.start()]}{then}{text[ago.end() :]}"


def _without(text: str, spans: Sequence[tuple[int, int]], kept: int) -> str:
    """A text without the spans, but for one of them."""
    for i in sorted(range(len(spans)), key=lambda i: -spans[i][0]):
        if i != kept:
            text = f"{text[: spans[i][0]]} {text[spans[i][1] :]}"
    return " ".join(_COMPARING.sub(" ", text).split())


def choose_sides(
    compared: Sequence[Side],
    readings: Sequence[FloatArray],
    whole: Ranking,
    reading: FloatArray,
    fits: Callable[[int], bool],
    room: int,
) -> list[int]:
    """The best sentence of all, and one about each side that it does not name.

    None where the best sentence of all names every side: it is the comparison.

    Args:
        compared: The sides.
        readings: The reading scores of the sentences, shape (S,), for each one's question.
        whole: What retrieval found for the whole question.
        reading: The reading scores for it.
        fits: Whether a sentence holds something of the type that the whole question asks for.
        room: Characters that the sentences may have together.

    Returns:
        Positions of the sentences.
    """
    named = [_named(side, whole) for side in compared]
    top = int(np.argmax(reading))
    if all(own[top] for own in named):
        return []
    chosen = [top]
    for k, (own, scores) in enumerate(zip(named, readings, strict=True)):
        if own[top]:
            continue
        order = np.argsort(-scores, kind="stable").tolist()
        others = np.any([other for j, other in enumerate(named) if j != k], axis=0)
        fitting = [i for i in order[:_LOOKED] if fits(i) and i not in chosen]
        alone = [i for i in fitting if not others[i]]
        # "It takes over the work of SAGU" names the other side too, and is about this one.
        about = [i for i in alone if own[i]] or [i for i in fitting if own[i]]
        # A sentence about a year may leave it to the one before: "at the time".
        year = isinstance(compared[k].name, str)
        if alone and (not about or (year and order[0] == alone[0])):
            about = alone
        left = room - sum(len(whole.texts[i]) for i in chosen)
        if about:
            short = (i for i in [about[0], *alone] if len(whole.texts[i]) <= left)
            chosen.append(next(short, about[0]))
    return chosen


def _named(side: Side, ranking: Ranking) -> npt.NDArray[np.bool_]:
    """Which sentences name a side, shape (S,)."""
    if isinstance(side.name, str):
        return np.array([side.name in text for text in ranking.texts], dtype=np.bool_)
    return ranking.named[side.name]
