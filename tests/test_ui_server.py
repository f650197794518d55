"""The page as a server: how it is opened, what programs can call, what it refuses."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from natoqa import Assistant, NatoqaError
from natoqa.ui.launch import PageOptions, launch_page
from natoqa.ui.texts import load_texts
from tests.conftest import Cli

_ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def url(assistant: Assistant) -> Iterator[str]:
    page, address = launch_page(assistant, PageOptions(port=0, mcp=True))
    yield address
    page.close()


def test_a_program_asks_and_reads_by_name(url: str, assistant: Assistant) -> None:
    from gradio_client import Client

    client = Client(url, verbose=False, analytics_enabled=False)
    found = client.predict(
        "When was the Comprehensive Assistance Package approved?", api_name="/ask"
    )
    assert found["answered"] is True
    assert "2016" in found["text"]
    for citation in found["citations"]:
        paragraph = client.predict(citation["paragraph"], api_name="/read_paragraph")
        assert paragraph["text"][citation["start"] : citation["end"]] == citation["quote"]
    japanese = client.predict("What is JATEC?", "ja", api_name="/ask")
    assert japanese["language"] == "ja"
    for name in ("¶17", "p17", "17"):
        assert client.predict(name, api_name="/read_paragraph")["paragraph"] == "p17"
    public = client.view_api(print_info=False, return_format="dict")["named_endpoints"]
    assert set(public) == {"/ask", "/read_paragraph"}


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("/ask", ("  ",), "empty"),
        ("/ask", ("What is NATO?", "fr"), "'ja'"),
        ("/ask", ("x" * 2001,), "2,001"),
        ("/read_paragraph", ("¶99",), "¶31"),
        ("/read_paragraph", ("seven",), "¶31"),
    ],
)
def test_a_programs_mistake_gets_one_plain_line(
    url: str, name: str, arguments: tuple[str, ...], said: str
) -> None:
    from gradio_client import Client
    from gradio_client.exceptions import AppError

    client = Client(url, verbose=False, analytics_enabled=False)
    with pytest.raises(AppError) as error:
        client.predict(*arguments, api_name=name)
    assert said in str(error.value)
    assert "Traceback" not in str(error.value)


def test_the_examples_for_programs_run_as_they_are_printed(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    examples = [
        block
        for name in ("README.md", "docs/chat-page.md")
        for block in re.findall(
            r"```python\n(.*?)```", (_ROOT / name).read_text("utf-8"), re.DOTALL
        )
        if "gradio_client" in block
    ]
    assert examples
    for block in examples:
        exec(block.replace("http://127.0.0.1:7860", url.rstrip("/")), {})
        assert "2016" in capsys.readouterr().out


def test_many_ask_at_once_and_each_gets_their_own_answer(url: str, assistant: Assistant) -> None:
    from gradio_client import Client

    questions = list(load_texts().followups["en"].values())[:8] * 2

    def ask(question: str) -> dict[str, Any]:
        client = Client(url, verbose=False, analytics_enabled=False)
        found: dict[str, Any] = client.predict(question, api_name="/ask")
        return found

    with ThreadPoolExecutor(len(questions)) as pool:
        answers = list(pool.map(ask, questions))
    for question, found in zip(questions, answers, strict=True):
        assert (found["question"], found["text"]) == (question, assistant.ask(question).text)


async def test_mcp_has_exactly_two_tools_and_they_work(url: str) -> None:
    from mcp import ClientSession
    from mcp.client.streamable_http import streamablehttp_client

    address = f"{url.rstrip('/')}/gradio_api/mcp/"
    async with (
        streamablehttp_client(address) as (read, write, _),
        ClientSession(read, write) as session,
    ):
        await session.initialize()
        tools = (await session.list_tools()).tools
        assert sorted(tool.name for tool in tools) == ["ask", "read_paragraph"]
        assert all(len(tool.description or "") > 40 for tool in tools)
        result: Any = await session.call_tool("ask", {"question": "JATECの目的は何ですか？"})
        assert "[¶17]" in result.content[0].text
        result = await session.call_tool("read_paragraph", {"paragraph": "¶99"})
        assert result.isError


def test_without_the_option_there_is_no_mcp_and_a_login_is_asked_for(assistant: Assistant) -> None:
    page, address = launch_page(assistant, PageOptions(port=0, users=(("ana", "secret"),)))
    try:
        for path in ("gradio_api/mcp/", "gradio_api/info"):
            with pytest.raises(HTTPError) as error:
                urllib.request.urlopen(address + path, timeout=30)
            assert error.value.code in (401, 404, 405)
        page_html = urllib.request.urlopen(address, timeout=30).read().decode()
        assert "¶17" not in page_html  # nothing of the paper before the login
    finally:
        page.close()


def test_nothing_of_the_page_names_another_host(url: str) -> None:
    html = urllib.request.urlopen(url, timeout=30).read().decode()
    fetched = re.findall(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=\"(https?://[^\"]+)", html)
    assert fetched == []
    config = json.loads(re.search(r"window\.gradio_config = (\{.*?\});</script>", html)[1])  # type: ignore[index]
    assert config["analytics_enabled"] is False
    assert not config.get("stylesheets")


def test_opening_the_page_calls_nobody(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    local = ("127.0.0.1", "localhost", "::1", "0.0.0.0", None)
    called: list[object] = []
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def watched_connect(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in local:
            called.append(address)
            raise OSError("no network")
        connect(self, address)

    def watched_look_up(host: Any, *args: Any, **options: Any) -> Any:
        if host not in local:
            called.append(host)
            raise socket.gaierror("no network")
        return look_up(host, *args, **options)

    monkeypatch.setattr(socket.socket, "connect", watched_connect)
    monkeypatch.setattr(socket, "getaddrinfo", watched_look_up)
    page, address = launch_page(assistant, PageOptions(port=0, mcp=True))
    try:
        assert urllib.request.urlopen(address, timeout=30).status == 200
    finally:
        page.close()
    assert called == []


def test_a_taken_port_is_said_plainly(assistant: Assistant) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(NatoqaError, match=f"{port}.*--port"):
            launch_page(assistant, PageOptions(port=port))


@pytest.mark.parametrize("host", ["999.1.1.1", "192.0.2.1", "a..b"])
def test_a_host_that_is_not_this_machine_is_said_plainly(assistant: Assistant, host: str) -> None:
    with pytest.raises(NatoqaError) as error:
        launch_page(assistant, PageOptions(host=host, port=0))
    assert str(error.value).startswith(f"{host} is not an address of this machine")


@pytest.mark.parametrize(
    "arguments",
    [["--port", "99999"], ["--auth-file", "/nowhere/users"], ["--max-question-chars", "0"]],
)
def test_bad_options_end_with_one_line(cli: Cli, arguments: list[str]) -> None:
    ran = cli("serve", *arguments)
    assert ran.code == 2
    assert len(ran.err.strip().splitlines()) == 1


def test_tools_for_clients_that_cannot_log_in_are_not_served_behind_a_login(
    cli: Cli, tmp_path: Path
) -> None:
    users = tmp_path / "users"
    users.write_text("reader:secret\n", encoding="utf-8")
    ran = cli("serve", "--mcp", "--auth-file", str(users))
    assert ran.code == 2
    assert ran.err.startswith("natoqa: --mcp with a login")
    assert len(ran.err.strip().splitlines()) == 1


def _heed_interrupts() -> None:
    """A shell's background jobs ignore Ctrl-C, and so would what they start."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("command", [["-m", "natoqa.cli", "serve"], [str(_ROOT / "app.py")]])
def test_the_command_serves_until_it_is_stopped(command: list[str], tmp_path: Path) -> None:
    options = ["--port", "0", "--max-question-chars", "40", "--root-path", "/natoqa"]
    process = subprocess.Popen(
        [sys.executable, *command, *options],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path,
        env=os.environ | {"GRADIO_SERVER_PORT": ""},  # natoqa has --port
        preexec_fn=_heed_interrupts,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found, line + (process.stderr.read() if process.poll() is not None else "")
        html = urllib.request.urlopen(found[0], timeout=30).read().decode()
        assert '"root":"http://127.0.0.1' in html.replace(" ", "")
        assert "/natoqa" in html
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
