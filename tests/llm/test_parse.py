"""Reading a model's text, whole and in pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natoqa.llm.parse import Claim, JsonParser, TextParser

SENTINEL = "NOT_IN_PAPER"


def _read(text: str, size: int = 10_000) -> list[Claim]:
    parser = TextParser(SENTINEL)
    claims = [c for i in range(0, len(text), size) for c in parser.feed(text[i : i + size])]
    return claims + parser.end()


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("A one. [¶7] B two. [¶8]", [("A one.", "p07"), ("B two.", "p08")]),
        ("A one [¶7]. B two [¶8].", [("A one.", "p07"), ("B two.", "p08")]),
        ("A one.[¶7][¶9]", [("A one.", "p07 p09")]),
        ("A one. [¶7, ¶9]", [("A one.", "p07 p09")]),
        ("A one. [7]", [("A one.", "p07")]),
        ("A one. 【¶7】", [("A one.", "p07")]),
        ("A one. [¶14-16]", [("A one.", "p14 p16 p15")]),
        ("A one. [¶15; ¶16] B two. [¶7 and ¶8]", [("A one.", "p15 p16"), ("B two.", "p07 p08")]),
        ("A one. [paragraph 15]", [("A one.", "p15")]),
        ("甲は乙だ。[段落15]", [("甲は乙だ。", "p15")]),
        ("<think>Perhaps C. [¶3] Or not.</think>\n\nA one. [¶7]", [("A one.", "p07")]),
        ("<think>NOT_IN_PAPER?</think>A one. [¶7]", [("A one.", "p07")]),
        ("<think>Without end. [¶3]", []),
        (
            "「甲は乙だ。丙だ」と述べた。[¶3]丁である。[¶4]",
            [("「甲は乙だ。丙だ」と述べた。", "p03"), ("丁である。", "p04")],
        ),
        ("甲は乙だ[¶12]。", [("甲は乙だ。", "p12")]),
        (
            "It cost 2.5% of GDP in the U.S. in No. 350 of 2024. [¶2]",
            [("It cost 2.5% of GDP in the U.S. in No. 350 of 2024.", "p02")],
        ),
        ("- A one. [¶7]\n- B two. [¶8]", [("A one.", "p07"), ("B two.", "p08")]),
        ("A one\nB two", [("A one", ""), ("B two", "")]),
        ("**A** one. [¶7]", [("A one.", "p07")]),
        ("A [¶7] and B [¶8] met.", [("A and B met.", "p07 p08")]),
        ("A one.", [("A one.", "")]),
        ("", []),
        ("...", []),
        ("[¶7]", []),
    ],
)
@pytest.mark.parametrize("size", [1, 4, 10_000])
def test_text_is_read_the_same_in_any_pieces(
    text: str, claims: list[tuple[str, str]], size: int
) -> None:
    assert [(c.text, " ".join(c.paragraphs)) for c in _read(text, size)] == claims


def test_a_bullet_is_kept_as_one() -> None:
    claims = _read("- A one. [¶7]\n1. B two. [¶8]\nC three. [¶9]")
    assert [c.bullet for c in claims] == ["- ", "- ", ""]


@given(st.text(alphabet="ab 。.[]¶17\n-「」NOT_IPAER", max_size=60), st.integers(1, 7))
def test_any_text_in_any_pieces_gives_the_same_sentences(text: str, size: int) -> None:
    assert _read(text, size) == _read(text)


def test_the_sentinel_alone_is_a_refusal() -> None:
    for text in (SENTINEL, f"{SENTINEL}.", f"{SENTINEL}\nBut perhaps this. [¶3]"):
        parser = TextParser(SENTINEL)
        parser.feed(text)
        parser.end()
        assert parser.refused


def test_the_sentinel_in_a_sentence_is_no_refusal() -> None:
    parser = TextParser(SENTINEL)
    claims = [*parser.feed(f"I thought of {SENTINEL} first. A one. [¶7]"), *parser.end()]
    assert [claim.text for claim in claims] == ["A one."]
    assert not parser.refused


@pytest.mark.parametrize("size", [1, 5, 100_000])
def test_thoughts_of_any_length_are_counted_and_dropped(size: int) -> None:
    text = f"<think>{'Hmm, so. ' * 3000}</think>A one. [¶7]"
    parser = TextParser(SENTINEL)
    claims = [c for i in range(0, len(text), size) for c in parser.feed(text[i : i + size])]
    assert [claim.text for claim in [*claims, *parser.end()]] == ["A one."]
    assert parser.thoughts > 20_000


def test_an_item_of_two_sentences_is_two_and_a_number_may_be_a_mark() -> None:
    parser = JsonParser()
    text = '{"answered": true, "sentences": [{"text": "A one. B two.", "paragraphs": ["¶7"]}]}'
    claims = [*parser.feed(f"```json\n{text}\n```"), *parser.end()]
    assert [(c.text, c.paragraphs) for c in claims] == [("A one.", ("p07",)), ("B two.", ("p07",))]


def test_the_sentinel_after_an_answer_is_no_refusal() -> None:
    parser = TextParser(SENTINEL)
    claims = parser.feed(f"A one. [¶3]\n{SENTINEL}")
    claims += parser.end()
    assert [c.text for c in claims] == ["A one."]
    assert not parser.refused


def test_json_gives_a_sentence_when_it_is_complete() -> None:
    parser = JsonParser()
    assert parser.feed('{"answered": true, "sentences": [{"text": "A one.", "par') == []
    assert parser.feed('agraphs": [3]}, {"te') == [Claim("A one.", ("p03",))]
    assert parser.feed('xt": "B two.", "paragraphs": [4, 5]}]}') == []
    assert parser.end() == [Claim("B two.", ("p04", "p05"))]
