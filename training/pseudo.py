"""Pseudo-translation: English-like text made from Japanese text and the dictionary, word by word.

The model adds token vectors up and so does not see word order; a bag of dictionary glosses is a
usable stand-in for a translation, and gives bilingual pairs in the style of encyclopedia and news
text, of which there are no free translations among the training data.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import normalize

from training.data import DictionaryEntry

_MAX_GLOSSES = 4
_FEWEST_WORDS = 3
_FUNCTION_WORD_RATE = 0.5
_MAX_GLOSS_WORDS = 4
_CONTENT = re.compile(r"[\u4e00-\u9fff々\u30a1-\u30faー]")
_WORD_START = re.compile(r"[\u4e00-\u9fff々\u30a1-\u30fa0-9]")
_KATAKANA = re.compile(r"[\u30a1-\u30faー]")
_KANJI = re.compile(r"[\u4e00-\u9fff々]")
_KANA_TAIL = re.compile(r"(?<=[\u4e00-\u9fff々])[\u3041-\u3096]{1,3}$")
_LATIN = re.compile(r"[0-9A-Za-zÀ-ž.]+")
_FUNCTION_WORDS = tuple(
    "the the the the of of to to and and a a in in is was for on that with as by it at from has "
    "have be are were will an this which he she they its his her their not".split()
)


@dataclass(frozen=True)
class Lexicon:
    """Japanese words with their English glosses.

    Attributes:
        glosses: Word, or stem of a word that inflects, to glosses, commonest first.
        longest: Characters in the longest word.
    """

    glosses: dict[str, tuple[str, ...]]
    longest: int


def build_lexicon(entries: Iterable[DictionaryEntry]) -> Lexicon:
    """Take the entries with kanji or katakana in them; verbs and adjectives also by stem."""
    words: dict[str, list[str]] = {}
    stems: dict[str, list[str]] = {}
    for entry in entries:
        word = normalize("NFKC", entry.headword)
        glosses = [g for g in entry.glosses if len(g.split()) <= _MAX_GLOSS_WORDS]
        if not _CONTENT.search(word) or not glosses:
            continue
        words.setdefault(word, []).extend(glosses)
        stem = _KANA_TAIL.sub(lambda m: m.group()[:-1], word)
        if stem != word and len(word) >= 2:
            stems.setdefault(stem, []).extend(glosses)
    for stem, glosses in stems.items():
        words.setdefault(stem, glosses)
    merged = {word: tuple(dict.fromkeys(g))[:_MAX_GLOSSES] for word, g in words.items()}
    return Lexicon(merged, max(map(len, merged)))


def inflect(gloss: str, rng: random.Random) -> str:
    """Give a gloss one of its regular inflected forms at random."""
    is_verb = gloss.startswith("to ")
    words = gloss.removeprefix("to ").split()
    if not words or not words[0].isalpha():
        return " ".join(words)
    place = 0 if is_verb else len(words) - 1
    ending = rng.choice(("", "", "s", "ed", "ing") if is_verb else ("", "", "s"))
    word = words[place]
    if not ending or not word.islower():
        return " ".join(words)
    if ending in ("ed", "ing") and word.endswith("e"):
        word = word[:-1]
    elif ending in ("ed", "s") and re.search(r"[^aeiou]y$", word):
        word, ending = word[:-1] + "i", "es" if ending == "s" else "ed"
    elif ending == "s" and re.search(r"(s|x|z|ch|sh)$", word):
        ending = "es"
    words[place] = word + ending
    return " ".join(words)


def segment(text: str, lexicon: Lexicon) -> list[tuple[str, tuple[str, ...]]]:
    """Cut a text into dictionary words, greedily the longest first; the rest is left out.

    Returns:
        Pairs of a word and its glosses; Latin and digits are their own gloss.
    """
    text = normalize("NFKC", text)
    found, at = [], 0
    while at < len(text):
        end = _word_end(text, at, lexicon)
        if end is not None:
            found.append((text[at:end], lexicon.glosses[text[at:end]]))
        elif latin := _LATIN.match(text, at):
            end = latin.end()
            found.append((latin.group(), (latin.group(),)))
        at = end or at + 1
    return found


def _word_end(text: str, at: int, lexicon: Lexicon) -> int | None:
    """Find where the longest dictionary word that begins at `at` ends, if there is one."""
    if not _WORD_START.match(text[at]):
        return None
    for end in range(min(len(text), at + lexicon.longest), at, -1):
        if text[at:end] not in lexicon.glosses:
            continue
        # A word is not cut out of a longer run of katakana or digits, and a single kanji only
        # at the end of its run: elsewhere it is mostly a piece of a name.
        before, after = text[at - 1 : at], text[end : end + 1]
        if _KATAKANA.match(text[at]) and before and _KATAKANA.match(before):
            continue
        if _KATAKANA.match(text[end - 1]) and after and _KATAKANA.match(after):
            continue
        if text[at].isdigit() and (end == at + 1 or (before and before.isdigit())):
            continue
        if end == at + 1 and after and _KANJI.match(after):
            continue
        return end
    return None


def pseudo_translations(
    text: str, lexicon: Lexicon, rng: random.Random, versions: int
) -> list[str]:
    """Replace each dictionary word with one of its glosses, earlier ones likelier.

    Returns:
        Several versions in English words with some function words between; none if fewer than
        three words are in the dictionary.
    """
    found = segment(text, lexicon)
    if len(found) < _FEWEST_WORDS:
        return []
    made = []
    for _ in range(versions):
        words: list[str] = []
        for _, glosses in found:
            pick = min(int(rng.expovariate(1.0)), len(glosses) - 1)
            words.append(inflect(glosses[pick], rng))
            if rng.random() < _FUNCTION_WORD_RATE:
                words.append(rng.choice(_FUNCTION_WORDS))
        made.append(" ".join(words))
    return made


def split_words(text: str, rng: random.Random, rate: float) -> str:
    """Break long katakana and Latin words in two at random: the pieces must then work alone too.

    A cheap form of subword regularisation (Kudo 2018).
    """

    def cut(match: re.Match[str]) -> str:
        word = match.group()
        if rng.random() >= rate:
            return word
        place = rng.randint(2, len(word) - 2)
        return f"{word[:place]} {word[place:]}"

    return re.sub(r"[\u30a1-\u30faー]{4,}|[A-Za-z]{4,}", cut, text)
