"""Whether a message speaks of the paper itself, or of what was just said or the body tells.

"Is it public?" after an answer on the ITPP is of the ITPP, "What is its purpose?" too.
"""

from __future__ import annotations

import re

from natoqa.text import normalise

_THIS = re.compile(r"\bthis\b|これ", re.IGNORECASE)
# A detail asked for in a word, or one of several things, is of what was just said.
_OF_WHAT_WAS_SAID = re.compile(
    r"(?:(?:で|では|じゃあ|その)[、,]?)*(?:(?:正式)?(?:名前|名称)|略称|最(?:後|初|新)の?(?:もの|やつ|方|分)?)"
    r"(?:は|って|だけ)?(?:何|どう|どれ)?(?:ですか|でしょうか)?[?。]*|"
    r"(?:(?:and|so|but) )?(?:what(?:'s| is) )?(?:its |the )?"
    r"(?:(?:full |official |proper )?name|(?:last|latest|newest|first|oldest)(?: one)?|meaning)\W*|"
    r"(?:please )?(?:go on|continue)\W*|"
    r"(?:[2-5二三四五]つ|両方|全部)とも(?:を?(?:教えて|詳しく|お願い)\w{0,6})?[?。]*"
)
# Of two versions of what was said one: "Sorry, I meant the original proposal."
_VERSION = re.compile(
    r"\b(?:original|initial|first|final|last|earlier)\b (?:proposal|plan|idea|offer|amount|figure|"
    r"sum|one|stage|decision)\b|\bfinal version\b|当初案|原案|最終案|"
    r"(?:最初|当初|最終的)な?の?(?:案|提案|計画|額)"
)
_DIFFERENCE = re.compile(
    r"(?:(?:その|この|両者|二つ|2つ|両方|それら)の?)?(?:違い|差)(?:は|を|って)|"
    r"(?:and )?(?:what(?:['’]s| is| are) )?the differences?\b"
)
# What may be done with the paper, and whose view it is. "Is it public?" asks it of what was said.
_OF_ITS_USE = re.compile(
    r"引用|転載|コピー|複製|使|利用|原文|全文|リンク|著作権|権利|ライセンス|印刷|配布|見解|立場|見方|意見|"
    r"\b(?:copy\w*|quot\w+|cit(?:e|es|ed|ing|ation)|reprint\w*|reproduc\w+|licen[cs]\w+|rights?|"
    r"us(?:e|es|ed|ing)|shar(?:e|ed|ing)|download\w*|translat\w+|print\w*|post\w*|"
    r"views?|positions?|opinions?|official(?:ly)?|speak\w*|policy)\b"
)
# What the paper tells many of, and is not: "list the documents issued at the summit".
_THINGS_TOLD = re.compile(
    r"\b(?:documents|statements|declarations|people|persons|countries|organi[sz]ations|bodies|"
    r"summits|elections|exercises|figures|numbers|dates|acronyms)\b|"
    r"文書|人物|国名|機関名|組織名|選挙|演習|数字|日付|略語"
)
# What the paper sets out to do, which its introduction tells.
_AIM = re.compile(
    r"(?:論文|論考|本稿|レポート|コメンタリー|著者|筆者).{0,12}(?:目的|狙い|観点|視点|切り口|問題意識|明らかにしよう)"
    r"[^、。?]{0,14}[?。]*$|"
    r"\b(?:aims?|purpose|goal|perspectives?|viewpoint|angle)\b.{0,12}\b(?:paper|author|article|"
    r"commentary)(?:'s)?\b|"
    r"\b(?:paper|author|article|commentary)(?:'s)?\b.{0,12}\b(?:aims?|purpose|goal|perspectives?|angle)\b\W*$"
)
_CONCLUSION = re.compile(r"結論|\bconclusions?\b")
# When the summit was that the paper is about.
_OF_THE_EVENT = re.compile(
    r"(?:いつ|何年|何月|日程|開催日).*(?:サミット|首脳会[合議])|"
    r"(?:サミット|首脳会[合議]|会議)の?(?:開催日|日程|日付|日にち)|"
    r"\b(?:when|what date)\b.*\bsummit\b"
)
# The author's other papers.
_OTHERS = re.compile(
    r"(?:他|ほか)に?(?:の|は|も)?(?:どんな|何か)?(?:論文|著作|著書|本(?!稿)|業績|研究|書)|"
    r"\bother (?:papers?|works?|books?|articles?|publications?|research|writings?)\b"
)
_OTHER_WORK = re.compile(
    r"(?:著者|筆者|田中氏?|\bauthor(?:['’]s)?\b|\btanaka(?:['’]s)?\b).*"
    rf"(?:{_OTHERS.pattern})|"
    r"\bwhat else (?:has|did) (?:the author|tanaka)\b"
)


def says_this(text: str) -> bool:
    """Whether it points to what lies before the reader: "Who wrote this?"."""
    return bool(_THIS.search(text))


def is_of_what_was_said(text: str) -> bool:
    """Whether a follow-up wants a detail, a version or the difference of what was just said."""
    said = normalise(text).strip()
    return bool(
        _OF_WHAT_WAS_SAID.fullmatch(said) or _VERSION.search(said) or _DIFFERENCE.match(said)
    )


def is_of_its_use(text: str) -> bool:
    """Whether it has a word for what one does with a paper, or for whose view it is."""
    return bool(_OF_ITS_USE.search(normalise(text)))


def is_of_many_things(text: str) -> bool:
    """Whether it asks for things that the body tells many of: documents, people, figures."""
    return bool(_THINGS_TOLD.search(normalise(text)))


def asks_its_aim(text: str) -> bool:
    """Whether it asks what the paper sets out to do, or from which perspective."""
    return bool(_AIM.search(normalise(text)))


def names_conclusion(text: str) -> bool:
    """Whether it names the conclusion."""
    return bool(_CONCLUSION.search(normalise(text)))


def is_of_the_event(text: str) -> bool:
    """Whether it asks when the summit was that the paper is about."""
    return bool(_OF_THE_EVENT.search(normalise(text)))


def asks_for_other_work(text: str, *, of_the_author: bool) -> bool:
    """Whether it asks for other work of the author.

    Args:
        text: A message.
        of_the_author: Whether the author was spoken of.
    """
    said = normalise(text)
    return bool(_OTHER_WORK.search(said) or (of_the_author and _OTHERS.search(said)))
