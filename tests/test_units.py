"""What is indexed: chunks and sentences."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from natoqa import Paper
from natoqa.corpus import load_paper
from natoqa.tokens import count_tokens
from natoqa.units import Unit, make_units


@pytest.fixture(scope="module")
def units(paper: Paper) -> tuple[Unit, ...]:
    return make_units(paper, budget=256, translation=True)


@settings(max_examples=15)
@given(st.integers(16, 600))
def test_chunks_keep_to_the_budget_and_to_their_paragraph(budget: int) -> None:
    paper = load_paper()
    by_paragraph: dict[str, list[str]] = {}
    for unit in make_units(paper, budget=budget, translation=False):
        if unit.kind != "chunk":
            continue
        paragraph = paper.paragraph(unit.paragraph)
        inside = [s for s in paragraph.sentences if s.id in unit.sentences]
        assert len(inside) == len(unit.sentences)
        assert sum(count_tokens(s.text) for s in inside) <= budget or len(inside) == 1
        assert unit.text == paragraph.text[unit.start : unit.end]
        by_paragraph.setdefault(unit.paragraph, []).extend(unit.sentences)
    # Every sentence once, in order.
    assert by_paragraph == {p.id: [s.id for s in p.sentences] for p in paper.body}


def test_a_smaller_budget_gives_more_chunks(paper: Paper) -> None:
    counts = [
        sum(unit.kind == "chunk" for unit in make_units(paper, budget=b, translation=False))
        for b in (16, 128, 8192)
    ]
    assert counts[0] == sum(len(p.sentences) for p in paper.body)
    assert counts[0] > counts[1] > counts[2] == len(paper.body)


def test_every_sentence_is_a_unit_in_both_languages(paper: Paper, units: tuple[Unit, ...]) -> None:
    for language in ("ja", "en"):
        found = {
            u.sentences[0]: u.text for u in units if u.kind == "sentence" and u.language == language
        }
        assert found == {
            s.id: s.text if language == "ja" else s.translation
            for p in paper.body
            for s in p.sentences
        }


def test_a_unit_says_where_it_stands(paper: Paper, units: tuple[Unit, ...]) -> None:
    assert len({u.id for u in units}) == len(units)
    for unit in units:
        paragraph = paper.paragraph(unit.paragraph)
        assert unit.section == paragraph.section
        assert set(unit.pages) <= set(paragraph.pages)
        assert 0 <= unit.start < unit.end <= len(paragraph.text)


def test_without_the_translation_there_is_japanese_only(paper: Paper) -> None:
    assert {u.language for u in make_units(paper, budget=256, translation=False)} == {"ja"}


def test_the_front_matter_is_not_indexed(units: tuple[Unit, ...]) -> None:
    assert "p00" not in {u.paragraph for u in units}
