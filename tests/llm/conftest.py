"""A scripted chat server, and assistants whose LLM it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from natoqa import Assistant, Settings
from tests.llm.server import ChatServer

Make = Callable[..., Assistant]
_KEYS = (
    "OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "OPENAI_BASE_URL", "OPENAI_API_BASE", "OPENAI_ORG_ID",
    "OPENAI_ORGANIZATION", "LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2",
)  # fmt: skip


@pytest.fixture(scope="package", autouse=True)
def _no_keys() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in _KEYS:
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="package")
def _server() -> Iterator[ChatServer]:
    with ChatServer().running() as server:
        yield server


@pytest.fixture
def server(_server: ChatServer) -> Iterator[ChatServer]:
    """The server, with nothing asked of it yet and no script."""
    _server.requests.clear()
    _server.authorizations.clear()
    _server.replies("")
    yield _server


@pytest.fixture(scope="package")
def make(_isolated: None, _server: ChatServer) -> Make:
    """Makes an assistant that asks the server; the same settings give the same assistant."""
    made: dict[tuple[tuple[str, Any], ...], Assistant] = {}

    def build(**settings: Any) -> Assistant:
        key = tuple(sorted(settings.items()))
        if key not in made:
            values: dict[str, Any] = {
                "llm": "openai:test-model",
                "llm_base_url": _server.url,
                "llm_retries": 0,
                "llm_timeout": 20.0,
            }
            made[key] = Assistant(Settings(**(values | settings)))
        return made[key]

    return build


@pytest.fixture
def bot(make: Make, server: ChatServer) -> Assistant:
    """An assistant that asks the server, with the default settings otherwise."""
    return make()
