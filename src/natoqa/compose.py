"""From chosen sentences to the text of an answer with its citations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from natoqa.acronyms import Expansion
from natoqa.answer import Citation, Span
from natoqa.paper import Paragraph, Sentence
from natoqa.units import Language

# Connectives that point back to a sentence the reader does not see.
_LEADS = {
    "ja": re.compile(
        r"^(?:また|さらに|しかし|そして|他方で|次に|まず|続いて|なお|その他|つまり|"
        r"そこで|一方で|換言すれば|これらのことから|このことから|そのため|このため|その際|このように|"
        r"こうした経緯もあり|このような流れもあり|その意味で|かかる背景から|これに関連して|第[一二三四]に)、"
    ),
    "en": re.compile(
        r"^(?:However|Second|Third|Fourth|Furthermore|Moreover|In addition|Next|First|"
        r"Then|In other words|"
        r"On the other hand|Accordingly|In fact|Indeed|For that reason|In that sense|"
        r"Against this background|In this (?:way|connection)|From (?:this|these facts)|"
        r"As noted above|At the same time|Partly owing to (?:this trend|these developments)|"
        r"In the end, however),\s+",
    ),
}


class Composer:
    """Builds the text of an answer piece by piece, keeping offsets right.

    Args:
        language: Of the answer.
    """

    def __init__(self, language: Language) -> None:
        self.language = language
        self._text = ""
        self.citations: list[Citation] = []
        self.highlights: list[Span] = []

    @property
    def text(self) -> str:
        """The text so far."""
        return self._text

    def line(self, text: str) -> None:
        """Add a line of its own, without a citation."""
        self._text += ("\n" if self._text else "") + text

    def cite(
        self,
        shown: str,
        citations: Sequence[Citation],
        *,
        highlight: Span | None = None,
        bullet: str = "",
    ) -> None:
        """Add a sentence and the marks of what proves it.

        Args:
            shown: The sentence as the answer has it.
            citations: Its proof, one or more.
            highlight: The words of `shown` to show in bold.
            bullet: Starts a new line with this, such as "- ".
        """
        if bullet:
            self._text += ("\n" if self._text else "") + bullet
        elif self._text:
            self._text += " " if self.language == "en" else ""
        start = len(self._text)
        gap = " " if self.language == "en" and citations else ""
        marks = "".join(f"[{c.marker}]" for c in _distinct(citations))
        self._text += f"{shown}{gap}{marks}"
        self.citations.extend(citations)
        if highlight is not None:
            self.highlights.append(Span(start=start + highlight.start, end=start + highlight.end))


def _distinct(citations: Sequence[Citation]) -> list[Citation]:
    return list({c.marker: c for c in citations}.values())


def cite_sentence(
    paragraph: Paragraph,
    sentence: Sentence,
    *,
    answer: Span | None = None,
    answer_en: Span | None = None,
) -> Citation:
    """A citation of a whole sentence.

    Args:
        paragraph: Where it stands.
        sentence: The sentence.
        answer: The answering words as offsets in the sentence's Japanese text.
        answer_en: The same in its translation.
    """
    return Citation(
        marker=paragraph.marker,
        paragraph=paragraph,
        quote=sentence.text,
        start=sentence.start,
        end=sentence.end,
        translation=sentence.translation,
        answer=None
        if answer is None
        else Span(start=sentence.start + answer.start, end=sentence.start + answer.end),
        answer_en=answer_en,
    )


@dataclass(frozen=True)
class Told:
    """A sentence as an answer has it.

    Attributes:
        text: As shown.
        cut: How many characters of the sentence were cut from its beginning.
        put_in: Where in the rest what was put in, in order.
    """

    text: str
    cut: int
    put_in: tuple[tuple[int, str], ...]

    def move(self, span: Span) -> Span | None:
        """A span of the sentence as one of the text; None if it is not there."""
        start, end = span.start - self.cut, span.end - self.cut
        if start < 0:
            return None
        return Span(
            start=start + sum(len(words) for at, words in self.put_in if at <= start),
            end=end + sum(len(words) for at, words in self.put_in if at < end),
        )


def as_told(
    sentence: Sentence,
    language: Language,
    *,
    after: Sentence | None = None,
    expansion: Expansion | None = None,
) -> Told:
    """A sentence as an answer has it: no leading connective, and 〔what it points to〕 put in.

    After the sentence that it follows in the paper it stays as it is. Brackets of this kind mark an
    editor's words in a Japanese quotation.

    Args:
        sentence: The sentence.
        language: Of the answer.
        after: The sentence that the answer has before it.
        expansion: What an acronym in it stands for.
    """
    shown = sentence.shown(language)
    follows = after is not None and _follows(sentence, after)
    text, cut = (shown, 0) if follows else without_lead(shown, language)
    put_in = []
    if language == "ja" and not follows:
        put_in = [(a.at, f"〔{a.text}〕") for a in sentence.antecedents]
    if expansion is not None:
        put_in.append((expansion.at, expansion.text))
    kept = tuple(sorted((at - cut, words) for at, words in put_in if at >= cut))
    for at, words in reversed(kept):
        text = f"{text[:at]}{words}{text[at:]}"
    return Told(text, cut, kept)


def _follows(sentence: Sentence, before: Sentence) -> bool:
    """Whether one sentence stands right after another in a paragraph."""
    return sentence.id[:3] == before.id[:3] and sentence.start == before.end


def without_lead(text: str, language: Language) -> tuple[str, int]:
    """A sentence without a leading connective, and how many characters were cut.

    In English the new first letter becomes a capital.
    """
    found = _LEADS[language].match(text)
    if not found:
        return text, 0
    rest = text[found.end() :]
    return (rest[:1].upper() + rest[1:] if language == "en" else rest), found.end()
