"""Which language a question is in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natoqa.language import detect


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("次期事務総長は誰ですか？", "ja"),
        ("NATOとは？", "ja"),
        ("NATO？", "ja"),
        ("ＳＡＣＥＵＲ", "ja"),
        ("NATO?", "en"),
        ("ｳｸﾗｲﾅ支援の内容は", "ja"),
        ("国防費二%目標", "ja"),
        ("SACEURの役割", "ja"),
        ("Who leads the new command?", "en"),
        ("what is 前方陸上部隊?", "en"),
        ("Which countries are the IP4?", "en"),
        ("SACEUR?", "en"),
        ("Did Von der Leyen take part?", "en"),
        ("What did de Gaulle say about NATO?", "en"),
        ("Is Le Pen against helping Kyiv?", "en"),
        ("Was NSATU agreed in Washington?", "en"),
        ("Was ist NSATU?", "other"),
        ("Qu'est-ce que l'OTAN a décidé à Washington ?", "other"),
        ("Che cosa ha deciso la NATO a Washington?", "other"),
        ("War von der Leyen dabei?", "other"),
        ("Qui est le prochain secrétaire général ?", "other"),
        ("Wer ist der nächste Generalsekretär?", "other"),
        ("¿Quién es el secretario general?", "other"),
        ("Кто следующий генеральный секретарь?", "other"),
        ("다음 사무총장은 누구입니까?", "other"),
        ("下一任秘书长是谁？", "other"),
    ],
)
def test_language_of_a_question(question: str, language: str) -> None:
    assert detect(question) == language


def test_a_bare_acronym_follows_the_question_before() -> None:
    assert detect("SACEUR?", before="欧州連合軍最高司令官は誰ですか？") == "ja"
    assert detect("SACEUR?", before="Who commands in Europe?") == "en"


def test_the_question_before_does_not_turn_a_whole_question() -> None:
    assert detect("When was it approved?", before="いつ承認されましたか？") == "en"
    assert detect("いつ承認されましたか？", before="When was it approved?") == "ja"


@given(st.text(max_size=80), st.text(max_size=20))
def test_any_text_has_a_verdict(text: str, before: str) -> None:
    assert detect(text, before=before) in {"ja", "en", "other"}
