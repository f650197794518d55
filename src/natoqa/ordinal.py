"""Which of the things that an answer named a follow-up means: "the second one", "後者は？"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from natoqa.answer import as_quoted
from natoqa.compose import without_lead
from natoqa.glossary import Entry, Glossary
from natoqa.text import has_japanese
from natoqa.units import Language

_LAST = -1
# After "the second" nothing follows, or "one".
_END = (
    r"(?: one)?(?=\W*$|,| of\b| (?:be|is|was|will|have|has|do|does|worth|for|located|based|agreed|"
    r"set up|created|announced|decided)\b)"
)
_THINGS = r"(?:もの|やつ|項目|点|柱|組織|機関|計画|課題|決定|分野)"
_THING = rf"(?:{_THINGS}|(?=は|が|って|を))"
_NOUN = rf"(?:の{_THINGS})?"
# A list may have been told so many answers before.
_RECENT = 4
# Names of these are not counted where there are others: "the two decisions of the Madrid summit".
_AROUND = frozenset({"event", "place", "person"})
_ORDINALS: tuple[tuple[int, re.Pattern[str]], ...] = tuple(
    (place, re.compile(pattern, re.IGNORECASE))
    for place, pattern in (
        (0, rf"前者|(?:1|一)(?:つ|番)目{_NOUN}|最初の{_THING}|\bthe former|\bthe first{_END}"),
        (1, rf"(?:2|二)(?:つ|番)目{_NOUN}|\bthe second{_END}"),
        (2, rf"(?:3|三)(?:つ|番)目{_NOUN}|\bthe third{_END}"),
        (3, rf"(?:4|四)(?:つ|番)目{_NOUN}|\bthe fourth{_END}"),
        (_LAST, rf"後者|最後の{_THING}|\bthe latter|\bthe last{_END}"),
    )
)
# Of two things that the question before named.
_OF_TWO = re.compile(r"前者|後者|\bthe (?:former|latter)", re.IGNORECASE)
_BULLET = re.compile(r"^- (.+)$", re.MULTILINE)
_NUMBERED = re.compile(r"(?:\(\d\)|[①-⑨])\s*([^,;、。①-⑨(]+?)(?=[,;、。①-⑨(]| and \(|$)")
_MOST_CHARS = {True: 60, False: 140}


def meant_by_ordinal(
    question: str, said: Sequence[tuple[str, str]], glossary: Glossary
) -> str | None:
    """The question with the member named that its ordinal means of the list told last.

    Args:
        question: A follow-up.
        said: The questions and answers before it, the newest first.
        glossary: Names of the paper's things.

    Returns:
        None where it has no ordinal, or no answer told so many things.
    """
    # "The second, on Ukraine, …" says itself which.
    if glossary.find(question) or not any(p.search(question) for _, p in _ORDINALS):
        return None
    lists = [(before, answer) for before, answer in said[:_RECENT] if len(_listed(answer)) > 1]
    for before, answer in lists:
        named = name_of_ordinal(question, before, answer, glossary)
        if named is not None:
            return named
    return None


def name_of_ordinal(question: str, before: str, answer: str, glossary: Glossary) -> str | None:
    """The question with the thing named that its ordinal means, or None when it has none.

    Args:
        question: A follow-up.
        before: The question before it.
        answer: The answer before it: its list items, or else the names in it, are counted.
        glossary: Names of the paper's things.
    """
    for place, pattern in _ORDINALS:
        found = pattern.search(question)
        if found is None:
            continue
        items = _pair(before, glossary) if _OF_TWO.search(question) else []
        items = items or _items(answer, before, glossary)
        if len(items) < max(2, place + 1):
            return None
        return f"{question[: found.start()]}{items[place]}{question[found.end() :]}"
    return None


def _pair(before: str, glossary: Glossary) -> list[str]:
    """The two things that a question names, if it names two and no more."""
    language: Language = "ja" if has_japanese(before) else "en"
    names = _names(before, set(), glossary, language)
    return names if len(names) == 2 else []


def _items(answer: str, before: str, glossary: Glossary) -> list[str]:
    """What an answer lists, each by its name where it has one."""
    plain = as_quoted(answer)
    language: Language = "ja" if has_japanese(plain) else "en"
    known = {match.entry for match in glossary.find(before)}
    listed = _listed(answer)
    if not listed:
        return _names(plain, known, glossary, language)
    items = []
    for item in listed:
        others = {m.entry for other in listed if other != item for m in glossary.find(other)}
        names = _names(item, known | others, glossary, language)
        short = without_lead(item, language)[0].rstrip("。.")[: _MOST_CHARS[language == "ja"]]
        items.append(names[0] if names else short)
    return items


def _listed(answer: str) -> list[str]:
    """The items of a list, or those counted out in a sentence."""
    plain = as_quoted(answer)
    return _BULLET.findall(plain) or [item.strip() for item in _NUMBERED.findall(plain)]


def _names(text: str, known: set[Entry], glossary: Glossary, language: Language) -> list[str]:
    entries = list(dict.fromkeys(m.entry for m in glossary.find(text) if m.entry not in known))
    others = [entry for entry in entries if entry.kind not in _AROUND]
    entries = others if len(others) > 1 else entries
    names = [e.acronym or (e.ja if language == "ja" else e.en) for e in entries]
    return [name for name in names if name != "NATO"]
