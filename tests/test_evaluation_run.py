"""Whole runs of the real assistant: figures, breaks that must show, the command."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from natoqa.answer import Answer, Passage
from natoqa.assistant import Assistant
from natoqa.corpus import load_paper
from natoqa.errors import InputError
from natoqa.evaluation import evaluate, tables
from natoqa.evaluation.command import eval_command
from natoqa.evaluation.floor import Shortfall, read_floors, shortfalls
from natoqa.evaluation.questions import EvalQuestion, select, shipped_questions
from natoqa.evaluation.results import read_report
from natoqa.evaluation.runner import run
from natoqa.evaluation.summary import SUBKINDS, summarise
from natoqa.evaluation.systems import Candidate
from natoqa.resources import evals_folder
from natoqa.settings import Settings


def in_view() -> tuple[EvalQuestion, ...]:
    """The easier and quicker half: where a break shows, it shows among the others too."""
    return tuple(q for q in select(shipped_questions(), split="dev") if q.subkind not in SUBKINDS)


def below_floor(settings: Settings) -> list[Shortfall]:
    report = evaluate(settings, split="dev")
    return shortfalls(report.main, "dev", read_floors(evals_folder() / "floor.toml"))


def below_in_view(settings: Settings) -> set[str]:
    """Measures below their floor; floors of what was not asked do not count."""
    report = evaluate(settings, questions=in_view(), split="dev")
    found = shortfalls(report.main, "dev", read_floors(evals_folder() / "floor.toml"))
    return {s.floor.measure for s in found if s.value is not None}


def test_the_assistant_meets_the_floor():
    assert [str(s) for s in below_floor(Settings())] == []
    assert below_in_view(Settings()) == set()


def test_without_the_lexical_leg_it_does_not():
    assert below_in_view(Settings(legs=("dense", "late")))


def test_when_it_never_refuses_it_does_not():
    assert "refusal_recall" in below_in_view(Settings(abstention_threshold=0.0))


class Shuffled:
    """The assistant with the citations of each answer taken from the answer before."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._last: Answer | None = None

    def ask(self, question: str, *, history: Iterable[Mapping[str, Any]] | None = None) -> Answer:
        answer = self._assistant.ask(question, history=history)
        last, self._last = self._last, answer
        if last is None:
            return answer
        return answer.model_copy(update={"citations": last.citations})

    def retrieve(
        self, question: str, *, k: int = 5, history: Iterable[Mapping[str, Any]] | None = None
    ) -> Sequence[Passage]:
        return self._assistant.retrieve(question, k=k, history=history)


def test_with_citations_shuffled_it_does_not(assistant: Assistant):
    questions = in_view()
    shuffled = Candidate("natoqa", "natoqa", lambda: Shuffled(assistant))
    rows, _ = run(shuffled, questions, load_paper())
    under = shortfalls(
        summarise("natoqa", "natoqa", rows), "dev", read_floors(evals_folder() / "floor.toml")
    )
    assert {"correct", "first_citation", "verbatim"} <= {s.floor.measure for s in under}


def test_a_run_gives_the_same_figures_again():
    first, second = (evaluate(split="dev", kinds=["comparison"]) for _ in range(2))
    assert first.model_copy(update={"latency": {}}) == second.model_copy(update={"latency": {}})


def test_questions_asked_unread_get_figures_of_their_own():
    report = evaluate(split="test", kinds=["why"])
    unread = [q for q in shipped_questions() if q.subkind == "unread"]
    whys = [q for q in unread if q.kind == "why" and q.split == "test"]
    assert len(unread) > 100
    assert {q.language for q in whys} == {"ja", "en"}
    assert report.main.slices["subkind:unread"]["right"].n == len(whys)
    assert "test, asked unread" in tables.headline(report).head


def test_compare_with_itself_finds_no_difference():
    first = evaluate(split="dev", kinds=["list"])
    again = evaluate(split="dev", kinds=["list"], compare=first)
    assert again.differences
    assert {(d.value, d.p) for d in again.differences} == {(0.0, 1.0)}


def test_baselines_rank_the_same_questions_otherwise_and_a_missing_extra_is_said(monkeypatch):
    monkeypatch.setattr("natoqa.evaluation.quickstart.find_spec", lambda _: None)
    report = evaluate(split="dev", kinds=["list"], languages=["en"], with_baselines=True)
    names = [system.name for system in report.systems]
    assert names == [
        "natoqa", "bm25", "dense", "no-late", "no-learned", "no-second-look", "no-translation",
    ]  # fmt: skip
    asked = select(shipped_questions(), split="dev", kinds=["list"], languages=["en"])
    assert {s.slices["all"]["right"].n for s in report.systems} == {len(asked)}
    recalls = {s.name: s.recall_at for s in report.systems}
    right = {s.name: s.slices["all"]["right"].value for s in report.systems}
    for name in ("bm25", "dense", "no-learned"):
        assert (recalls[name], right[name]) != (recalls["natoqa"], right["natoqa"]), name
    (line,) = report.skipped
    assert "pip install 'natoqa[baselines]'" in line


def test_unknown_gold_is_refused_before_anything_is_asked(tmp_path):
    (question,) = select(shipped_questions(), split="dev", kinds=["overview"], languages=["en"])[:1]
    strange = question.model_copy(update={"gold": (("p77",),), "evidence": ()})
    with pytest.raises(InputError, match=f"question {question.id}: gold: no paragraph 'p77'"):
        evaluate(questions=[strange], split="all")


# The command


def natoqa_eval(*arguments: str) -> Result:
    return CliRunner().invoke(eval_command, arguments)


def own_questions(folder: Path) -> tuple[Path, int]:
    rows = [q.model_dump(mode="json") for q in shipped_questions() if q.kind == "comparison"]
    path = folder / "my.jsonl"
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), encoding="utf-8")
    return path, len(rows)


def test_own_questions_report_and_export(tmp_path: Path):
    mine, count = own_questions(tmp_path)
    done = natoqa_eval(
        "--questions",
        str(mine),
        "--split",
        "all",
        "--report",
        str(tmp_path / "out"),
        "--export",
        str(tmp_path / "rows.jsonl"),
        "--export-format",
        "langsmith",
    )
    assert done.exit_code == 0, done.output
    assert f"{count} questions" in done.stdout
    assert read_report(tmp_path / "out" / "report.json").questions == count
    assert (tmp_path / "out" / "report.html").stat().st_size > 10_000
    assert len((tmp_path / "rows.jsonl").read_text().splitlines()) == count


def test_json_on_stdout_is_the_report_alone(tmp_path: Path):
    done = natoqa_eval("--kind", "list", "--language", "en", "--json")
    asked = select(shipped_questions(), split="dev", kinds=["list"], languages=["en"])
    assert json.loads(done.stdout)["questions"] == len(asked)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--engine", "llm"], "no LLM is configured"),
        (["--questions", "nowhere.jsonl"], "cannot read nowhere.jsonl"),
        (["--compare", "nowhere.json"], "cannot read nowhere.json"),
        (["--fail-under", "nowhere.toml"], "cannot read nowhere.toml"),
        (["--fail-under", "nowhere.toml", "--kind", "fact"], "needs whole splits"),
        (["--embedding", "no/such-model"], "no/such-model"),
    ],
)
def test_bad_input_is_one_plain_line(arguments, said, monkeypatch):
    monkeypatch.delenv("NATOQA_LLM", raising=False)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    done = natoqa_eval(*arguments)
    assert done.exception is not None
    assert said in str(done.exception)
    assert "\n" not in str(done.exception)


def test_a_run_below_the_floor_fails_and_says_where(tmp_path: Path):
    mine, _ = own_questions(tmp_path)
    floor = tmp_path / "floor.toml"
    for least, code in ((1, 0), (100_000, 1)):
        floor.write_text(f'["split:dev"]\nlength = {least}\n')
        done = natoqa_eval("--questions", str(mine), "--split", "all", "--fail-under", str(floor))
        assert (done.exception is not None) == bool(code)
        assert ("below the floor: split:dev length is" in done.stderr) == bool(code)
