"""Messages as they are texted, dictated or shouted, in the words that they stand for."""

from __future__ import annotations

import re

from natoqa.asides import asks
from natoqa.text import has_japanese

_LEAST_CAPITALS = 12
_TEXTED = {
    "u": "you",
    "ur": "your",
    "r": "are",
    "pls": "please",
    "plz": "please",
    "abt": "about",
    "bc": "because",
    "cuz": "because",
    "tho": "though",
    "btwn": "between",
    "govt": "government",
    "wat": "what",
    "wht": "what",
    "whats": "what's",
    "whos": "who's",
    "wheres": "where's",
    "whens": "when's",
    "hows": "how's",
    "wanna": "want to",
    "gonna": "going to",
    "gotta": "got to",
    "dunno": "don't know",
    "kinda": "kind of",
}
_TEXT = re.compile(rf"(?<![\w'’.-])(?:{'|'.join(_TEXTED)})(?![\w'’-]|\.\w)")
_WITH = re.compile(r"(?<!\S)w/(o\b)? ?")
# "um", "like" and "you know" between commas or before a question; "like" alone is a word.
_QUESTION_WORD = (
    r"(?:who|what|when|where|why|which|how|is|are|was|were|do|does|did|has|have|can|will)"
)
_FILLER = re.compile(
    r"(?<![\w'])(?:uh+m*|um+|er+m*|hm+|btw|lol|lmao|tbh|imo|fyi)(?![\w'])[\s,.…]*|"
    r"(?:(?<=, )|(?<=^)|(?<=\band )|(?<=\bso ))(?:like|basically|i mean|you know|ok(?:ay)? so|"
    rf"so basically|so like|right so|well)(?:, ?| (?={_QUESTION_WORD}\b))|"
    r"(?<=\w)(?<!\bdo)(?<!\bdid)(?<!\bif)(?<!\bas)(?<!\ball)(?<!\bthat)(?<!\bwhat) "
    r"(?:you know|i mean)(?= (?!when|who|what|where|why|how|if|that)\w)",
    re.IGNORECASE,
)
# "You know when it was?"
_YOU_KNOW = re.compile(
    r"^(?:do )?you (?:know|remember) (?=(?:who|what|when|where|why|which|how)\b)", re.IGNORECASE
)
# Who asks what is meant by a word asks of the paper, not of natoqa.
_YOU_MEAN = re.compile(
    r"\b(what(?: \w+)?) do you mean (?=(?:by|with) (?!(?:that|this|it)\b)\W*\w)", re.IGNORECASE
)
_JA_FILLER = re.compile(
    r"^(?:(?:てか|ていうか|つーか|えっとですね|えっと|えーっ?と|あのー?[う、]|そのー|んーと|ねえ|ねぇ)[、,\s]*)+|"
    r"(?<=[\u3040-\u9fff?？!！])(?:[(（]笑[)）]|笑|[wｗ]+)(?=[\s?？。!！、]|$)"
)
# "目的だけでいいです" asks for the purpose.
_JA_ONLY = re.compile(
    r"^(?P<what>(?!こ|そ|あ|一|1)[^、。?\s]{1,12}?)だけ(?:で(?:いい|良い|よい|結構|大丈夫|構いません)(?:です)?(?:よ|ので)?|"
    r"(?:を|で)?(?:教えて(?:ください|下さい)?|お願いします|知りたい(?:です)?))[。!]*$"
)
_EN_ONLY = re.compile(
    r"^(?:just|only) the (?P<what>(?!first|second|third|last|one|same)\w+(?: (?!please|pls)\w+)?)"
    r"(?:,? (?:please|pls))?\W*$",
    re.IGNORECASE,
)
# What is said of the answer before, ahead of a question.
_REACTION = re.compile(
    r"^(?:(?:oh|wow|huh|ah|wait|i see|got it|gotcha|interesting|makes sense|right)"
    r"[,.!?…]+\s+|(?:oh|wow|huh|ah|wait)\s+(?=(?:so|and|but|ok(?:ay)?|what|when|where|who|"
    r"why|which|how|is|are|was|were|do|does|did)\b)|"
    r"(?:へえ+|へー+|ほう|おお|うわ|えっ|え|マジか?|まじか?|なるほど(?:ね|です(?:ね)?)?|そうなんだ|"
    r"そうですか|そうなんですね|そっか|すご(?:い|っ)|すごいですね|少な(?:い|っ)|多(?:い|っ)|やば(?:い|っ)?|"
    r"了解(?:です)?|(?:わか|分か)りました|(?:わか|分か)った)(?:な|ね|なあ)?[、。!！…〜～\s]+)+(?=.*\w.)",
    re.IGNORECASE,
)


def in_plain_words(message: str) -> str:
    """A message without the habits of texting, dictation and capitals; itself where it has none.

    Args:
        message: As it was typed.
    """
    if has_japanese(message):
        text = _JA_FILLER.sub(" ", message)
    else:
        text = message.lower() if _shouts(message) else message
        text = _WITH.sub(lambda found: "without " if found[1] else "with ", text)
        text = _TEXT.sub(lambda found: _TEXTED[found[0]], text)
        text = _YOU_KNOW.sub("", _FILLER.sub("", text))
        text = _YOU_MEAN.sub(_is_meant, text)
    text = " ".join(text.split())
    text = _JA_ONLY.sub(r"\g<what>は？", text)
    text = _EN_ONLY.sub(r"What is the \g<what>?", text)
    question = _REACTION.sub("", text)
    if question != text and asks(question):
        text = question
    return text if any(ch.isalnum() for ch in text) else message


def _is_meant(found: re.Match[str]) -> str:
    return f"{found[1]} {'are' if found[1].endswith('s') else 'is'} meant "


def _shouts(message: str) -> bool:
    letters = [ch for ch in message if ch.isalpha()]
    return len(letters) >= _LEAST_CAPITALS and " " in message.strip() and message.isupper()
