"""Text normalisation and lexical terms for Japanese and English."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from operator import add
from typing import Protocol

import snowballstemmer

# Runs of one script. Kanji keep 々 and 〆; katakana keep the long-vowel mark and the middle dot
# splits words.
_RUN = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)*%?)|(?P<latin>[A-Za-z\u00c0-\u024f]+(?:['’][a-z]+)?\d*)"
    r"|(?P<japanese>[\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff\u3005\u3006]+)"
)
# A word as far as the script shows it: between kanji, katakana and hiragana one ends.
_WHOLE = re.compile(r"[\u4e00-\u9fff\u3005\u3006]+|[\u30a1-\u30fa\u30fc]+")
_HIRAGANA_ONLY = re.compile(r"[\u3041-\u3096]+")
_HIRAGANA = re.compile(r"[\u3041-\u3096]")
_JAPANESE = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff]")
# Old character forms still typed, and the forms the paper uses.
_OLD, _NEW = (
    "國會戰歐應變當擴權發爲與豫實廣體條總獨點學來數經濟轉邊聯關證區圖腦齡黨舊黑澤濱龍臺灣齊藝譯讀續價氣單參萬"
    "圓號聲處團圍壓帶縣轄劃勞效對擔據擧舉裝衞將屬稱獻傳專假擇歸辭顯德兩竝歷曆鐵縱從隨險檢驗驅嚴擊攝繼斷營樣榮惡",
    "国会戦欧応変当拡権発為与予実広体条総独点学来数経済転辺連関証区図脳齢党旧黒沢浜竜台湾斉芸訳読続価気単参万"
    "円号声処団囲圧帯県轄画労効対担拠挙挙装衛将属称献伝専仮択帰辞顕徳両並歴暦鉄縦従随険検験駆厳撃摂継断営様栄悪",
)
_NEW_FORMS = dict(zip(_OLD, _NEW, strict=True))
_OLD_FORM = re.compile(f"[{_OLD}]")
_DASHES = re.compile(r"[‐‑‒–—―−－]")
_EN_STOP = frozenset(
    """a an the of to in on at for by with from as and or but is are was were be been being do does
    did has have had will would can could should may might must shall it its this that these those
    there here i me my you your we our they their he she his her who whom whose what which when
    where why how much many if not no so than then also about into over under between per any some
    such s t tell please give paper according say says said does author document article
    text""".split()
)


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802


@cache
def _stemmer() -> _Stemmer:
    stemmer: _Stemmer = snowballstemmer.stemmer("english")
    return stemmer


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The Snowball stem of an English word (Porter 2; Porter 1980, 2001)."""
    return _stemmer().stemWord(word)


@lru_cache(maxsize=8192)
def normalise(text: str) -> str:
    """NFKC, old character forms made new, dashes made one, Latin in lower case.

    Full-width Latin and digits become half-width, half-width kana full-width.
    """
    if not text.isascii():
        text = in_new_forms(unicodedata.normalize("NFKC", text))
        text = _DASHES.sub("-", text)
    return text.lower()


def in_new_forms(text: str) -> str:
    """Old character forms made new: 國 is 国."""
    # Looking for the few by a pattern is quicker than str.translate, which looks each up.
    return _OLD_FORM.sub(lambda found: _NEW_FORMS[found.group()], text)


def has_japanese(text: str) -> bool:
    """Whether the text has a kana or a kanji."""
    return bool(_JAPANESE.search(text))


def terms(text: str) -> list[str]:
    """Lexical terms: character bigrams of Japanese runs, stemmed Latin words, numbers.

    A Japanese run of one character gives that character. English function
    words are left out; bigrams of hiragana alone are kept (BM25's idf makes
    them light).

    Args:
        text: Any text; it is normalised here.

    Returns:
        Terms in order, with repetition.
    """
    found: list[str] = []
    for match in _RUN.finditer(normalise(text)):
        run = match.group()
        if match.lastgroup != "japanese":
            found.extend(_spaced(run, match.lastgroup))
        elif len(run) == 1:
            found.append(run)
        else:
            found.extend(map(add, run, run[1:]))
    return found


def whole_words(text: str) -> list[str]:
    """Words whole: runs of kanji and of katakana, stemmed Latin words, numbers.

    What is written in hiragana is left out, and so are English function words.

    Args:
        text: Any text; it is normalised here.

    Returns:
        Words in order, with repetition.
    """
    found: list[str] = []
    for match in _RUN.finditer(normalise(text)):
        run = match.group()
        if match.lastgroup == "japanese":
            found.extend(_WHOLE.findall(run))
        else:
            found.extend(_spaced(run, match.lastgroup))
    return found


@lru_cache(maxsize=65536)
def _spaced(run: str, kind: str | None) -> tuple[str, ...]:
    """The term of a number or of a Latin word; none of an English function word."""
    if kind == "number":
        return (run.replace(",", ""),)
    word = run.split("'")[0].split("’")[0]
    return () if word in _EN_STOP else (stem(word),)


def is_function_term(term: str) -> bool:
    """Whether a term is only hiragana: particles, endings and the like."""
    return bool(_HIRAGANA_ONLY.fullmatch(term))


def has_hiragana(term: str) -> bool:
    """Whether a term holds an ending or a particle, and so depends on how a sentence is put."""
    return bool(_HIRAGANA.search(term))
