"""What people say around a question: "I am preparing a talk. …", "…, sorry if that is basic."."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

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
_SORRY = (
    r"(?:初歩的|基本的|素人)[なの]?(?:こと|質問)?で(?:大変)?"
    r"(?:すみません|申し訳(?:ありません|ない(?:です|のです)?)|恐縮です)"
)
# Sentences that ask for nothing that the paper could say.
_POLITE = re.compile(
    r"(?:(?:can|could|would) (?:you|someone|anyone) (?:please )?help(?: me)?(?: out)?"
    r"(?: with (?:this|something|a question))?|(?:may|can|could) i ask (?:you )?"
    r"(?:a (?:quick )?question|something)|"
    r"(?:ちょっと)?(?:お?伺い|聞き|質問し|お尋ねし)(?:して)?(?:たい(?:です|のですが|んですが)?|ても?いいですか|ます)|"
    r"(?:教え|助け)て(?:ください|下さい)|"
    r"(?:根拠|出典|引用|該当)[^。?]{0,12}(?:知りたい|教えて|示して|付けて|お願い)[^。?]*)[?!.。]*",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"[、,]?\s*(?:{_SORRY}(?:が)?|"
    r"(?:どうも|たびたび|何度も)?(?:すみません|申し訳ありません|恐れ入ります)(?:が)?|"
    r"(?:よろしく)?お願い(?:します|いたします|致します)|"
    r"(?:できれば|なるべく)?(?:短く|簡潔に|手短に|一言で|一文で|(?:日本語|英語)で)"
    r"(?:(?:答え|回答し|教え|説明し)て(?:ください|下さい|ほしい(?:です)?)?|お願いします|でいいので)?|"
    r"出典も?(?:教えて(?:ください)?|お願いします)|"
    r"(?:sorry|apologies|forgive me)(?: if (?:that|this|it)[^,.?!]*|"
    r" for (?:the|a|my|asking)[^,.?!]*)?|"
    r"(?:please )?(?:answer |reply )?in (?:english|japanese)|"
    r"(?<=, )(?:(?:is that )?(?:right|correct|true|no)|"
    r"(?:is|are|was|were|do|does|did)n['’]t (?:it|they|he|that))\?|"
    r"(?:please|thanks|thank you|cheers)(?: in advance)?)[。.!]*$",
    re.IGNORECASE,
)
_PAPER_JA = r"論文|論考|コメンタリー|レポート|記事|文書"
_PAPER_EN = r"paper|article|commentary|author|writer"
# It asks for nothing itself: what is meant stands in the sentence before it.
_WHAT_IT_SAYS = re.compile(
    rf"(?:(?:この|本)?(?:{_PAPER_JA})|本稿|筆者|著者)(?:に|で)?は、?(?:何|なん|どう)(?:と|て)?"
    r"(?:書|言|述べ|いっ|説明|ありま|ある)[^。?]{0,12}[。?]*|"
    rf"(?:and |so |but )?what (?:does|did|would) (?:the|this) (?:{_PAPER_EN}) "
    r"(?:itself )?(?:say|write|tell us|think)(?: (?:about|on|of) (?:it|this|that|them))?\?*",
    re.IGNORECASE,
)
# How it is to be told.
_ONE = (
    r"(?:一言|ひとこと|ひと言|一文|1文)で(?:言うと|いうと|言えば|まとめると|簡単に|だけ)?|"
    r"in (?:just )?(?:one|a single|1) (?:short )?(?:sentence|line|word|phrase)s?|in a word"
)
_FORM = re.compile(
    rf"(?:{_ONE}|(?:小学生|中学生|高校生|子ども|子供|素人|初心者|専門外の人)(?:に|で)も?(?:わか|分か)る"
    r"(?:ように|くらい|ぐらい)(?:簡単に)?|(?:わか|分か)りやすく|簡潔に|手短に|箇条書きで|"
    r"段落番号(?:も|を)?(?:付き|つき|付けて|つけて|添えて|入り)で?|"
    r"(?:原文|本文)(?:を|から|の)?(?:そのまま)?引用(?:して|しながら|で)|引用(?:付き|つき)で|"
    r"\d+(?:文)?字(?:以内|程度|くらい|ぐらい)で|"
    r"(?:explain|tell me|put)(?: it| this)? (?:like|as if) i(?:['’]m| am|['’] were| were) "
    r"(?:a )?\w+(?: years? old)?|eli5|"
    r"in (?:plain|simple|easy) (?:english|terms|words|language)|in a nutshell|"
    r"(?<=[:,] )briefly|^briefly|(?:as|in|with) bullet points?|"
    r"with (?:the|a) paragraph numbers?|in (?:two|three|2|3|a few)(?: or (?:two|three))? sentences)"
    r"(?:[、,:]| -| –| —)?\s*",
    re.IGNORECASE,
)
_BRIEF = re.compile(_ONE, re.IGNORECASE)
# What comes before it: who asks and why, up to a comma or colon, and no name of a thing.
_BEFORE = re.compile(
    rf"^(?:{_SORRY}が[、,]\s*|"
    r"[^、。?A-Za-z\d\u30a1-\u30fa]{2,25}(?:のですが|んですが|ますが|けれど|けど)[、,]\s*|"
    r"(?:sorry|apologies|forgive me|excuse me)(?: (?:if|for)[^,.?!]*)?,\s*|"
    r"(?:hi|hello|hey|good (?:morning|afternoon|evening))(?: there| all)?\s*[,!.]\s*|"
    r"(?:this is )?for (?:an?|my|our) [^,:?]{3,40}[:,]\s*|"
    r"(?:please )?(?:answer|reply) in (?:english|japanese)[:,.]\s*|"
    r"(?=[^:?]*\b(?:i|i['’]m|my|me|we|our|us|question|checking|please|thing)\b)[^:?]{2,70}"
    r"(?::| [–—-])\s+)",
    re.IGNORECASE,
)


# "… according to the author?" asks about what the paper says all the same.
_ATTRIBUTION = re.compile(
    rf"(?:この|本)?(?:{_PAPER_JA})(?:に(?:よる|よれば|よると)と?|では)[、,]?|"
    r"(?:本稿|筆者|著者)(?:に(?:よれば|よると)|では)[、,]?|(?:著者|筆者)の(?:考え|見方|意見)では[、,]?|"
    rf",? ?\b(?:according to|in) (?:the|this) (?:{_PAPER_EN})"
    r"(?:['’]s (?:view|opinion))?\b,? ?",
    re.IGNORECASE,
)


def sentences(text: str) -> list[str]:
    """The sentences of a message."""
    pattern = _SENTENCE if has_japanese(text) else _ENGLISH_SENTENCE
    return [found.group().strip() for found in pattern.finditer(text)]


def asks_outright(sentence: str) -> bool:
    """Whether a sentence has the form of a question or of a request to tell something."""
    ends = _JA_ENDS if has_japanese(sentence) else _EN_TELLS
    return "?" in sentence or bool(ends.search(sentence))


def asks(text: str) -> bool:
    """Whether there is a question mark or word in a text."""
    return bool((_JA_ASKS if has_japanese(text) else _EN_ASKS).search(text))


def without_attribution(text: str) -> str:
    """A question without "according to the paper" and the like."""
    rest = _ATTRIBUTION.sub("", text)
    return rest if any(ch.isalnum() for ch in rest) else text


def wants_one_sentence(text: str) -> bool:
    """Whether a message wants its answer in one sentence: "一言で", "in one sentence"."""
    return bool(_BRIEF.search(unicodedata.normalize("NFKC", text)))


@lru_cache(maxsize=512)
def without_asides(text: str) -> str:
    """The part of a message that asks; the whole where all of it or none does.

    Args:
        text: A question, perhaps with sentences of context and courtesies around it.
    """
    japanese = has_japanese(text)
    plain = unicodedata.normalize("NFKC", text)
    asks = _JA_ASKS if japanese else _EN_ASKS
    said = sentences(plain)
    said = [s for s in said if not _POLITE.fullmatch(s)] or said
    asking = [s for s in said if asks.search(s) or asks_outright(s)]
    if any("?" in s for s in asking):
        # Beside a question, "I want to know how current it is" is no other one.
        asking = [s for s in asking if asks_outright(s)]
    if asking and all(_WHAT_IT_SAYS.fullmatch(s) for s in asking):
        asking = said
    part = (" " if not japanese else "").join(asking) if asking else plain
    part = _AFTER.sub("", _BEFORE.sub("", _FORM.sub("", part))).strip(" 、,")
    return part if any(ch.isalnum() for ch in part) and part != plain.strip() else text
