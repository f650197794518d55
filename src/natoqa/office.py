"""Who holds an office now, who did before, and who will next.

The paper has the next Secretary General in one sentence and the one of its time in another, and
both have every word of "Who is the Secretary General?".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from natoqa.glossary import Glossary
from natoqa.paper import Sentence
from natoqa.text import has_japanese, normalise

_WHO = re.compile(
    r"誰|だれ|どなた|氏名|名前|\bwho(?:['’]s|se)?\b|\bname\b|"
    r"(?:事務総長|上級代表|国防相)(?:は|って)?[?。]*$"
)
_OFFICES = (
    re.compile(
        r"事務総長(?!補)|natoの(?:事務方)?トップ|(?<!assistant )\bsecretary[- ]general\b|"
        r"\bnato(?:['’]s)? (?:chief|boss|head)\b"
    ),
    re.compile(r"上級代表|\bsenior representative\b"),
    re.compile(r"国防(?:相|大臣)|\bdefen[cs]e minister\b"),
)
_LATER = re.compile(
    r"次(?:期|の|に|は)|交代|[代替]わ|後任|後継|新(?:しい|たな|任)?(?:の)?(?:nato)?事務総長|今度の|来[期年]|"
    r"\b(?:next|new|incoming|future|successor|succe\w+|replac\w+|tak(?:es?|ing) over|follow\w*|"
    r"after)\b"
)
# Somebody else than the holder.
_OTHERS = re.compile(
    r"初代(?!上級)|対抗|争|候補|ほかに|他に|"
    r"\b(?:first(?! senior)|else|other|besides|candidate|running)\b"
)
_EARLIER = re.compile(
    r"前任|(?<!以)(?:前|元)の?(?:事務総長|上級代表|国防相)|先代|歴代|"
    r"\bpredecessor\b|"
    r"\b(?:previous|former|past|earlier) (?:nato )?(?:secretary|senior|defen[cs]e)\b|"
    r"\b(?:general|representative|minister)(?: of nato)? before\b"
)


# 「今の人は？」 after who will hold an office.
_NOW = re.compile(
    r"(?:じゃあ|では|で)?[、,]?(?:今|現在|現職|いま)(?:の(?:人|方))?(?:は|って)?"
    r"(?:誰|だれ|どなた)?(?:です|なの)?か?[?。]*|"
    r"(?:and |so |but )?(?:who(?:['’]s| is) )?(?:the )?"
    r"(?:current|present|incumbent) (?:one|holder)?\W*|"
    r"(?:and |so |but )?who (?:is it|has it|does it|holds it) (?:now|at the moment|currently)\W*"
)
_NOW_JA, _NOW_EN = "今の{}は誰ですか?", "Who is the current {}?"


def of_the_present_holder(question: str, before: str) -> str | None:
    """The question in full that a bare 「今の人は？」 asks after one about an office.

    Args:
        question: A follow-up.
        before: The question before it.

    Returns:
        None where it is another follow-up, or that question names no office.
    """
    if not _NOW.fullmatch(normalise(question).strip()):
        return None
    found = next((m for p in _OFFICES if (m := p.search(normalise(before)))), None)
    if found is None:
        return None
    return (_NOW_JA if has_japanese(before) else _NOW_EN).format(found.group())


# Somebody who is not the person named: who came before, who chose him, who ran against him.
_SOMEBODY_ELSE = re.compile(
    r"^(?=.*\bwho\b).*\b(?:replac\w+|succe(?:ed\w*|ssor\w*)|predecessor|deput(?:y|ies)|rivals?|"
    r"candidates?|before|besides|other than|took over from|tak(?:es?|ing) over from)\b|"
    r"\bwho (?:has |had |else )?(?:appointed|named|nominated|chose|picked|selected|elected|"
    r"proposed|backed|supported)\b|"
    r"\bwhose (?:place|successor|predecessor)\b|"
    r"^(?=.*(?:誰|だれ|どなた)).*(?:後任|前任|の前(?:に|は|の)|の後(?:に|は|を|釜)|代わり|ライバル|対抗|"
    r"争った|候補|(?:他|ほか)に)|"
    r"(?:誰|だれ)が.*(?:任命|指名|推薦|選ん|選び)"
)


def asks_for_somebody_else(question: str) -> bool:
    """Whether it is asked who had to do with somebody: who came before, chose or replaces him."""
    return bool(_SOMEBODY_ELSE.search(normalise(question)))


def present_holder(question: str, sentences: Sequence[Sentence], glossary: Glossary) -> list[bool]:
    """Which sentences name the holder, at the time of the paper, of an office that is asked about.

    Args:
        question: In either language.
        sentences: Of the paper.
        glossary: Names of its people.

    Returns:
        All false where no present holder is asked for.
    """
    text = normalise(question)
    office = next((pattern for pattern in _OFFICES if pattern.search(text)), None)
    another = any(pattern.search(text) for pattern in (_LATER, _EARLIER, _OTHERS))
    asks = _WHO.search(text) and not another
    if office is None or not asks:
        return [False] * len(sentences)
    return [_names_holder(sentence, office, glossary) for sentence in sentences]


def _names_holder(sentence: Sentence, office: re.Pattern[str], glossary: Glossary) -> bool:
    text = normalise(f"{sentence.text} {sentence.translation}")
    people = any(match.entry.kind == "person" for match in glossary.find(sentence.text))
    return people and bool(office.search(text)) and not _LATER.search(normalise(sentence.text))


def asks_for_earlier_holder(question: str) -> bool:
    """Whether it is asked who held an office before."""
    text = normalise(question)
    office = any(pattern.search(text) for pattern in _OFFICES)
    return office and bool(_WHO.search(text) and _EARLIER.search(text))
