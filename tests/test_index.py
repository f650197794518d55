"""The index: built whole or not at all, and built again by itself when it must be."""

from __future__ import annotations

import json
import logging
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import VectorStore

from natoqa import Assistant, NatoqaError, Paper, Settings
from natoqa.embeddings import bundled_model
from natoqa.index import Index, index_path, open_index
from natoqa.settings import load_settings

QUESTION = "When was the Comprehensive Assistance Package approved?"


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory, paper: Paper) -> Path:
    """A folder with a sound index, to be copied and damaged."""
    folder = tmp_path_factory.mktemp("good")
    open_index(paper, Settings(index_dir=folder))
    return folder


@pytest.fixture
def copy(good: Path, tmp_path: Path) -> Settings:
    """Settings whose index folder is a copy of the sound one."""
    folder = tmp_path / "copy"
    shutil.copytree(good, folder)
    return Settings(index_dir=folder)


def _opened(
    paper: Paper, settings: Settings, caplog: pytest.LogCaptureFixture
) -> tuple[Index, list[str]]:
    """The index and what was logged while it was opened."""
    caplog.clear()
    with caplog.at_level(logging.INFO, logger="natoqa"):
        index = open_index(paper, settings)
    return index, [r.getMessage() for r in caplog.records if r.name.startswith("natoqa")]


def _works(index: Index) -> bool:
    """Whether a search over it finds what it should."""
    found = index.nearest(index.embeddings.embed_query(QUESTION))
    return len(found) > 50 and found[0][0].startswith("p14")


def _database(settings: Settings) -> Path:
    return next(index_path(settings).rglob("chroma.sqlite3"))


def test_it_is_built_with_one_log_line_and_then_opened_with_none(
    paper: Paper, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings(index_dir=tmp_path / "new" / "deep")
    index, lines = _opened(paper, settings, caplog)
    assert _works(index)
    assert len(lines) == 1
    assert "there is none yet" in lines[0]
    assert str(index_path(settings)) in lines[0]
    index, lines = _opened(paper, settings, caplog)
    assert _works(index)
    assert lines == []


def test_nothing_half_built_is_left_beside_it(good: Path) -> None:
    assert [p.name for p in good.iterdir() if ".build-" in p.name] == []


def test_the_manifest_says_what_it_was_built_from(good: Path, paper: Paper) -> None:
    path = index_path(Settings(index_dir=good))
    manifest = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["paper"] == paper.slug
    assert manifest["chunk_tokens"] == 256
    assert manifest["dimensions"] == bundled_model().dimensions
    for name in ("corpus_hash", "embedding_hash", "schema_version", "chromadb", "units"):
        assert manifest[name]


def test_the_store_is_a_langchain_vector_store(good: Path, paper: Paper) -> None:
    index = open_index(paper, Settings(index_dir=good))
    assert isinstance(index.store, VectorStore)
    assert isinstance(index.embeddings, Embeddings)
    found = index.store.similarity_search(QUESTION, k=4, filter={"language": "en"})
    assert len(found) == 4
    assert found[0].metadata["paragraph"] == "p14"
    units = {unit.id: unit for unit in index.units}
    for document in found:
        assert document.id is not None
        unit = units[document.id]
        assert document.page_content == unit.text
        assert document.metadata == {
            "kind": unit.kind,
            "language": "en",
            "paragraph": unit.paragraph,
            "section": unit.section,
            "page": unit.pages[0],
            "last_page": unit.pages[-1],
            "start": unit.start,
            "end": unit.end,
        }


def test_it_holds_every_unit_and_similarities_are_cosines(good: Path, paper: Paper) -> None:
    index = open_index(paper, Settings(index_dir=good))
    unit = index.units[7]
    found = index.nearest(index.embeddings.embed_documents([unit.text])[0])
    assert found[0][0] == unit.id
    assert found[0][1] == pytest.approx(1.0, abs=1e-4)
    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True)


def _shorten(share: float) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * share)])

    return damage


def _scribble(seed: int) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        data = bytearray(path.read_bytes())
        chance = random.Random(seed)
        for _ in range(300):
            data[chance.randrange(100, len(data))] = chance.randrange(256)
        path.write_bytes(bytes(data))

    return damage


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(_shorten(0), id="emptied"),
        pytest.param(_shorten(0.001), id="header only"),
        pytest.param(_shorten(0.5), id="halved"),
        pytest.param(_scribble(0), id="scribbled, schema"),
        pytest.param(_scribble(2), id="scribbled, tables"),
        pytest.param(_scribble(4), id="scribbled, migrations"),
        pytest.param(Path.unlink, id="deleted"),
        pytest.param(lambda path: shutil.rmtree(path.parent), id="deleted with its folder"),
    ],
)
def test_a_damaged_database_is_built_again_with_one_line(
    paper: Paper,
    copy: Settings,
    caplog: pytest.LogCaptureFixture,
    damage: Callable[[Path], None],
) -> None:
    damage(_database(copy))
    index, lines = _opened(paper, copy, caplog)
    assert _works(index)
    assert len(lines) == 1
    assert "it is damaged" in lines[0]
    assert "\n" not in lines[0]
    assert _opened(paper, copy, caplog)[1] == []


@pytest.mark.parametrize("damage", ["deleted", "shortened", "filled with junk"])
def test_damaged_vector_files_do_no_harm(paper: Paper, copy: Settings, damage: str) -> None:
    files = [p for p in index_path(copy).rglob("*.bin") if p.is_file()]
    assert files
    for path in files:
        if damage == "deleted":
            path.unlink()
        else:
            path.write_bytes(b"\xff" * 200 if damage == "filled with junk" else b"\x00" * 10)
    assert _works(open_index(paper, copy))


def test_vector_folders_that_are_gone_do_no_harm(paper: Paper, copy: Settings) -> None:
    for folder in [p for p in _database(copy).parent.iterdir() if p.is_dir()]:
        shutil.rmtree(folder)
    assert _works(open_index(paper, copy))


@pytest.mark.parametrize("content", ["", "{}", "not json", "[1]", '{"units": -1}', "\x00"])
def test_a_damaged_manifest_means_build_again(
    paper: Paper, copy: Settings, caplog: pytest.LogCaptureFixture, content: str
) -> None:
    (index_path(copy) / "manifest.json").write_text(content, encoding="utf-8")
    index, lines = _opened(paper, copy, caplog)
    assert _works(index)
    assert len(lines) == 1
    assert "manifest is missing or damaged" in lines[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("embedding_hash", "0" * 64),
        ("corpus_hash", "0" * 64),
        ("schema_version", 0),
        ("chromadb", "0.1"),
        ("chunk_tokens", 64),
    ],
)
def test_a_stale_index_is_built_again_and_the_line_says_why(
    paper: Paper, copy: Settings, caplog: pytest.LogCaptureFixture, name: str, value: object
) -> None:
    path = index_path(copy) / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**manifest, name: value}), encoding="utf-8")
    index, lines = _opened(paper, copy, caplog)
    assert _works(index)
    assert len(lines) == 1
    assert f"({name} changed)" in lines[0]
    assert json.loads(path.read_text(encoding="utf-8")) == manifest


def test_an_index_that_lacks_units_is_built_again(
    paper: Paper, copy: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    index = open_index(paper, copy)
    index.collection.delete(ids=[index.units[0].id])
    index, lines = _opened(paper, copy, caplog)
    assert _works(index)
    assert len(lines) == 1
    assert "units are there" in lines[0]


@pytest.mark.parametrize("foreign", ["file", "folder"])
def test_something_else_at_its_place_gives_way(
    paper: Paper, copy: Settings, caplog: pytest.LogCaptureFixture, foreign: str
) -> None:
    path = index_path(copy)
    shutil.rmtree(path)
    if foreign == "file":
        path.write_text("notes", encoding="utf-8")
    else:
        path.mkdir()
        (path / "notes.txt").write_text("notes", encoding="utf-8")
    index, lines = _opened(paper, copy, caplog)
    assert _works(index)
    assert len(lines) == 1


def test_what_a_killed_build_left_is_cleared_away(paper: Paper, copy: Settings) -> None:
    """The worst moments: the old index moved aside, the new one not yet in its place."""
    path = index_path(copy)
    aside = path.parent / f".{path.name}.build-old"
    aside.mkdir()
    path.rename(aside / "old")
    half = path.parent / f".{path.name}.build-new"
    half.mkdir()
    (half / "chroma.sqlite3").write_bytes(b"half")
    assert _works(open_index(paper, copy))
    assert not aside.exists()
    assert not half.exists()


def test_rebuild_builds_though_nothing_changed(
    paper: Paper, copy: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    before = _database(copy)
    with caplog.at_level(logging.INFO, logger="natoqa"):
        index = open_index(paper, copy, rebuild=True)
    assert _works(index)
    assert not before.exists()
    assert [r.getMessage() for r in caplog.records if "asked for" in r.getMessage()]


def test_other_settings_in_the_same_process_and_folder(tmp_path: Path) -> None:
    """Two assistants that cut the paper differently take the place from each other, and work."""
    first = Assistant(Settings(index_dir=tmp_path))
    marker = first.ask(QUESTION).citations[0].marker
    second = Assistant(Settings(index_dir=tmp_path, chunk_tokens=64))
    assert second.ask(QUESTION).citations[0].marker == marker
    assert first.ask(QUESTION).citations[0].marker == marker
    assert len(second.index.units) > len(first.index.units)


def test_an_open_assistant_outlives_its_index(tmp_path: Path) -> None:
    assistant = Assistant(Settings(index_dir=tmp_path))
    before = assistant.ask(QUESTION)
    shutil.rmtree(tmp_path)
    Assistant(Settings(index_dir=tmp_path)).ask(QUESTION)
    shutil.rmtree(tmp_path)
    assert assistant.ask(QUESTION).text == before.text


def test_an_open_assistant_outlives_its_collection(tmp_path: Path) -> None:
    assistant = Assistant(Settings(index_dir=tmp_path))
    before = assistant.ask(QUESTION)
    assistant.index.store.delete_collection()
    assert assistant.ask(QUESTION).text == before.text


def test_each_kind_of_index_has_a_folder_of_its_own(tmp_path: Path) -> None:
    paths = {
        index_path(Settings(index_dir=tmp_path)),
        index_path(Settings(index_dir=tmp_path, translation=False)),
        index_path(Settings(index_dir=tmp_path, embedding="someone/other model")),
        index_path(Settings(index_dir=tmp_path, paper="other")),
    }
    assert len(paths) == 4
    assert all(path.parent == tmp_path for path in paths)


def test_a_folder_that_cannot_be_made_is_a_plain_error(paper: Paper, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(NatoqaError, match="NATOQA_INDEX_DIR") as caught:
        open_index(paper, Settings(index_dir=tmp_path / "taken" / "index"))
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_a_plain_error(paper: Paper, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(NatoqaError, match="NATOQA_INDEX_DIR"):
        open_index(paper, Settings(index_dir=tmp_path))


_NO_ROOM = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
import sys
from natoqa.cli import main
sys.argv = ["natoqa", "index"]
main()
"""


def test_a_full_disk_is_a_plain_error(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _NO_ROOM],
        env={**os.environ, "NATOQA_INDEX_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert ran.returncode == 1
    last = ran.stderr.splitlines()[-1]
    assert last.startswith("natoqa: cannot write the index")
    assert "Traceback" not in ran.stderr
    assert not index_path(Settings(index_dir=tmp_path)).exists()


# Each trial kills a real process somewhere between the start and the end of a build; another
# process then answers from what is left. Forked before any thread starts, so a trial is quick.
_KILLS = """
import os, random, signal, sys, time
from pathlib import Path
import chromadb, langchain_chroma
from natoqa import Assistant
from natoqa.corpus import load_paper
from natoqa.index import open_index
from natoqa.settings import load_settings

def forked(work):
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
        os._exit(0)
    except BaseException as error:
        print(type(error).__name__, error, flush=True)
        os._exit(1)

def build():
    open_index(load_paper(), load_settings(), rebuild=True)

def ask():
    answer = Assistant().ask(sys.argv[1])
    assert answer.answered and answer.citations[0].marker == "¶14", answer.text

start = time.monotonic()
assert os.waitpid(forked(build), 0)[1] == 0
whole = time.monotonic() - start
chance = random.Random(int(sys.argv[2]))
for trial in range(int(sys.argv[3])):
    if trial % 2:
        for path in Path(os.environ["NATOQA_INDEX_DIR"]).iterdir():
            if path.is_dir():
                __import__("shutil").rmtree(path)
    moment = chance.uniform(0, whole)
    pid = forked(build)
    time.sleep(moment)
    os.kill(pid, signal.SIGKILL)
    killed = os.WIFSIGNALED(os.waitpid(pid, 0)[1])
    left = os.waitpid(forked(ask), 0)[1]
    print("killed" if killed else "finished", "answers" if left == 0 else f"fails at {moment}")
"""


def test_a_build_killed_at_any_moment_leaves_a_usable_state(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _KILLS, QUESTION, "7", "5"],
        env={**os.environ, "NATOQA_INDEX_DIR": str(tmp_path), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    lines = ran.stdout.splitlines()
    assert ran.returncode == 0, ran.stderr
    assert len(lines) == 5, ran.stdout
    assert all(line.endswith(" answers") for line in lines), ran.stdout
    assert sum(line.startswith("killed") for line in lines) >= 2, ran.stdout


def test_two_processes_at_once_both_work(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "natoqa.cli", "-v", "ask", "--json", QUESTION]
    env = {**os.environ, "NATOQA_INDEX_DIR": str(tmp_path)}
    both = [
        subprocess.Popen(
            command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    outputs = [process.communicate(timeout=600) for process in both]
    assert [process.returncode for process in both] == [0, 0], outputs
    first, second = (json.loads(out) for out, _ in outputs)
    assert first["text"] == second["text"]
    # One of them built it; the other waited and opened it.
    assert sum("building the index" in err for _, err in outputs) == 1


def test_the_environment_names_the_folder(index_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert index_path(load_settings()).parent == index_dir
    monkeypatch.delenv("NATOQA_INDEX_DIR")
    assert index_path(load_settings()).parent.name == "index"


def test_a_dotenv_file_does_not_say_where_the_index_is(
    copy: Settings, paper: Paper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text(
        "CHROMA_API_IMPL=chromadb.api.fastapi.FastAPI\nCHROMA_SERVER_HOST=127.0.0.1\n"
    )
    monkeypatch.chdir(tmp_path)
    assert Assistant(copy).ask(QUESTION).answered
