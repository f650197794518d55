"""Numbers, dates and units read the same in both languages."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natoqa.quantities import Quantity, quantities, same, states


def read(text: str, language: str) -> list[tuple[Fraction, str]]:
    return [(q.value, q.unit) for q in quantities(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "value", "unit"),
    [
        ("ja", "400億ユーロを拠出する", 40_000_000_000, "EUR"),
        ("en", "€40bn", 40_000_000_000, "EUR"),
        ("en", "40 billion euros", 40_000_000_000, "EUR"),
        ("en", "EUR 40 billion", 40_000_000_000, "EUR"),
        ("en", "forty billion euros", 40_000_000_000, "EUR"),
        ("ja", "計１，０００億ユーロ", 100_000_000_000, "EUR"),
        ("ja", "1兆2,000億円", 1_200_000_000_000, "JPY"),
        ("en", "US$5 million", 5_000_000, "USD"),
        ("ja", "9万人", 90_000, "person"),
        ("ja", "九万人", 90_000, "person"),
        ("ja", "1.5万人", 15_000, "person"),
        ("ja", "2万5千人", 25_000, "person"),
        ("en", "90,000 people", 90_000, "person"),
        ("en", "ninety thousand troops", 90_000, "person"),
        ("ja", "千人", 1000, "person"),
        ("ja", "1,000人程度", 1000, "person"),
        ("en", "half a million", 500_000, ""),
        ("en", "a quarter of a million troops", 250_000, ""),
        ("ja", "23カ国", 23, "country"),
        ("ja", "23ヵ国", 23, "country"),
        ("ja", "バルト三国", 3, "country"),
        ("en", "23 NATO member countries", 23, "country"),
        ("en", "twenty-three allies", 23, "country"),
        ("ja", "35個程度の旅団", 35, "brigade"),
        ("en", "35 brigades", 35, "brigade"),
        ("ja", "GDP比の2%", 2, "percent"),
        ("ja", "2パーセント", 2, "percent"),
        ("ja", "3割", 30, "percent"),
        ("en", "two per cent of GDP", 2, "percent"),
        ("ja", "同盟国の3分の2以上", Fraction(2, 3), ""),
        ("ja", "三分の二", Fraction(2, 3), ""),
        ("en", "two-thirds of allies", Fraction(2, 3), ""),
        ("en", "2/3", Fraction(2, 3), ""),
        ("ja", "10日以内", 10, "days"),
        ("ja", "5年間", 5, "years"),
        ("en", "a five-year pledge", 5, "years"),
        ("ja", "75周年", 75, "years"),
        ("en", "its 75th anniversary", 75, "years"),
        ("en", "the seventy-fifth anniversary", 75, "years"),
        ("ja", "半年ごと", 6, "months"),
        ("en", "every six months", 6, "months"),
        ("ja", "7月9日", 709, "date-day"),
        ("en", "July 9", 709, "date-day"),
        ("en", "9th of July", 709, "date-day"),
        ("ja", "2024年", 2024, "date-year"),
        ("en", "in 2024", 2024, "date-year"),
        ("en", "in May", 5, "date-month"),
        ("ja", "5月", 5, "date-month"),
        ("ja", "1990年代", 1990, "date-decade"),
        ("en", "the 1990s", 1990, "date-decade"),
        ("ja", "第350号", 350, "ordinal"),
    ],
)
def test_reads_one_quantity(language, text, value, unit):
    assert read(text, language) == [(Fraction(value), unit)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ja", "2024年7月9日から11日", [(2024, "date-year"), (709, "date-day"), (711, "date-day")]),
        (
            "en",
            "from 9 to 11 July 2024",
            [(709, "date-day"), (711, "date-day"), (2024, "date-year")],
        ),
        ("en", "July 9-11, 2024", [(709, "date-day"), (711, "date-day"), (2024, "date-year")]),
        ("en", "2024-09-03", [(2024, "date-year"), (903, "date-day")]),
        ("en", "Sept. 3, 2024", [(903, "date-day"), (2024, "date-year")]),
        ("ja", "2024年1月～5月", [(2024, "date-year"), (1, "date-month"), (5, "date-month")]),
        ("en", "January to May 2024", [(1, "date-month"), (5, "date-month"), (2024, "date-year")]),
        ("ja", "3,000～5,000人程度", [(3000, "person"), (5000, "person")]),
        ("ja", "10－30日以内に20万人", [(10, "days"), (30, "days"), (200_000, "person")]),
        ("ja", "35個~50個程度の旅団", [(35, "brigade"), (50, "brigade")]),
        ("en", "35 to 50 brigades", [(35, "brigade"), (50, "brigade")]),
        ("en", "3 to 5 billion euros", [(3_000_000_000, "EUR"), (5_000_000_000, "EUR")]),
        ("ja", "2023年－2026年", [(2023, "date-year"), (2026, "date-year")]),
        ("ja", "1990～2000年代", [(1990, "date-decade"), (2000, "date-decade")]),
    ],
)
def test_reads_ranges_and_whole_dates(language, text, expected):
    assert read(text, language) == [(Fraction(v), u) for v, u in expected]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "IP4とG7"),
        ("en", "the IP4, an F-16 and a G7 summit"),
        ("ja", "ステッドファスト・ディフェンダー24」"),
        ("ja", "一方的な一部の統一"),
        ("en", "It may be so. One can march on."),
        ("ja", "①抑止 ②支援"),
        ("en", "as the declaration says [¶12][¶3]"),
        ("en", ""),
    ],
)
def test_names_marks_and_words_are_no_quantities(language, text):
    assert quantities(text, language) == []


def test_offsets_are_those_of_the_text_as_given():
    text = "計９万人が参加 [¶9]、2024年７月９日"
    found = [text[q.start : q.end] for q in quantities(text, "ja")]
    assert found == ["９万人", "2024年", "７月９日"]


def one(text: str, language: str) -> Quantity:
    (quantity,) = quantities(text, language)
    return quantity


def test_same_across_languages_and_units_of_time():
    assert same(one("400億ユーロ", "ja"), one("€40bn", "en"))
    assert same(one("1年間", "ja"), one("12 months", "en"))
    assert same(one("2週間", "ja"), one("14 days", "en"))
    assert same(one("7月", "ja"), one("July 9", "en"))
    assert same(one("50,000", "en"), one("5万人", "ja"))


def test_not_the_same():
    assert not same(one("40 billion dollars", "en"), one("400億ユーロ", "ja"))
    assert not same(one("23", "en"), one("23カ国", "ja"))
    assert not same(one("2%", "en"), one("2カ国", "ja"))
    assert not same(one("July 9", "en"), one("7月10日", "ja"))
    assert not same(one("2024", "en"), one("2,024人", "ja"))


def test_states_takes_a_bare_number_for_any_count_but_no_date():
    found = quantities("35個~50個程度の旅団が2018年に", "ja")
    assert states(found, one("35", "en"))
    assert not states(found, one("18", "en"))
    assert not states(found, one("5", "en"))


@given(
    st.text(
        alphabet="0123456789０一二十百千万億兆.,-~年月日人%€$第分のまMay Julytwo thirds million[]¶"
    ),
    st.sampled_from(["ja", "en"]),
)
def test_any_text_can_be_read(text, language):
    for quantity in quantities(text, language):
        assert 0 <= quantity.start < quantity.end <= len(text)


@pytest.mark.parametrize("text", ["9" * 5000, "一" * 5000, "第" + "1" * 5000, "9" * 5000 + "%"])
def test_a_run_of_digits_too_long_to_mean_a_number_is_none(text):
    assert quantities(text, "ja") == []
