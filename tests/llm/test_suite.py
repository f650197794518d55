"""Eval questions through the whole chain: a model that quotes, and one that lies."""

from __future__ import annotations

from benchmarks.llm_suite import SENTINEL, run, shown
from natoqa import Assistant
from natoqa.answer import verify
from natoqa.evaluation.questions import shipped_questions
from tests.llm.server import ChatServer

_EVERY = 12


def test_quotes_reach_the_answer(bot: Assistant, server: ChatServer) -> None:
    results = run(bot, server, list(shipped_questions())[::_EVERY], lying=False)
    quoted = [a for a in results if a.answer.engine != "extractive" and a.said != SENTINEL]
    assert len(quoted) > 10
    assert [a.said for a in quoted if not shown(a)] == []
    assert all(verify(a.answer, bot.paper) == [] for a in results)
    refused = [a for a in results if a.answer.engine != "extractive" and a.said == SENTINEL]
    assert not any(a.answer.answered for a in refused)


def test_lies_do_not_reach_the_answer(bot: Assistant, server: ChatServer) -> None:
    results = run(bot, server, list(shipped_questions())[::_EVERY], lying=True)
    told = [a for a in results if a.answer.engine != "extractive"]
    assert len(told) > 20
    # Some lies in the paper's own words pass (docs/llm.md has the figure).
    assert sum(shown(a) for a in told) / len(told) <= 0.2
    assert all(verify(a.answer, bot.paper) == [] for a in results)
