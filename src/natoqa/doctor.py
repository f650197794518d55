"""Checks of an installation, for `natoqa doctor`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from natoqa.errors import NatoqaError

_PACKAGES = (
    "langchain", "langchain-chroma", "chromadb", "sentence-transformers", "gradio", "tiktoken",
)  # fmt: skip


@dataclass(frozen=True)
class Check:
    """One check: its name, whether it passed, and what was seen."""

    name: str
    ok: bool
    detail: str


def checks() -> Iterator[Check]:
    """Run every check, one after the other; a failing one does not stop the rest."""
    for name, run in _CHECKS:
        try:
            yield Check(name, True, run())
        except (NatoqaError, PackageNotFoundError, OSError, KeyError, ValueError) as error:
            yield Check(name, False, str(error) or type(error).__name__)


def _python() -> str:
    return sys.version.split()[0]


def _packages() -> str:
    return ", ".join(f"{name} {version(name)}" for name in _PACKAGES)


def _settings() -> str:
    from natoqa.settings import load_settings

    settings = load_settings()
    return f"paper {settings.paper}, embedding {settings.embedding}"


def _paper() -> str:
    from natoqa.corpus import load_paper
    from natoqa.settings import load_settings

    paper = load_paper(load_settings().paper)
    sentences = sum(len(p.sentences) for p in paper.body)
    return f"{len(paper.body)} paragraphs, {sentences} sentences, each with its translation"


def _model() -> str:
    from natoqa.embeddings import load_embeddings
    from natoqa.settings import load_settings

    name = load_settings().embedding
    return f"{name}, {len(load_embeddings(name).embed_query('NATO'))} dimensions"


def _second_look() -> str:
    from natoqa.corpus import load_paper
    from natoqa.second_look import NAME, load_second_look
    from natoqa.settings import load_settings

    settings = load_settings()
    if not settings.second_look:
        return "switched off by NATOQA_SECOND_LOOK"
    chances = load_second_look(load_paper(settings.paper)).chances("NATO")
    return f"{NAME}, chooses among {len(chances.sentences)} sentences"


def _vocabulary() -> str:
    from natoqa.tokens import encoding

    loaded = encoding()
    return f"{loaded.name}, {loaded.n_vocab:,} tokens"


def _index() -> str:
    from natoqa.assistant import Assistant

    index = Assistant().index
    return f"{len(index.units)} units in {index.path}"


def _llm() -> str:
    from natoqa.settings import load_settings

    settings = load_settings()
    if not settings.llm:
        return "none set: answers are the paper's own sentences, and nothing leaves this machine"
    from natoqa.llm.probe import probe

    return probe(settings)


def _answer() -> str:
    from natoqa.answer import verify
    from natoqa.assistant import Assistant
    from natoqa.settings import load_settings

    assistant = Assistant(load_settings(llm=None))
    answer = assistant.ask("次期事務総長は誰ですか？")
    problems = verify(answer, assistant.paper)
    if problems or not answer.answered:
        raise NatoqaError(f"the trial question failed: {problems or answer.text}")
    warm = assistant.ask("次期事務総長は誰ですか？")
    return f"{answer.citations[0].marker}, quotes proved, {warm.elapsed_ms:.0f} ms"


_CHECKS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("python", _python),
    ("packages", _packages),
    ("settings", _settings),
    ("paper", _paper),
    ("vocabulary", _vocabulary),
    ("model", _model),
    ("second-look", _second_look),
    ("index", _index),
    ("answer", _answer),
    ("llm", _llm),
)
