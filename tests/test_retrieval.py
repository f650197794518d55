"""Retrieval through the assistant: which paragraphs, in what order, and why."""

from __future__ import annotations

from typing import Any

import pytest
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from natoqa import Assistant, InputError, Settings
from natoqa.settings import Leg

JA = "前方展開の戦闘群はもともとどこに配備されていましたか？"
EN = "When was the Comprehensive Assistance Package approved?"


@pytest.mark.parametrize(("question", "paragraph"), [(JA, "p05"), (EN, "p14")])
def test_the_right_paragraph_is_found(assistant: Assistant, question: str, paragraph: str) -> None:
    assert paragraph in [p.paragraph.id for p in assistant.retrieve(question, k=3)]


def test_passages_come_best_first(assistant: Assistant) -> None:
    passages = assistant.retrieve(JA, k=10)
    assert [p.rank for p in passages] == list(range(1, 11))
    scores = [p.score for p in passages]
    assert scores == sorted(scores, reverse=True)
    assert len({p.paragraph.id for p in passages}) == 10


def test_k_beyond_the_paper_gives_all_of_it(assistant: Assistant) -> None:
    passages = assistant.retrieve(EN, k=1000)
    assert {p.paragraph.id for p in passages} == {p.id for p in assistant.paper.body}


def test_fewer_passages_are_the_first_of_more(assistant: Assistant) -> None:
    assert assistant.retrieve(EN, k=2) == assistant.retrieve(EN, k=8)[:2]


@pytest.mark.parametrize("k", [0, -1, True, "5", 2.0, None])
def test_a_bad_k_is_refused(assistant: Assistant, k: Any) -> None:
    with pytest.raises(InputError, match="k is"):
        assistant.retrieve(EN, k=k)


def test_a_passage_says_what_every_leg_gave_it(assistant: Assistant) -> None:
    passages = assistant.retrieve(EN, k=31)
    for passage in passages:
        assert [leg.name for leg in passage.legs] == ["dense", "bm25", "late", "learned"]
        total = sum(leg.contribution for leg in passage.legs)
        assert total == pytest.approx(passage.score, abs=0.5)
    for position in range(4):
        ranks = sorted(p.legs[position].rank for p in passages)
        assert ranks == list(range(1, 32))


@pytest.mark.parametrize("leg", ["dense", "bm25", "late", "learned"])
@pytest.mark.parametrize("question", [JA, EN])
def test_each_leg_works_alone(assistant: Assistant, leg: Leg, question: str) -> None:
    alone = Assistant(assistant.settings.model_copy(update={"legs": (leg,)}))
    passages = alone.retrieve(question, k=5)
    assert [name.name for name in passages[0].legs] == [leg]
    assert len({p.score for p in passages}) > 1


@pytest.mark.parametrize(("question", "paragraph"), [(JA, "p05"), (EN, "p14")])
def test_without_the_translation_it_still_finds(
    question: str, paragraph: str, assistant: Assistant
) -> None:
    settings = assistant.settings.model_copy(update={"translation": False})
    found = Assistant(settings).retrieve(question, k=5)
    assert paragraph in [p.paragraph.id for p in found]


def test_a_question_with_no_word_of_the_paper_still_ranks(assistant: Assistant) -> None:
    assert len(assistant.retrieve("zzz qqq", k=3)) == 3


def test_history_completes_what_is_searched(assistant: Assistant) -> None:
    history = [
        {"role": "user", "content": "What is the Comprehensive Assistance Package?"},
        {"role": "assistant", "content": "It was approved in 2016. [¶14]"},
    ]
    found = assistant.retrieve("When was it approved?", history=history)
    assert found[0].paragraph.id == "p14"


def test_the_retriever_is_langchains(assistant: Assistant) -> None:
    retriever = assistant.as_retriever(k=4)
    assert isinstance(retriever, BaseRetriever)
    documents = retriever.invoke(EN)
    assert len(documents) == 4
    assert all(isinstance(document, Document) for document in documents)
    expected = [p.paragraph.id for p in assistant.retrieve(EN, k=4)]
    assert [document.metadata["paragraph"] for document in documents] == expected
    assert [document.id for document in documents] == expected
    first = assistant.paper.paragraph(expected[0])
    assert documents[0].page_content == first.text
    assert documents[0].metadata["pages"] == list(first.pages)
    assert documents[0].metadata["translation"] == first.translation
    assert set(documents[0].metadata["legs"]) == {"dense", "bm25", "late", "learned"}


async def test_the_retriever_batches_and_awaits(assistant: Assistant) -> None:
    retriever = assistant.as_retriever()
    one, other = retriever.batch([JA, EN])
    assert one == retriever.invoke(JA)
    assert other == await retriever.ainvoke(EN)


@pytest.mark.parametrize("k", [0, -1, True, "x"])
def test_the_retriever_refuses_a_count_that_is_none(assistant: Assistant, k: Any) -> None:
    with pytest.raises(InputError, match="k is"):
        assistant.as_retriever(k=k)


def test_the_retriever_refuses_what_is_no_question(assistant: Assistant) -> None:
    with pytest.raises(InputError, match="question"):
        assistant.as_retriever().invoke(" ")


def test_settings_bound_the_passages_of_an_answer(assistant: Assistant) -> None:
    few = Assistant(assistant.settings.model_copy(update={"passages": 2}))
    assert len(few.ask(EN).passages) == 2
    assert len(assistant.ask(EN).passages) == Settings().passages
