"""The wheel: whole, and at work in another folder without the checkout."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[1]


def _run(*command: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    ran = subprocess.run(
        [str(part) for part in command],
        env={**os.environ, **env},
        cwd=env.get("PWD"),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert ran.returncode == 0, f"{ran.stdout}\n{ran.stderr}"
    return ran


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--no-deps", "--wheel-dir", folder]
    if importlib.util.find_spec("hatchling") is not None:
        options.append("--no-build-isolation")
    _run(sys.executable, "-m", "pip", "wheel", "--quiet", *options, _ROOT)
    (built,) = folder.glob("natoqa-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    _run(
        sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index",
        "--no-compile", "--target", folder, wheel,
    )  # fmt: skip
    return folder


def test_the_wheel_carries_its_data_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    data = {name.split("/")[2] for name in names if name.startswith("natoqa/_data/")}
    assert data == {"corpus", "models", "prompts", "evals"}
    for name in (
        "natoqa/_data/corpus/nids-350/source.txt",
        "natoqa/_data/models/natoqa-16k.tiktoken",
        "natoqa/_data/models/weights.json",
        "natoqa/_data/models/natoqa-embed-ja-en/model.safetensors",
        "natoqa/_data/prompts/ja/messages.toml",
        "natoqa/py.typed",
    ):
        assert name in names
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"natoqa"}
    assert not [name for name in names if "__pycache__" in name or name.endswith(".sqlite3")]


def test_an_installed_wheel_answers_anywhere(installed: Path, tmp_path: Path) -> None:
    work, home = tmp_path / "work", tmp_path / "home"
    work.mkdir()
    before = {p for p in installed.rglob("*") if p.is_file()}
    env = {name: value for name, value in os.environ.items() if not name.startswith("NATOQA_")}
    script = (
        "import natoqa, sys; print(natoqa.__file__, file=sys.stderr);"
        "from natoqa.cli import main; main()"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, "ask", "--json",
         "When was the Comprehensive Assistance Package approved?"],
        env={
            **env,
            "PYTHONPATH": str(installed),
            "PYTHONDONTWRITEBYTECODE": "1",
            "HOME": str(home),
            "XDG_CACHE_HOME": str(home / "cache"),
        },
        cwd=work,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert Path(ran.stderr.splitlines()[0]).is_relative_to(installed)
    answer = json.loads(ran.stdout)
    assert "2016" in answer["text"]
    assert answer["citations"][0]["marker"] == "¶14"
    manifests = list((home / "cache" / "natoqa" / "index").glob("*/manifest.json"))
    assert len(manifests) == 1
    assert list(work.iterdir()) == []
    assert {p for p in installed.rglob("*") if p.is_file()} == before


def test_the_installed_command_is_named_natoqa(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (entry_points,) = [n for n in archive.namelist() if n.endswith("/entry_points.txt")]
    assert "natoqa = natoqa.cli:main" in archive.read(entry_points).decode()
