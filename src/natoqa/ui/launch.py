"""Opens the page: private by default, on this machine only, nothing reported."""

from __future__ import annotations

import contextlib
import io
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from natoqa.assistant import Assistant
from natoqa.errors import InputError, NatoqaError
from natoqa.glossary import load_glossary

if TYPE_CHECKING:
    import gradio as gr

AUTH_VARIABLE = "NATOQA_AUTH"
_TAKEN = "port {port} on {host} is taken: choose another with --port"
# Asked once before the page opens, so that the first reader does not wait for loading.
_WARM_UP = ("NATOとは何ですか？", "What is NATO?")


@dataclass(frozen=True)
class PageOptions:
    """How the page is served.

    Attributes:
        host: Address to listen on; 127.0.0.1 is this machine only.
        port: Port to listen on; 0 for any free one.
        root_path: Path under which a proxy serves the page, such as "/natoqa".
        users: (user, password) pairs; none for a page without login.
        mcp: Whether to serve the MCP tools at /gradio_api/mcp/.
    """

    host: str = "127.0.0.1"
    port: int = 7860
    root_path: str = ""
    users: tuple[tuple[str, str], ...] = ()
    mcp: bool = False


def launch_page(assistant: Assistant, options: PageOptions) -> tuple[gr.Blocks, str]:
    """Load everything, then serve the page in the background.

    Args:
        assistant: Answers.
        options: How to serve.

    Returns:
        The page, whose `close()` stops it and `block_thread()` waits, and its local address.

    Raises:
        NatoqaError: The port is taken, the host is not this machine, or the index cannot be made.
    """
    # Before Gradio is imported: nothing is reported or looked up.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    # The port is an option here; Gradio reads this too, and ends in an error where it is no number.
    os.environ.pop("GRADIO_SERVER_PORT", None)
    from natoqa.ui import style
    from natoqa.ui.layout import build_page, page_i18n
    from natoqa.ui.suggest import Suggester, without_llm
    from natoqa.ui.texts import load_texts

    offline = without_llm(assistant)
    for question in _WARM_UP:
        offline.ask(question)
        assistant.retrieve(question)
    texts = load_texts()
    page = build_page(assistant, Suggester(offline, texts))
    settings: dict[str, Any] = {
        "server_name": options.host,
        "server_port": _open_port(options.host, options.port),
        "root_path": options.root_path or None,
        "auth": list(options.users) or None,
        "auth_message": f"{texts.get('ja', 'login')}<br>{texts.get('en', 'login')}",
        "mcp_server": options.mcp,
        "share": False,
        "quiet": True,
        "show_error": False,
        "ssr_mode": False,
        "pwa": False,
        "footer_links": [],
        "enable_monitoring": False,
        "favicon_path": style.favicon(),
        "theme": style.theme(),
        "head": style.head(load_glossary(assistant.paper.slug)),
        "i18n": page_i18n(texts),
        "inbrowser": False,
    }
    try:
        # Gradio announces MCP even when quiet; what is served is the caller's to say.
        with contextlib.redirect_stdout(io.StringIO()):
            _, url, _ = page.launch(prevent_thread_lock=True, **settings)
    except OSError:
        port = settings["server_port"]
        raise NatoqaError(_TAKEN.format(host=options.host, port=port)) from None
    return page, str(url)


def read_users(file: Path | None) -> tuple[tuple[str, str], ...]:
    """Users and passwords, from a file or from NATOQA_AUTH.

    Args:
        file: One "user:password" a line, or None.

    Raises:
        InputError: The file cannot be read, or a line has another form.
    """
    if file is None:
        text, place = os.environ.get(AUTH_VARIABLE, ""), AUTH_VARIABLE
    else:
        try:
            text, place = file.read_text(encoding="utf-8"), str(file)
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"cannot read {file} ({error}): give a text file") from None
    users: list[tuple[str, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        user, colon, password = line.strip().partition(":")
        if not (user and colon and password):
            raise InputError(f"line {number} of {place} is not user:password: write one a line")
        users.append((user, password))
    if file is not None and not users:
        raise InputError(f"{file} names no user: write user:password, one a line")
    return tuple(users)


def _open_port(host: str, port: int) -> int:
    """The port if it can be listened on, or any free one for 0.

    Gradio says of whatever goes wrong that no port is free.
    """
    import errno
    import socket

    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            # As the server does: a port that was in use a moment ago is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            return int(probe.getsockname()[1])
    except (OSError, UnicodeError) as error:
        code = error.errno if isinstance(error, OSError) else None
        if code == errno.EADDRINUSE:
            raise NatoqaError(_TAKEN.format(host=host, port=port)) from None
        if code == errno.EACCES:
            raise NatoqaError(
                f"port {port} on {host} may not be used: choose one above 1023 with --port"
            ) from None
        raise NatoqaError(
            f"{host} is not an address of this machine: choose another with --host"
        ) from None
