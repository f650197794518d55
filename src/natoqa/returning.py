"""Follow-ups that go back to an earlier turn: "Back to NSATU: …", "話を戻しますが、…"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from natoqa.answer import without_marks
from natoqa.conversation import Turn
from natoqa.text import terms

_SAID = r"(?:聞い|訊い|質問し|話し|話に出|言っ|触れ|挙げ|出)(?:てい?)?た"
# What the asker began with; "最初に触れた宣言" is about the paper.
_FIRST = re.compile(
    r"^(?:で|では|じゃあ?|それで)?[、,\s]*(?:一番)?(?:最初|初め|はじめ)に(?:聞い|訊い|質問し|話し)(?:てい?)?た|"
    r"\b(?:that|the) (?:very )?first (?:thing|one|question|point) (?:that )?(?:i|we|you) "
    r"(?:asked|mentioned|talked|discussed|spoke)(?: about)?\b",
    re.IGNORECASE,
)
# What was said some time before the last turn.
_BACK = re.compile(
    r"^(?:で|では|じゃあ?|それで|ところで)?[、,\s]*(?:"
    r"(?:話(?:題)?|質問)を?(?:元に)?(?:戻し|戻す)\w{0,5}?(?:けど|けれど|が|と|て)[、,\s]*|"
    r"(?:話|質問)(?:は|が)(?:戻り|戻る)\w{0,4}?(?:けど|けれど|が)[、,\s]*|"
    rf"(?:さっき|先ほど|先程)(?:{_SAID}|の話の|の質問の|の)[、,\s]*)+|"
    r"^(?:で|では)?[、,\s]*(?P<topic>[^、,?。]{1,20})(?:の話|の件)に(?:戻|もど)\w{1,5}?"
    r"(?:が|けど|と|て)[、,\s]*|"
    r"^(?:(?:ok|okay|and|so|but|now|well)\b,?\s*)?"
    r"(?:(?:can we |could we |let's |let me |i'd like to )?"
    r"(?:going|go|getting|get|coming|come|turning|turn) back to|back to|returning to|"
    r"(?:to|let's|let me) return to)\s+",
    re.IGNORECASE,
)

# As against "さっきの", which may be of the last turn.
_AGAIN = re.compile(r"戻|もど|\b(?:back|return)", re.IGNORECASE)


@dataclass(frozen=True)
class Returned:
    """A question that goes back.

    Attributes:
        question: Without the words that say so.
        history: The turns up to the one that it goes back to, with its answer.
    """

    question: str
    history: tuple[Turn, ...]


def go_back(question: str, history: Sequence[Turn]) -> Returned | None:
    """Find the earlier turn that a question goes back to.

    Args:
        question: The newest question.
        history: The turns before it, oldest first.

    Returns:
        None when it does not say that it goes back, or there is nothing before the last turn.
    """
    asked = [i for i, turn in enumerate(history) if turn.role == "user"]
    if len(asked) < 2:
        return None
    first, back = _FIRST.search(question), _BACK.search(question)
    said = first or back
    if said is None:
        return None
    topic = said.groupdict().get("topic") or ""
    rest = f"{question[: said.start()]}{topic} {question[said.end() :]}".strip()
    ends = [*asked[1:], len(history)]
    turns = [history[a:b] for a, b in zip(asked, ends, strict=True)]
    # Who says that he goes back means a turn before the last.
    before = turns[:-1] if _AGAIN.search(said[0]) else turns
    meant = 0 if first else _nearest(rest, before)
    return Returned(rest or question, tuple(history[: ends[meant]]))


def _nearest(question: str, turns: Sequence[Sequence[Turn]]) -> int:
    """The turn that has most of a question's terms; of several the last."""
    wanted = set(terms(question))
    shared = [
        len(wanted & set(terms(" ".join(without_marks(turn.content) for turn in one))))
        for one in turns
    ]
    return max(range(len(turns)), key=lambda i: (shared[i], i))
