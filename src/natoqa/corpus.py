"""Load a paper's folder in corpus/ into a Paper."""

from __future__ import annotations

import csv
import hashlib
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from natoqa.errors import InputError, NatoqaError
from natoqa.paper import Antecedent, Footnote, Paper, Paragraph, Section, Sentence
from natoqa.resources import corpus_folder, papers
from natoqa.source import CleanParagraph, clean, sentence_spans, split_paragraphs

_ISSUE_LINE = re.compile(r"(第\s*\d+\s*号)\s+(.+)")
_COMPLETION = re.compile(r"（.*脱稿）")
_FRONT_SECTION, _FRONT_SECTION_EN = "書誌情報", "Front matter"


@dataclass(frozen=True)
class TranslatedRow:
    """A row of translation.en.tsv: what it translates, a hash of that, the English."""

    id: str
    sha256: str
    english: str


def text_hash(text: str) -> str:
    """The first 12 hex digits of the text's SHA-256: pins a translation to its sentence."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def read_translation(path: Path) -> dict[str, TranslatedRow]:
    """The rows of a translation file by sentence (or section) id."""
    rows = (TranslatedRow(r["id"], r["sha256"], r["english"]) for r in read_tsv(path))
    return {row.id: row for row in rows}


def read_tsv(path: Path) -> list[dict[str, str]]:
    """The rows of a tab-separated file with a header line.

    Raises:
        NatoqaError: The file cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise NatoqaError(f"cannot read {path}: {error.strerror}: install natoqa again") from None
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


@dataclass(frozen=True)
class Paraphrase:
    """A sentence said again in everyday words, with more words for what it says.

    For the index only; never shown or quoted.
    """

    ja: str
    en: str


def load_paraphrases(paper: Paper) -> tuple[tuple[Paraphrase, ...], ...]:
    """The restatements of each body paragraph's sentences, from paraphrase.tsv.

    Raises:
        NatoqaError: A row is missing or restates another text.
    """
    path = corpus_folder(paper.slug) / "paraphrase.tsv"
    rows = {row["id"]: row for row in read_tsv(path)}

    def one(sentence: Sentence) -> Paraphrase:
        row = rows.get(sentence.id)
        if row is None or row["sha256"] != text_hash(sentence.text):
            raise NatoqaError(
                f"{path.name}: row {sentence.id} does not restate {sentence.text[:20]!r}: "
                "correct the row and its sha256"
            )
        return Paraphrase(f"{row['ja']} {row['ja_words']}", f"{row['en']} {row['en_words']}")

    return tuple(tuple(one(s) for s in paragraph.sentences) for paragraph in paper.body)


class _Antecedents:
    """Looks up what each sentence points to and refuses what belongs to another text."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rows: dict[str, list[dict[str, str]]] = {}
        for row in read_tsv(path):
            self._rows.setdefault(row["id"], []).append(row)

    def __call__(self, row_id: str, text: str) -> tuple[Antecedent, ...]:
        return tuple(
            sorted((self._one(row, text) for row in self._rows.get(row_id, ())), key=lambda a: a.at)
        )

    def _one(self, row: dict[str, str], text: str) -> Antecedent:
        if row["sha256"] != text_hash(text) or row["pointer"] not in text:
            raise NatoqaError(
                f"{self._path.name}: row {row['id']} {row['pointer']!r} does not belong to "
                f"{text[:20]!r}: correct the row and its sha256"
            )
        return Antecedent(
            at=text.index(row["pointer"]) + len(row["pointer"]), text=row["antecedent"]
        )


class _Reasons:
    """Looks up which sentences give a reason and refuses what belongs to another text."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._hashes = {row["id"]: row["sha256"] for row in read_tsv(path)}

    def __call__(self, row_id: str, text: str) -> bool:
        known = self._hashes.get(row_id)
        if known is not None and known != text_hash(text):
            raise NatoqaError(
                f"{self._path.name}: row {row_id} does not belong to {text[:20]!r}: "
                "correct the row and its sha256"
            )
        return known is not None


class _Translator:
    """Looks up translations and refuses one that belongs to another text."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rows = read_translation(path)

    def __call__(self, row_id: str, japanese: str) -> str:
        row = self._rows.get(row_id)
        if row is None or row.sha256 != text_hash(japanese):
            raise NatoqaError(
                f"{self._path.name}: row {row_id} does not translate {japanese[:20]!r}: "
                "correct the row and its sha256"
            )
        return row.english


def _front_lines(lines: list[CleanParagraph]) -> list[tuple[str, int]]:
    result: list[tuple[str, int]] = []
    for line in lines:
        match = _ISSUE_LINE.fullmatch(line.source.strip())
        parts = match.groups() if match else (line.source.strip(),)
        # Blanks that extraction put beside digits go; those between words stay.
        result.extend((re.sub(r"(?<=\d) | (?=\d)", "", part), line.page_of[0]) for part in parts)
    return result


def _front_matter(
    lines: list[CleanParagraph], translate: _Translator, heading: tuple[str, str]
) -> Paragraph:
    sentences: list[Sentence] = []
    start = 0
    for i, (text, page) in enumerate(_front_lines(lines), 1):
        row_id = f"p00s{i:02d}"
        sentences.append(
            Sentence(
                id=row_id,
                text=text,
                start=start,
                end=start + len(text),
                pages=(page,),
                translation=translate(row_id, text),
            )
        )
        start += len(text) + 1
    return Paragraph(
        id="p00",
        number=0,
        section=_FRONT_SECTION,
        section_en=_FRONT_SECTION_EN,
        pages=tuple(sorted({page for s in sentences for page in s.pages})),
        text="\n".join(s.text for s in sentences),
        source="\n".join(line.source for line in lines),
        translation="\n".join(s.translation for s in sentences),
        sentences=tuple(sentences),
        heading=heading[0],
        heading_en=heading[1],
    )


def _body_paragraph(
    number: int,
    text: CleanParagraph,
    section: tuple[str, str],
    translate: _Translator,
    antecedents: _Antecedents,
    reasons: _Reasons,
    heading: tuple[str, str],
) -> Paragraph:
    paragraph_id = f"p{number:02d}"
    sentences: list[Sentence] = []
    for i, (start, end) in enumerate(sentence_spans(text.text), 1):
        row_id = f"{paragraph_id}s{i:02d}"
        sentences.append(
            Sentence(
                id=row_id,
                text=text.text[start:end],
                start=start,
                end=end,
                pages=tuple(sorted(set(text.page_of[start:end]))),
                translation=translate(row_id, text.text[start:end]),
                antecedents=antecedents(row_id, text.text[start:end]),
                gives_reason=reasons(row_id, text.text[start:end]),
            )
        )
    return Paragraph(
        id=paragraph_id,
        number=number,
        section=section[0],
        section_en=section[1],
        pages=tuple(sorted(set(text.page_of))),
        text=text.text,
        source=text.source,
        translation=" ".join(s.translation for s in sentences),
        sentences=tuple(sentences),
        footnotes=tuple(Footnote(number=n, offset=at) for n, at in text.marks),
        heading=heading[0],
        heading_en=heading[1],
    )


@cache
def load_paper(slug: str = "nids-350") -> Paper:
    """Read a paper from corpus/<slug>/.

    Args:
        slug: The paper's folder name.

    Raises:
        InputError: There is no such paper.
        NatoqaError: A file is missing, or the translation or an antecedent does
            not belong to the text.
    """
    folder = corpus_folder(slug)
    if (known := papers()) and slug not in known:
        raise InputError(f"there is no paper {slug!r}: choose one of {', '.join(known)}")
    try:
        source = (folder / "source.txt").read_text(encoding="utf-8")
        facts = tomllib.loads((folder / "paper.toml").read_text(encoding="utf-8"))
    except OSError as error:
        raise NatoqaError(
            f"cannot read the paper {slug!r} from {folder}: {error.strerror}: install natoqa again"
        ) from None
    translate = _Translator(folder / "translation.en.tsv")
    antecedents = _Antecedents(folder / "antecedents.tsv")
    reasons = _Reasons(folder / "reasons.tsv")
    headings = {r["paragraph"]: (r["ja"], r["en"]) for r in read_tsv(folder / "headings.tsv")}

    front: list[CleanParagraph] = []
    body: list[Paragraph] = []
    sections: list[Section] = []
    marks, in_front = 0, True
    for raw in split_paragraphs(source):
        text = clean(raw, marks + 1)
        marks += len(text.marks)
        if "。" in text.text:
            if not sections and front:
                # The last title-like line before the first body text is a section title.
                title = front.pop().text
                sections.append(_section(1, title, translate))
            in_front = False
            number = len(body) + 1
            section = sections[-1]
            paragraph = _body_paragraph(
                number,
                text,
                (section.title, section.title_en),
                translate,
                antecedents,
                reasons,
                headings[f"p{number:02d}"],
            )
            body.append(paragraph)
            ids = (*section.paragraph_ids, paragraph.id)
            sections[-1] = section.model_copy(update={"paragraph_ids": ids})
        elif in_front or _COMPLETION.fullmatch(text.text):
            front.append(text)
        else:
            sections.append(_section(len(sections) + 1, text.text, translate))
    return Paper(
        slug=slug,
        sections=tuple(sections),
        paragraphs=(_front_matter(front, translate, headings["p00"]), *body),
        **{name: value for name, value in facts.items() if name != "slug"},
    )


def _section(number: int, title: str, translate: _Translator) -> Section:
    row_id = f"s{number}"
    return Section(id=row_id, title=title, title_en=translate(row_id, title), paragraph_ids=())
