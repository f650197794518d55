"""The questions: schema, plain errors, and proof that the shipped set is sound."""

import json
from pathlib import Path

import pytest

from natoqa.corpus import load_paper
from natoqa.errors import InputError
from natoqa.evaluation.checker import check_gold, check_set, duplicates, leaks
from natoqa.evaluation.questions import (
    EvalQuestion,
    questions_hash,
    read_questions,
    select,
    shipped_questions,
)
from natoqa.resources import checkout_root

GOOD = {
    "id": "q1",
    "language": "en",
    "kind": "fact",
    "question": "Where will the NICC be based?",
    "gold": [["p04"]],
    "evidence": [{"paragraph": "p04", "quote": "NICCは欧州連合軍最高司令部（SHAPE）を拠点とする"}],
    "answer": [["SHAPE"]],
    "reference": "At SHAPE.",
}


def write(tmp_path: Path, *rows: object) -> Path:
    path = tmp_path / "my.jsonl"
    path.write_text(
        "\n".join(r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in rows),
        encoding="utf-8",
    )
    return path


def question(**change: object) -> EvalQuestion:
    return EvalQuestion.model_validate({**GOOD, **change})


def test_shipped_questions_are_sound():
    questions, paper = shipped_questions(), load_paper()
    assert [str(f) for f in check_gold(questions, paper) + check_set(questions, paper)] == []


def test_shipped_ids_say_language_and_kind():
    for q in shipped_questions():
        assert q.id.startswith(f"{q.language}-{q.kind}-")


def test_reads_a_file_and_skips_empty_lines(tmp_path):
    (found,) = read_questions(write(tmp_path, "", GOOD, ""))
    assert found.split == "test"
    assert found.gold == (("p04",),)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('{"id": ', "line 2: not JSON"),
        ("[1]", "line 2: a list, not a JSON object"),
        ({**GOOD, "id": "q2", "language": "fr"}, "line 2: language:"),
        ({**GOOD, "id": "q2", "kind": "riddle"}, "line 2: kind:"),
        ({**GOOD, "id": "q2", "gold": [["4"]]}, "line 2: gold.0.0:"),
        ({**GOOD, "id": "q2", "answer": [[]]}, "line 2: answer: has an empty group"),
        ({**GOOD, "id": "q2", "answer": [["  "]]}, "line 2: answer: has a blank alternative"),
        ({**GOOD, "id": "q2", "question": "?!"}, "line 2: question: the question has nothing"),
        ({**GOOD, "id": "q2", "question": "a\u0001"}, "line 2: question: the question holds"),
        ({**GOOD, "id": "q2", "language": "ja"}, "line 2: language: is 'ja', but"),
        ({**GOOD, "id": "q2", "kind": "followup"}, "line 2: history: must not be empty"),
        ({**GOOD, "id": "q2", "reference": ""}, "line 2: reference: must not be empty"),
        ({**GOOD, "id": "q2", "colour": "red"}, "line 2: colour:"),
        ({k: v for k, v in GOOD.items() if k != "question"}, "line 2: question: Field required"),
        (GOOD, "line 2: id: 'q1' is already on line 1"),
        (
            {**GOOD, "id": "q2", "history": [{"role": "user", "content": "Hi"}]},
            "line 2: history: must end",
        ),
        ({**GOOD, "id": "q2", "kind": "unanswerable"}, "line 2: gold: must be empty"),
    ],
)
def test_errors_name_line_and_field(tmp_path, row, said):
    with pytest.raises(InputError) as caught:
        read_questions(write(tmp_path, GOOD, row))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_empty_or_binary_file_is_one_plain_line(tmp_path):
    empty, binary = tmp_path / "empty.jsonl", tmp_path / "binary.jsonl"
    empty.write_text("\n")
    binary.write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "none.jsonl", empty, binary, tmp_path):
        with pytest.raises(InputError) as caught:
            read_questions(path)
        assert path.name in str(caught.value)


def test_select_by_split_kind_and_language():
    chosen = select(shipped_questions(), split="dev", kinds=["fact"], languages=["ja"])
    assert chosen
    assert {(q.split, q.kind, q.language) for q in chosen} == {("dev", "fact", "ja")}
    with pytest.raises(InputError, match="no question is left"):
        select([question()], split="dev")


def test_hash_changes_with_the_questions():
    assert questions_hash([question()]) != questions_hash([question(reference="SHAPE it is.")])


def test_checker_finds_what_is_wrong_with_gold():
    paper = load_paper()
    bad_quote = question(evidence=[{"paragraph": "p04", "quote": "NICCは東京を拠点とする"}])
    no_proof = question(evidence=[])
    no_paragraph = question(gold=[["p99"]])
    no_reference = question(reference="In Belgium.")
    for bad, said in (
        (bad_quote, "not in p04"),
        (no_proof, "no evidence for p04"),
        (no_paragraph, "no paragraph p99"),
        (no_reference, "is in the reference"),
    ):
        assert any(said in fault.message for fault in check_gold([bad], paper)), said
    assert check_gold([question()], paper) == []


def test_checker_finds_leaks_between_splits():
    dev = question(id="a", split="dev")
    same = question(id="b", question="where will the ＮＩＣＣ be based ?")
    near = question(id="c", question="So where will the NICC be based, then?")
    other = question(id="d", question="Who will staff the NICC?")
    assert {fault.question_id for fault in duplicates([dev, same, near, other])} == {"b", "c"}


def test_no_test_question_is_in_the_training_data():
    root = checkout_root()
    assert root is not None
    files = sorted((root / "training").glob("*.jsonl"))
    rows = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    assert len(rows) > 100
    trained = [row["question"] for row in rows if "question" in row]
    trained += [turn["say"] for row in rows for turn in row.get("turns", ())]
    test = select(shipped_questions(), split="test")
    found = leaks(test, trained)
    assert [str(fault) for fault in found] == []


def test_checker_finds_a_question_in_the_training_data():
    trained = ["where will the ＮＩＣＣ be based", "Who will staff the NICC?"]
    assert len(leaks([question()], trained)) == 1
    assert leaks([question()], trained[1:]) == []


def test_checker_finds_thin_or_uneven_sets():
    said = " ".join(map(str, check_set([question(), question(id="q2")], load_paper())))
    assert "English fact and why: 2 questions, 110 needed" in said
    assert "no ja question touches p01" in said
    assert "en fact: 0 dev and 2 test" in said
