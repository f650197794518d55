"""The paper as typed values: Paper, Section, Paragraph, Sentence, Antecedent, Footnote."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict

FRONT_ID = "p00"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Footnote(_Frozen):
    """A footnote mark that stood in the source.

    Attributes:
        number: The printed number, 1 to 58.
        offset: Where in `Paragraph.text` it stood: the index of the character
            that followed the mark.
    """

    number: int
    offset: int


class Antecedent(_Frozen):
    """What a word of a sentence points to outside of it, in natoqa's words.

    Attributes:
        at: Where in the sentence the pointing word ends, such as 2 for それ.
        text: What it stands for.
    """

    at: int
    text: str


class Sentence(_Frozen):
    """One sentence of a paragraph.

    Attributes:
        id: Paragraph id and position, such as "p07s02".
        text: The Japanese text; equals `paragraph.text[start:end]`.
        start: First character in `Paragraph.text`.
        end: One past the last character in `Paragraph.text`.
        pages: Printed pages it stands on (two when it crosses a page).
        translation: Unofficial English translation.
        antecedents: What it points to in the sentences before, in order; the translation names it.
        gives_reason: Whether it says why something is so, wholly or in part.
    """

    id: str
    text: str
    start: int
    end: int
    pages: tuple[int, ...]
    translation: str = ""
    antecedents: tuple[Antecedent, ...] = ()
    gives_reason: bool = True

    def shown(self, language: Literal["ja", "en"]) -> str:
        """The text in the language of an answer."""
        return self.text if language == "ja" else self.translation


class Paragraph(_Frozen):
    """One paragraph, with clean text.

    Attributes:
        id: "p01" to "p31" in reading order; "p00" is the front matter.
        number: The same as an integer.
        section: Japanese title of its section.
        section_en: English title of its section.
        pages: Printed pages it stands on.
        text: Clean Japanese text: wraps joined, footnote marks removed.
        source: The same passage as the source file has it.
        translation: Unofficial English translation of the whole paragraph.
        sentences: Its sentences in order.
        footnotes: The footnote marks taken out of it.
        heading: Short Japanese label written for natoqa (not the author's).
        heading_en: The same in English.
    """

    id: str
    number: int
    section: str
    section_en: str
    pages: tuple[int, ...]
    text: str
    source: str
    translation: str
    sentences: tuple[Sentence, ...]
    footnotes: tuple[Footnote, ...] = ()
    heading: str = ""
    heading_en: str = ""

    @property
    def page(self) -> int:
        """The page on which the paragraph begins."""
        return self.pages[0]

    @property
    def marker(self) -> str:
        """How the paragraph is cited: "¶7"."""
        return f"¶{self.number}"

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence that covers a character of `text`.

        Raises:
            ValueError: No sentence covers the offset.
        """
        for sentence in self.sentences:
            if sentence.start <= offset < sentence.end:
                return sentence
        raise ValueError(f"offset {offset} is in no sentence of {self.id}")


class Section(_Frozen):
    """A section: its titles and the ids of its paragraphs."""

    id: str
    title: str
    title_en: str
    paragraph_ids: tuple[str, ...]


class Paper(BaseModel):
    """The whole paper.

    `paragraphs` begins with the front matter (p00); `body` leaves it out.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    slug: str
    title: str
    title_en: str
    subtitle: str
    subtitle_en: str
    author: str
    author_en: str
    affiliation: str
    affiliation_en: str
    institute: str
    institute_en: str
    series: str
    series_en: str
    number: int
    date: str
    completed: str
    url: str
    rights: str
    rights_en: str
    citation: str
    citation_en: str
    bibtex: str
    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]

    @property
    def body(self) -> tuple[Paragraph, ...]:
        """The paragraphs p01 onwards, without the front matter."""
        return self.paragraphs[1:]

    @property
    def front(self) -> Paragraph:
        """The front matter, p00."""
        return self.paragraphs[0]

    @property
    def pages(self) -> int:
        """Number of printed pages."""
        return max(page for p in self.paragraphs for page in p.pages)

    @cached_property
    def _by_id(self) -> dict[str, Paragraph]:
        return {p.id: p for p in self.paragraphs}

    def paragraph(self, paragraph_id: str) -> Paragraph:
        """The paragraph with this id.

        Raises:
            KeyError: There is no such paragraph.
        """
        return self._by_id[paragraph_id]

    def get(self, paragraph_id: str) -> Paragraph | None:
        """The paragraph with this id, or None."""
        return self._by_id.get(paragraph_id)
