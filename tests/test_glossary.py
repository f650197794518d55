"""The bilingual glossary: complete, well-formed, and found in text."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natoqa import Paper
from natoqa.corpus import read_tsv
from natoqa.glossary import Glossary, load_glossary
from natoqa.resources import corpus_folder
from natoqa.text import normalise

_COLUMNS = [
    "kind", "acronym", "ja", "en", "ja_aliases", "en_aliases", "note_ja", "note_en",
]  # fmt: skip
_JAPANESE = re.compile("[ぁ-ゖァ-ヺ一-龯]")


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return load_glossary()


def _names(glossary: Glossary, text: str) -> list[str]:
    return [match.entry.acronym or match.entry.ja for match in glossary.find(text)]


def test_every_acronym_of_the_paper_is_an_entry(paper: Paper, glossary: Glossary) -> None:
    text = "\n".join(p.text for p in paper.body)
    acronyms = set(re.findall(r"(?<![A-Za-z])[A-Z]+\d*[A-Z0-9]+(?![A-Za-z])", text))
    assert len(acronyms) > 25
    assert {"NSATU", "JATEC", "NICC", "ARF", "CAP", "ITPP", "SACEUR", "IP4"} <= acronyms
    known = {surface for entry in glossary.entries for surface in entry.surfaces}
    assert acronyms - known == set()


def test_an_acronym_has_full_names_in_both_languages(glossary: Glossary) -> None:
    for entry in glossary.entries:
        if entry.acronym:
            assert entry.ja, entry.acronym
            assert entry.en, entry.acronym
            assert entry.en != entry.acronym
    en = {entry.acronym: entry.en for entry in glossary.entries}
    assert en["NSATU"] == "NATO Security Assistance and Training for Ukraine"
    assert en["SACEUR"] == "Supreme Allied Commander Europe"


def test_rows_are_well_formed() -> None:
    path = corpus_folder("nids-350") / "glossary.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].split("\t") == _COLUMNS
    for number, line in enumerate(lines, 1):
        assert line.count("\t") == len(_COLUMNS) - 1, f"line {number}"
    for row in read_tsv(path):
        assert row["kind"] in {
            "term", "organisation", "plan", "person", "place", "exercise", "event", "acronym",
        }, row  # fmt: skip
        assert all(cell == cell.strip() for cell in row.values()), row
        assert row["ja"], row
        assert row["en"], row
        assert _JAPANESE.search(row["note_ja"]), row
        assert row["note_en"], row
        assert not _JAPANESE.search(row["en"] + row["en_aliases"] + row["note_en"]), row


def test_no_acronym_stands_twice(glossary: Glossary) -> None:
    counts = Counter(entry.acronym for entry in glossary.entries if entry.acronym)
    assert [acronym for acronym, count in counts.items() if count > 1] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("NSATUとは何ですか？", "NSATU"),
        ("ＮＳＡＴＵとは？", "NSATU"),
        ("What is nsatu?", "NSATU"),
        ("What is the Comprehensive Assistance Package?", "CAP"),
        ("北大西洋条約機構の歴史", "NATO"),
    ],
)
def test_an_entry_is_found_however_it_is_written(glossary: Glossary, text: str, name: str) -> None:
    assert name in _names(glossary, text)


def test_an_acronym_is_not_found_inside_a_word(glossary: Glossary) -> None:
    assert _names(glossary, "capacity is captured in the euphoria") == []


def test_us_the_pronoun_is_no_country(glossary: Glossary) -> None:
    assert _names(glossary, "Tell us more") == []


def test_the_longest_name_wins(glossary: Glossary) -> None:
    text = "NATO Force Model"
    assert [m.entry.acronym for m in glossary.find(text)] == ["NFM"]


@given(
    st.lists(
        st.sampled_from(["NATO", "の", " ", "ウクライナ", "jatec", "①", "ｶﾅﾀﾞ", "Finland's", "x"]),
        max_size=8,
    )
)
def test_offsets_are_those_of_the_normalised_text(parts: list[str]) -> None:
    text = "".join(parts)
    end = 0
    for match in load_glossary().find(text):
        assert end <= match.start < match.end <= len(normalise(text))
        end = match.end
        found = normalise(text)[match.start : match.end]
        surfaces = {normalise(surface) for surface in match.entry.surfaces}
        assert found in surfaces or re.sub("'?s$", "", found) in surfaces
