"""What is sent, what is not, and that keys are nowhere to be read."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from natoqa import Assistant, NatoqaError, Settings
from natoqa.doctor import checks
from tests.conftest import Cli
from tests.llm.server import ChatServer, Reply

KEY = "sk-secret-1234567890abcdef"
WHO = "Who is the next Secretary General?"
GOOD = "Mark Rutte is to be the next Secretary General. [¶31]"


def test_without_a_model_no_chat_package_is_imported() -> None:
    program = (
        "import sys\n"
        "from natoqa import Assistant\n"
        "list(Assistant().stream('次期事務総長は誰ですか？'))\n"
        "heavy = ('openai', 'langchain_openai', 'langchain.chat_models', 'anthropic',\n"
        "         'natoqa.llm')\n"
        "print([name for name in heavy if name in sys.modules])\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert ran.stdout.decode().strip() == "[]"


def test_a_key_in_the_environment_alone_sends_nothing(
    monkeypatch: pytest.MonkeyPatch, server: ChatServer
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    assert Assistant(Settings()).ask(WHO).engine == "extractive"
    assert server.requests == []


@pytest.mark.parametrize("reply", [Reply(GOOD), Reply(status=401), Reply(status=500)])
def test_a_key_is_sent_and_nowhere_else_to_be_read(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    server: ChatServer,
    cli: Cli,
    reply: Reply,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("NATOQA_LLM", "openai:test-model")
    monkeypatch.setenv("NATOQA_LLM_BASE_URL", server.url)
    monkeypatch.setenv("NATOQA_LLM_RETRIES", "0")
    server.replies(reply)
    with caplog.at_level(logging.DEBUG, logger="natoqa"):
        answer = Assistant().ask(WHO)
        ran = cli("ask", "--json", WHO)
        report = list(checks())
    assert set(server.authorizations) == {f"Bearer {KEY}"}
    seen = [answer.model_dump_json(), answer.to_markdown(), ran.out, ran.err, caplog.text]
    seen += [f"{check.name} {check.detail}" for check in report]
    seen.append(repr(Settings()))
    assert not any(KEY in text or KEY[:12] in text for text in seen)


def test_what_a_provider_says_of_the_key_is_not_repeated(
    bot: Assistant, server: ChatServer, caplog: pytest.LogCaptureFixture
) -> None:
    body = f'{{"error": {{"message": "Incorrect API key provided: {KEY}"}}}}'
    server.script = lambda _: Reply(raw=body.encode())
    with caplog.at_level(logging.DEBUG, logger="natoqa"):
        answer = bot.ask(WHO)
    assert answer.engine == "extractive"
    assert KEY not in answer.model_dump_json() + caplog.text


def test_keys_come_from_a_dotenv_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, server: ChatServer
) -> None:
    # The variable is set and removed first, so that it is gone again after the test.
    monkeypatch.setenv("OPENAI_API_KEY", "")
    monkeypatch.delenv("OPENAI_API_KEY")
    (tmp_path / ".env").write_text(f"OPENAI_API_KEY={KEY}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    server.replies(GOOD)
    bot = Assistant(Settings(llm="openai:test-model", llm_base_url=server.url, llm_retries=0))
    assert bot.ask(WHO).text == GOOD
    assert server.authorizations == [f"Bearer {KEY}"]
    monkeypatch.delenv("OPENAI_API_KEY")


def test_a_dotenv_file_does_not_replace_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, server: ChatServer
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    (tmp_path / ".env").write_text("OPENAI_API_KEY=sk-other\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    server.replies(GOOD)
    Assistant(Settings(llm="openai:test-model", llm_base_url=server.url)).ask(WHO)
    assert server.authorizations == [f"Bearer {KEY}"]


def test_a_dotenv_file_that_is_no_utf8_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_bytes(b"OPENAI_API_KEY=\xff\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NatoqaError, match=r"\.env: byte 15 is not UTF-8"):
        Assistant(Settings(llm="openai:test-model")).ask(WHO)


def test_a_dotenv_file_gives_keys_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, server: ChatServer
) -> None:
    names = ("OPENAI_BASE_URL", "NATOQA_PASSAGES", "LANGSMITH_API_KEY", "HTTPS_PROXY")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    (tmp_path / ".env").write_text("".join(f"{name}=1\n" for name in names), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    before = dict(os.environ)
    server.replies(GOOD)
    Assistant(Settings(llm="openai:test-model", llm_base_url=server.url)).ask(WHO)
    assert {name: os.environ.get(name) for name in names} == {n: before.get(n) for n in names}


def test_the_doctor_says_that_no_model_is_set() -> None:
    line = next(check for check in checks() if check.name == "llm")
    assert line.ok
    assert "none set" in line.detail


@pytest.mark.parametrize(
    ("reply", "ok", "says"),
    [
        (Reply("ready"), True, "answers"),
        (Reply(status=401), False, "its key is missing or was not accepted"),
        (Reply(status=404), False, "the model's name was not found"),
    ],
)
def test_the_doctor_says_whether_the_model_answers(
    monkeypatch: pytest.MonkeyPatch, server: ChatServer, reply: Reply, ok: bool, says: str
) -> None:
    monkeypatch.setenv("NATOQA_LLM", "openai:test-model")
    monkeypatch.setenv("NATOQA_LLM_BASE_URL", server.url)
    monkeypatch.setenv("NATOQA_LLM_RETRIES", "0")
    server.replies(reply)
    line = next(check for check in checks() if check.name == "llm")
    assert line.ok is ok
    assert "openai:test-model" in line.detail
    assert server.url in line.detail
    assert says in line.detail
    assert "NATO" not in server.prompt
