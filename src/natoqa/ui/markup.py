"""From text with marked stretches to HTML. Every character that is shown is escaped here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape

from natoqa.glossary import Glossary
from natoqa.paper import Footnote
from natoqa.text import normalise
from natoqa.ui.texts import load_texts

# Fewest characters that are folded away.
_FOLD = 60


@dataclass(frozen=True)
class Stretch:
    """A stretch of text, [start, end), and the tags around it.

    Attributes:
        start: First character.
        end: One past the last.
        open: Opening tag; its attributes are already escaped.
        close: Closing tag.
        whole: True to leave the tags out where an outer stretch cuts this one in two.
    """

    start: int
    end: int
    open: str
    close: str
    whole: bool = False


@dataclass(frozen=True)
class Insert:
    """HTML that stands before a character and is not part of the text."""

    offset: int
    html: str


def render(
    text: str, layers: Sequence[Sequence[Stretch]], inserts: Sequence[Insert] = ()
) -> Markup:
    """Text as HTML with tags around its stretches.

    Args:
        text: Plain text; all of it is escaped.
        layers: Stretches, outermost layer first. Within a layer the earlier of two that
            overlap wins.
        inserts: HTML to put between characters.
    """
    # Safe: `_plain` escapes every character of the text; the rest are this package's tags.
    html = _render(text, 0, len(text), layers, sorted(inserts, key=lambda i: i.offset))
    return Markup(html)


def _render(
    text: str,
    start: int,
    end: int,
    layers: Sequence[Sequence[Stretch]],
    inserts: Sequence[Insert],
) -> str:
    if not layers:
        return _plain(text, start, end, inserts)
    out: list[str] = []
    at = start
    for stretch in sorted(layers[0], key=lambda s: (s.start, -s.end)):
        first, last = max(stretch.start, at), min(stretch.end, end)
        cut = first != stretch.start or last != stretch.end
        if first >= last or (cut and stretch.whole):
            continue
        out.append(_render(text, at, first, layers[1:], inserts))
        inner = _render(text, first, last, layers[1:], inserts)
        out.append(f"{stretch.open}{inner}{stretch.close}")
        at = last
    out.append(_render(text, at, end, layers[1:], inserts))
    return "".join(out)


def _plain(text: str, start: int, end: int, inserts: Sequence[Insert]) -> str:
    out: list[str] = []
    at = start
    for insert in inserts:
        # A mark that follows a sentence belongs to the stretch that ends there.
        if start < insert.offset <= end:
            out += [str(escape(text[at : insert.offset])), insert.html]
            at = insert.offset
    out.append(str(escape(text[at:end])))
    return "".join(out).replace("\n", "<br>")


@lru_cache(maxsize=512)
def glossary_layer(text: str, glossary: Glossary) -> tuple[Stretch, ...]:
    """Stretches for the glossary's terms, each at the first place where it stands.

    The page shows what they mean on hover or tap.

    Args:
        text: Text of the paper or of its translation.
        glossary: The terms.
    """
    if len(normalise(text)) != len(text):  # offsets would not be those of `text`
        return ()
    seen: set[int] = set()
    layer: list[Stretch] = []
    for match in glossary.find(text):
        key = glossary.entries.index(match.entry)
        # Place names are left plain: underlining every country would bury the terms.
        if match.entry.kind == "place" or key in seen:
            continue
        seen.add(key)
        tag = f'<span class="term" role="button" tabindex="0" data-term="{key}">'
        layer.append(Stretch(match.start, match.end, tag, "</span>", whole=True))
    return tuple(layer)


def footnote_inserts(footnotes: Sequence[Footnote]) -> list[Insert]:
    """Footnote numbers as superscripts, with a word on them for screen readers."""
    texts = load_texts()
    return [
        Insert(
            note.offset,
            # U+2060 keeps the number on the line of the word before it.
            f'<sup class="fn">\u2060<span class="sr">{texts.both("paper_note", number=note.number)}'
            f'</span><span aria-hidden="true">{note.number}</span></sup>',
        )
        for note in footnotes
    ]


def fold_layer(
    sentences: Sequence[tuple[int, int]], kept: Sequence[tuple[int, int]]
) -> list[Stretch]:
    """Stretches to fold away: sentences that are neither kept nor beside a kept one.

    Args:
        sentences: [start, end) of each sentence, in order.
        kept: Stretches that stay in view; the first sentence stays if there is none.
    """
    near = {0} if not kept else set()
    for i, (start, end) in enumerate(sentences):
        if any(start < last and first < end for first, last in kept):
            near |= {i - 1, i, i + 1}
    layer: list[Stretch] = []
    run: list[tuple[int, int]] = []
    for i, sentence in enumerate([*sentences, (0, 0)]):
        if i < len(sentences) and i not in near:
            run.append(sentence)
            continue
        # A short sentence is not worth a fold.
        if run and run[-1][1] - run[0][0] >= _FOLD:
            opened = '<span class="dots" aria-hidden="true">… </span><span class="rest">'
            layer.append(Stretch(run[0][0], run[-1][1], opened, "</span>"))
        run = []
    return layer
