"""Which country a place or a body is in."""

from __future__ import annotations

import pytest

from natoqa import Assistant


@pytest.mark.parametrize(
    ("question", "country"),
    [
        ("JFCブルンサムはどこの国？", "オランダ"),
        ("ヴィースバーデンはどこの国？", "ドイツ"),
        ("Which country hosts JFC Naples?", "Italy"),
        ("Which country is JFC Brunssum in?", "Netherlands"),
    ],
)
def test_the_country_is_told(assistant: Assistant, question: str, country: str) -> None:
    answer = assistant.ask(question)
    assert answer.answered
    assert country in answer.text
