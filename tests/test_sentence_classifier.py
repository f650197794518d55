"""What was learned from other questions finds sentences that share no word with a new one."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from natoqa import Assistant, Paper
from natoqa.embeddings import bundled_model
from natoqa.errors import NatoqaError
from natoqa.resources import models_folder
from natoqa.sentence_classifier import (
    Leaning,
    SentenceChances,
    SentenceClassifier,
    load_sentence_classifier,
)
from natoqa.wording import wording

FILE = "sentence_classifier.safetensors"


def chances_of(question: str, classifier: SentenceClassifier) -> SentenceChances:
    model = bundled_model()
    vector = model.encode([question])[0]
    return classifier.chances(vector, wording(question, model)[0])


def beginnings(paper: Paper) -> npt.NDArray[np.int64]:
    """Position of the first sentence of each paragraph of the body."""
    return np.cumsum([0, *(len(p.sentences) for p in paper.body[:-1])])


@pytest.mark.parametrize(
    ("question", "paragraph"),
    [
        ("Who is pulling their weight on the spending pledge these days?", "p03"),
        ("Which outfit takes over the schooling of Kyiv's soldiers?", "p15"),
        ("ドイツにできる、ウクライナ兵の面倒を見る新しい組織って何？", "p15"),
    ],
)
def test_words_that_no_sentence_has_find_the_sentence(
    assistant: Assistant, question: str, paragraph: str
) -> None:
    answer = assistant.ask(question)
    assert answer.answered
    assert paragraph in [c.paragraph.id for c in answer.citations]


def test_a_paragraph_is_as_likely_as_its_sentences_together(paper: Paper) -> None:
    chances = chances_of("When was JATEC agreed?", load_sentence_classifier(paper))
    assert np.exp(chances.sentences).sum() == pytest.approx(1.0)
    first = beginnings(paper)
    best = int(chances.paragraphs(first).argmax())
    sums = np.add.reduceat(np.exp(chances.sentences), first)
    assert best == int(sums.argmax())
    assert paper.body[best].id == "p17"


@pytest.mark.parametrize(
    ("spoken", "paragraph"),
    [
        ("What is the JFC Norfolk for? Its main task is the defence of the Atlantic.", "p12"),
        ("What is NSATU? It coordinates equipment and training for Ukraine.", "p15"),
    ],
)
def test_a_follow_up_without_words_of_its_own_is_about_what_was_said(
    paper: Paper, spoken: str, paragraph: str
) -> None:
    model = bundled_model()
    asked, before = model.encode(["And that?", spoken])
    words = wording("And that?", model)[0]
    chances = load_sentence_classifier(paper).chances(asked, words, Leaning(asked, before))
    assert paper.body[int(chances.paragraphs(beginnings(paper)).argmax())].id == paragraph


def test_what_has_nothing_to_do_with_the_paper_is_answered_by_none(paper: Paper) -> None:
    classifier = load_sentence_classifier(paper)
    asked = chances_of("What is NSATU for?", classifier)
    unasked = chances_of("肉じゃがの作り方は？", classifier)
    assert asked.none < 0.0 < unasked.none


def test_a_damaged_file_is_named(paper: Paper, tmp_path: Path) -> None:
    path = tmp_path / FILE
    with pytest.raises(NatoqaError, match=rf"cannot read .*{FILE}.*install natoqa"):
        load_sentence_classifier(paper, path)
    path.write_bytes(b"no weights")
    with pytest.raises(NatoqaError, match=rf"cannot read .*{FILE}"):
        load_sentence_classifier(paper, path)


def test_a_classifier_of_other_sentences_is_not_used(paper: Paper, tmp_path: Path) -> None:
    path = tmp_path / FILE
    shutil.copy(models_folder() / FILE, path)
    shorter = paper.model_copy(update={"paragraphs": paper.paragraphs[:-1]})
    with pytest.raises(NatoqaError, match="fitted on other sentences"):
        load_sentence_classifier(shorter, path)
