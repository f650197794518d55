"""Follow-ups that go back to an earlier turn: "Back to NSATU: …", "話を戻しますが、…"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from natoqa.answer import as_quoted
from natoqa.conversation import Turn
from natoqa.embeddings import bundled_model
from natoqa.text import has_japanese, terms

# What a shared term counts beside the cosine.
_SHARED = 0.1

_SAID = (
    r"(?:(?:お)?(?:聞い|訊い|聞き|伺っ|伺い|質問し|話し|話に出|言っ|触れ|挙げ|出)(?:てい?)?(?:た|ました)"
    r"(?:こと(?=[、,]|だ|で))?)"
)
_LEAD = r"^(?:で|では|じゃあ?|それで|ところで|そういえば|あと|ちなみに|あ|ええと|えっと)?[、,\s]*"
_BUT = r"(?:な(?:ん|の))?(?:だ|です)?(?:けど|けれど|けれども|が)"
# What the asker began with; "最初に触れた宣言" is about the paper.
_FIRST = re.compile(
    rf"{_LEAD}(?:一番)?(?:最初|初め|はじめ)に(?:聞い|訊い|質問し|話し)(?:てい?)?た|"
    r"\b(?:that|the) (?:very )?first (?:thing|one|question|point) (?:that )?(?:i|we|you) "
    r"(?:asked|mentioned|talked|discussed|spoke)(?: about)?\b",
    re.IGNORECASE,
)
# What was said some time before the last turn.
_BACK = re.compile(
    rf"{_LEAD}(?:"
    r"(?:話(?:題)?|質問)を?(?:元に)?(?:戻し|戻す)\w{0,5}?(?:けど|けれど|が|と|て)[、,\s]*|"
    r"(?:話|質問)(?:は|が)(?:戻り|戻る)\w{0,4}?(?:けど|けれど|が)[、,\s]*|"
    rf"(?:さっき|先ほど|先程)(?:{_SAID}|の話の|の質問の|の)[、,\s]*|(?:前|以前|最初のほう)に?{_SAID}[、,\s]*)+|"
    rf"{_LEAD}(?P<topic>[^、,?。]{{1,20}})(?:の話|の件)に(?:戻|もど)\w{{1,5}}?(?:が|けど|と|て)[、,\s]*|"
    rf"{_LEAD}(?:最初|はじめ|冒頭)の(?=[^、,?。]{{1,20}}(?:の話|の件|の質問){_BUT})|"
    r"^(?:(?:ok|okay|and|so|but|now|well)\b,?\s*)?"
    r"(?:(?:can we |could we |let's |let me |i'd like to )?"
    r"(?:going|go|getting|get|coming|come|turning|turn) back to|back to|returning to|"
    r"(?:to|let's|let me) return to)\s+|"
    r"^(?:(?:ok|okay|and|so|but|now|well)\b,?\s*)?(?:(?:about|on|regarding|with|as for) )?"
    r"(?=(?:the|that|those|this) [^,?]{2,40}(?: again| from (?:before|earlier)| (?:that )?"
    r"(?:you|we|i) (?:mentioned|said|discussed|talked about|spoke of|spoke about|asked about|"
    r"brought up|listed)(?: earlier| before)?),)",
    re.IGNORECASE,
)
# What else is said of the topic and not of the question.
_ABOUT = re.compile(
    rf"の(?:話|件|質問|やつ)(?:に(?:戻|もど)\w{{0,3}}?)?{_BUT}[、,\s]*|(?:の件|って話)(?=[、,])|"
    r" (?:again|from (?:before|earlier)|(?:that )?(?:you|we|i) (?:mentioned|said|discussed|"
    r"talked about|spoke of|spoke about|asked about|brought up|listed)(?: earlier| before)?)(?=,)",
    re.IGNORECASE,
)

# As against "さっきの", which may be of the last turn.
_AGAIN = re.compile(r"戻|もど|\b(?:back|return)|前に|again|before", re.IGNORECASE)


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
    rest = _ABOUT.sub("、" if has_japanese(rest) else "", rest, count=1)
    ends = [*asked[1:], len(history)]
    turns = [history[a:b] for a, b in zip(asked, ends, strict=True)]
    # Who says that he goes back means a turn before the last.
    before = turns[:-1] if _AGAIN.search(question) else turns
    meant = 0 if first else _nearest(rest, before)
    return Returned(rest or question, tuple(history[: ends[meant]]))


def _nearest(question: str, turns: Sequence[Sequence[Turn]]) -> int:
    """The turn that a question is most like; of several that share its terms the last.

    What says which turn is meant stands before the first comma, if anything does.
    """
    topic = re.split(r"[、,]", question)[0]
    model = bundled_model()
    texts = [" ".join(as_quoted(turn.content) for turn in one) for one in turns]
    alike = model.encode(texts) @ model.encode([topic])[0]
    wanted = set(terms(topic))
    shared = [len(wanted & set(terms(text))) for text in texts]
    return max(range(len(turns)), key=lambda i: (float(alike[i]) + _SHARED * shared[i], i))
