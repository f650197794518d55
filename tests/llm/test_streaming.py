"""Streaming: what is shown, and when."""

from __future__ import annotations

import re
import threading

import pytest

from natoqa import Assistant
from tests.llm.conftest import Make
from tests.llm.server import ChatServer, Reply

WHO = "Who is the next Secretary General?"
TRUE = "Mark Rutte is to be the next Secretary General. [¶31]"
ALSO = "NATO maintained its unity under Stoltenberg's leadership. [¶31]"
LIE = "Rutte was elected by 40 parliaments. [¶31]"


@pytest.mark.parametrize("mode", ["checked", "live"])
@pytest.mark.parametrize("size", [1, 3, 7, 1000])
def test_the_pieces_add_up_to_the_answer(
    make: Make, server: ChatServer, mode: str, size: int
) -> None:
    text = f"{TRUE} {LIE} {ALSO}"
    pieces = tuple(text[i : i + size] for i in range(0, len(text), size))
    server.replies(Reply(text, pieces=pieces))
    shown, answer = "", None
    for event in make(llm_stream=mode).stream(WHO):
        shown = event.text if event.replace else shown + event.text
        answer = event.answer
    assert answer is not None
    assert shown == answer.text == f"{TRUE} {ALSO}"


def test_a_checked_sentence_is_shown_while_the_model_still_writes(
    bot: Assistant, server: ChatServer
) -> None:
    gate = threading.Event()
    server.replies(Reply(f"{TRUE} {ALSO}", gate=gate))
    shown = ""
    for event in bot.stream(WHO):
        shown += event.text
        if shown.rstrip().endswith("[¶31]"):
            gate.set()  # the model may finish only now: the first sentence was shown before
    assert shown == f"{TRUE} {ALSO}"


def test_live_shows_words_before_their_sentence_ends(make: Make, server: ChatServer) -> None:
    gate = threading.Event()
    server.replies(
        Reply(TRUE, pieces=("Mark Rutte is ", "to be the next Secretary General. [¶31]"), gate=gate)
    )
    shown = ""
    for event in make(llm_stream="live").stream(WHO):
        shown = event.text if event.replace else shown + event.text
        if shown.startswith("Mark Rutte is"):
            gate.set()
    assert shown == TRUE


@pytest.mark.parametrize("mode", ["checked", "live"])
def test_marks_arrive_whole(make: Make, server: ChatServer, mode: str) -> None:
    server.replies(Reply(f"{TRUE} {ALSO}", pieces=tuple(f"{TRUE} {ALSO}")))
    shown = ""
    for event in make(llm_stream=mode).stream(WHO):
        shown = event.text if event.replace else shown + event.text
        assert re.sub(r"\[¶\d+\]", "", shown).count("[") == 0, shown


def test_a_lie_is_never_shown(bot: Assistant, server: ChatServer) -> None:
    server.replies(f"{LIE} {TRUE}")
    assert "parliaments" not in "".join(event.text for event in bot.stream(WHO))


def test_a_refusal_streams_as_a_refusal(make: Make, server: ChatServer) -> None:
    server.replies(Reply("NOT_IN_PAPER", pieces=("NOT_", "IN_", "PAPER")))
    for mode in ("checked", "live"):
        events = list(make(llm_stream=mode).stream("What is the price of rice?"))
        assert "NOT" not in "".join(event.text for event in events)
        assert events[-1].answer is not None
        assert not events[-1].answer.answered


def test_structured_output_streams_by_sentence(make: Make, server: ChatServer) -> None:
    bot = make(llm_output="structured")
    server.replies(
        '{"answered": true, "sentences": ['
        '{"text": "Mark Rutte is to be the next Secretary General.", "paragraphs": [31]}, '
        '{"text": "Rutte was elected by 40 parliaments.", "paragraphs": [31]}]}'
    )
    shown = "".join(event.text for event in bot.stream(WHO))
    assert shown == TRUE
