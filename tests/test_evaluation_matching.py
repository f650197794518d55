"""Whether a text holds an answer."""

import pytest

from natoqa.evaluation.matching import canonical, matches, missing_groups


@pytest.mark.parametrize(
    ("language", "text", "alternative"),
    [
        ("en", "Canada is to send 2,200 people.", "2200"),
        ("en", "NATO pledged €40bn.", "40 billion"),
        ("ja", "少なくとも400億ユーロを拠出", "€40bn"),
        ("en", "at least 40 billion euros", "400億ユーロ"),
        ("ja", "全加盟国から計9万人が参加", "90,000人"),
        ("ja", "23か国", "23カ国"),
        ("ja", "7月9日から11日", "7月11日"),
        ("en", "from 9 to 11 July 2024", "July 11"),
        ("en", "every six months", "half-year"),
        ("en", "three countries met it", "3 countries"),
        ("en", "the Türkiye radar", "Turkiye"),
        ("en", "Antti Häkkänen", "Hakkanen"),
        ("en", "the defense industry", "defence"),
        ("en", "a long-term pledge", "long term"),
        ("en", "interoperability", "interoperab"),
        ("en", "the EU's view", "EU"),
        ("en", "the U.S. and the U.K.", "UK"),
        ("ja", "ＮＩＣＣを設置", "NICC"),
        ("ja", "ステッドファストディフェンダー24", "ステッドファスト・ディフェンダー"),
        ("en", "It is based at SHAPE [¶4].", "SHAPE"),
        ("ja", "第350号", "350"),
    ],
)
def test_holds(language, text, alternative):
    assert matches(text, alternative, language)


@pytest.mark.parametrize(
    ("language", "text", "alternative"),
    [
        ("en", "100 people in 2010", "10"),
        ("ja", "10万人", "10"),
        ("ja", "30万人", "3"),
        ("en", "1,300 people", "300"),
        ("en", "350,000", "350"),
        ("en", "2.5 per cent", "5"),
        ("en", "on 12 July", "July 1"),
        ("en", "EUR 5 and neutral", "EU"),
        ("en", "they aid Ukraine", "AI"),
        ("en", "40 billion dollars", "40 billion euros"),
        ("en", "as said there [¶23]", "23"),
        ("en", "the Baltic states", "Poland"),
        ("en", "300 billion", "300"),
    ],
)
def test_does_not_hold(language, text, alternative):
    assert not matches(text, alternative, language)


def test_missing_groups_names_what_is_missing():
    groups = [["Japan"], ["Australia"], ["Korea", "ROK"]]
    assert missing_groups("Japan and Australia", groups, "en") == (("Korea", "ROK"),)


def test_canonical_keeps_kana_marks_and_joins_japanese():
    assert canonical("ガザ の ドローン") == "ガザのドローン"


def test_words_count_as_shown_and_without_what_was_put_in() -> None:
    text = "JATEC〔共同分析・教育センター〕は、不確実性〔関与の不確実性〕に備えている。[¶17]"
    assert matches(text, "共同分析・教育センター", "ja")
    assert matches(text, "不確実性に備え", "ja")
    assert not matches(text, "センターに備え", "ja")
