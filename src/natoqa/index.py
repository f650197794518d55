"""The vector index: built from source on first use, checked when opened."""

from __future__ import annotations

import hashlib
import logging
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, cast

from filelock import FileLock, Timeout
from langchain_core.embeddings import Embeddings
from pydantic import BaseModel, ConfigDict, ValidationError

from natoqa.embeddings import embedding_hash, load_embeddings
from natoqa.errors import NatoqaError
from natoqa.paper import Paper
from natoqa.resources import default_index_folder
from natoqa.settings import Settings
from natoqa.units import Unit, make_units

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection
    from langchain_chroma import Chroma

SCHEMA = 3
_MANIFEST = "manifest.json"
# Chroma keeps one database open per path and process, so every build has a path of its own.
_DATA = "chroma-"
_COLLECTION = "units"
_LARGEST_K = 128
# As many candidates as Chroma weighs while it searches: more than there are units, so that the
# nearest are found whatever the graph it happens to have built.
_WEIGHED = 1024
# Seconds to wait for another process before saying so.
_PATIENCE = 3.0
_log = logging.getLogger("natoqa.index")


class Manifest(BaseModel):
    """What an index was built from. Any difference means: build it again."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: int
    paper: str
    corpus_hash: str
    embedding: str
    embedding_hash: str
    chunk_tokens: int
    translation: bool
    units: int
    dimensions: int
    chromadb: str

    def difference(self, other: Manifest) -> str:
        """The names of the fields that differ, for the log."""
        mine, theirs = self.model_dump(), other.model_dump()
        return ", ".join(name for name in mine if mine[name] != theirs[name])


@dataclass(eq=False)
class Index:
    """An open index. It opens itself again when its files are replaced or deleted meanwhile.

    Attributes:
        units: What is indexed, in order.
        embeddings: What embedded them.
        collection: Chroma's own collection, for ids and distances alone.
        client: Chroma's client, which holds it.
        path: Where it is.
        manifest: What it was built from.
        reopen: Opens the same index once more, building it if need be.
    """

    units: tuple[Unit, ...]
    embeddings: Embeddings
    collection: Collection
    client: Client
    path: Path
    manifest: Manifest
    reopen: Callable[[], Index]

    @property
    def store(self) -> Chroma:
        """The same as a LangChain vector store."""
        from langchain_chroma import Chroma

        return Chroma(
            collection_name=_COLLECTION,
            embedding_function=self.embeddings,
            client=self.client,
            create_collection_if_not_exists=False,
        )

    def nearest(self, vector: Sequence[float]) -> list[tuple[str, float]]:
        """Units nearest to a vector: (unit id, cosine similarity), best first.

        Args:
            vector: A unit vector of `manifest.dimensions` floats.
        """
        from chromadb.errors import ChromaError

        try:
            return self._query(vector)
        except ChromaError as error:
            _log.info("opening the index at %s again: %s", self.path, _one_line(error))
            again = self.reopen()
            self.collection, self.client = again.collection, again.client
            return self._query(vector)

    def _query(self, vector: Sequence[float]) -> list[tuple[str, float]]:
        found = self.collection.query(
            query_embeddings=[vector],
            n_results=min(len(self.units), _LARGEST_K),
            include=["distances"],
        )
        distances = found["distances"] or [[]]
        return [(i, 1.0 - d) for i, d in zip(found["ids"][0], distances[0], strict=True)]


def index_path(settings: Settings) -> Path:
    """The folder of the index for these settings."""
    parent = settings.index_dir or default_index_folder()
    model = re.sub(r"[^A-Za-z0-9_.-]+", "-", settings.embedding).strip("-.")[-60:]
    suffix = "" if settings.translation else "-untranslated"
    return parent / f"{settings.paper}-{model}{suffix}"


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold a lock; say so if another process holds it for long."""
    lock = FileLock(path)
    try:
        lock.acquire(timeout=_PATIENCE)
    except Timeout:
        _log.warning("waiting for another natoqa that builds the index (lock %s)", path)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def open_index(paper: Paper, settings: Settings, *, rebuild: bool = False) -> Index:
    """Open the index, building it first when it is missing, stale or damaged.

    It is built in a folder beside its own and then renamed, under a lock: a
    process killed at any moment leaves the old index, none, or the new one.

    Args:
        paper: The paper to index.
        settings: Where, with which embeddings, how.
        rebuild: Build it whatever its state.

    Raises:
        NatoqaError: The folder cannot be written, or the model not loaded.
    """
    try:
        from chromadb.errors import ChromaError
    except UnicodeDecodeError:  # Chroma reads a .env file when it is imported
        raise NatoqaError(f"{Path.cwd() / '.env'} is not UTF-8: save the file as UTF-8") from None

    embeddings = load_embeddings(settings.embedding)
    units = make_units(paper, budget=settings.chunk_tokens, translation=settings.translation)
    wanted = Manifest(
        schema_version=SCHEMA,
        paper=paper.slug,
        corpus_hash=_units_hash(units),
        embedding=settings.embedding,
        embedding_hash=embedding_hash(settings.embedding),
        chunk_tokens=settings.chunk_tokens,
        translation=settings.translation,
        units=len(units),
        dimensions=len(embeddings.embed_query("NATO")),
        chromadb=version("chromadb"),
    )
    path = index_path(settings)

    def reopen() -> Index:
        return open_index(paper, settings)

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _locked(path.parent / f".{path.name}.lock"):
            reason = "asked for" if rebuild else _why_rebuild(path, wanted)
            if reason is None:
                try:
                    return _open(path, units, embeddings, wanted, reopen)
                except (KeyboardInterrupt, SystemExit):
                    raise
                except BaseException as error:  # a panic of Chroma's Rust core is no Exception
                    reason = f"it is damaged ({_one_line(error)})"
            _log.info("building the index at %s: %s", path, reason)
            _build(path, units, embeddings, wanted)
            return _open(path, units, embeddings, wanted, reopen)
    except OSError as error:
        why = error.strerror or str(error)
    except (ChromaError, ValueError, sqlite3.Error) as error:
        why = _one_line(error)
    raise NatoqaError(
        f"cannot write the index to {path} ({why}): "
        "set NATOQA_INDEX_DIR to a folder that can be written and has room"
    )


def _units_hash(units: Sequence[Unit]) -> str:
    digest = hashlib.sha256()
    for unit in units:
        digest.update(repr(unit).encode())
    return digest.hexdigest()


def _why_rebuild(path: Path, wanted: Manifest) -> str | None:
    if not path.exists():
        return "there is none yet"
    try:
        found = Manifest.model_validate_json((path / _MANIFEST).read_bytes())
    except (OSError, ValidationError, ValueError):
        return "its manifest is missing or damaged"
    return f"it is stale ({wanted.difference(found)} changed)" if found != wanted else None


def _one_line(error: BaseException) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:120]


def _client(path: Path) -> Client:
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    # The one place that makes a Chroma client. A .env file in the folder that natoqa is started
    # from must not say where Chroma keeps or sends anything.
    options = ChromaSettings(
        _env_file=None,  # type: ignore[call-arg]
        anonymized_telemetry=False,
        allow_reset=False,
    )
    client = chromadb.PersistentClient(path=str(path), settings=options)
    return cast("Client", client)


def _check_database(path: Path) -> None:
    """Read every cell with SQLite itself: on some damage Chroma ends the whole process.

    Raises:
        sqlite3.Error: It cannot be read.
        ValueError: Its structure is damaged.
    """
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True)) as database:
        result = database.execute("PRAGMA quick_check(1)").fetchone()[0]
        if result != "ok":
            raise ValueError(result)
        tables = database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        ).fetchall()
        for (table,) in tables:
            for _ in database.execute(f'SELECT * FROM "{table}"'):
                pass


def _open(
    path: Path,
    units: tuple[Unit, ...],
    embeddings: Embeddings,
    manifest: Manifest,
    reopen: Callable[[], Index],
) -> Index:
    data = next(path.glob(f"{_DATA}*"), None)
    if data is None:
        raise ValueError("its data folder is missing")
    _check_database(data / "chroma.sqlite3")
    client = _client(data)
    try:
        collection = client.get_collection(_COLLECTION, embedding_function=None)
        stored = set(collection.get(include=[])["ids"])
        if stored != {unit.id for unit in units}:
            raise ValueError(f"{len(stored)} of {len(units)} units are there")
        index = Index(units, embeddings, collection, client, path, manifest, reopen)
        # A first query proves that the vectors can be read.
        if len(index._query(embeddings.embed_query("NATO"))) == 0:
            raise ValueError("it answers no query")
    except BaseException:
        client.close()
        raise
    return index


def _build(path: Path, units: tuple[Unit, ...], embeddings: Embeddings, manifest: Manifest) -> None:
    from langchain_chroma import Chroma

    for leftover in path.parent.glob(f".{path.name}.build-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{path.name}.build-", dir=path.parent))
    client = _client(Path(tempfile.mkdtemp(prefix=_DATA, dir=fresh)))
    try:
        store = Chroma(
            collection_name=_COLLECTION,
            embedding_function=embeddings,
            client=client,
            collection_configuration={"hnsw": {"space": "cosine", "ef_search": _WEIGHED}},
        )
        store.add_texts(
            [unit.text for unit in units],
            metadatas=[_metadata(unit) for unit in units],
            ids=[unit.id for unit in units],
        )
    finally:
        client.close()
    (fresh / _MANIFEST).write_text(manifest.model_dump_json(indent=2), encoding="utf-8")
    if path.exists():
        old = Path(tempfile.mkdtemp(prefix=f".{path.name}.build-", dir=path.parent))
        path.rename(old / "old")
        fresh.rename(path)
        shutil.rmtree(old, ignore_errors=True)
    else:
        fresh.rename(path)


def _metadata(unit: Unit) -> dict[str, str | int]:
    return {
        "kind": unit.kind,
        "language": unit.language,
        "paragraph": unit.paragraph,
        "section": unit.section,
        "page": unit.pages[0],
        "last_page": unit.pages[-1],
        "start": unit.start,
        "end": unit.end,
    }
