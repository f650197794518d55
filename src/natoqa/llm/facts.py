"""Numbers, dates and names of a sentence that stand in no paragraph it cites."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import replace

from natoqa.late_interaction import best_matches
from natoqa.llm.evidence import Evidence, Stated
from natoqa.quantities import Quantity, quantities, states
from natoqa.text import has_japanese, normalise
from natoqa.units import Language

_KATAKANA = re.compile(r"[ァ-ヺー]{3,}")
# A capitalised word inside a sentence, or two in a row anywhere, is a name.
_LATIN = re.compile(r"[A-Z\u00c0-\u00de](?:[^\W\u3040-\u9fff]|['’-])*")
_MONTHS = frozenset(name.lower() for name in calendar.month_name if name)
# A compound of three kanji or more, no part of which a paragraph has, is as good as a name.
_COMPOUND = re.compile(r"[\u4e00-\u9fff]{3,}")
_COUNTED = re.compile(r"[一二三四五六七八九十百千万億兆]+[\u4e00-\u9fff]?")
# Everyday loanwords and units, which are no names.
_LOANWORD = re.compile(
    r"パーセント|ユーロ|ドル|カバー|リーダー|メンバー|グループ|レベル|スタート|テーマ|ポイント|ペース|バランス|"
    r"ルール|チーム|センター|サミット|トップ|コスト|リスク|データ|プラン|プロジェクト|プログラム|サポート|"
    r"ネットワーク|システム|モデル|ケース|タイミング|プロセス|ステップ|ニーズ|メッセージ|イメージ|スケジュール|"
    r"アプローチ|スタッフ|ポスト|ミサイル|レーダー|サイバー|エリア|カギ|メディア|ニュース|ゴール|ライン|タイプ"
)
# Written with a capital, and no name of anything.
_NO_NAMES = frozenset({"ally", "allies", "allied", "allies'", "nordic", "nordics"})
# Words that open an English sentence and are no names.
_OPENER = re.compile(
    r"(?:despite|although|though|while|whereas|unlike|besides|according|given|because|since|both|"
    r"under|within|during|following|like|only|even|when|if|as|once|until|against|throughout|"
    r"alongside|beyond|with|without|before|after|by|for|from|in|on|at|of|to|the|a|an|all|some|most|"
    r"no|each|every|this|that|these|those|its|their|his|her|where|how|why|what|who|which|and|but|"
    r"so|thus|instead|meanwhile|however|together|including|between|among|through)"
)
# Weighted mean cosine with the nearest tokens from which a loanword, or a compound, has its
# counterpart. Fitted on the tuning statements, where names that a paragraph lacks stay below.
_LOANWORD_SAID, _COMPOUND_SAID = 0.68, 0.82
# What joins the names of a list, and the fewest names that make one.
_IN_A_ROW = re.compile(r"、|・|と|および|,? and (?:the )?(?:Republic of )?|, (?:the )?")
_LEAST_ROW = 3
_PLAIN = re.compile(r"(?:^|[.!?:]\s+|[\"“‘(]\s*)$")


def missing_quantities(
    text: str, language: Language, stated: Sequence[Stated], evidence: Evidence
) -> list[Quantity]:
    """Quantities of a sentence that no cited paragraph states.

    A year counts as stated when the day beside it is and the paper leaves the year
    out because it is the one it was published in.

    Args:
        text: The sentence.
        language: Of the sentence.
        stated: The cited paragraphs.
        evidence: The paper.
    """
    found = [q for s in stated for q in s.quantities]
    known = frozenset().union(*(s.names for s in stated))
    listed = _lengths(language, stated, evidence)
    # "The two Nordic countries" is a name.
    named = [(m.start, m.end) for m in evidence.glossary.find(text) if m.entry in known]
    wanted = quantities(text, language)
    dated = any(q.unit in {"date-day", "date-month"} and states(found, q) for q in wanted)
    return [
        q
        for q in wanted
        if not _stated(q, found)
        and not _is_year(q, found)
        and not (q.unit == "country" and q.value in listed)
        and not (q.unit == "date-decade" and _has_year(q, found))
        and not (dated and q.unit == "date-year" and q.value == evidence.year)
        and not _weak(q)
        and not any(start <= q.start and q.end <= end for start, end in named)
    ]


def is_count(quantity: Quantity) -> bool:
    """Whether a quantity counts so few things that a text may have counted them itself."""
    return quantity.unit in _COUNTED_UNITS and quantity.value <= _FEW


_COUNTED_UNITS = frozenset({"", "country", "ordinal", "times"})
_FEW = 10


def _stated(wanted: Quantity, found: Sequence[Quantity]) -> bool:
    """Whether a quantity is stated; a day only by that day, not by its month."""
    if wanted.unit == "date-day":
        return any(q.unit == "date-day" and q.value == wanted.value for q in found)
    if wanted.unit == "ordinal":
        # The 75th birthday is an anniversary of 75 years.
        return any(q.value == wanted.value and q.unit in _COUNTS for q in found)
    if wanted.unit == "" and len({q.value for q in found if q.unit == "ordinal"}) < 2:
        # "Fourth, ..." alone does not say that there are four.
        found = [q for q in found if q.unit != "ordinal"]
    return states(found, wanted)


_COUNTS = frozenset({"", "ordinal", "years", "times"})


def _is_year(wanted: Quantity, found: Sequence[Quantity]) -> bool:
    """Whether a number read as a count is a stated year: "in 2024 European countries"."""
    return 1900 <= wanted.value <= 2100 and states(found, replace(wanted, unit="date-year"))


def _has_year(decade: Quantity, found: Sequence[Quantity]) -> bool:
    """Whether a year of a decade is stated: 1997 is in the 1990s."""
    years = (q.value for q in found if q.unit == "date-year")
    return any(decade.value <= year < decade.value + 10 for year in years)


def _lengths(language: Language, stated: Sequence[Stated], evidence: Evidence) -> frozenset[int]:
    """How many places paragraphs name in a row: "Bulgaria, Hungary, Romania and Slovakia" is 4."""
    lengths: set[int] = set()
    for line in (line for s in stated for line in s.lines[language]):
        row, end = 0, 0
        for found in evidence.glossary.find(line.text):
            if found.entry.kind != "place":
                continue
            joined = row and _IN_A_ROW.fullmatch(line.text[end : found.start])
            if not joined:
                lengths.add(row)
            row, end = (row + 1 if joined else 1), found.end
        lengths.add(row)
    return frozenset(n for n in lengths if n >= _LEAST_ROW)


def _weak(quantity: Quantity) -> bool:
    """Small bare numbers and ordinals count things in the sentence itself ("the two of them")."""
    return quantity.unit in {"", "ordinal", "country"} and quantity.value in {1, 2}


def missing_names(text: str, stated: Sequence[Stated], evidence: Evidence) -> list[str]:
    """Names of the glossary in a sentence that stand in no cited paragraph nor in its headings.

    Args:
        text: The sentence.
        stated: The cited paragraphs.
        evidence: The paper.
    """
    known = frozenset().union(*(s.names for s in stated))
    return [e.en or e.ja for e in evidence.names(text) if e not in known]


def unknown_names(
    text: str, language: Language, stated: Sequence[Stated], evidence: Evidence
) -> list[str]:
    """Words written like names that are in no glossary and stand in no cited paragraph.

    Args:
        text: The sentence.
        language: Of the sentence.
        stated: The cited paragraphs.
        evidence: The paper.
    """
    listed = _listed(" ".join(s.words for s in stated), evidence)
    absent = [name for name in _unlisted(text, language, evidence) if name not in listed]
    return [w for w in absent if not has_japanese(w) or not _said(w, stated, evidence)]


def unknown_compounds(text: str, stated: Sequence[Stated], evidence: Evidence) -> list[str]:
    """Kanji compounds no part of which cited paragraphs have, nor a word of much that meaning.

    Args:
        text: The sentence.
        stated: The cited paragraphs.
        evidence: The paper.
    """
    words = " ".join(s.words for s in stated)
    return [
        compound
        for compound in _COMPOUND.findall(normalise(text))
        if not _COUNTED.fullmatch(compound)
        and not any(compound[i : i + 2] in words for i in range(len(compound) - 1))
        and not evidence.names(compound)
        and not _said(compound, stated, evidence)
    ]


def _listed(words: str, evidence: Evidence) -> str:
    """A text without its longer names, so that no part of one counts: インド in インド太平洋."""
    kept, end = [], 0
    for found in evidence.glossary.find(words):
        if found.entry.kind == "place" and found.end - found.start > 3:
            kept.append(words[end : found.start])
            end = found.end
    return "\n".join([*kept, words[end:]])


def _said(word: str, stated: Sequence[Stated], evidence: Evidence) -> bool:
    """Whether paragraphs say in other words what a word that they lack says (リード, 主導)."""
    tokens = evidence.model.token_vectors(word)
    theirs = [line.text for s in stated for side in s.lines.values() for line in side]
    packed = evidence.pack([*theirs, *(restated for s in stated for restated in s.restated)])
    best = best_matches(tokens.vectors, packed).max(axis=1, initial=0.0)
    least = _LOANWORD_SAID if _KATAKANA.fullmatch(word) else _COMPOUND_SAID
    return float(tokens.weights @ best) >= least * float(tokens.weights.sum())


def _unlisted(text: str, language: Language, evidence: Evidence) -> list[str]:
    """What looks like a name and is in no glossary, normalised."""
    covered = normalise(text)
    if len(covered) == len(text):
        spans = [(m.start, m.end) for m in evidence.glossary.find(text)]
    else:
        spans = []
    # In a Japanese sentence Latin letters are names and acronyms.
    shapes = (_KATAKANA, _LATIN) if language == "ja" else (_LATIN,)
    result = []
    for found in (found for shape in shapes for found in shape.finditer(text)):
        if _inside(found, spans):
            continue
        word = normalise(found.group()).removesuffix("'s").removesuffix("’s").rstrip("-'’")
        if language == "en" and (word in _MONTHS or _PLAIN.search(text[: found.start()])):
            if _OPENER.fullmatch(word):
                continue
            following = _LATIN.match(text, found.end() + 1)
            if following is None or word in _MONTHS or _inside(following, spans):
                continue
        if len(word) > 1 and not _LOANWORD.fullmatch(word) and word not in _NO_NAMES:
            result.append(word)
    return result


def _inside(found: re.Match[str], spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < found.end() and found.start() < end for start, end in spans)
