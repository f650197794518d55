"""From the extracted PDF text to clean paragraphs.

The source file is the text layer of the PDF, one printed line a line. Three
facts of it are used: a line that ends with a blank ends a paragraph; a line
that begins with a blank straight after another line begins a page; footnote
numbers stand fused to the text they belong to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_OPEN, _CLOSE = "「『（(〔［", "」』）)〕］"
# A mark touches the text before it and is followed by punctuation.
_MARK_BEFORE = re.compile(r"[ぁ-ゖァ-ヺー一-龯々」』）]")
_MARK_AFTER = "。、」』（）"


@dataclass(frozen=True)
class RawParagraph:
    """A paragraph as the source has it: printed lines and the page of each."""

    lines: tuple[tuple[int, str], ...]

    @property
    def text(self) -> str:
        """The lines joined by newlines, as in the source."""
        return "\n".join(line for _, line in self.lines)


@dataclass(frozen=True)
class CleanParagraph:
    """Clean text with, for every character, its page; and the marks taken out.

    Attributes:
        text: Clean text.
        page_of: Page number of each character of `text`.
        marks: (number, offset in `text`) of every footnote mark removed.
        source: The source lines.
    """

    text: str
    page_of: tuple[int, ...]
    marks: tuple[tuple[int, int], ...]
    source: str


def split_paragraphs(source: str) -> list[RawParagraph]:
    """Group the printed lines of the source into paragraphs.

    Args:
        source: The whole source file.

    Returns:
        Paragraphs in order: front matter lines, section titles and body alike.
    """
    paragraphs: list[RawParagraph] = []
    lines: list[tuple[int, str]] = []
    page, previous = 0, None
    for line in source.split("\n"):
        if line.startswith(" ") and previous != "":
            page += 1
        previous = line
        if not line.strip():
            continue
        lines.append((page, line))
        if line.endswith(" "):
            paragraphs.append(RawParagraph(tuple(lines)))
            lines = []
    if lines:
        paragraphs.append(RawParagraph(tuple(lines)))
    return paragraphs


def _keep_blank(before: str, after: str) -> bool:
    """A blank is real only between two Latin words ("Jens Stoltenberg")."""
    return bool(_LATIN.match(before) and _LATIN.match(after))


def clean(raw: RawParagraph, next_mark: int) -> CleanParagraph:
    """Join wraps, take out footnote marks and blanks that extraction put in.

    Marks are found in sequence: only the number that comes next can be a mark,
    so "ステッドファスト・ディフェンダー24" keeps its 24.

    Args:
        raw: The paragraph.
        next_mark: The number the next footnote mark must have.
    """
    chars: list[tuple[str, int]] = []
    for page, line in raw.lines:
        chars.extend((ch, page) for ch in line.strip())
    joined = "".join(ch for ch, _ in chars)
    dropped: set[int] = set()
    mark_starts: dict[int, int] = {}
    for run in re.finditer(r"\d+", joined):
        before = joined[run.start() - 1] if run.start() else ""
        after = joined[run.end()] if run.end() < len(joined) else ""
        if (
            run.group() == str(next_mark)
            and before
            and _MARK_BEFORE.match(before)
            and after in _MARK_AFTER
        ):
            dropped.update(range(*run.span()))
            mark_starts[run.start()] = next_mark
            next_mark += 1
    for i, (ch, _) in enumerate(chars):
        if ch == " " and not _keep_blank(joined[i - 1], joined[i + 1]):
            dropped.add(i)
    text: list[str] = []
    pages: list[int] = []
    marks: list[tuple[int, int]] = []
    for i, (ch, page) in enumerate(chars):
        if i in mark_starts:
            marks.append((mark_starts[i], len(text)))
        if i not in dropped:
            text.append(ch)
            pages.append(page)
    return CleanParagraph("".join(text), tuple(pages), tuple(marks), raw.text)


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of the sentences of a Japanese text.

    A sentence ends at 。！？ outside brackets and quotation marks.
    """
    start, depth = 0, 0
    for i, ch in enumerate(text):
        if ch in _OPEN:
            depth += 1
        elif ch in _CLOSE:
            depth = max(0, depth - 1)
        elif ch in "。！？" and depth == 0:
            yield start, i + 1
            start = i + 1
    if start < len(text):
        yield start, len(text)
