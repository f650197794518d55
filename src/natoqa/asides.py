"""What people say around a question: "I am preparing a talk. …", "…, sorry if that is basic."."""

from __future__ import annotations

import re
import unicodedata

from natoqa.text import has_japanese

_SENTENCE = re.compile(r"[^。!?\n]+[。!?]*")
# "U.S." and "No. 350" end no sentence.
_ENGLISH_SENTENCE = re.compile(
    r".+?(?:(?<!\bNo)(?<!\b[A-Z])[.!?]+[\"”')]*(?=\s+[\"“'(]?[A-Z0-9])|\n|$)", re.DOTALL
)
_JA_ASKS = re.compile(
    r"[?？]|なぜ|どうして|何故|なんで|いつ(?!も)|どこ|誰|だれ|どなた|何|なに|いくら|いくつ|"
    r"どの|どんな|どう(?!も)|どれ|どちら|いずれ|教えて|説明して|挙げて|知りたい|ご教示|"
    r"(?:ます|です|でしょう|ました|でした|ません|の|た|る|い)か[。?？]*$"
)
_JA_ENDS = re.compile(r"(?:か|教えて(?:ください|下さい)?|ほしい(?:です)?)[。?？]*$")
# "Tell me about the CAP." asks without a question mark.
_EN_TELLS = re.compile(
    r"^(?:and |but |so )?(?:please )?(?:tell|explain|describe|name|list|give|summari[sz]e|define|"
    r"outline|compare)\b",
    re.IGNORECASE,
)
_EN_ASKS = re.compile(r"\?|\b(?:who|whom|whose|what|when|where|why|which|how)\b", re.IGNORECASE)
# Courtesies within the sentence that asks.
_COURTESY = re.compile(
    r"[、,]?\s*(?:(?:初歩的|基本的|素人)[なの]?(?:こと|質問)?で(?:大変)?(?:すみません|申し訳(?:ありません|ない(?:です|の"
    r"です)?)|恐縮です)(?:が)?|(?:どうも|たびたび|何度も)?(?:すみません|申し訳ありません|恐れ入ります)(?:が)?|"
    r"(?:よろしく)?お願い(?:します|いたします|致します)|"
    r"(?:sorry|apologies|forgive me)(?: if (?:that|this|it)[^,.?!]*|"
    r" for (?:the|a|my|asking)[^,.?!]*)?|"
    r"(?:please|thanks|thank you|cheers)(?: in advance)?)[。.!]*$|"
    r"^(?:(?:初歩的|基本的|素人)[なの]?(?:こと|質問)?で(?:すみません|申し訳(?:ありません|ないです)|恐縮です)が|"
    r"(?:sorry|apologies|forgive me|excuse me)(?: (?:if|for)[^,.?!]*)?)[、,]\s*|"
    r"^(?:(?:hi|hello),? )?(?:(?:this is )?for (?:an?|my|our)|i(?:['’]m| am)|we(?:['’]re| are)) "
    r"[^,:?]{3,60}:\s*",
    re.IGNORECASE,
)


def without_asides(text: str) -> str:
    """The part of a message that asks; the whole where all of it or none does.

    Args:
        text: A question, perhaps with sentences of context and courtesies around it.
    """
    japanese = has_japanese(text)
    plain = unicodedata.normalize("NFKC", text)
    pattern, asks = (_SENTENCE, _JA_ASKS) if japanese else (_ENGLISH_SENTENCE, _EN_ASKS)
    tells = _JA_ENDS if japanese else _EN_TELLS
    sentences = [found.group().strip() for found in pattern.finditer(plain)]
    asking = [s for s in sentences if asks.search(s) or tells.search(s)]
    if any("?" in s for s in asking):
        # Beside a question, "I want to know how current it is" is no other one.
        asking = [s for s in asking if "?" in s or tells.search(s)]
    part = (" " if not japanese else "").join(asking) if asking else plain
    part = _COURTESY.sub("", part).strip()
    return part if any(ch.isalnum() for ch in part) and part != plain.strip() else text
