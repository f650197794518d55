"""Normalisation and lexical terms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natoqa.text import has_japanese, is_function_term, normalise, terms, whole_words


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ＮＡＴＯ", "nato"),
        ("２０２４年", "2024年"),
        ("ｳｸﾗｲﾅ", "ウクライナ"),
        ("國防費", "国防費"),
        ("EU–NATO", "eu-nato"),
        ("㌔", "キロ"),
    ],
)
def test_ways_of_typing_become_one(typed: str, meant: str) -> None:
    assert normalise(typed) == meant
    assert terms(typed) == terms(meant)


def test_a_word_ends_where_the_script_changes() -> None:
    words = whole_words("ウクライナへの長期支援は４００億ユーロ。The allies’ pledges")
    assert words == ["ウクライナ", "長期支援", "400", "億", "ユーロ", "alli", "pledg"]


@given(st.text())
def test_words_and_terms_read_numbers_and_latin_alike(text: str) -> None:
    spaced = [word for word in whole_words(text) if not has_japanese(word)]
    assert spaced == [term for term in terms(text) if not has_japanese(term)]


def test_japanese_becomes_bigrams() -> None:
    assert terms("首脳会合") == ["首脳", "脳会", "会合"]
    assert terms("米") == ["米"]


def test_scripts_are_parted() -> None:
    assert terms("NATO首脳") == ["nato", "首脳"]
    assert terms("2%目標") == ["2%", "目標"]


def test_a_middle_dot_parts_words() -> None:
    assert terms("抑止・防衛") == ["抑止", "防衛"]


def test_english_words_are_stemmed_without_function_words() -> None:
    assert terms("the brigades were deployed") == terms("Brigade deploying")
    assert terms("What is the") == []


def test_thousands_separators_do_not_matter() -> None:
    assert terms("5,000人") == terms("5000人")


def test_repetition_is_kept() -> None:
    assert terms("NATO NATO") == ["nato", "nato"]


def test_has_japanese() -> None:
    assert has_japanese("NATOの")
    assert has_japanese("米")
    assert not has_japanese("NATO 2024, café。")


def test_function_terms_are_hiragana_only() -> None:
    assert is_function_term("から")
    assert not is_function_term("の米")
    assert not is_function_term("nato")


@given(st.text(max_size=200))
def test_any_text_has_terms_without_blanks(text: str) -> None:
    found = terms(text)
    assert all(term and not any(ch.isspace() for ch in term) for term in found)


@given(st.text(alphabet="首脳会合の米国aNb1 。", max_size=30))
def test_terms_do_not_depend_on_blanks_at_the_ends(text: str) -> None:
    assert terms(f"  {text} \n") == terms(text)
