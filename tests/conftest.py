"""Fixtures that every test shares: nothing of the person's own settings or folders is used."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest

from natoqa import Assistant, Paper
from natoqa.corpus import load_paper

# Every run tries the same examples, without a clock and without a folder of its own.
hypothesis.settings.register_profile("natoqa", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("natoqa")

_USER_FOLDERS = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")


@dataclass(frozen=True)
class Ran:
    """What a command gave."""

    code: int
    out: str
    err: str


Cli = Callable[..., Ran]


@pytest.fixture(scope="session", autouse=True)
def _isolated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("NATOQA_")]:
            patch.delenv(name)
        if "PLAYWRIGHT_BROWSERS_PATH" not in os.environ:
            browsers = Path.home() / ".cache" / "ms-playwright"
            patch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(browsers))
        home = tmp_path_factory.mktemp("user")
        for name in _USER_FOLDERS:
            patch.setenv(name, str(home / name.lower()))
        patch.setenv("NATOQA_INDEX_DIR", str(tmp_path_factory.mktemp("index")))
        patch.setenv("HF_HUB_OFFLINE", "1")
        yield


@pytest.fixture(scope="session")
def paper() -> Paper:
    """The paper."""
    return load_paper()


@pytest.fixture(scope="session")
def assistant(_isolated: None) -> Assistant:
    """An assistant with the default settings; it keeps no state between questions."""
    return Assistant()


@pytest.fixture
def index_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for indexes that no other test uses."""
    folder = tmp_path / "index"
    monkeypatch.setenv("NATOQA_INDEX_DIR", str(folder))
    return folder


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cli]:
    """Runs the command line in this process: cli("ask", "…", stdin="")."""
    from natoqa.cli import main

    logger = logging.getLogger("natoqa")
    level = logger.level

    def run(*args: str, stdin: str = "") -> Ran:
        out, err = io.StringIO(), io.StringIO()
        monkeypatch.setattr(sys, "argv", ["natoqa", *args])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        with (
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            pytest.raises(SystemExit) as exit_,
        ):
            main()
        assert isinstance(exit_.value.code, int)
        return Ran(exit_.value.code, out.getvalue(), err.getvalue())

    yield run
    logger.setLevel(level)


def run_natoqa(
    *args: str | bytes, stdin: bytes = b"", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "natoqa.cli", *args],
        input=stdin,
        capture_output=True,
        timeout=600,
        check=False,
        env={**os.environ, **(env or {})},
    )
