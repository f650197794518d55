"""Which language a question is in: Japanese, English, or one natoqa does not speak."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from natoqa.text import normalise

Detected = Literal["ja", "en", "other"]

# Typed with a Japanese keyboard: full-width letters and marks.
_WIDE = re.compile(r"[\uff01-\uff5e\u3000-\u3002]")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_HIRAGANA = re.compile(r"[\u3041-\u3096]")
_KANJI = re.compile(r"[\u4e00-\u9fff]")
_LATIN_WORD = re.compile(r"[a-z\u00df-\u024f]+(?:'[a-z]+)?")
_ENGLISH = frozenset(
    """a about an and any are at be been by can could did do does for from give had has have how i
    in into is it its list many much name of on or please should show summarise summarize tell than
    that the their them there these this those to was were what what's when where which who who's
    whose why will with would you your hello hi hey thanks thank ok yes no not between explain
    describe define compare summary main points conclusion next meaning stand stands""".split()
)
# Function words of the European languages a visitor may try, that are not English words too.
_OTHER = frozenset(
    """le les des une est sont que qui où quand pourquoi comment combien quel quelle du dans pour
    sur der das ist sind und wer wann wo warum wie welche welcher nicht mit für ein eine auf von
    el los las es son qué quién cuándo dónde cuánto cuántos por como cómo una para del
    il gli è chi quando dove perché quanto quali della nel che di o os quem onde porque quantos
    résumez résume quels quelles qu'est ce cosa che quest'articolo zusammenfassung bedeutet
    como da na het een wie waar wanneer hoeveel van och är vad när hvem hvad var""".split()
)
# Of the English ones those that another language has too: "Was ist …?", "… a décidé …".
_SHARED = frozenset({"a", "an", "in", "is", "no", "was", "will"})
# In an English sentence they belong to a name: "von der Leyen", "de Gaulle".
_PARTICLES = re.compile(
    r"\b(?i:von der|van der|van den|de la|von|van|de|del|du|le|la|el|da|di)(?= [A-Z])"
)
# Characters that mark Chinese where there is no kana.
_CHINESE = re.compile(r"[嗎麼呢吗么们这谁哪您说对为约队军联盟么几]|什么|哪里|多少|的是")

# "Answer in English", "Translate that into Japanese", "日本語で教えて" at an end of a message.
_WANTED = re.compile(
    r"(?:(?:please |can you |could you )?(?:translate|put|say)"
    r"(?: (?:that|it|this|the answer|your answer))? (?:in|into|to) "
    r"(?P<into>english|japanese)(?:,? please)?|"
    r"(?:and )?(?:in )?(?P<bare>english|japanese)(?: version)?,? please|"
    r"(?:これ|それ|今の|回答)?を?(?P<ja_into>英語|日本語)に(?:翻訳|訳|直|変換)して(?:ください|ほしい(?:です)?|くれますか)?|"
    r"(?P<ja_verb>[英和邦])訳(?:して(?:ください|ほしい(?:です)?|くれますか)?|をお願いします|お願い(?:します)?)?|"
    r"(?:(?:answer|reply|respond|explain)\b[^.?!]{0,40} in (?P<en_name>english|japanese)|"
    r"in (?P<en_please>english|japanese),? please)|"
    r"(?P<ja_name>英語|日本語)で(?:(?:答え|回答し|教え|説明し|書い)て(?:ください|ほしい(?:です)?)?|"
    r"お願いします|よろしく)?)[?.!。、]*$|"
    r"^(?:please )?(?:answer|reply|respond|explain)(?: to me)? in (?P<lead>english|japanese)\b"
)


def wanted_language(text: str) -> Literal["ja", "en"] | None:
    """The language in which a message asks to be answered; None where it says nothing of that.

    Args:
        text: A message.
    """
    found = _WANTED.search(normalise(text).strip())
    if found is None:
        return None
    name = next(name for name in found.groups() if name)
    return "en" if name in ("english", "英語", "英") else "ja"


def only_wishes(text: str) -> bool:
    """Whether a message is nothing but such a wish: "英語でお願いします"."""
    plain = normalise(text).strip()
    rest = _WANTED.sub("", plain)
    return rest != plain and not any(ch.isalnum() for ch in rest.replace("please", ""))


def detect(text: str, *, before: str = "") -> Detected:
    """The language of a question.

    Kana decide for Japanese unless the sentence around a Japanese term is
    English ("What is 前方陸上部隊?"). Kanji alone count as Japanese unless
    they hold characters or words of Chinese. Latin letters count as English
    unless their function words are another language's; one or two words in full-width letters or
    with a full-width mark ("NATO？") count as Japanese.

    Args:
        text: A question, of any length.
        before: The question before it: decides for a bare acronym ("SACEUR?").
    """
    wide = _WIDE.search(text) is not None
    named = sum(len(name.split()) for name in _PARTICLES.findall(text))
    text = normalise(text)
    words = _LATIN_WORD.findall(text)
    english = sum(word in _ENGLISH for word in words)
    if _HIRAGANA.search(text):
        # "“What is ～とは” in English?" is rare: two or more English function words decide.
        return "en" if english >= 2 and english > len(_HIRAGANA.findall(text)) else "ja"
    if _KANA.search(text):
        return "en" if english >= 1 else "ja"
    if _KANJI.search(text):
        if english >= 1:
            return "en"
        return "other" if _CHINESE.search(text) or not _in_japanese_set(text) else "ja"
    if any(_foreign_script(ch) for ch in text):
        return "other"
    if english == 0 and len(words) <= 2 and (wide or _KANA.search(before)):
        return "ja"
    other = sum(word in _OTHER for word in words) - (named if english else 0)
    shared = sum(word in _SHARED for word in words)
    foreign = other >= 1 and len(words) >= 2 and (other > english or english <= shared)
    return "other" if foreign else "en"


def _in_japanese_set(text: str) -> bool:
    """Whether every kanji is in JIS X 0208, which has no simplified Chinese characters."""
    try:
        "".join(_KANJI.findall(text)).encode("euc_jp")
    except UnicodeEncodeError:
        return False
    return True


def _foreign_script(ch: str) -> bool:
    if not ch.isalpha() or ch.isascii():
        return False
    return unicodedata.name(ch, "").split(" ")[0] not in {
        "LATIN",
        "CJK",
        "HIRAGANA",
        "KATAKANA",
        "MICRO",
        "FEMININE",
        "MASCULINE",
    }
