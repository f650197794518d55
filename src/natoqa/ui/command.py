"""`natoqa serve`: open the chat page."""

from __future__ import annotations

from pathlib import Path

import click

from natoqa.errors import InputError

_OWN = frozenset({"127.0.0.1", "localhost", "::1"})


@click.command(name="serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    default=7860,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port to listen on; 0 for any free one.",
)
@click.option("--root-path", default="", help="Path under which a proxy serves the page.")
@click.option(
    "--auth-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File with user:password, one a line; without it NATOQA_AUTH=user:password is used.",
)
@click.option(
    "--max-question-chars",
    type=click.IntRange(1, 20_000),
    help="Longest question that is answered.  [default: 2000]",
)
@click.option("--mcp/--no-mcp", default=False, show_default=True, help="Serve the MCP tools.")
def serve_command(
    host: str,
    port: int,
    root_path: str,
    auth_file: Path | None,
    max_question_chars: int | None,
    mcp: bool,
) -> None:
    """Open the chat page on this machine, until Ctrl-C."""
    from natoqa.assistant import Assistant
    from natoqa.settings import load_settings
    from natoqa.ui.launch import PageOptions, launch_page, read_users

    given = {} if max_question_chars is None else {"max_question_chars": max_question_chars}
    options = PageOptions(
        host=host, port=port, root_path=root_path, users=read_users(auth_file), mcp=mcp
    )
    if mcp and options.users:
        raise InputError(
            "--mcp with a login: MCP clients cannot log in to the page: leave out --mcp, or "
            "serve the tools without a login on 127.0.0.1"
        )
    if host not in _OWN and not options.users:
        click.echo(
            f"natoqa: whoever reaches {host} can ask without a login: give --auth-file to change "
            "that",
            err=True,
        )
    page, url = launch_page(Assistant(load_settings(**given)), options)
    click.echo(f"natoqa is at {url} (Ctrl-C stops it)")
    if mcp:
        click.echo(f"MCP tools at {url.rstrip('/')}/gradio_api/mcp/")
    page.block_thread()
