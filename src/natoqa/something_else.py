"""Follow-ups that ask for more than was said: 「他には？」, "Besides money, what else?"."""

from __future__ import annotations

import re

from natoqa.text import normalise

# What is wanted is more on the same.
_MORE = (
    r"詳しく|詳細|(?:もっと|もう少し)(?:教え|知り|聞|説明|話)|^(?:続け|続き)\w{0,8}[。?!]*$|"
    r"\b(?:elaborate|expand on|go on)\b|^(?:and |some )?more(?:,? please)?\W*$|"
    r"^(?:please )?continue\W*$|"
    r"\b(?:tell|say|know|hear|learn)(?: me| us)? (?:some |a (?:bit|little) )?more\b|"
    r"\bmore (?:details?|information|about|on)\b"
)
_ELSE_JA = r"(?:他|ほか)に(?:は|も)?|(?:それ|これ)以外(?:に|で)?(?:は|も)?"
_ELSE_EN = (
    r"\b(?:anything|what) else\b|\b(?:other than|besides|apart from|aside from) (?:that|this|it)\b"
)
# "お金以外にはどんな…？", "Besides money, what else …?"
_BESIDES = re.compile(
    r"^(?P<ja>[^、。?]{1,20}?(?:以外|の(?:他|ほか))(?:に|で|の)?(?:は|も)?、?)"
    r"(?=(?:他|ほか|何|なに|どんな|どういう|どのような))|"
    r"^(?P<en>(?:and |but |so )?(?:besides|apart from|aside from|other than|in addition to|"
    r"except(?: for)?) [^,?]{1,40}, ?)(?=.*\b(?:else|other|others)\b)",
    re.IGNORECASE,
)
_WANTED = re.compile(
    rf"{_MORE}|^(?:is|was) that (?:all|everything)\b|^それだけ(?:です)?か?[?。]*$|"
    rf"^(?:で|では|じゃあ?|あと|それで)?[、,]?(?:{_ELSE_JA})[^、。?]{{0,12}}[?。]*$|{_ELSE_EN}",
    re.IGNORECASE,
)


def wants_more(question: str) -> bool:
    """Whether what was said before is not what is wanted."""
    text = normalise(question)
    return bool(_WANTED.search(text) or _BESIDES.match(text))


def without_besides(question: str) -> str:
    """A question without what it wants something else than; itself where it says no such thing."""
    return _BESIDES.sub("", question, count=1) or question
