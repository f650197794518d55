"""From the extracted lines to clean paragraphs and sentences."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natoqa.source import RawParagraph, clean, sentence_spans, split_paragraphs


def _clean(*lines: str, next_mark: int = 1) -> tuple[str, tuple[tuple[int, int], ...]]:
    found = clean(RawParagraph(tuple((1, line) for line in lines)), next_mark)
    return found.text, found.marks


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def test_wrapped_lines_are_joined() -> None:
    assert _clean("北大西洋", "条約機構は", "NATO である。 ")[0] == "北大西洋条約機構はNATOである。"


def test_blanks_stay_only_between_latin_words() -> None:
    text, _ = _clean("2024 年に Jens Stoltenberg が 3 回、NATO と")
    assert text == "2024年にJens Stoltenbergが3回、NATOと"


def test_a_mark_is_taken_out_and_kept_as_data() -> None:
    assert _clean("公表している1。次に述べる2、と。") == (
        "公表している。次に述べる、と。",
        ((1, 6), (2, 12)),
    )


def test_a_mark_across_a_line_break_is_found() -> None:
    assert _clean("声明が発表された", "46。", next_mark=46) == ("声明が発表された。", ((46, 8),))


def test_only_the_next_number_can_be_a_mark() -> None:
    text, marks = _clean("ディフェンダー24」である。公表した3。", next_mark=3)
    assert text == "ディフェンダー24」である。公表した。"
    assert marks == ((3, 18),)


@pytest.mark.parametrize("text", ["GDP比2%に", "計4つの", "400億ユーロを", "第1の", "2国間"])
def test_numbers_in_running_text_are_no_marks(text: str) -> None:
    number = re.search(r"\d+", text)
    assert number is not None
    assert _clean(text, next_mark=int(number.group())) == (text, ())


def test_a_paragraph_ends_at_a_line_that_ends_with_a_blank() -> None:
    found = split_paragraphs(" 題名 \n\n一行目\n二行目 \n次の段落。 ")
    assert [p.text for p in found] == [" 題名 ", "一行目\n二行目 ", "次の段落。 "]


def test_a_page_begins_at_an_indented_line_with_none_before_it() -> None:
    found = split_paragraphs(" 一頁\n続き\n 二頁の行。 \n\n 同じ頁の段落。 ")
    assert [[page for page, _ in p.lines] for p in found] == [[1, 1, 2], [2]]


def test_a_sentence_does_not_end_inside_brackets() -> None:
    assert _sentences("彼は「行く。待て。」と言った。次（注。『あ。』）だ。") == [
        "彼は「行く。待て。」と言った。",
        "次（注。『あ。』）だ。",
    ]


def test_a_closing_bracket_too_many_does_not_swallow_the_rest() -> None:
    assert _sentences("一」つ。二つ。") == ["一」つ。", "二つ。"]


@given(st.text(alphabet="あ亜ー。！？「」『』（）a1 ", max_size=60))
def test_sentences_cover_every_character_once(text: str) -> None:
    assert "".join(_sentences(text)) == text
    assert all(_sentences(text))


@given(st.lists(st.text(alphabet="あ亜カa1、。「」 ", max_size=12), min_size=1, max_size=6))
def test_cleaning_loses_nothing_but_blanks_and_marks(lines: list[str]) -> None:
    raw = RawParagraph(tuple(enumerate(lines, 1)))
    found = clean(raw, 1)
    rebuilt = found.text
    for number, offset in reversed(found.marks):
        rebuilt = rebuilt[:offset] + str(number) + rebuilt[offset:]
    assert "".join(rebuilt.split()) == "".join("".join(lines).split())
    assert len(found.page_of) == len(found.text)
    assert list(found.page_of) == sorted(found.page_of)
