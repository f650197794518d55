"""An OpenAI-compatible chat server on 127.0.0.1 that does what a script says.

The real client talks to it over HTTP: POST /v1/chat/completions, with and without streaming.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Body = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """What the server answers to one request.

    Attributes:
        text: The assistant's message.
        status: HTTP status; anything but 200 sends an error body.
        headers: More headers, such as Retry-After.
        raw: Sent as the body instead of a completion.
        delay: Seconds to wait first.
        cut_after: Break the connection after so many pieces of a stream.
        quiet_end: End the stream after `cut_after` pieces as if nothing were missing.
        finish: The finish reason.
        pieces: How to cut the text when streaming; by character pairs if empty.
        gate: Waited for before the last piece of a stream.
    """

    text: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    delay: float = 0.0
    cut_after: int | None = None
    quiet_end: bool = False
    finish: str = "stop"
    pieces: tuple[str, ...] = ()
    gate: threading.Event | None = None


Script = Callable[[Body], Reply]
USAGE = {"prompt_tokens": 1234, "completion_tokens": 56, "total_tokens": 1290}


class ChatServer:
    """The server: what it was asked, and what it will answer.

    Attributes:
        requests: Bodies received, in order.
        authorizations: Their Authorization headers.
        script: Gives the reply to a request; may be changed between requests.
    """

    def __init__(self) -> None:
        self.requests: list[Body] = []
        self.authorizations: list[str] = []
        self.script: Script = lambda _: Reply(status=500)
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def replies(self, *replies: Reply | str) -> None:
        """Answer with these, in turn; the last one again and again."""
        queue = [Reply(r) if isinstance(r, str) else r for r in replies]
        self.script = lambda _: queue.pop(0) if len(queue) > 1 else queue[0]

    @property
    def prompt(self) -> str:
        """All text of the last request's messages."""
        return "\n".join(m["content"] for m in self.requests[-1]["messages"])

    @contextmanager
    def running(self) -> Iterator[ChatServer]:
        thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._http.shutdown()
            self._http.server_close()


def _handler(server: ChatServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: object) -> None:
            pass

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.requests.append(body)
            server.authorizations.append(self.headers.get("Authorization", ""))
            reply = server.script(body)
            if reply.delay:
                time.sleep(reply.delay)
            try:
                if reply.status != 200:
                    error = {"error": {"message": "scripted failure", "type": "scripted"}}
                    self._send(json.dumps(error).encode(), reply.status, reply.headers)
                elif reply.raw is not None:
                    self._send(reply.raw, 200, reply.headers)
                elif body.get("stream"):
                    self._stream(reply, body)
                else:
                    self._send(json.dumps(_completion(reply, body)).encode(), 200, reply.headers)
            except (BrokenPipeError, ConnectionResetError):
                pass  # the client gave up waiting

        def _send(self, data: bytes, status: int, headers: dict[str, str]) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def _stream(self, reply: Reply, body: Body) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            text = reply.text
            pieces = reply.pieces or tuple(text[i : i + 2] for i in range(0, len(text), 2))
            self._event(_chunk(body, {"role": "assistant", "content": ""}))
            for i, piece in enumerate(pieces):
                if reply.cut_after is not None and i >= reply.cut_after:
                    if reply.quiet_end:
                        self._end()
                    self.close_connection = True
                    return
                if reply.gate is not None and i == len(pieces) - 1:
                    reply.gate.wait(20)
                self._event(_chunk(body, {"content": piece}))
            self._event(_chunk(body, {}, finish=reply.finish))
            if (body.get("stream_options") or {}).get("include_usage"):
                self._event(_chunk(body, None) | {"usage": USAGE})
            self._data(b"data: [DONE]\n\n")
            self._end()

        def _event(self, value: Body) -> None:
            self._data(f"data: {json.dumps(value, ensure_ascii=False)}\n\n".encode())

        def _data(self, data: bytes) -> None:
            self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            self.wfile.flush()

        def _end(self) -> None:
            self.wfile.write(b"0\r\n\r\n")

    return Handler


def _completion(reply: Reply, body: Body) -> Body:
    message = {"role": "assistant", "content": reply.text}
    return {
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": body["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": reply.finish}],
        "usage": USAGE,
    }  # fmt: skip


def _chunk(body: Body, delta: Body | None, *, finish: str | None = None) -> Body:
    choices = [] if delta is None else [{"index": 0, "delta": delta, "finish_reason": finish}]
    return {
        "id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1,
        "model": body["model"], "choices": choices,
    }  # fmt: skip
