"""Paragraphs and pages asked for by their number: "¶7", "What does paragraph 7 say?", 「3頁」."""

from __future__ import annotations

import re

from natoqa.numerals import KANJI, ORDINALS, kanji_value
from natoqa.paper import Paper, Paragraph, Sentence
from natoqa.text import has_japanese, normalise
from natoqa.words import content_words

_N = r"(\d{1,3})"
_TO = r"(?:\s*(?:-|–|~|〜|～|to|through|から|and|と)\s*(?:¶|第)?(\d{1,3}))?"
# "5 and 7" are two, "5 to 7" three.
_BOTH = re.compile(r"\d\s*(?:段落)?(?:and|と)")
_PARAGRAPHS = re.compile(
    rf"¶\s*{_N}{_TO}|\bp(\d\d)\b|\bpara(?:graph)?s?\s*(?:no\.?|number)?\s*{_N}{_TO}|"
    rf"第?{_N}(?:段落)?{_TO}段落目?|段落\s*{_N}{_TO}"
)
# "3ページでまとめて" says how long, not which.
_PAGES = re.compile(
    rf"\b(?:pages?|pp?\.)\s*{_N}{_TO}|第?{_N}{_TO}(?:ページ|頁)目?"
    r"(?!以内|程度|分|くらい|ぐらい|ほど|[でに](?:まとめ|要約|説明))"
)
_LAST = re.compile(r"(?:最後|末尾)の?(段落|ページ|頁)|\b(?:last|final|closing) (paragraph|page)\b")
_COUNTED = r"(?=段落|ページ|頁)"
_KANJI_NUMBER = re.compile(rf"(?:{KANJI}+|最初の?|冒頭の?){_COUNTED}")
_ORDINAL = re.compile(
    rf"\b(?:the )?({'|'.join(ORDINALS)}|opening|\d+(?=st|nd|rd|th))(?:st|nd|rd|th)? "
    r"(paragraph|page)\b"
)
_SENTENCE = re.compile(
    r"(?:(?P<first>最初|冒頭|書き出し)|最後|末尾|結び|締め)の(?:一?文(?!書|章|字|献)|一言)|"
    r"\b(?:(?P<opening>first|opening)|last|final|closing|concluding) (?:sentence|words|line)\b"
)
_OF_THE_PAPER = re.compile(
    r"論文|本稿|論考|コメンタリー|著者|筆者|\b(?:paper|article|commentary|author)(?:'s)?\b"
)
# What else may be said: one more word, and it asks for something else.
_WORDS = re.compile(
    r"内容|中身|全文|本文|文|表示|見|読|要約|概要|要点|書|載|部分|箇所|目|"
    r"\b(?:show|read|see|give|display|quote|print|open|text|contents?|full|whole|summar\w+|"
    r"written|about|please|pls|there|look|like|want|need)\b"
)


def asked_by_number(question: str, paper: Paper) -> tuple[Paragraph, ...] | None:
    """The paragraphs that a question asks for by number, or None when it asks otherwise.

    Args:
        question: In Japanese or English.
        paper: The paper.

    Returns:
        In reading order; those that stand on a page, where one is asked for; empty where the paper
        has no paragraph or page of that number.
    """
    text = _in_digits(normalise(question))
    for pattern in (_PAGES, _PARAGRAPHS, _LAST):
        found = pattern.search(text)
        if found is None:
            continue
        rest = _WORDS.sub(" ", f"{text[: found.start()]} {text[found.end() :]}")
        if content_words(rest, "ja" if has_japanese(text) else "en", None):
            return None
        said = [group for group in found.groups() if group]
        by_page = pattern is _PAGES or said[0] in {"ページ", "頁", "page"}
        if pattern is _LAST:
            first = last = paper.pages if by_page else paper.body[-1].number
        else:
            first, last = int(said[0]), int(said[-1])
        numbers = {first, last} if _BOTH.search(found[0]) else range(first, last + 1)
        return tuple(
            p
            for p in (paper.body if by_page else paper.paragraphs)
            if (any(n in p.pages for n in numbers) if by_page else p.number in numbers)
        )
    return None


def asked_sentence(question: str, paper: Paper) -> tuple[Paragraph, Sentence] | None:
    """The first or last sentence of the body, where a question asks for it; None otherwise.

    Args:
        question: In Japanese or English.
        paper: The paper.
    """
    text = normalise(question)
    found = _SENTENCE.search(text)
    if found is None:
        return None
    rest = _OF_THE_PAPER.sub(" ", f"{text[: found.start()]} {text[found.end() :]}")
    if content_words(_WORDS.sub(" ", rest), "ja" if has_japanese(text) else "en", None):
        return None
    opens = found["first"] is not None or found["opening"] is not None
    paragraph = paper.body[0 if opens else -1]
    return paragraph, paragraph.sentences[0 if opens else -1]


def _in_digits(text: str) -> str:
    """A text with the numbers of paragraphs and pages in digits."""
    text = _KANJI_NUMBER.sub(
        lambda m: "1" if m[0][0] in "最冒" else str(int(kanji_value(m[0]))), text
    )
    return _ORDINAL.sub(
        lambda m: f"{m[2]} {ORDINALS.get(m[1]) or ('1' if m[1] == 'opening' else m[1])}", text
    )
