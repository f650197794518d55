"""Follow-up questions: completed from the turns before, without an LLM.

What is carried over is the topic of the question before, not its answer: "それはいつ？" after
"NATO首脳会合はどこで開かれましたか？" becomes "NATO首脳会合は開かれました いつ？". Where the new
question names only another thing ("リトアニアは？", "And Norway?"), that thing takes the place of
its like in the question before.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from natoqa.answer import as_quoted, marks
from natoqa.asides import without_attribution
from natoqa.casual import in_plain_words
from natoqa.conversation import Turn
from natoqa.glossary import Glossary
from natoqa.messages import is_refusal
from natoqa.office import of_the_present_holder
from natoqa.ordinal import meant_by_ordinal, name_of_ordinal
from natoqa.pointing import (
    ASKS,
    DROP,
    EN_PERSONAL,
    LEAD,
    NEW_SUBJECT,
    PAPER,
    POINTER,
    only_names,
    points_back,
)
from natoqa.question import expected_type
from natoqa.relative_year import with_year
from natoqa.returning import go_back
from natoqa.something_else import wants_more, without_besides
from natoqa.summits import summit_instead
from natoqa.text import has_japanese, normalise
from natoqa.units import Language

# A short answer's first name is part of the topic: characters, Japanese or not.
_SHORT_ANSWER = {True: 70, False: 170}
# The longest "予算" or "the budget" that a bare "…は？" or "And …?" can mean, in characters.
_LONGEST_SIDE = {True: 8, False: 24}
# What is asked for with these is no name.
_VALUES = frozenset(
    {"time", "date", "number", "money", "percent", "duration", "frequency", "age", "amount"}
)
# No longer question can lean on the turns before it without pointing to them, in characters.
_SHORT_QUESTION = {True: 60, False: 140}
_CARRIED = frozenset({"person", "organisation", "plan", "exercise", "event"})
_MOST_TOPIC_CHARS = 300
_MOST_SPOKEN_CHARS = 1500
_MOST_EARLIER = 4

# What is said before a question and is no part of it; after some of it the subject is a new one.
_OPENING = re.compile(
    r"^(?:(?:(?:どうも)?ありがとう(?:ございま(?:す|した))?|なるほど(?:です)?|わかりました|分かりました|"
    r"了解(?:です|しました)?|ok(?:ay)?)[\s、。,.!]+|"
    r"(?:そうですか|へえ|thanks(?: a lot)?|thank you(?: very much)?|great|i see|got it|right|"
    r"interesting)\s*[、。,.!]+\s*)",
    re.IGNORECASE,
)
# "イギリスについてはいかがですか。" is "イギリスは？".
_JA_WHAT_ABOUT = re.compile(
    r"^([^、。?]{1,15}?)(?:について|に関して|の場合|って)?(?:は|だと|なら)?(?:どう|いかが)"
    r"(?:ですか|でしょうか|なの|なんですか|だった|でしたか|です|でした)?[。?？ ]*$"
)
# "In Washington?" and "ワシントンでは？" ask the same of another place or time.
_WHERE = re.compile(
    r"(?:では|の(?:時|とき|場合|宣言|会合|文書)(?:は|では)?|には)[?。 ]*$|"
    r"^(?:and |but |so )?(?:in|at|for|by|during|since|under|with|after|before) ",
    re.IGNORECASE,
)
_WHEN = re.compile(r"(?:19|20)\d\d年?|\b(?:in|by|since|for) (?:19|20)\d\d\b")
_JA_PLACED = re.compile(r"の?(?:首脳会合|会合|首脳宣言|宣言|文書)?(?:では|で(?!す)|において|には)")
_EN_PLACED = re.compile(r"\b(?:in|at|from) (?:the )?$", re.IGNORECASE)
# A question that says something ("目標より多いってこと？") does not only name another thing.
_JA_SAYS = re.compile(
    r"(?:こと|(?<=[うくすつぬふむゆる])の|んだ|のだ|よね|よな|かな|た|る|ない|だよ|です|ます|多い|少ない|長い|短い|"
    r"高い|低い|早い|遅い|大きい|小さい)[?。]*$"
)
_STAGE = re.compile(
    r"第[一二三四五1-9][^\s、。は]{0,4}|(?:19|20)\d\d年?|\b(?:first|second|third|"
    r"fourth)\b|\btier \d\b|\bstage \d\b",
    re.IGNORECASE,
)

# "船のほう" and "南東欧の" are another thing of the same sort.
_OTHER_SIDE = re.compile(r"の?ほう$|の方$|の$")
_OF_COUNTRIES = re.compile(
    r"国(?:は|が|って|を|に|の?(?:数|中))|[カか]国|加盟国|同盟国|各国|諸国|"
    r"\b(?:countr(?:y|ies)|nations?|allies|members?|states)\b",
    re.IGNORECASE,
)
# 「2%を達成していたのは？」 asks which.
_WHICH_ONE = re.compile(r"のは[?。]*$")
_OF_SOMEBODY = frozenset({"place", "city", "country", "person", "official", "which"})
# "NATOの予算" is another subject.
_OF = re.compile(r"の(?=.)")


@dataclass(frozen=True)
class Standalone:
    """A question that can be searched by itself.

    Attributes:
        text: The question, completed where it needed it.
        paragraphs: Ids of the paragraphs that the conversation is about.
        completed: Whether history was used.
        own: Where it was: the question as it was asked, or what its ordinal means.
        pointing: Its own words point to what was said before.
        spoken: The last question, completed, and its answer, where there are any.
        earlier: The answers before that one, latest first, with their marks.
        other: After other turns, the other way to take the question: as it was asked where it
            was completed, completed where it was not.
        refused: The paper did not answer the question before.
    """

    text: str
    paragraphs: tuple[str, ...] = ()
    completed: bool = False
    own: str = ""
    pointing: bool = False
    spoken: str = ""
    earlier: tuple[str, ...] = ()
    other: str = ""
    refused: bool = False

    def otherwise(self) -> Standalone:
        """The question taken the other way."""
        own = "" if self.completed else self.text
        return replace(
            self, text=self.other, completed=not self.completed, own=own, other=self.text
        )


def complete(question: str, history: Sequence[Turn], glossary: Glossary) -> Standalone:
    """Complete a follow-up question from the conversation.

    Args:
        question: The newest question.
        history: The turns before it, oldest first.
        glossary: Names of the paper's things.

    Returns:
        The question as it is when it stands by itself.
    """
    returned = go_back(_opened(question), history)
    if returned is not None:
        question, history = returned.question, returned.history
    before: str | None = None
    answer = ""
    kept: tuple[str | None, str] = (None, "")
    for turn in history:
        if turn.role == "user":
            message = _opened(in_plain_words(turn.content))
            # What was refused and names no thing was no topic of its own.
            leaned = points_back(message, glossary) or not _names(message, glossary)
            kept = (before, answer) if leaned else (None, "")
            before = _topic(message, before, answer, glossary)
            answer = ""
        elif is_refusal(turn.content):
            # What the paper does not say of a topic is no new topic.
            before, answer = kept if kept[0] is not None else (before, "")
        else:
            answer = turn.content
    asked = _opened(question)
    if before is None:
        return Standalone(asked)
    paragraphs = tuple(dict.fromkeys(f"p{number:02d}" for number in marks(answer)[:2]))
    wanted = without_besides(asked)
    if returned is None and wanted == asked:
        text = _join(asked, before, answer, glossary)
    else:
        text = _in_context(wanted, before, answer, glossary)
    spoken = f"{before} {as_quoted(answer)}"[-_MOST_SPOKEN_CHARS:]
    said = [t.content for t in history if t.role == "assistant" and not is_refusal(t.content)]
    earlier = tuple(reversed(said[:-1] if answer else said))[:_MOST_EARLIER]
    refused = bool(history) and is_refusal(history[-1].content)
    meant = meant_by_ordinal(asked, _pairs(history), glossary)
    meant = meant or of_the_present_holder(asked, before)
    if meant is not None:
        # With its name in the place of "the third one" it says all that is meant.
        return Standalone(_plain(meant))
    if text != asked:
        # "The latter?" has no word of the thing that it means.
        meant = name_of_ordinal(asked, before, answer, glossary)
        return Standalone(
            text,
            paragraphs,
            True,
            asked if meant is None else text,
            pointing=True,
            spoken=spoken,
            earlier=earlier,
            other=asked,
            refused=refused,
        )
    if PAPER.search(without_attribution(normalise(asked))) or NEW_SUBJECT.match(asked):
        return Standalone(NEW_SUBJECT.sub("", asked) or asked)
    short = len(asked) <= _SHORT_QUESTION[has_japanese(asked)]
    text = _in_context(asked, before, answer, glossary) if short else asked
    other = "" if text == asked else text
    return Standalone(
        asked, paragraphs, spoken=spoken, earlier=earlier, other=other, refused=refused
    )


def _pairs(history: Sequence[Turn]) -> list[tuple[str, str]]:
    """The questions with their answers, the newest first; refusals left out."""
    pairs = [
        (asked.content, answer.content)
        for asked, answer in pairwise(history)
        if (asked.role, answer.role) == ("user", "assistant") and not is_refusal(answer.content)
    ]
    return pairs[::-1]


def _names(said: str, glossary: Glossary) -> bool:
    """Whether a turn names a thing that has a name of its own, as against a place."""
    return any(m.entry.kind in _CARRIED for m in glossary.find(said))


def _topic(said: str, before: str | None, answer: str, glossary: Glossary) -> str:
    """What a turn was about, in the context of those before it."""
    if NEW_SUBJECT.match(said):
        return NEW_SUBJECT.sub("", said) or said
    return _join(said, before, answer, glossary)


def _opened(question: str) -> str:
    """A question without thanks and the like before it; itself when it is nothing else."""
    rest = _OPENING.sub("", question.strip()) or question
    return _JA_WHAT_ABOUT.sub(r"\1は?", rest)


def _join(question: str, before: str | None, answer: str, glossary: Glossary) -> str:
    """The question with what it leans on; itself when it stands alone."""
    if before is None or not points_back(question, glossary):
        return question
    return _in_context(question, before, answer, glossary)


def _in_context(question: str, before: str, answer: str, glossary: Glossary) -> str:
    """The question with the topic of the one before it."""
    question = with_year(question, before, answer)
    meant = name_of_ordinal(question, before, answer, glossary)
    if meant is not None:
        return _plain(meant)
    japanese = has_japanese(question) or (has_japanese(before) and not ASKS[False].search(question))
    text = _plain(question).strip()
    # After a comma a question word opens a clause, as it does at the start of a question.
    gap = " " if japanese else ", "
    asks = ASKS[japanese].search(LEAD[japanese].sub("", text))
    pointer = POINTER[japanese]
    says = (_JA_SAYS if japanese else EN_PERSONAL).search(text)
    more = wants_more(text) and not glossary.find(text)
    if not asks and not says and not more and not pointer.search(text):
        # The new thing takes the place of its like; the rest of the question stays.
        new = LEAD[japanese].sub("", text).rstrip("?。!. ")
        if japanese:
            new = re.sub(r"(?:は|って|だと|については?|の場合は?|では)$", "", new)
            if _OTHER_SIDE.search(new):
                new = _OTHER_SIDE.sub("", new)
                if not glossary.find(new):
                    # "船のほうは？" asks the same of another thing.
                    return f"{new}{gap}{_plain(before)}"[:_MOST_TOPIC_CHARS]
        if not list(glossary.find(new)) and not _STAGE.search(new):
            # It names a side of the topic ("予算は？", "And the budget?"), or another subject.
            if _OF.search(new) or len(new) > _LONGEST_SIDE[japanese]:
                return question
            topic = " ".join(DROP[japanese].sub(" ", _plain(before)).split())
            return f"{topic} {new}"[-_MOST_TOPIC_CHARS:]
        summit = summit_instead(new, _plain(before), glossary)
        if summit is not None:
            return _tidy(f"{summit}{gap}{_without_where(_plain(before), glossary)}")
        kept = (
            _without_where(_plain(before), glossary)
            if _WHERE.search(text) and not _STAGE.search(new)
            else _without_like(_plain(before), new, glossary)
        )
        return question if kept is None else _tidy(f"{new}{gap}{kept}"[:_MOST_TOPIC_CHARS])
    topic = DROP[japanese].sub(" ", _plain(before))
    if not japanese:
        topic = EN_PERSONAL.sub(" ", topic)
    topic = " ".join(topic.split())
    # The name that an answer gives is part of the topic, unless it was not asked for: "NATOって何"
    # is all topic, and "when" asks for no name.
    language: Language = "ja" if has_japanese(before) else "en"
    found = glossary.find(topic)
    whole = len(found) == 1 and found[0].end - found[0].start >= len(topic) - 4
    named = not whole and expected_type(before, language) not in _VALUES
    if named and 0 < len(answer) <= _SHORT_ANSWER[japanese]:
        known = {m.entry for m in glossary.find(before)}
        entries = (
            m.entry
            for m in glossary.find(answer)
            if m.entry not in known and m.entry.kind in _CARRIED and m.entry.acronym != "NATO"
        )
        entry = next(entries, None)
        if entry is not None:
            topic += f" {entry.acronym or (entry.ja if japanese else entry.en)}"
    rest = pointer.sub(" ", LEAD[japanese].sub("", text))
    # The words are shown as what was searched for.
    rest = re.sub(r"^\s*(?:[はがをにの]|も(?!う))" if japanese else r"\s+(?=[?.!])", "", rest)
    return _tidy(f"{topic}{gap}{rest.strip()}"[-_MOST_TOPIC_CHARS:])


def _tidy(text: str) -> str:
    """Without the gaps and commas that left-out words leave."""
    return " ".join(re.sub(r"(?:\s*,)+", ",", text).split())


def _plain(text: str) -> str:
    """NFKC alone: what is searched is shown, so capitals stay."""
    return unicodedata.normalize("NFKC", text)


def _without_where(before: str, glossary: Glossary) -> str:
    """The question before, less where and when it asked of: "in 2019", "ロンドンの宣言では"."""
    spans = [m.span() for m in _WHEN.finditer(before)]
    for match in glossary.find(before):
        after, ahead = before[match.end :], before[: match.start]
        if _JA_PLACED.match(after) or _EN_PLACED.search(ahead):
            spans.append((match.start, match.end))
    for start, end in sorted(spans, reverse=True):
        before = before[:start] + before[end:]
    return before.strip()


def _asks_a_value(question: str) -> bool:
    """Whether what a question asks may be asked of any country."""
    language: Language = "ja" if has_japanese(question) else "en"
    return bool(_OF_COUNTRIES.search(question) or _WHICH_ONE.search(question)) or (
        expected_type(question, language) in _VALUES | _OF_SOMEBODY
    )


def _without_like(before: str, new: str, glossary: Glossary) -> str | None:
    """The question before, less what the new thing replaces; None when it has nothing like it."""
    kinds = {m.entry.kind for m in glossary.find(new)}
    spans = [(m.start, m.end) for m in glossary.find(before) if m.entry.kind in kinds]
    if _STAGE.search(new):
        spans += [m.span() for m in _STAGE.finditer(before)]
    if kinds and not spans:
        # "Which countries met it?" has none that "And Germany?" could replace, but asks of it too.
        bare = only_names(new, glossary) is not None and _asks_a_value(before)
        return before.strip() if bare else None
    for start, end in sorted(spans, reverse=True):
        before = before[:start] + before[end:]
    return before.strip()
