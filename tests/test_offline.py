"""Nothing leaves the machine, and nothing heavy is loaded that a command does not need."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from natoqa import Assistant
from tests.conftest import run_natoqa

# Raises at any connection or name look-up that is not for this machine, and writes it down.
_GUARD = """
import os, sys

def _guard(event, args):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        host = args[1][0] if isinstance(args[1], tuple) else "127.0.0.1"
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = args[0]
    else:
        return
    if host not in ("127.0.0.1", "::1", "localhost", None):
        with open(os.environ["BLOCKED"], "a", encoding="utf-8") as log:
            log.write(f"{host}\\n")
        raise OSError(101, f"blocked: {host}")

sys.addaudithook(_guard)
"""

_RUN = """
import contextlib, io, json, socket, sys
from natoqa.cli import main

def run(*args, stdin=""):
    sys.argv, sys.stdin, out = ["natoqa", *args], io.StringIO(stdin), io.StringIO()
    with contextlib.redirect_stdout(out):
        try:
            main()
        except SystemExit as done:
            return done.code, out.getvalue()

found = {
    "index": run("index"),
    "ja": run("ask", "前方展開の戦闘群はもともとどこに配備されていましたか？", "--json"),
    "en": run("ask", "When was the Comprehensive Assistance Package approved?"),
    "doctor": run("doctor"),
}
found["verify"] = run("verify", "-", stdin=found["ja"][1])

from natoqa import NatoqaError
from natoqa.tokens import count_tokens
try:
    found["o200k_base"] = count_tokens("NATO", "o200k_base")
except NatoqaError as error:
    found["o200k_base"] = str(error)

# The guard itself must be seen to work.
for attempt in (
    lambda: socket.create_connection(("192.0.2.1", 80), timeout=1),
    lambda: socket.getaddrinfo("example.org", 80),
):
    try:
        attempt()
    except OSError as error:
        assert "blocked" in str(error), error
print(json.dumps(found))
"""


def _alone() -> list[str]:
    """A prefix that gives a command a network of its own with nothing on it, where possible."""
    probe = ["unshare", "-rn", "true"]
    try:
        subprocess.run(probe, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return []
    return probe[:-1]


def test_everything_works_with_the_network_blocked(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(_GUARD, encoding="utf-8")
    blocked = tmp_path / "blocked.txt"
    ran = subprocess.run(
        [*_alone(), sys.executable, "-c", _RUN],
        env={
            **{k: v for k, v in os.environ.items() if k not in ("HF_HUB_OFFLINE", "HF_HOME")},
            "PYTHONPATH": str(tmp_path),
            "BLOCKED": str(blocked),
            "NATOQA_INDEX_DIR": str(tmp_path / "index"),
            "HOME": str(tmp_path / "home"),
            "TIKTOKEN_CACHE_DIR": str(tmp_path / "no-tiktoken-cache"),
        },
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr

    found = json.loads(ran.stdout)
    assert {k: v[0] for k, v in found.items() if isinstance(v, list)} == {
        "index": 0, "ja": 0, "en": 0, "doctor": 0, "verify": 0,
    }  # fmt: skip
    assert "バルト三国とポーランド" in json.loads(found["ja"][1])["text"]
    assert "2016" in found["en"][1]
    assert "FAIL" not in found["doctor"][1]
    # OpenAI's vocabulary was asked for, so that alone was looked up, and its absence said.
    assert "o200k_base" in found["o200k_base"]
    attempts = blocked.read_text(encoding="utf-8").splitlines()
    assert attempts[-2:] == ["192.0.2.1", "example.org"]
    assert set(attempts[:-2]) <= {"openaipublic.blob.core.windows.net"}


_IMPORTS = """
import sys
heavy = (
    "torch", "gradio", "transformers", "sentence_transformers", "langsmith",
    "chromadb", "langchain",
)
import natoqa
print([name for name in heavy if name in sys.modules])
from natoqa.cli import main
sys.argv = ["natoqa", "ask", "When was the Comprehensive Assistance Package approved?"]
try:
    main()
except SystemExit as done:
    print(done.code, [name for name in heavy[:5] if name in sys.modules])
"""


def test_only_what_is_needed_is_imported(assistant: Assistant) -> None:
    assert assistant.index.path.exists()  # building it needs more
    ran = subprocess.run(
        [sys.executable, "-c", _IMPORTS], capture_output=True, text=True, timeout=600, check=False
    )
    lines = ran.stdout.splitlines()
    assert lines[0] == "[]", ran
    assert lines[-1] == "0 []", ran


@pytest.mark.parametrize("name", ["Answer", "Assistant", "Citation", "Paragraph", "Passage"])
def test_the_package_gives_its_names_when_asked(name: str) -> None:
    import natoqa

    assert getattr(natoqa, name).__name__ == name
    assert name in natoqa.__all__
    with pytest.raises(AttributeError, match="Nothing"):
        _ = natoqa.Nothing


def test_asking_writes_nothing_beside_the_index(tmp_path: Path) -> None:
    ran = run_natoqa(
        "ask",
        "Who wrote this paper?",
        env={
            "NATOQA_INDEX_DIR": str(tmp_path / "index"),
            "HOME": str(tmp_path / "home"),
            **{name: str(tmp_path / "home" / name) for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME")},
        },
    )
    assert ran.returncode == 0, ran.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["index"]
