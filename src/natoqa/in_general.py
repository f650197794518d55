"""Questions on all that was decided, or on all that is left to do: 「何が決まりましたか？」.

The paper counts out what was decided by area, in three places, and the challenges of all areas in
its conclusion. Any sentence on a decision has every word of such a question.
"""

from __future__ import annotations

import re
from typing import Literal

from natoqa.glossary import Glossary
from natoqa.text import has_japanese, normalise
from natoqa.words import content_words

General = Literal["decisions", "challenges"]

_DECISIONS = re.compile(
    r"何(?:が|を)(?:新たに|新しく)?(?:決ま|決め|決定|合意|取り決め)|決まった(?:こと|の|内容)|"
    r"決定(?:事項|内容|された(?:こと|の))|"
    r"\bwhat (?:\w+ ){0,2}?(?:was|were|did|has|have|had|got)\b.*\b(?:decided?|agreed?)\b|"
    r"\bdecisions\b"
)
_CHALLENGES = re.compile(
    r"課題|問題点|\b(?:challenges|problems|issues)\b(?=.*\b(?:remain\w*|left|see|face\w*|list|lie|"
    r"still|point|ahead|identif\w+|name|raise\w*|author)\b)|"
    r"\b(?:remaining|main|biggest|key|unresolved|outstanding|open) (?:challenges|problems|issues)\b"
)
# What may be said beside: whose they are, and that they are all or the main ones.
_ASIDE = re.compile(
    r"(?:首脳会[合議]|サミット|会[合議]|ワシントン|nato|同盟|首脳(?:たち)?|米国|アメリカ|決|決定|決定事項|合意|事項|"
    r"内容|取|発表|結局|全体|全部|主|重要|今回|今年|今後|2024|7|9|11|年|月|筆者|著者|論文|課題|問題点|問題|残|"
    r"指摘|挙|見|考|点|最大|大|何|教|示|述|ワシントンd\.?c\.?|リスト|一覧|首都|指導者(?:たち)?|"
    r"summits?|meetings?|washington|nato(?:'s)?|alliance(?:'s)?|leaders|allies|decid\w*|decisions?|"
    r"agree\w*|main|key|major|important|overall|all|biggest|most|outcomes?|final|together|"
    r"challenges?|problems?|issues?|remain\w*|left|still|see|sees|face\w*|ahead|future|author|"
    r"paper|tak\w+|made|mak\w+|point\w*|out|list\w*|identif\w+|unresolved|outstanding|"
    r"open|july|there|new|members?|after|raise\w*|lie|us|states|united|[ .,])+"
)
_OTHERWISE = re.compile(r"いつ|どこ|誰|だれ|なぜ|どうして|\b(?:when|where|who|why|how)\b")


def asks_for_challenges(question: str) -> bool:
    """Whether a question asks what is left to do, of whatever."""
    text = normalise(question)
    return bool(_CHALLENGES.search(text)) and not _OTHERWISE.search(text)


def asks_in_general(question: str, glossary: Glossary) -> General | None:
    """Which of both a question asks for as a whole, if it names nothing in particular.

    Args:
        question: One that stands by itself, in either language.
        glossary: Names of the paper's things.
    """
    text = normalise(question)
    general: General
    if _OTHERWISE.search(text):
        return None
    if _DECISIONS.search(text):
        general = "decisions"
    elif _CHALLENGES.search(text):
        general = "challenges"
    else:
        return None
    words = content_words(text, "ja" if has_japanese(text) else "en", glossary)
    return general if all(_ASIDE.fullmatch(text[w.start : w.end]) for w in words) else None
