"""LangChain Embeddings: the bundled static model, or any sentence-transformers model."""

from __future__ import annotations

import hashlib
import re
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from langchain_core.embeddings import Embeddings

from natoqa.errors import NatoqaError
from natoqa.resources import models_folder
from natoqa.static_model import StaticModel

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUNDLED = "natoqa-embed-ja-en"
# How long to wait for an answer of the model hub.
_HUB_NAME = re.compile(r"[\w.-]+(?:/[\w.-]+)?")
_HUB_SECONDS = 5.0
# Prefixes of model families whose folders do not carry prompts of their own
# (from their model cards).
_PREFIXES = {"e5": ("query: ", "passage: ")}


@cache
def bundled_model() -> StaticModel:
    """The bundled bilingual static model; loaded once a process."""
    return StaticModel.load(models_folder() / BUNDLED)


class StaticEmbeddings(Embeddings):
    """The bundled model as LangChain Embeddings; NumPy only.

    Args:
        model: The loaded model.
    """

    def __init__(self, model: StaticModel) -> None:
        self.model = model

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Unit vectors of passages, one list of d floats each."""
        vectors: list[list[float]] = self.model.encode(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The unit vector of a question, d floats."""
        vector: list[float] = self.model.encode([text])[0].tolist()
        return vector


class TransformerEmbeddings(Embeddings):
    """A sentence-transformers model with its query and passage prompts.

    The model's own prompts are used where it has them, else the prefixes of
    its family.

    Args:
        name: A folder or a hub name.

    Raises:
        NatoqaError: The model cannot be loaded.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    @cached_property
    def _model(self) -> SentenceTransformer:
        from sentence_transformers import SentenceTransformer

        if not Path(self.name).is_dir():
            _require_hub(self.name)
        try:
            return SentenceTransformer(self.name, device="cpu")
        except Exception as error:  # the hub client raises many kinds
            raise NatoqaError(
                f"embedding model {self.name!r} cannot be loaded ({type(error).__name__}): "
                "check the name, the folder or the network, or unset NATOQA_EMBEDDING "
                "to use the bundled model"
            ) from None

    def _encode(self, texts: list[str], role: str) -> list[list[float]]:
        prompts = {k: v for k, v in (self._model.prompts or {}).items() if v}
        family = next((p for key, p in _PREFIXES.items() if key in Path(self.name).name), ("", ""))
        if prompts:
            encode = self._model.encode_query if role == "query" else self._model.encode_document
        else:
            encode = self._model.encode
            prefix = family[0] if role == "query" else family[1]
            texts = [prefix + text for text in texts]
        vectors: list[list[float]] = encode(
            texts, normalize_embeddings=True, show_progress_bar=False
        ).tolist()
        return vectors

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Unit vectors of passages."""
        return self._encode(texts, "document")

    def embed_query(self, text: str) -> list[float]:
        """The unit vector of a question."""
        return self._encode([text], "query")[0]


def _require_hub(name: str) -> None:
    """Find out at once that the hub is out of reach; its client would try for a minute and more.

    Raises:
        NatoqaError: The model is not in the hub's cache here, and the hub does not answer.
    """
    import httpx
    from huggingface_hub import constants, try_to_load_from_cache

    if not _HUB_NAME.fullmatch(name):
        raise NatoqaError(
            f"embedding model {name!r} is no folder and no name of a model hub: give a folder "
            "that exists or a name such as intfloat/multilingual-e5-small, or unset "
            "NATOQA_EMBEDDING to use the bundled model"
        )
    repositories = [name] if "/" in name else [name, f"sentence-transformers/{name}"]
    if constants.HF_HUB_OFFLINE or any(
        isinstance(try_to_load_from_cache(repository, "config.json"), str)
        for repository in repositories
    ):
        return
    try:
        httpx.head(constants.ENDPOINT, timeout=_HUB_SECONDS)
    except httpx.HTTPError as error:
        raise NatoqaError(
            f"embedding model {name!r} is no folder and the model hub at {constants.ENDPOINT} "
            f"cannot be reached ({type(error).__name__}): check the network, give a folder, or "
            "unset NATOQA_EMBEDDING to use the bundled model"
        ) from None


def load_embeddings(name: str) -> Embeddings:
    """The embeddings with this name.

    Args:
        name: The bundled model's name, a folder, or a hub name.
    """
    if name == BUNDLED:
        return StaticEmbeddings(bundled_model())
    return TransformerEmbeddings(name)


def embedding_hash(name: str) -> str:
    """What an index must be rebuilt for when it changes: the weights, or the name on a hub."""
    folder = models_folder() / BUNDLED if name == BUNDLED else Path(name)
    if not folder.is_dir():
        return f"hub:{name}"
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".safetensors", ".json", ".bin"}:
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(str(path.stat().st_size).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
