"""The paper itself as HTML: contents, paragraphs side by side, find, how to cite."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from markupsafe import Markup

from natoqa.glossary import Glossary
from natoqa.paper import Paper, Paragraph
from natoqa.ui.markup import footnote_inserts, glossary_layer, render
from natoqa.ui.templates import fill
from natoqa.ui.texts import load_texts, pair


@dataclass(frozen=True)
class ShownParagraph:
    """A paragraph in both languages, terms and footnote numbers in place."""

    paragraph: Paragraph
    japanese: Markup
    english: Markup


@dataclass(frozen=True)
class ShownSection:
    """A section with its paragraphs."""

    id: str
    title: str
    title_en: str
    paragraphs: tuple[ShownParagraph, ...]


def paper_html(paper: Paper, glossary: Glossary) -> str:
    """The whole tab."""
    texts = load_texts()
    sections = [
        ShownSection(
            section.id,
            section.title,
            section.title_en,
            tuple(_shown(paper.paragraph(one), glossary) for one in section.paragraph_ids),
        )
        for section in paper.sections
    ]
    author = pair(
        texts.get(
            "ja",
            "paper_author_line",
            author=paper.author,
            affiliation=paper.affiliation,
            institute=paper.institute,
        ),
        texts.get(
            "en",
            "paper_author_line",
            author=paper.author_en,
            affiliation=paper.affiliation_en,
            institute=paper.institute_en,
        ),
    )
    line = {"number": paper.number, "date": paper.date}
    series = pair(
        texts.get("ja", "paper_series_line", series=paper.series, **line),
        texts.get("en", "paper_series_line", series=paper.series_en, **line),
    )
    # The page's script fills in the number.
    count = texts.both("paper_found", count="@").replace("@", Markup("<b></b>"))
    return fill("paper", paper=paper, sections=sections, author=author, series=series, count=count)


def glossary_json(glossary: Glossary) -> str:
    """What each term means, for the page's script: a list in the glossary's order."""
    shown = ("acronym", "ja", "en", "note_ja", "note_en")
    entries = [asdict(entry) for entry in glossary.entries]
    return json.dumps([{name: one[name] for name in shown} for one in entries], ensure_ascii=False)


def _shown(paragraph: Paragraph, glossary: Glossary) -> ShownParagraph:
    japanese = render(
        paragraph.text,
        [glossary_layer(paragraph.text, glossary)],
        footnote_inserts(paragraph.footnotes),
    )
    english = render(paragraph.translation, [glossary_layer(paragraph.translation, glossary)])
    return ShownParagraph(paragraph, japanese, english)
