"""Lists that the paper counts out: 第一に … 第四に, across sentences and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from natoqa.paper import Paper, Paragraph, Sentence
from natoqa.question import Question
from natoqa.text import normalise, terms
from natoqa.units import Language

_COUNTS = re.compile(r"[2-9二三四五六七八九](?:つ|点|個|件)")
_ORDINAL = re.compile(r"^第([一二三四五六七八九])に")
_NUMBERS = {n: i for i, n in enumerate("一二三四五六七八九", 1)}
_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "二": 2, "三": 3, "四": 4, "五": 5,
    "both": 2, "ふた": 2, "みっ": 3, "よっ": 4,
}  # fmt: skip
_COUNT_JA = re.compile(r"(\d|[二三四五]|ふた|みっ|よっ)(?:つ|点|個|項目|件|種|種類|本柱|分野)")
_COUNT_EN = re.compile(
    r"\b(two|three|four|five|\d)\s+(?:[\w-]+\s+){0,3}?(?:points?|things?|items?|"
    r"challenges?|issues?|decisions?|measures?|"
    r"steps?|initiatives?|matters?|tasks?|problems?|areas?|elements?|pillars?|"
    r"results?|achievements?|announcements?|commitments?|items)\b"
)
_PLURAL_JA = re.compile(
    r"(?:課題|問題点|決定|事項|論点|施策|取り組み|取組|項目|成果|点|"
    r"内容).{0,8}(?:は何|とは|を(?:挙げ|列挙|教え|すべて|全て)|には(?:何|どんな)|"
    r"は[?]?$|何がある|どんな)|何が.{0,6}(?:課題|問題点)|列挙|挙げて|(?:すべて|全て)教え|一覧"
)
_PLURAL_EN = re.compile(
    r"\b(?:list|name|enumerate|what (?:are|were)|which|what(?= (?:\w+ ){0,2}\w+s\b))\b.*"
    r"\b(?:challenges|issues|"
    r"decisions|measures|steps|initiatives|problems|tasks|points|items|results|"
    r"achievements|announcements|hurdles|obstacles|shortcomings)\b"
)
# "What was decided on X" asks for all of a list of decisions, if there is one.
_DECIDED = re.compile(
    r"何(?:が|を)(?:新たに|新しく)?(?:決ま|決め|合意|発表|打ち出|取り決め)|決まった(?:こと|の)は(?:何|[?]?$)|"
    r"\bwhat (?:new |else )?(?:\w+ ){0,3}?(?:was|were|did|has|have)\b.{0,40}\b(?:decided?|agreed?|"
    r"announced?|approved?|promised?|pledged?)\b"
)
# 「一番の課題」 is one of them.
_CHALLENGES = re.compile(
    r"^(?!.*(?:一番|最大)).*(?:課題|問題点|\b(?:challenges|problems|issues)\b)"
)
_OF_CHALLENGES = re.compile(
    r"残|問題点?|課題|problems?|issues?|challenges?|remain\w*|left|still|main|biggest"
)
_INLINE = re.compile("[①-⑨]")
_SO_MANY_EN = re.compile(
    r"^(?:(?:and|so|please|can you|could you|tell me),? )*(?:what|which|name|list|give)\b"
    r"(?: (?:are|were|is|me|us|all))?(?: of)? ?(?:the |those |these )?(?<!which of the )"
    r"(two|three|four|five|[2-5])\b(?! of)(?: [\w-]+){0,4}? ?\w*s\b"
)
_SO_MANY_JA = re.compile(
    r"([2-5二三四五])(?:(?:つ|個|点|種類)の?|の|大)[^、。?]{0,14}?"
    r"(?:は|とは|とも|って|を(?:教え|挙げ|列挙))(?:何|なに|どこ|どれ|それぞれ|具体的に)?[^、。?]{0,10}[?。]*$"
)
_DECISIONS = re.compile(r"決定|言及")
_LOOKED, _FIRST = 8, 3
# Words of every question that asks what was decided.
_OF_ANY_LIST = re.compile(
    r"決|合意|発表|首脳会[合議]|会[合議]|サミット|今回|\d+$|"
    r"(?:decid|decis|agree|announc|approv|promis|pledg|summit|meeting|washington)"
)


@dataclass(frozen=True)
class Member:
    """One member of a list: the sentence that names it."""

    paragraph: Paragraph
    sentence: Sentence

    def told(self, next_ones: Collection[str]) -> list[Sentence]:
        """What the paragraph says of it: its sentence and those before another member's.

        Args:
            next_ones: Sentence ids of the other members.
        """
        sentences = self.paragraph.sentences
        after = sentences[sentences.index(self.sentence) + 1 :]
        return [self.sentence, *takewhile(lambda s: s.id not in next_ones, after)]


@dataclass(frozen=True)
class CountedList:
    """A list: the sentence that announces it and its members in order."""

    lead: Member
    members: tuple[Member, ...]

    @property
    def paragraphs(self) -> frozenset[str]:
        """Ids of the paragraphs it stands in."""
        return frozenset(m.paragraph.id for m in (self.lead, *self.members))

    @property
    def ids(self) -> frozenset[str]:
        """Sentence ids of the lead and the members."""
        return frozenset(m.sentence.id for m in (self.lead, *self.members))

    def tells_challenges_of(self, words: Iterable[str], language: Language) -> bool:
        """Whether it counts out challenges, and its announcing sentence has a question's words.

        Args:
            words: Of a question that asks for challenges.
            language: Of it.
        """
        lead = set(terms(self.lead.sentence.shown(language)))
        named = [set(terms(w)) for w in words if not _OF_CHALLENGES.fullmatch(normalise(w))]
        counts = "課題" in self.lead.sentence.text and bool(named)
        return counts and all(wanted <= lead for wanted in named)

    def is_asked_in_part(self, words: Iterable[str], language: Language, best: str) -> bool:
        """Whether a question has a word of one member only: what was decided on cyber defence.

        Args:
            words: Of the question.
            language: Of it.
            best: Id of the sentence that answers best; it must tell of that member.
        """
        told = [member.told(self.ids) for member in self.members]
        texts = [" ".join(s.shown(language) for s in sentences) for sentences in told]
        lead, *each = [set(terms(text)) for text in (self.lead.sentence.shown(language), *texts)]
        for word in words:
            wanted = set(terms(word))
            if not wanted or wanted <= lead or _OF_ANY_LIST.match(normalise(word)):
                continue
            having = [k for k, said in enumerate(each) if wanted <= said]
            if len(having) == 1 and any(s.id == best for s in told[having[0]]):
                return True
        return False


def find_lists(paper: Paper) -> tuple[CountedList, ...]:
    """Every list whose members begin with 第一に, 第二に and so on.

    A list is announced by the sentence before its first member.

    Args:
        paper: The paper.
    """
    flow = [Member(p, s) for p in paper.body for s in p.sentences]
    found: list[CountedList] = []
    lead: Member | None = None
    members: list[Member] = []
    for before, now in zip([None, *flow[:-1]], flow, strict=True):
        ordinal = _ORDINAL.match(now.sentence.text)
        if ordinal is None:
            continue
        number = _NUMBERS[ordinal.group(1)]
        if number == 1:
            if lead is not None and len(members) > 1:
                found.append(CountedList(lead, tuple(members)))
            lead, members = before, [now]
        elif number == len(members) + 1:
            members.append(now)
    if lead is not None and len(members) > 1:
        found.append(CountedList(lead, tuple(members)))
    return tuple(found)


def announced_by(lists: Sequence[CountedList], sentence: Sentence) -> CountedList | None:
    """The list that a sentence announces and counts, "mentioned four new items", if it does."""
    counts = bool(_COUNTS.search(sentence.text))
    return next((one for one in lists if counts and one.lead.sentence.id == sentence.id), None)


def asked_count(question: Question) -> int | None:
    """How many members a question wants; 0 when it wants a list of any length; None for no list."""
    text = normalise(question.text)
    count = (_COUNT_JA if question.spoken == "ja" else _COUNT_EN).search(text)
    if count is not None:
        word = count.group(1)
        return _WORDS.get(word, int(word) if word.isdecimal() else 0)
    plural = (_PLURAL_JA if question.spoken == "ja" else _PLURAL_EN).search(text)
    return 0 if plural is not None else None


def counting_out(question: Question, sentences: Sequence[Sentence]) -> list[bool]:
    """Which sentences count out, as ①, ② and so on, as many things as a question asks for.

    Args:
        question: "What are the three regional plans?", but not "Which of the three is newest?".
        sentences: Of the paper.
    """
    text = normalise(question.text)
    found = (_SO_MANY_JA if question.spoken == "ja" else _SO_MANY_EN).search(text)
    if found is None:
        return [False] * len(sentences)
    number = _WORDS.get(found[1]) or int(found[1])
    return [len(set(_INLINE.findall(sentence.text))) == number for sentence in sentences]


def choose_list(
    lists: Sequence[CountedList],
    question: Question,
    ranked: Sequence[Sentence],
    names_all: Callable[[str], bool],
    *,
    names_nothing: bool = False,
) -> CountedList | None:
    """The list that answers, or None.

    It must be near. The first sentence stands in its paragraphs, or speaks of a list above, and its
    announcing sentence is among the first three; or, when the question names the number of its
    members, the first sentence and another of the first five are in it, or three of these, or it
    is the only one of that number that is announced among the first three. No list is wanted where
    the first sentence counts out as many itself (①, ②, …).

    Args:
        lists: The paper's lists.
        question: The question.
        ranked: Sentences, best first.
        names_all: Whether the sentence of an id names every thing that the question does. One
            that announces decisions and does answers "what was decided", if it or two of its
            members are near.
        names_nothing: The question names no thing in particular. If it asks for challenges, it
            asks for those that the paper counts out.
    """
    ids = [sentence.id for sentence in ranked]
    if _DECIDED.search(normalise(question.text)):
        for one in lists:
            lead = one.lead.sentence
            near = lead.id in ids[:_LOOKED] or sum(i in one.ids for i in ids[:_LOOKED]) > 1
            if near and _DECISIONS.search(lead.text) and names_all(lead.id):
                return one
    count = asked_count(question)
    if count is None or not ranked:
        return None
    if count and len(_INLINE.findall(ranked[0].text)) == count:
        return None  # the sentence counts them itself
    above = count > 0 and "上記の" in ranked[0].text
    for one in lists:
        if count not in (0, len(one.members)):
            continue
        inside = sum(i in one.ids for i in ids[:5])
        near = above or ids[0][:3] in one.paragraphs
        announced = near and one.lead.sentence.id in ids[:3]
        if announced or (count and inside >= (2 if ids[0] in one.ids else 3)):
            return one
    if names_nothing and count == 0 and _CHALLENGES.search(normalise(question.text)):
        return _nearest(lists, ids[:_LOOKED])
    leads = [one for one in lists if len(one.members) == count and one.lead.sentence.id in ids[:3]]
    return leads[0] if len(leads) == 1 else None


def _nearest(lists: Sequence[CountedList], ids: Sequence[str]) -> CountedList | None:
    """The list with most members among the best sentences, two at least and one of the first three.

    Of several with as many, the one with the best member.
    """
    places = [
        [k for k, i in enumerate(ids) if i in {m.sentence.id for m in one.members}] for one in lists
    ]
    most = max(range(len(lists)), key=lambda k: (len(places[k]), -min(places[k], default=0)))
    near = len(places[most]) > 1 and places[most][0] < _FIRST
    return lists[most] if near else None
