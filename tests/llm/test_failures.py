"""A model that fails: the person gets the extractive answer and one plain line of why."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from natoqa import Assistant, NatoqaError, Settings
from natoqa.llm.failure import reason_of
from tests.llm.conftest import Make
from tests.llm.server import ChatServer, Reply

WHO = "Who is the next Secretary General?"
GOOD = "Mark Rutte is to be the next Secretary General. [¶31]"

_FAILURES = [
    (Reply(status=401), "its key is missing or was not accepted"),
    (Reply(status=403), "its key is missing or was not accepted"),
    (Reply(status=404), "the model's name was not found"),
    (Reply(status=400), "did not accept the request"),
    (Reply(status=429, headers={"Retry-After": "0"}), "too many requests"),
    (Reply(status=500), "its server reported an error"),
    (Reply(status=503), "its server reported an error"),
    (Reply(raw=b"<html>gateway</html>"), "could not be read"),
    (Reply(raw=b"\xff\xfe\x00garbage"), "could not be read"),
    (Reply(raw=b"{}"), "could not be read"),
    (Reply(raw=b'"hello"'), "could not be read"),
    (Reply(""), "its answer was empty"),
    (Reply("   \n "), "its answer was empty"),
    (Reply(GOOD + " It is to be", finish="content_filter"), "its answer broke off"),
    (Reply("Mark Rutte sera le prochain secrétaire général. [¶31]"), "in another language"),
    (Reply("Mark Rutte wird der nächste Generalsekretär. [¶31]"), "in another language"),
    (Reply("Mark Rutte is next. [¶31] " + "9" * 30_000), "could not be read"),
]


@pytest.mark.parametrize(("reply", "why"), _FAILURES)
def test_a_failure_gives_the_extractive_answer_and_says_why(
    bot: Assistant, server: ChatServer, assistant: Assistant, reply: Reply, why: str
) -> None:
    server.replies(reply)
    answer = bot.ask(WHO)
    plain = assistant.ask(WHO)
    assert (answer.text, answer.citations, answer.answered) == (
        plain.text, plain.citations, plain.answered,
    )  # fmt: skip
    assert answer.engine == "extractive"
    assert answer.notice.startswith("The language model gave no usable answer")
    assert why in answer.notice


@pytest.mark.parametrize(
    "text",
    [
        "[" * 19_000,
        "{}",
        '{"answered": true}',
        '{"answer": "Mark Rutte is the next Secretary General."}',
        '{"answered": true, "sentences": ["Mark Rutte is next. [¶31]"]}',
        '{"answered": true}]',
    ],
)
def test_json_that_cannot_be_read_gives_the_extractive_answer(
    make: Make, server: ChatServer, text: str
) -> None:
    server.replies(Reply(text))
    answer = make(llm_output="structured").ask(WHO)
    assert answer.engine == "extractive"
    assert answer.answered
    assert answer.notice


def test_a_number_that_is_none_cites_nothing(make: Make, server: ChatServer) -> None:
    text = GOOD.removesuffix(" [¶31]")
    server.replies(
        f'{{"answered": true, "sentences": [{{"text": "{text}", "paragraphs": [true]}}]}}'
    )
    assert make(llm_output="structured").ask(WHO).text == GOOD  # its proof is looked for


def test_the_notice_is_in_the_answers_language(bot: Assistant, server: ChatServer) -> None:
    server.replies(Reply(status=500))
    assert bot.ask("次期事務総長は誰ですか？").notice == (
        "言語モデルから使える回答が得られなかったため（サーバー側でエラーが起きました）、"
        "言語モデルを使わずにお答えしています。"
    )


def test_the_model_is_tried_again_on_the_next_question(bot: Assistant, server: ChatServer) -> None:
    server.replies(Reply(status=500), GOOD)
    assert bot.ask(WHO).engine == "extractive"
    answer = bot.ask(WHO)
    assert (answer.engine, answer.text, answer.notice) == ("openai:test-model", GOOD, "")


def test_a_rate_limit_is_waited_out_when_retries_are_allowed(
    make: Make, server: ChatServer
) -> None:
    bot = make(llm_retries=1)
    server.replies(Reply(status=429, headers={"Retry-After": "0"}), GOOD)
    answer = bot.ask(WHO)
    assert (answer.text, answer.notice) == (GOOD, "")
    assert len(server.requests) == 2


def test_a_slow_model_is_not_waited_for(make: Make, server: ChatServer) -> None:
    server.replies(Reply(GOOD, delay=3.0))
    answer = make(llm_timeout=0.5).ask(WHO)
    assert answer.engine == "extractive"
    assert "it took too long" in answer.notice


def test_a_server_that_is_not_there(make: Make) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        answer = make(llm_base_url=url).ask(WHO)
    assert answer.engine == "extractive"
    assert "could not be reached" in answer.notice


@pytest.mark.parametrize("quiet", [False, True])
def test_a_stream_that_breaks_off_is_replaced(
    bot: Assistant, server: ChatServer, quiet: bool
) -> None:
    text = f"{GOOD} NATO maintained its unity under Stoltenberg's leadership. [¶31]"
    server.replies(Reply(text, cut_after=40, quiet_end=quiet))
    shown, answer = "", None
    for event in bot.stream(WHO):
        shown = event.text if event.replace else shown + event.text
        answer = event.answer
    assert answer is not None
    assert answer.engine == "extractive"
    assert "broke off" in answer.notice
    assert shown == answer.text


@pytest.mark.parametrize(
    "reply", [Reply(status=500), Reply(status=429), Reply(""), Reply(raw=b"<html>")]
)
def test_a_stream_that_never_starts_is_replaced(
    bot: Assistant, server: ChatServer, reply: Reply
) -> None:
    server.replies(reply)
    *_, last = bot.stream(WHO)
    assert last.answer is not None
    assert last.answer.engine == "extractive"
    assert last.answer.notice


def test_a_failed_rewrite_asks_the_model_nothing_more(bot: Assistant, server: ChatServer) -> None:
    server.replies(Reply(status=500))
    answer = bot.ask(WHO, history=[{"role": "user", "content": "Hello"}])
    assert answer.engine == "extractive"
    assert len(server.requests) == 1


def test_a_missing_key_is_said_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, server: ChatServer
) -> None:
    monkeypatch.chdir(tmp_path)
    bot = Assistant(Settings(llm="openai:test-model", llm_retries=0))
    answer = bot.ask(WHO)
    assert answer.engine == "extractive"
    assert "its key is missing" in answer.notice
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    server.replies(GOOD)
    assert bot.ask(WHO).text == GOOD
    assert server.authorizations == ["Bearer sk-test"]


@pytest.mark.parametrize(
    ("llm", "says"),
    [
        ("anthropic:claude", "pip install 'natoqa[anthropic]'"),
        ("google_genai:gemini", "pip install 'natoqa[google]'"),
        ("google:gemini", "pip install 'natoqa[google]'"),
        ("ollama:qwen3", "pip install 'natoqa[ollama]'"),
        ("mistralai:small", "pip install langchain-mistralai"),
        ("nosuch:model", "LangChain knows no provider 'nosuch'"),
        ("gpt-5-mini", "give provider:model"),
        (":model", "give provider:model"),
        ("openai:", "give provider:model"),
    ],
)
def test_a_setting_that_cannot_work_is_an_error_with_its_remedy(llm: str, says: str) -> None:
    from importlib.util import find_spec

    package = {
        "anthropic": "langchain_anthropic", "google": "langchain_google_genai",
        "google_genai": "langchain_google_genai", "ollama": "langchain_ollama",
        "mistralai": "langchain_mistralai",
    }.get(llm.partition(":")[0])  # fmt: skip
    if package is not None and find_spec(package) is not None:
        pytest.skip(f"{package} is installed")
    with pytest.raises(NatoqaError) as error:
        Assistant(Settings(llm=llm)).ask(WHO)
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_an_error_without_a_class_of_its_own_is_still_one_reason() -> None:
    assert reason_of(ConnectionRefusedError()) == "connection"
    assert reason_of(TimeoutError()) == "timeout"
    assert reason_of(RuntimeError("anything")) == "connection"
