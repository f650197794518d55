"""Follow-ups that pick members of a list: "the other two?", "only the third", "is that all?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from natoqa.answer import as_quoted
from natoqa.conversation import Turn
from natoqa.focus import quotes
from natoqa.glossary import Glossary
from natoqa.lists import CountedList, Member, announced_by
from natoqa.messages import is_refusal
from natoqa.text import normalise

# So many answers back a list may have been told.
_RECENT = 3
_ORDINALS = ("first|1st|一|1", "second|2nd|二|2", "third|3rd|三|3", "fourth|4th|四|4")
_JA_LEAD = r"^(?:では|じゃあ?|それでは|で|あと)?[、,\s]*"
_EN_LEAD = r"^(?:(?:and|so|but|ok(?:ay)?|then|what(?:'s| is| are| were| about)?|how about),? )*"
_JA_END = (
    r"(?:は|も|って|について(?:は)?|に関して)?(?P<more_ja>を?(?:もう少し|もっと)?(?:詳しく|くわしく))?"
    r"(?:を?(?:教えて|説明して|知りたい|お願い)\w{0,6})?"
    r"(?:何|なに|どう)?(?:ですか|でしょうか)?[?。]*$"
)
_EN_MORE = r"(?P<more_en>(?:tell me |say )?(?:a (?:bit|little) )?more (?:about|on) )?"
_JA_NOUN = r"(?:の(?:課題|決定|事項|分野|点|項目|もの|やつ))?"
_EN_NOUN = r"(?: (?:ones?|points?|challenges?|decisions?|items?|areas?|measures?|things?))?"
_OTHERS = re.compile(
    rf"{_JA_LEAD}(?:残り|(?:他|ほか|あと)の)の?(?P<ja>[1-4一二三四両])?(?:つ|点|個|件|項目)?{_JA_NOUN}{_JA_END}|"
    rf"{_EN_LEAD}the (?:rest|(?:other|remaining)(?: (?P<en>one|two|three|four))?{_EN_NOUN})\W*$"
)
_NUMBERS = {"1": 1, "2": 2, "3": 3, "4": 4, "一": 1, "二": 2, "三": 3, "四": 4, "両": 2,
            "one": 1, "two": 2, "three": 3, "four": 4}  # fmt: skip
_BESIDES = re.compile(
    rf"{_JA_LEAD}(?P<ja>[^、。?]{{1,20}}?)以外{_JA_NOUN}(?:に|で|の|だと)?{_JA_END}|"
    rf"{_EN_LEAD}(?:else )?(?:other than|besides|apart from|aside from|except(?: for)?) "
    r"(?P<en>[^,?]{1,40}?)\W*$"
)
_ONLY = tuple(
    re.compile(
        rf"{_JA_LEAD}(?:{ja})(?:だけ|のみ)?{_JA_END}|"
        rf"{_EN_LEAD}{_EN_MORE}(?:only|just)? ?the (?:{en}){_EN_NOUN}(?: only)?"
        r"(?P<detail>,? in (?:more )?detail)?(?:,? please)?\W*$"
    )
    for ja, en in (
        *(
            (f"第(?:{n})(?:の(?:課題|決定|事項|分野|点|項目))?|(?:{n})(?:番目|つ目){_JA_NOUN}", n)
            for n in _ORDINALS
        ),
        (f"最後{_JA_NOUN}", "last"),
    )
)
_ALL = re.compile(
    rf"{_JA_LEAD}(?:(?:それ|これ)(?:だけ|で(?:全部|すべて|全て))|以上)(?:なの|なん)?(?:です|でしょう)?か?[?。]*$|"
    rf"{_EN_LEAD}(?:is|was) (?:that|this|it) (?:all|everything|the (?:whole|full) list)"
    r"(?: of (?:them|it))?\W*$|"
    rf"{_EN_LEAD}are (?:those|these|they) all(?: of them)?\W*$"
)
_LAST = len(_ORDINALS)
# So many sentences after a member tell more of it.
_MORE = 2
_ACRONYM = re.compile(r"[A-Z]{2,}\d?")
_LEANS = re.compile(r"これ|それ|この|その|同")


def wanted_members(
    question: str, history: Sequence[Turn], lists: Sequence[CountedList], glossary: Glossary
) -> tuple[Member, ...]:
    """The members of a list of the paper that a follow-up wants.

    Args:
        question: As asked.
        history: The turns before it.
        lists: The paper's lists.
        glossary: Names of its things.

    Returns:
        Nothing where it picks from no list that was told.
    """
    text = normalise(question).strip()
    said = [t.content for t in history if t.role == "assistant" and not is_refusal(t.content)]
    told = [as_quoted(answer) for answer in reversed(said[-_RECENT:])]
    if not told:
        return ()
    if _ALL.match(text):
        one = _told(lists, told[0], least=2)
        if one is None:
            return ()
        # That the paper counts so many says that there are no others.
        whole = (one.lead,) if announced_by(lists, one.lead.sentence) else ()
        return tuple(m for m in one.members if not _is_told(m, told[0])) or whole
    found = _OTHERS.match(text)
    if found:
        one = _told(lists, told[0], least=1)
        rest = tuple(m for m in one.members if not _is_told(m, told[0])) if one else ()
        count = found["ja"] or found["en"]
        return rest if count is None or _NUMBERS[count] == len(rest) else ()
    found = _BESIDES.match(text)
    if found:
        return _besides(found["ja"] or found["en"], told, lists, glossary)
    for place, pattern in enumerate(_ONLY):
        found = pattern.match(text)
        if found:
            each = (_told(lists, answer, least=2) for answer in told)
            one = next((one for one in each if one is not None), None)
            if one is None:
                return ()
            member = one.members[-1:] if place == _LAST else one.members[place : place + 1]
            wants_more = found["more_ja"] or found["more_en"] or found["detail"]
            return (_following(member[0], one) or member) if member and wants_more else member
    return ()


def _following(member: Member, one: CountedList) -> tuple[Member, ...]:
    """What the paper says after a member of a list and before the next one."""
    own = member.told(one.ids)[1:]
    names = _acronyms(member.sentence.text)
    named = [sentence for sentence in own if names & _acronyms(sentence.text)]
    told = [s for s in named if not _LEANS.match(s.text)] or named or own
    return tuple(Member(member.paragraph, sentence) for sentence in told[:_MORE])


def _acronyms(text: str) -> set[str]:
    return set(_ACRONYM.findall(text)) - {"NATO"}


def _besides(
    name: str, told: Sequence[str], lists: Sequence[CountedList], glossary: Glossary
) -> tuple[Member, ...]:
    """The members of a list that was told which do not name a thing that another one names."""
    things = {match.entry for match in glossary.find(name)}
    for answer in told:
        one = _told(lists, answer, least=2)
        if one is None or not things:
            continue
        named = [
            bool(things & {match.entry for match in glossary.find(member.sentence.text)})
            for member in one.members
        ]
        if any(named):
            return tuple(m for m, has in zip(one.members, named, strict=True) if not has)
    return ()


def _told(lists: Sequence[CountedList], answer: str, *, least: int) -> CountedList | None:
    """The list that an answer shows so many members of at least."""
    shown = [sum(_is_told(m, answer) for m in one.members) for one in lists]
    best = max(range(len(lists)), key=shown.__getitem__, default=None)
    return lists[best] if best is not None and shown[best] >= least else None


def _is_told(member: Member, answer: str) -> bool:
    sentence = member.sentence
    return quotes(answer, sentence.text) or quotes(answer, sentence.translation)
