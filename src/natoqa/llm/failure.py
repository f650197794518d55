"""An LLM that does not answer is ordinary: why, in one word, and never with a key in it."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Iterator
from typing import Any, Literal

from langchain_core.runnables import Runnable, RunnableConfig

Reason = Literal[
    "key", "model", "rate", "timeout", "connection", "server", "cut", "empty", "malformed",
    "language", "context", "rejected",
]  # fmt: skip

_log = logging.getLogger(__name__)
_BY_STATUS: dict[int, Reason] = {
    401: "key", 403: "key", 404: "model", 408: "timeout", 429: "rate", 504: "timeout",
}  # fmt: skip
# Parts of exception class names, as the providers' clients have them; the first that fits counts.
_BY_NAME: tuple[tuple[str, Reason], ...] = (
    ("Timeout", "timeout"), ("DeadlineExceeded", "timeout"), ("RateLimit", "rate"),
    ("ResourceExhausted", "rate"), ("Authentication", "key"), ("PermissionDenied", "key"),
    ("Unauthenticated", "key"), ("NotFound", "model"), ("RemoteProtocol", "cut"),
    ("ReadError", "cut"), ("IncompleteRead", "cut"), ("ChunkedEncoding", "cut"),
    ("Connect", "connection"), ("ServiceUnavailable", "server"), ("InternalServer", "server"),
    ("Validation", "malformed"), ("JSONDecode", "malformed"), ("BadRequest", "rejected"),
)  # fmt: skip


class LLMFailure(Exception):  # noqa: N818 (it is ordinary, and answered, not an error)
    """The model gave no usable answer.

    Its text is the reason alone: what a provider says may repeat a key or the question.

    Args:
        reason: Why.
    """

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


def reason_of(error: BaseException) -> Reason:
    """Why a provider's client failed, by the status and the names of its exceptions."""
    chain: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in chain:
        chain.append(current)
        current = current.__cause__ or current.__context__
    for link in chain:
        status = _status(link)
        if status in _BY_STATUS:
            return _BY_STATUS[status]
        if status is not None and status >= 500:
            return "server"
        if status is not None and status >= 400:
            return "rejected"
    names = [kind.__name__ for link in chain for kind in type(link).__mro__]
    for part, reason in _BY_NAME:
        if any(part in name for name in names):
            return reason
    if "redentials" in str(error) or "api_key" in str(error):
        return "key"
    if any(isinstance(link, json.JSONDecodeError | TypeError | KeyError) for link in chain):
        return "malformed"
    return "malformed" if isinstance(error, AttributeError | ValueError) else "connection"


def _status(error: BaseException) -> int | None:
    for name in ("status_code", "code", "http_status"):
        value = getattr(error, name, None)
        value = getattr(value, "value", value)
        if isinstance(value, int) and 400 <= value < 600:
            return value
    return None


def failed(error: BaseException) -> LLMFailure:
    """The failure to raise for a client's exception; its class goes to the log, its text not."""
    if isinstance(error, LLMFailure):
        return error
    reason = reason_of(error)
    _log.warning("the LLM gave no answer: %s (%s)", reason, type(error).__name__)
    return LLMFailure(reason)


class Guarded(Runnable[Any, Any]):
    """A model whose every exception is an LLMFailure; callbacks pass through to the model.

    Args:
        model: The model, or a chain that ends in one.
    """

    def __init__(self, model: Runnable[Any, Any]) -> None:
        self.model = model

    def invoke(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> Any:
        """Call the model."""
        try:
            return self.model.invoke(input, config, **kwargs)
        except Exception as error:  # the clients share no base class
            raise failed(error) from None

    async def ainvoke(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> Any:
        """Call the model."""
        try:
            return await self.model.ainvoke(input, config, **kwargs)
        except Exception as error:
            raise failed(error) from None

    def stream(
        self,
        input: Any,
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> Iterator[Any]:
        """Stream from the model."""
        try:
            yield from self.model.stream(input, config, **kwargs)
        except Exception as error:
            raise failed(error) from None

    async def astream(
        self,
        input: Any,
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[Any]:
        """Stream from the model."""
        try:
            async for chunk in self.model.astream(input, config, **kwargs):
                yield chunk
        except Exception as error:
            raise failed(error) from None
