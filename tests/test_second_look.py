"""Questions of which the first reading is not sure are read again."""

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from natoqa import Assistant
from natoqa.corpus import load_paper
from natoqa.errors import NatoqaError
from natoqa.resources import models_folder
from natoqa.second_look import NAME, Reading, load_second_look
from natoqa.settings import Settings

FOLDER = models_folder() / NAME


@pytest.fixture(scope="module")
def look():
    return load_second_look(load_paper())


@pytest.fixture(scope="module")
def places():
    return {s.id: i for i, s in enumerate(s for p in load_paper().body for s in p.sentences)}


@pytest.mark.parametrize(
    ("asked", "spoken", "sentence"),
    [
        ("Where is the headquarters of NSATU going to be?", "", "p15s06"),
        ("NSATUの本部はどこにできるの？", "", "p15s06"),
    ],
)
def test_says_which_sentence_answers(look, places, asked, spoken, sentence):
    chances = look.chances(asked, spoken)
    assert int(chances.sentences.argmax()) == places[sentence]
    assert np.exp(chances.sentences).sum() == pytest.approx(1.0)
    assert chances.none < 0


@pytest.mark.parametrize("asked", ["How do I bake bread?", "カレーの作り方を教えて"])
def test_says_that_no_sentence_answers(look, asked):
    assert look.chances(asked).none > 0


def test_a_follow_up_is_read_with_what_was_said(look, places):
    spoken = "How many allies met 2% in 2014? Only three countries met 2% at the time."
    chances = look.chances("How many do now?", spoken)
    assert int(chances.sentences.argmax()) == places["p03s01"]
    assert chances.none < look.chances("How many do now?").none


def test_the_first_reading_is_sure_or_not():
    clear, unclear = np.array([9.0, 0.0, 0.0]), np.array([1.0, 0.9, 0.0])
    assert Reading(clear, 0.99).is_sure
    assert Reading(unclear, 0.001).is_sure
    assert not Reading(unclear, 0.99).is_sure
    assert not Reading(clear, 0.5).is_sure
    assert Reading(clear, 0.97).is_sure
    assert not Reading(clear, 0.97, follow_up=True).is_sure


def test_it_can_be_switched_off_and_sure_answers_stay():
    once, twice = Assistant(Settings(second_look=False)), Assistant(Settings())
    question = "Where will NSATU be based?"
    assert once.ask(question).text == twice.ask(question).text
    unsure = [
        q
        for q in ("What did Zelensky get out of it?", "How should Japan respond?")
        if once.ask(q).confidence != twice.ask(q).confidence
    ]
    assert unsure


def test_a_missing_damaged_or_foreign_model_is_one_plain_line(tmp_path):
    paper = load_paper()
    with pytest.raises(NatoqaError, match="cannot read"):
        load_second_look(paper, tmp_path)
    tensors = load_file(FOLDER / "model.safetensors")
    save_file(tensors, tmp_path / "model.safetensors", metadata={"paper": "another"})
    with pytest.raises(NatoqaError, match="fitted on other sentences") as caught:
        load_second_look(paper, tmp_path)
    assert "\n" not in str(caught.value)


def test_a_second_look_finds_the_sentence_that_has_the_number():
    question = "2%目標を達成した国は何か国？"
    assert "23カ国" not in Assistant(Settings(second_look=False)).ask(question).text
    assert "23カ国" in Assistant(Settings()).ask(question).text
