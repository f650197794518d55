"""The report from made-up rows: what is written, read back, exported and refused."""

import json
import re
from pathlib import Path

import pytest
from langsmith.schemas import ExampleCreate

from natoqa.corpus import load_paper
from natoqa.errors import InputError, NatoqaError
from natoqa.evaluation import tables
from natoqa.evaluation.bootstrap import differences
from natoqa.evaluation.export import export_rows, write_export
from natoqa.evaluation.floor import read_floors, shortfalls
from natoqa.evaluation.html import html
from natoqa.evaluation.markdown import markdown
from natoqa.evaluation.measures import MEASURES
from natoqa.evaluation.readme import BEGIN, END, headline_block, with_block
from natoqa.evaluation.results import Latency, Report, Row, read_report
from natoqa.evaluation.summary import summarise
from natoqa.evaluation.writing import to_json, write_report

LATENCY = Latency(p50=12.5, p95=40.0, histogram=((20.0, 6), (40.0, 2)))


def make_rows(wrong: int) -> tuple[Row, ...]:
    rows = []
    for i in range(16):
        refuse = i % 4 == 3
        bad = i < wrong
        scores = {"right": float(not bad), "language": 1.0}
        if not refuse:
            scores |= {
                "correct": float(not bad),
                "f1": 0.5,
                "length": 214.0,
                "recall@1": 0.75,
                "recall@3": 1.0,
                "recall@5": 1.0,
                "mrr": 0.8,
                "ndcg@10": 0.9,
            }
        rows.append(
            Row(
                id=f"q{i}",
                language="en" if i % 2 else "ja",
                kind="unanswerable" if refuse else "fact",
                subkind="",
                split="dev" if i < 8 else "test",
                question="Who & <why> | what?",
                history=("earlier", "answer [¶1]"),
                gold=() if refuse else (("p31",),),
                reference="" if refuse else "Mark Rutte.",
                answered=not refuse,
                answer="It is\nMark Rutte. [¶31]",
                cited=("p31",),
                ranking=("p30", "p31"),
                confidence=0.9 - i / 20,
                error=float(bad or refuse),
                reasons=("says none of: Rutte",) if bad else (),
                scores=scores,
            )
        )
    return tuple(rows)


def make_report(wrong: int = 4, **change: object) -> Report:
    rows, others = make_rows(wrong), make_rows(8)
    return Report(
        natoqa="0.1.0",
        paper="nids-350",
        split="all",
        engine="extractive",
        embedding="natoqa-embed-ja-en",
        questions=len(rows),
        questions_hash="0123456789abcdef",
        systems=(
            summarise("natoqa", "natoqa", rows),
            summarise("bm25", "BM25 alone", others, every_slice=False),
        ),
        skipped=("LangChain quickstart, MiniLM: not installed",),
        differences=differences(rows, others, MEASURES, "bm25"),
        rows=rows,
        latency={"natoqa": LATENCY, "bm25": LATENCY},
    ).model_copy(update=change)


def test_json_comes_back_the_same(tmp_path):
    report = make_report()
    path = write_report(report, tmp_path / "made")[0]
    assert read_report(path) == report


def test_only_the_latency_lines_change_from_run_to_run():
    slower = LATENCY.model_copy(update={"p50": 99.0})
    before = to_json(make_report()).splitlines()
    after = to_json(make_report(latency={"natoqa": slower, "bm25": slower})).splitlines()
    changed = [a for a, b in zip(before, after, strict=True) if a != b]
    assert len(changed) == 1
    assert changed[0].startswith(' "latency"')


def test_each_question_has_a_line_of_its_own():
    lines = to_json(make_report()).splitlines()
    assert sum('"id": "q' in line for line in lines) == 16


def test_a_file_that_is_no_report_is_one_plain_line(tmp_path):
    (tmp_path / "old.json").write_text('{"schema_version": 0}')
    for name in ("none.json", "old.json"):
        with pytest.raises(InputError) as caught:
            read_report(tmp_path / name)
        assert name in str(caught.value)
        assert "\n" not in str(caught.value)


def test_a_report_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(NatoqaError, match="cannot write the report"):
        write_report(make_report(), tmp_path / "file")


def test_markdown_has_the_figures_and_the_failures():
    text = markdown(make_report())
    assert "| questions | 8 | 4 | 4 | 8 |" in text
    assert "## Failures (4)" in text
    assert "BM25 alone" in text
    assert "Not run: LangChain quickstart" in text
    assert "- wrong: says none of: Rutte" in text
    assert "gold: p31; rank: p31 2" in text
    assert "214" in text


def test_page_is_whole_and_asks_nothing_of_the_network():
    page = html(make_report())
    assert page.count("<svg") == page.count("</svg>") == 4
    assert not re.search(r"https?://|<script|<link|@import|url\(", page)
    assert "prefers-color-scheme: dark" in page
    assert "Who &amp; &lt;why&gt; | what?" in page
    assert "<why>" not in page
    assert "$" not in page


def test_page_without_baselines_or_confidences():
    rows = tuple(r.model_copy(update={"confidence": 1.0}) for r in make_rows(0))
    report = make_report(
        systems=(summarise("natoqa", "natoqa", rows),),
        rows=rows,
        differences=(),
        skipped=(),
        latency={"natoqa": LATENCY},
    )
    page = html(report)
    assert page.count("<svg") == 3
    assert "Beside the baselines" not in page
    assert "No risk-coverage curve" in page


def test_headline_leads_with_test_and_says_how_many():
    head = tables.headline(make_report())
    assert head.head == ("", "test", "test, Japanese", "test, English", "dev")
    assert head.rows[0] == ("questions", "8", "4", "4", "8")


def test_readme_block_replaces_only_what_is_between_the_markers():
    readme = f"# natoqa\n{BEGIN}\nold\n{END}\nend\n"
    block = headline_block(make_report())
    made = with_block(readme, block)
    assert made.startswith(f"# natoqa\n{BEGIN}\n")
    assert made.endswith(f"{END}\nend\n")
    assert "old" not in made
    assert with_block(made, block) == made
    assert "ms" not in block.split()
    with pytest.raises(NatoqaError, match="markers"):
        with_block("# natoqa\n", block)


# Floor


def floor(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "floor.toml"
    path.write_text(text)
    return path


def test_floor_is_met_or_not(tmp_path):
    floors = read_floors(floor(tmp_path, '["split:dev"]\nright = 0.5\n["split:test"]\nright = 1\n'))
    assert shortfalls(make_report(4).main, "all", floors) == []
    (under,) = shortfalls(make_report(6).main, "all", floors)
    assert str(under) == "split:dev right is 0.250, floor 0.500"
    (under,) = shortfalls(make_report(9).main, "test", floors)
    assert under.floor.slice == "split:test"


def test_a_missing_figure_is_below_its_floor(tmp_path):
    floors = read_floors(floor(tmp_path, '["split:dev"]\nverbatim = 0.5\n'))
    (under,) = shortfalls(make_report().main, "dev", floors)
    assert "is missing" in str(under)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("right =", "not TOML"),
        ("right = 0.5", "put it under a table"),
        ("[all]\nrite = 0.5", "no such measure"),
        ("[all]\nright = true", "is not a number"),
        ("", "no floors"),
    ],
)
def test_a_bad_floor_file_is_one_plain_line(tmp_path, text, said):
    with pytest.raises(InputError, match=said):
        read_floors(floor(tmp_path, text))


def test_a_floor_for_another_split_is_not_taken_as_met(tmp_path):
    floors = read_floors(floor(tmp_path, '["split:test"]\nright = 0.5\n'))
    with pytest.raises(InputError, match="no floor in the file applies to split dev"):
        shortfalls(make_report().main, "dev", floors)


# Export


def test_ragas_rows(tmp_path):
    path = tmp_path / "rows.jsonl"
    assert write_export(make_report(), load_paper(), "ragas", path) == 16
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    assert set(rows[0]) == {"user_input", "response", "retrieved_contexts", "reference"}
    assert rows[0]["response"] == "It is\nMark Rutte."
    assert rows[0]["retrieved_contexts"][1] == load_paper().paragraph("p31").text
    assert rows[3]["reference"] == "The paper does not say."


def test_langsmith_rows_are_examples():
    rows = list(export_rows(make_report(), load_paper(), "langsmith"))
    assert rows[0]["run_outputs"]["cited"] == ["p31"]
    for found in rows:
        fields = {name: value for name, value in found.items() if name != "run_outputs"}
        assert ExampleCreate(**fields).inputs == found["inputs"]
