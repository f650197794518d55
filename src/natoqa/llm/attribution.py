"""Sentences without the frame that says whose words they are.

A model writes "According to the paper, …", "The author argues that …" or "著者は…と指摘しています".
What such a sentence must prove is what stands inside the frame.
"""

from __future__ import annotations

import re

from natoqa.units import Language

_WHO_EN = r"(?:the (?:author|paper|article|study|commentary|text|analysis)|(?:ryosuke )?tanaka)"
_SAYS_EN = (
    r"(?:argues?|notes?|says?|states?|explains?|observes?|points? out|concludes?|suggests?"
    r"|maintains?|stress(?:es)?|emphasi[sz]es|writes?|reports?|adds?|contends?|finds?|holds"
    r"|estimates?|describes how|believes?|considers?|indicates?|highlights?|mentions?)"
)
_LEAD_EN = re.compile(
    rf"^(?:(?:according to|as) {_WHO_EN}(?: {_SAYS_EN})?,\s*"
    r"|(?:overall|in closing|finally|in short|in sum|in summary|to sum up|in conclusion|notably"
    r"|specifically|importantly|in other words|that said|moreover|furthermore|in addition"
    r"|however|at the same time|meanwhile|as a result|for example),\s*"
    rf"|{_WHO_EN}(?: (?:also|further|then|thus|therefore|nevertheless|in closing))* {_SAYS_EN}"
    r"(?:, (?:however|moreover|in closing|for example))?,? that\s+)+",
    re.IGNORECASE,
)
_INSIDE_EN = re.compile(rf",\s*(?:as )?{_WHO_EN} {_SAYS_EN},\s*", re.IGNORECASE)
_END_EN = re.compile(
    rf",\s*(?:according to {_WHO_EN}|(?:as )?{_WHO_EN} {_SAYS_EN})(?=[.!]?$)", re.IGNORECASE
)

_WHO_JA = r"(?:著者|筆者|本稿|本論文|この論文|この論考|論文|論考|田中(?:亮佑)?(?:氏|研究員)?)"
_AUTHOR = re.compile(_WHO_JA)
_LEAD_JA = re.compile(
    rf"^(?:{_WHO_JA}(?:によれば|によると|では|の分析では)、?"
    r"|(?:ただし|もっとも|つまり|一方で?|他方で?|また|さらに|なお|全体として|総じて|要するに|具体的には)、)+"
)
_SAYS_JA = (
    r"(?:指摘|説明|論じ|述べ|主張|分析|結論づけ|結論付け|評価|みて|見て|考え|解釈|強調|まとめ|記し"
    r"|しめくく|締めくく)"
)
_END_JA = re.compile(
    rf"(?:という(?:こと|点|見方|考え|認識)?を?|と)(?:、?{_WHO_JA}は)?{_SAYS_JA}"
    r"(?P<passive>られ|され)?(?:し|て)*(?:て)?(?:い(?:ます|る|ました|た)|ます|る|ました|た|おり)?。?$"
    rf"|、?というのが{_WHO_JA}の(?:考え|見方|主張|結論|分析|評価)(?:です|だ|である)。?$"
)
_SUBJECT_JA = re.compile(rf"^(.{{0,12}}?){_WHO_JA}は(?:また|さらに)?、?")


def inner_claim(text: str, language: Language) -> str:
    """What a sentence claims inside its frame; the sentence itself where it has none.

    Args:
        text: A sentence.
        language: Of the sentence.
    """
    if language == "en":
        inner = _END_EN.sub("", _INSIDE_EN.sub(" ", _LEAD_EN.sub("", text)))
    else:
        inner = _LEAD_JA.sub("", text)
        framed = _END_JA.search(inner)
        # Others say things too: a frame is only what the author, or nobody, is said to say.
        if framed is not None and (
            framed["passive"] or _AUTHOR.search(framed[0]) or _SUBJECT_JA.match(inner)
        ):
            inner = _SUBJECT_JA.sub(r"\1", inner[: framed.start()])
    inner = inner.strip()
    return inner[:1].upper() + inner[1:] if inner and language == "en" else inner or text
