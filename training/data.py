"""Read the public training data and turn it into pairs of texts that belong together.

The folder holds gzip files, UTF-8 (see training/README.md for where each comes from):
`tanaka.train.tsv.gz`, `edict.tsv.gz`, `python-docs.tsv.gz` and `jaquad.train.jsonl.gz`.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_PARENTHESISED = re.compile(r"\([^()]*\)|\{[^{}]*\}|\[[^\[\]]*\]")
_ROLE = re.compile(r":[a-z0-9:+_-]+:`([^`]*)`")
_TARGET = re.compile(r"\s*<[^<>]*>")
_PLACEHOLDER = re.compile(r"%\([a-z_]+\)s|\|[a-z]+\|")
_SENTENCE = re.compile(r"[^。\n]*[。\n]|[^。\n]+$")
_JAPANESE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")


@dataclass(frozen=True)
class DictionaryEntry:
    """One EDICT entry: how it is written, how it is read, what it means."""

    headword: str
    reading: str
    glosses: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """One JaQuAD question with the context that answers it and where."""

    title: str
    question: str
    context: str
    answer: str
    answer_start: int


def read_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a gzip text file without their line ends."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n")


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """Read Japanese TAB English rows."""
    rows = (line.split("\t") for line in read_lines(path))
    return [(row[0], row[1]) for row in rows if len(row) == 2 and row[0] and row[1]]


def read_dictionary(path: Path) -> list[DictionaryEntry]:
    """Read EDICT rows; part-of-speech tags, sense numbers and usage notes are removed."""
    entries = []
    for line in read_lines(path):
        headword, reading, text = line.split("\t")
        glosses = (" ".join(_PARENTHESISED.sub(" ", g).split()) for g in text.split("/"))
        kept = tuple(g for g in glosses if g and not g.startswith("See "))
        headwords = [_PARENTHESISED.sub("", h) for h in headword.split(";")]
        if kept and headwords[0]:
            entries.append(DictionaryEntry(headwords[0], reading.split(";")[0], kept))
    return entries


def clean_markup(text: str) -> str:
    """Strip reStructuredText markup: roles, targets, literals, emphasis, placeholders."""
    text = _ROLE.sub(lambda m: _TARGET.sub("", m.group(1)).lstrip("!~"), text)
    text = _PLACEHOLDER.sub(" ", text)
    return " ".join(text.replace("`", " ").replace("*", " ").replace("::", ":").split())


def read_documentation(path: Path) -> list[tuple[str, str]]:
    """Read the Python documentation's pairs, without markup and without untranslated rows."""
    pairs = ((clean_markup(ja), clean_markup(en)) for ja, en in read_pairs(path))
    return [(ja, en) for ja, en in pairs if len(en) >= 8 and len(_JAPANESE.findall(ja)) >= 4]


def read_questions(path: Path) -> list[Question]:
    """Read JaQuAD rows (one answer each)."""
    questions = []
    for line in read_lines(path):
        row = json.loads(line)
        answer = row["answers"][0]
        questions.append(
            Question(
                title=row["title"],
                question=row["question"],
                context=row["context"],
                answer=answer["text"],
                answer_start=answer["answer_start"],
            )
        )
    return questions


def split_sentences(text: str) -> list[str]:
    """Split at the Japanese full stop and at line ends; blank pieces are dropped."""
    return [s for s in (m.group().strip() for m in _SENTENCE.finditer(text)) if s]


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def gold(row: Mapping[str, Any]) -> set[str]:
    """Ids of the paragraphs that answer a written question or an eval question."""
    if "sentences" in row:
        return {i[:3] for i in [*row["sentences"], *row["also"]]}
    return {p for one in row["gold"] for p in ([one] if isinstance(one, str) else one)}
