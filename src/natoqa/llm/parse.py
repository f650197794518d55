"""From what a model writes to sentences with the ids they cite, as they arrive.

Two forms: plain text with marks ([¶7]) after each sentence, and JSON by the schema below. One
grammar of marks is read; whatever else a model invents stays in the sentence, which then cites
nothing, and the checks decide.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from langchain_core.utils.json import parse_partial_json

from natoqa.answer import TokenUsage

SCHEMA: Mapping[str, Any] = {
    "title": "answer",
    "description": "An answer from the paper, sentence by sentence.",
    "type": "object",
    "properties": {
        "answered": {
            "type": "boolean",
            "description": "false when the paper does not answer the question",
        },
        "sentences": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string", "description": "one sentence, without marks"},
                    "paragraphs": {
                        "type": "array",
                        "items": {"type": "integer"},
                        "description": "numbers of the paragraphs that bear the sentence out",
                    },
                },
                "required": ["text", "paragraphs"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["answered", "sentences"],
    "additionalProperties": False,
}
"""The JSON schema of a structured answer."""

Form = Literal["text", "structured"]

_NUMBER = r"(?:¶|p|paragraphs?\s|paras?\.?\s|段落|第)?\s?\d{1,3}(?:段落)?"
_TO = r"\s*(?:[,、，;；&]|\band\b|と|[-–—~〜～])\s*"
# Not from the middle of a run of blanks: that would take the square of its length.
_MARK = re.compile(
    rf"(?<!\s)\s*(?:[\[【]\s*({_NUMBER}(?:{_TO}{_NUMBER})*)\s*[\]】]|"
    rf"[(（]\s*(?:see\s)?(¶\s?\d{{1,3}}(?:{_TO}¶?\s?\d{{1,3}})*)\s*[)）])"
)
_RANGE = re.compile(r"(\d{1,3})\s*[-–—~〜～]\s*(?:¶|p)?\s*(\d{1,3})")
# So many paragraphs at most are meant by a range.
_WIDEST = 5
# What a thinking model on a local server writes before its answer.
_TAGS = ("<think>", "<thinking>")
_END_OF_THOUGHT = re.compile(r"</think(?:ing)?>", re.IGNORECASE)
_LONGEST_TAG = len("</thinking>")
_OPEN_MARK = re.compile(r"(?<!\s)\s*[\[【][^\[\]【】]{0,40}$")
_BULLET = re.compile(r"\s*(?:[-*•・–]\s+|・|\d{1,2}[.)]\s+)")
_NUMBERED = re.compile(r"\s*\d{1,2}")
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
_CLOSERS = "」』）)\"”’'"
# A full stop after these ends no sentence.
_SHORT = re.compile(r"(?:\b[A-Z]|\b(?:No|Nos|Mr|Ms|Dr|St|vs|e\.g|i\.e|etc|cf|pp?|approx|ca))$")


@dataclass(frozen=True)
class Claim:
    """One sentence of a model's answer.

    Attributes:
        text: The sentence without its marks.
        paragraphs: Ids of the paragraphs it cites ("p07"), as the model gave them.
        bullet: What began its line: "- " or "".
    """

    text: str
    paragraphs: tuple[str, ...] = ()
    bullet: str = ""


@dataclass(frozen=True)
class Parsed:
    """What has been read so far; a stream of these adds up.

    Attributes:
        claims: Finished sentences.
        pending: The sentence that is still being written, without half a mark.
        refused: Whether the model said that the paper does not answer.
        usage: As reported; None before the end.
        finished: Whether this is the end.
        cut_off: Whether the model had more to say than it may write.
    """

    claims: tuple[Claim, ...] = ()
    pending: str = ""
    refused: bool = False
    usage: TokenUsage | None = None
    finished: bool = False
    cut_off: bool = False

    def __add__(self, later: Parsed) -> Parsed:
        """The sum of a stream: all sentences, the latest rest."""
        return Parsed(
            self.claims + later.claims,
            later.pending,
            self.refused or later.refused,
            later.usage or self.usage,
            self.finished or later.finished,
            self.cut_off or later.cut_off,
        )


class Parser(Protocol):
    """Reads an answer piece by piece."""

    refused: bool
    thoughts: int

    def feed(self, piece: str) -> list[Claim]:
        """Take a piece; give the sentences that it finished."""

    def end(self) -> list[Claim]:
        """Give what is left when nothing more comes."""

    @property
    def pending(self) -> str:
        """The unfinished sentence, fit to be shown."""


class TextParser:
    """Reads plain text with marks.

    Args:
        sentinel: What stands for "the paper does not say".
    """

    def __init__(self, sentinel: str) -> None:
        self._sentinel = sentinel
        self._rest = ""
        self._any = False
        self.refused = False
        self.thoughts = 0  # characters of what was thought aloud
        self._thinking = False

    @property
    def pending(self) -> str:
        """The unfinished sentence, without marks or half a mark."""
        if self._thinking:
            return ""
        shown = _OPEN_MARK.sub("", self._rest)
        shown = _tidy(_MARK.sub("", shown))
        return "" if self._sentinel.startswith(shown.strip()) else shown.strip()

    def feed(self, piece: str) -> list[Claim]:
        """Take a piece; give the sentences that it finished."""
        self._rest = (self._rest + printable(piece)).lstrip()
        return [] if self._thinks() else self._take(last=False)

    def end(self) -> list[Claim]:
        """Give what is left when nothing more comes."""
        if self._thinking:
            self._rest = ""
        return self._take(last=True)

    def _thinks(self) -> bool:
        """Whether the model thinks aloud, or may have begun to; thoughts are dropped."""
        if not self._thinking:
            opened = self._rest[:_LONGEST_TAG].lower()
            self._thinking = opened.startswith(_TAGS)
            if not self._thinking:
                return bool(opened) and any(tag.startswith(opened) for tag in _TAGS)
        end = _END_OF_THOUGHT.search(self._rest)
        if end is None:
            self.thoughts += max(len(self._rest) - _LONGEST_TAG, 0)
            self._rest = self._rest[-_LONGEST_TAG:]
            return True
        self._thinking = False
        self.thoughts += end.end()
        self._rest = self._rest[end.end() :].lstrip()
        return self._thinks() if self._rest else True

    def _take(self, *, last: bool) -> list[Claim]:
        claims: list[Claim] = []
        while (end := _sentence_end(self._rest, last=last)) is not None:
            raw, self._rest = self._rest[:end], self._rest[end:]
            if self._sentinel in raw:
                # Only where it stands by itself does the model say so.
                alone = raw.strip().strip("\"'`*[]().。 ").startswith(self._sentinel)
                self.refused = self.refused or (alone and not self._any)
                continue
            claim = _claim(raw)
            if claim is not None:
                self._any = True
                claims.append(claim)
        return claims


def _sentence_end(text: str, *, last: bool) -> int | None:
    """Where the first sentence with its marks ends; None when that is not certain yet."""
    depth = 0
    for i, ch in enumerate(text):
        if ch == "\n":
            if text[:i].strip():
                return i + 1
            continue
        if ch in "「『":
            depth += 1
        elif ch in "」』":
            depth = max(0, depth - 1)
        if depth or ch not in "。！？.!?" or not _ends(text, i, last=last):
            continue
        end = i + 1
        while end < len(text) and text[end] in _CLOSERS:
            end += 1
        while mark := _MARK.match(text, end):
            end = mark.end()
        following = text[end:].lstrip(" ")
        # A mark may still come, or be half there.
        if not last and (not following or following[0] in "[【"):
            return None
        return end
    return len(text) if last and text.strip() else None


def _ends(text: str, i: int, *, last: bool) -> bool:
    """Whether the character at i ends a sentence."""
    if text[i] in "。！？":
        return True
    after = text[i + 1 : i + 2]
    if not after:
        return last
    if after not in " \n[【" + _CLOSERS:
        return False
    return text[i] != "." or not (_SHORT.search(text[:i]) or _NUMBERED.fullmatch(text[:i]))


def _claim(raw: str) -> Claim | None:
    bullet = _BULLET.match(raw)
    body = raw[bullet.end() :] if bullet else raw
    numbers = [n for m in _MARK.finditer(body) for n in _numbers(m[0])]
    text = _tidy(_MARK.sub("", body)).strip()
    if not any(ch.isalnum() for ch in text):
        return None
    return Claim(text, _ids(numbers), "- " if bullet else "")


def _numbers(mark: str) -> list[str]:
    """The numbers of a mark, those within a range too."""
    found = re.findall(r"\d+", mark)
    for first, last in _RANGE.findall(mark):
        if 0 < int(last) - int(first) < _WIDEST:
            found += [str(n) for n in range(int(first) + 1, int(last))]
    return found


def _ids(numbers: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"p{int(number):02d}" for number in numbers))


def printable(text: str) -> str:
    """A text without control characters, direction marks and halves of characters."""
    return "".join(ch for ch in text if ch in "\n\t" or unicodedata.category(ch) not in _UNSEEN)


def _tidy(text: str) -> str:
    """Without Markdown's bold and the blanks that marks leave behind."""
    text = text.replace("**", "").replace("__", "")
    return re.sub(r"\s+(?=[。、.,!?！？])", "", re.sub(r"\s+", " ", text))


# Some models put JSON between these.
_FENCE = re.compile(r"^\s*```(?:json)?\s*|\s*```\s*$")


class JsonParser:
    """Reads JSON by `SCHEMA`, also while it is incomplete."""

    def __init__(self) -> None:
        self._text = ""
        self._given = 0
        self.refused = False
        self.thoughts = 0

    @property
    def pending(self) -> str:
        """Nothing: a sentence's numbers come after its text."""
        return ""

    def feed(self, piece: str) -> list[Claim]:
        """Take a piece; give the sentences that it finished."""
        self._text += piece
        return self._take(last=False)

    def end(self) -> list[Claim]:
        """Give what is left when nothing more comes.

        Raises:
            ValueError: It is not JSON of the schema.
        """
        return self._take(last=True)

    def _take(self, *, last: bool) -> list[Claim]:
        try:
            value = parse_partial_json(_FENCE.sub("", self._text))
        except (ValueError, RecursionError) as error:
            if last:
                raise ValueError("no JSON") from error
            return []
        if not isinstance(value, dict) or not isinstance(value.get("sentences", []), list):
            if last:
                raise ValueError("the answer has another form")
            return []
        items = value.get("sentences", [])
        self.refused = value.get("answered") is False and not items
        if last and not self.refused and not any(map(_items, items)):
            raise ValueError("the answer has no sentence")
        ready = items if last else items[:-1]
        claims = [claim for item in ready[self._given :] for claim in _items(item)]
        self._given = max(self._given, len(ready))
        return claims


def _items(item: object) -> list[Claim]:
    """The sentences of one item, which should be one."""
    if not isinstance(item, dict) or not isinstance(item.get("text"), str):
        return []
    reader = TextParser("\0")
    claims = [*reader.feed(item["text"]), *reader.end()]
    numbers = item.get("paragraphs")
    if not isinstance(numbers, list):
        return claims
    given = _ids([found for n in numbers for found in _number(n)])
    return [
        Claim(claim.text, tuple(dict.fromkeys(given + claim.paragraphs)), claim.bullet)
        for claim in claims
    ]


def _number(value: object) -> list[str]:
    """The number of a paragraph, which may come as "¶15"."""
    if isinstance(value, str):
        return re.findall(r"\d{1,3}", value)
    return (
        [str(value)]
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0
        else []
    )
