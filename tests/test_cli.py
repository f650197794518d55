"""The command line: exit codes, one-line errors, JSON that can be proved, the paper, the chat."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from natoqa import Assistant, Paper
from natoqa.answer import read_answer
from tests.conftest import Cli, Ran, run_natoqa

JA = "前方展開の戦闘群はもともとどこに配備されていましたか？"
EN = "When was the Comprehensive Assistance Package approved?"
NOT_SAID = "東京タワーの高さは？"


def _one_line(ran: Ran, code: int, said: str) -> None:
    """Nothing on stdout, one line on stderr, no traceback."""
    assert ran.code == code, ran
    assert ran.out == ""
    assert ran.err.startswith("natoqa: ")
    assert ran.err.count("\n") == 1
    assert ran.err.endswith("\n")
    assert "Traceback" not in ran.err
    assert said in ran.err


# ask


@pytest.mark.parametrize(
    ("question", "said", "marker"),
    [(JA, "バルト三国とポーランド", "[¶5]"), (EN, "2016", "[¶14]")],
)
def test_an_answer_exits_with_0(cli: Cli, question: str, said: str, marker: str) -> None:
    ran = cli("ask", question)
    assert ran.code == 0
    assert ran.err == ""
    text, *proof = ran.out.split("\n\n")
    assert said in text
    assert marker in text
    assert any(line.strip().startswith(marker.strip("[]")) for line in proof)


def test_what_the_paper_does_not_say_exits_with_3(cli: Cli) -> None:
    ran = cli("ask", NOT_SAID)
    assert ran.code == 3
    assert ran.err == ""
    assert "¶" in ran.out


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("", "empty"),
        ("  \n ", "empty"),
        ("…", "nothing to search for"),
        ("あ" * 100_000, "100,000 characters"),
        ("NATO\x07", "U+0007"),
        ("NATO\udcff", "is not UTF-8"),
    ],
)
def test_a_bad_question_exits_with_2(cli: Cli, question: str, said: str) -> None:
    _one_line(cli("ask", question), 2, said)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["ask"], "QUESTION"),
        (["ask", EN, "--lang", "fr"], "fr"),
        (["ask", EN, "--colour"], "--colour"),
        (["ask", "one", "two"], "two"),
        (["answer", EN], "answer"),
        (["verify"], "FILE"),
    ],
)
def test_bad_usage_exits_with_2(cli: Cli, args: list[str], said: str) -> None:
    _one_line(cli(*args), 2, said)


def test_a_bad_setting_exits_with_2(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NATOQA_PASSAGES", "many")
    _one_line(cli("ask", EN), 2, "NATOQA_PASSAGES")
    monkeypatch.delenv("NATOQA_PASSAGES")
    monkeypatch.setenv("NATOQA_LEGS", "bm25,grep")
    _one_line(cli("ask", EN), 2, "legs")


def test_a_folder_that_cannot_be_written_exits_with_1(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("NATOQA_INDEX_DIR", str(tmp_path / "file" / "index"))
    for args in (["ask", EN], ["index"], ["chat"]):
        _one_line(cli(*args, stdin=EN), 1, "NATOQA_INDEX_DIR")


def test_an_unknown_paper_is_bad_input(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NATOQA_PAPER", "nids-999")
    for args in (["ask", EN], ["paper"], ["index"]):
        _one_line(cli(*args), 2, "nids-999")


@pytest.mark.parametrize(("question", "language"), [(JA, "en"), (EN, "ja")])
def test_lang_chooses_the_language(cli: Cli, question: str, language: str) -> None:
    ran = cli("ask", question, "--lang", language, "--json")
    assert json.loads(ran.out)["language"] == language


def test_a_question_of_odd_bytes_exits_with_2() -> None:
    ran = run_natoqa("ask", b"NATO \xff\xfe")
    assert ran.returncode == 2
    assert ran.stdout == b""
    assert ran.stderr.startswith(b"natoqa: ")
    assert ran.stderr.count(b"\n") == 1


# --json and verify


@pytest.fixture(scope="module")
def answers(assistant: Assistant) -> dict[str, str]:
    """The JSON of three answers, as `natoqa ask --json` prints it."""
    return {q: assistant.ask(q).model_dump_json(indent=2) for q in (JA, EN, NOT_SAID)}


def test_json_is_the_whole_answer(cli: Cli, answers: dict[str, str]) -> None:
    ran = cli("ask", EN, "--json")
    assert ran.code == 0
    assert ran.err == ""
    printed, expected = read_answer(ran.out), read_answer(answers[EN])
    assert printed.model_copy(update={"elapsed_ms": 0}) == expected.model_copy(
        update={"elapsed_ms": 0}
    )


@pytest.mark.parametrize("question", [JA, EN, NOT_SAID])
def test_a_question_may_come_from_a_pipe(cli: Cli, answers: dict[str, str], question: str) -> None:
    ran = cli("ask", "-", "--json", stdin=f"{question}\n")
    assert json.loads(ran.out)["text"] == json.loads(answers[question])["text"]
    assert cli("ask", "-").err.startswith("natoqa: the question is empty")


@pytest.mark.parametrize("question", [JA, EN, NOT_SAID])
def test_every_answer_can_be_proved(
    cli: Cli, answers: dict[str, str], question: str, tmp_path: Path
) -> None:
    piped = cli("verify", "-", stdin=answers[question])
    assert (piped.code, piped.err) == (0, "")
    path = tmp_path / "answer.json"
    path.write_text(answers[question], encoding="utf-8")
    assert cli("verify", str(path)) == piped
    count = len(json.loads(answers[question])["citations"])
    said = "1 quote stands" if count == 1 else f"{count} quotes stand"
    assert piped.out == (f"{said} in the paper\n" if count else "nothing is quoted\n")


def _quote(answer: dict[str, Any]) -> None:
    citation = answer["citations"][0]
    citation["quote"] = citation["quote"].replace("2016", "2017")


def _start(answer: dict[str, Any]) -> None:
    answer["citations"][0]["start"] += 1


def _shift(answer: dict[str, Any]) -> None:
    answer["citations"][0]["start"] += 1
    answer["citations"][0]["end"] += 1


def _behind(answer: dict[str, Any]) -> None:
    citation = answer["citations"][0]
    length = len(citation["paragraph"]["text"])
    citation["start"] -= length
    citation["end"] = citation["end"] - length or length


def _beyond(answer: dict[str, Any]) -> None:
    citation = answer["citations"][0]
    text = citation["paragraph"]["text"]
    citation.update(quote=text[-10:], start=len(text) - 10, end=len(text) + 99)


def _empty_quote(answer: dict[str, Any]) -> None:
    answer["citations"][0].update(quote="", start=3, end=3)


def _marker(answer: dict[str, Any]) -> None:
    answer["citations"][0]["marker"] = "¶9"


def _marker_everywhere(answer: dict[str, Any]) -> None:
    for citation in answer["citations"]:
        if citation["marker"] == "¶14":
            citation["marker"] = "¶9"
    _mark_in_text(answer)


def _mark_in_text(answer: dict[str, Any]) -> None:
    answer["text"] = answer["text"].replace("[¶14]", "[¶9]")


def _paragraph_text(answer: dict[str, Any]) -> None:
    paragraph = answer["citations"][0]["paragraph"]
    paragraph["text"] = paragraph["text"].replace("NATO", "EU")


def _paragraph_id(answer: dict[str, Any]) -> None:
    answer["citations"][0]["paragraph"]["id"] = "p15"


def _unknown_paragraph(answer: dict[str, Any]) -> None:
    answer["citations"][0]["paragraph"]["id"] = "p99"


def _no_citations(answer: dict[str, Any]) -> None:
    answer["citations"] = []


def _nothing_cited(answer: dict[str, Any]) -> None:
    answer["citations"] = []
    answer["text"] = "In 2016."


@pytest.mark.parametrize(
    "tamper",
    [
        _quote, _start, _shift, _behind, _beyond, _empty_quote, _marker, _marker_everywhere,
        _mark_in_text, _paragraph_text, _paragraph_id, _unknown_paragraph, _no_citations,
        _nothing_cited,
    ],
)  # fmt: skip
def test_a_tampered_answer_is_found_out(
    cli: Cli, answers: dict[str, str], tamper: Callable[[dict[str, Any]], None]
) -> None:
    answer = json.loads(answers[EN])
    tamper(answer)
    ran = cli("verify", "-", stdin=json.dumps(answer))
    assert ran.code == 1
    assert ran.out == ""
    *problems, last = ran.err.splitlines()
    assert problems
    assert all(re.match(r"citation \d+: |text: ", problem) for problem in problems)
    assert last == f"natoqa: {len(problems)} of the answer's claims cannot be proved"


@pytest.mark.parametrize(
    "content",
    [
        "",
        " ",
        "null",
        "[]",
        "{}",
        '{"answer": 42}',
        '{"answers": []}',
        '{"answers": [{}]}',
        "not json",
        "[" * 100_000,
        "\x00",
    ],
)
def test_what_is_no_answer_exits_with_2(cli: Cli, content: str) -> None:
    _one_line(cli("verify", "-", stdin=content), 2, "natoqa ask --json")


def test_a_conversation_is_proved_answer_by_answer(cli: Cli, answers: dict[str, str]) -> None:
    whole = {"answers": [json.loads(answers[JA]), json.loads(answers[EN])]}
    count = sum(len(answer["citations"]) for answer in whole["answers"])
    ran = cli("verify", "-", stdin=json.dumps(whole))
    assert (ran.code, ran.out) == (0, f"{count} quotes stand in the paper\n")
    _quote(whole["answers"][1])
    ran = cli("verify", "-", stdin=json.dumps(whole))
    assert ran.code == 1
    assert ran.err.startswith("answer 2, citation 1: ")


def test_an_answer_with_a_field_too_many_is_none(cli: Cli, answers: dict[str, str]) -> None:
    foreign = {**json.loads(answers[EN]), "model": "other"}
    _one_line(cli("verify", "-", stdin=json.dumps(foreign)), 2, "not the JSON of an answer")


def test_a_file_that_cannot_be_read_exits_with_2(cli: Cli, tmp_path: Path) -> None:
    _one_line(cli("verify", str(tmp_path / "gone.json")), 2, "gone.json")
    _one_line(cli("verify", str(tmp_path)), 2, str(tmp_path))
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe{}")
    _one_line(cli("verify", str(tmp_path / "bytes.json")), 2, "bytes.json")


# paper


@pytest.mark.parametrize("name", ["¶7", "p07", "P7", "7", "07", " ¶7 ", "７"])
def test_one_paragraph_by_any_name(cli: Cli, paper: Paper, name: str) -> None:
    ran = cli("paper", name)
    assert (ran.code, ran.err) == (0, "")
    seventh = paper.paragraph("p07")
    assert ran.out.startswith("¶7 (p. 3)\n")
    assert seventh.text in ran.out
    assert seventh.translation in ran.out
    assert "unofficial translation" in ran.out


def test_a_paragraph_on_two_pages_shows_both(cli: Cli) -> None:
    assert cli("paper", "14").out.startswith("¶14 (pp. 5–6)\n")


@pytest.mark.parametrize(
    "name", ["¶32", "p99", "-1", "x", "", "¶", "7.5", "²", "p7p", "9" * 5000, "十"]
)
def test_a_paragraph_that_is_not_there_exits_with_2(cli: Cli, name: str) -> None:
    ran = cli("paper", "--", name)
    _one_line(ran, 2, "¶31")
    assert len(ran.err) < 120


@pytest.mark.parametrize(
    ("lang", "shown", "hidden"), [("ja", "text", "translation"), ("en", "translation", "text")]
)
def test_one_language_of_a_paragraph(
    cli: Cli, paper: Paper, lang: str, shown: str, hidden: str
) -> None:
    out = cli("paper", "¶7", "--lang", lang).out
    assert getattr(paper.paragraph("p07"), shown) in out
    assert getattr(paper.paragraph("p07"), hidden) not in out


def test_the_whole_paper(cli: Cli, paper: Paper) -> None:
    out = cli("paper").out
    places = [out.index(p.text) for p in paper.paragraphs]
    assert places == sorted(places)
    assert all(f"## {s.title}\n" in out for s in paper.sections)
    assert "unofficial translation" in cli("paper", "--lang", "en").out


def test_a_reader_that_stops_early_gets_no_error() -> None:
    if shutil.which("head") is None:
        pytest.skip("needs head")
    ran = subprocess.run(
        f"{sys.executable} -m natoqa.cli paper | head -n 1",
        shell=True,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert ran.stdout == "ワシントンNATO首脳会合の成果と課題\n"
    assert ran.stderr == ""


# chat


def test_a_chat_through_a_pipe_remembers(cli: Cli) -> None:
    ran = cli("chat", stdin=f"{EN}\n\nAnd who provides it?\nexit\n{JA}\n")
    assert (ran.code, ran.err) == (0, "")
    assert "2016" in ran.out
    assert "バルト三国" not in ran.out  # nothing is read after "exit"
    alone = cli("ask", "And who provides it?").out.strip()
    assert ran.out.count("[¶14]") >= 1
    assert alone not in ran.out  # the second turn was completed from the first


def test_a_chat_ends_with_its_input(cli: Cli) -> None:
    assert cli("chat", stdin=EN).code == 0
    assert cli("chat", stdin="") == Ran(0, "", "")


def test_a_bad_turn_does_not_end_a_chat(cli: Cli) -> None:
    ran = cli("chat", stdin=f"{'あ' * 100_000}\nNATO\x07\n{EN}\n")
    assert ran.code == 0
    assert [line[:8] for line in ran.err.splitlines()] == ["natoqa: ", "natoqa: "]
    assert "2016" in ran.out


@pytest.mark.parametrize("word", ["exit", "／ｅｘｉｔ", "Quit.", ":q", "終わり"])
def test_a_chat_ends_when_it_is_told_to(cli: Cli, word: str) -> None:
    ran = cli("chat", stdin=f"{word}\n{EN}\n")
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_what_a_terminal_cannot_show_does_not_end_an_answer() -> None:
    ran = run_natoqa("paper", "7", env={"PYTHONIOENCODING": "cp932"})
    assert ran.returncode == 0
    assert "H?kk?nen" in ran.stdout.decode("cp932")


def test_the_front_matter_stands_on_the_first_page_and_the_last(cli: Cli) -> None:
    assert cli("paper", "0").out.startswith("¶0 (pp. 1, 11)\n")


@pytest.mark.parametrize("name", ["section", "number", "translation"])
def test_a_forged_place_is_not_proved(cli: Cli, answers: dict[str, str], name: str) -> None:
    answer = json.loads(answers[EN])
    answer["citations"][0]["paragraph"][name] = 3 if name == "number" else "forged"
    ran = cli("verify", "-", stdin=json.dumps(answer))
    assert ran.code == 1
    assert f"{name} of p14 is not the paper's" in ran.err


def test_odd_bytes_do_not_end_a_chat() -> None:
    ran = run_natoqa(
        "chat", stdin=b"NATO \xff\xfe\n" + EN.encode(), env={"PYTHONIOENCODING": "utf-8:strict"}
    )
    assert ran.returncode == 0
    assert ran.stderr.decode().splitlines() == [
        "natoqa: the question is not UTF-8 text: save or type it as UTF-8"
    ]
    assert "2016" in ran.stdout.decode()


def test_a_chat_keeps_to_its_language(cli: Cli) -> None:
    out = cli("chat", "--lang", "ja", stdin=f"{EN}\n").out
    assert re.search("[ぁ-ん]", out.split("\n\n")[0])


# index, doctor, help


def test_index_builds_and_then_is_up_to_date(cli: Cli, index_dir: Path) -> None:
    first, again, anew = cli("index"), cli("index"), cli("index", "--rebuild")
    assert first.code == again.code == anew.code == 0
    assert first.out == again.out == anew.out
    assert re.match(rf"\d+ units in {re.escape(str(index_dir))}", first.out)
    assert list(index_dir.iterdir())


def test_doctor_finds_everything_in_order(cli: Cli, index_dir: Path) -> None:
    ran = cli("doctor")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert all(line.startswith("ok    ") for line in lines)
    names = {line.split()[1].rstrip(":") for line in lines}
    assert {
        "python",
        "packages",
        "paper",
        "vocabulary",
        "model",
        "second-look",
        "index",
        "answer",
    } <= names
    assert str(index_dir) in ran.out


def test_doctor_says_what_is_wrong_and_goes_on(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("NATOQA_INDEX_DIR", str(tmp_path / "file" / "index"))
    ran = cli("doctor")
    assert ran.code == 1
    failed = [line for line in ran.out.splitlines() if line.startswith("FAIL")]
    assert [line.split()[1] for line in failed] == ["index:", "answer:"]
    assert all("NATOQA_INDEX_DIR" in line for line in failed)
    assert ran.err == "natoqa: 2 checks failed: see above\n"


def test_help_names_every_command(cli: Cli) -> None:
    ran = cli("--help")
    assert (ran.code, ran.err) == (0, "")
    for command in ("ask", "chat", "serve", "index", "paper", "eval", "doctor", "verify"):
        assert re.search(rf"^  {command} +\S", ran.out, re.MULTILINE), command
    assert cli("-h").out == ran.out
    bare = cli()
    assert bare.code == 2
    assert "Usage:" in bare.err
    assert not bare.err.startswith("natoqa: ")


def test_version(cli: Cli) -> None:
    from importlib.metadata import version

    assert cli("--version").out == f"natoqa, version {version('natoqa')}\n"
