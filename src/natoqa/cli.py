"""The command line. Exit codes: 0 answered, 3 the paper does not say, 2 bad input, 1 failure."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import re
import sys
import unicodedata
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from natoqa.errors import InputError, NatoqaError

if TYPE_CHECKING:
    from natoqa.answer import Answer
    from natoqa.paper import Paragraph

NOT_IN_PAPER = 3
# Commands whose code is imported only when they are run.
_ELSEWHERE = {
    "eval": ("natoqa.evaluation.command", "eval_command", "Check natoqa with factual questions."),
    "serve": ("natoqa.ui.command", "serve_command", "Open the chat page."),
}


class _LazyGroup(click.Group):
    """Imports a command's module only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *_ELSEWHERE])

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name in _ELSEWHERE:
            module, attribute, _ = _ELSEWHERE[name]
            command: click.Command = getattr(import_module(module), attribute)
            return command
        return super().get_command(ctx, name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = []
        for name in self.list_commands(ctx):
            if name in _ELSEWHERE:
                rows.append((name, _ELSEWHERE[name][2]))
                continue
            command = super().get_command(ctx, name)
            if command is not None:
                rows.append((name, command.get_short_help_str(100)))
        with formatter.section("Commands"):
            formatter.write_dl(rows)


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="natoqa", prog_name="natoqa")
@click.option("-v", "--verbose", is_flag=True, help="Log what is done, on stderr.")
def cli(verbose: bool) -> None:
    """Ask one Japanese paper on NATO's 2024 Washington summit, in Japanese or English."""
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        format="%(name)s: %(message)s",
        stream=sys.stderr,
    )


_LANGUAGE = click.option(
    "--lang", type=click.Choice(["ja", "en"]), help="Answer in this language whatever was asked."
)


@cli.command()
@click.argument("question")
@click.option("--json", "as_json", is_flag=True, help="Print the whole answer as JSON.")
@_LANGUAGE
def ask(question: str, as_json: bool, lang: str | None) -> None:
    """Answer one question and show its proof.

    QUESTION may be - for stdin.
    """
    from natoqa.assistant import Assistant

    if question == "-":
        _take_any_bytes()
        question = sys.stdin.read().strip()
    answer = Assistant().ask(question, language=lang)
    if as_json:
        click.echo(answer.model_dump_json(indent=2))
    else:
        click.echo(terminal_text(answer))
    if not answer.answered:
        sys.exit(NOT_IN_PAPER)


@cli.command()
@_LANGUAGE
def chat(lang: str | None) -> None:
    """Ask one question after another; end with Ctrl-D or "exit"."""
    from natoqa.assistant import Assistant

    _take_any_bytes()
    if sys.stdin.isatty():
        # A terminal by itself cuts lines, and has no arrow keys.
        with contextlib.suppress(ImportError):
            import_module("readline")
    assistant = Assistant()
    history: list[dict[str, str]] = []
    while True:
        try:
            question = input("> " if sys.stdin.isatty() else "")
        except EOFError:
            return
        if _bare(question) in {"exit", "quit", "q", "終了", "終わり", "おわり"}:
            return
        if not question.strip():
            continue
        try:
            answer = assistant.ask(question, history=history, language=lang)
        except InputError as error:
            click.echo(f"natoqa: {error}", err=True)
            continue
        click.echo(terminal_text(answer) + "\n")
        history += [
            {"role": "user", "content": question},
            {"role": "assistant", "content": answer.text},
        ]


@cli.command()
@click.option("--rebuild", is_flag=True, help="Build it anew whatever its state.")
def index(rebuild: bool) -> None:
    """Build the index, or say that it is up to date."""
    from natoqa.assistant import Assistant
    from natoqa.index import open_index

    logging.getLogger("natoqa").setLevel(logging.INFO)
    assistant = Assistant()
    opened = open_index(assistant.paper, assistant.settings, rebuild=rebuild)
    assistant.retrieve("NATO", k=1)  # what is worked out once, before somebody waits for it
    click.echo(f"{len(opened.units)} units in {opened.path}, up to date")


@cli.command()
@click.argument("paragraph", required=False)
@click.option("--lang", type=click.Choice(["ja", "en"]), help="The text or the translation alone.")
def paper(paragraph: str | None, lang: str | None) -> None:
    """Print the paper, or one paragraph (¶7, p07 or 7)."""
    from natoqa.corpus import load_paper
    from natoqa.settings import load_settings

    loaded = load_paper(load_settings().paper)
    if paragraph is not None:
        found = re.fullmatch(r"[¶pP]?(\d{1,3})", paragraph.strip())
        one = loaded.get(f"p{int(found[1]):02d}") if found else None
        if one is None:
            last = loaded.body[-1].number
            raise InputError(f"no paragraph {paragraph[:20]!r}: give ¶0 to ¶{last}")
        click.echo(_paragraph_text(one, lang))
        return
    english = lang == "en"
    click.echo(f"{loaded.title_en} (unofficial translation)" if english else loaded.title)
    section = ""
    for one in loaded.paragraphs:
        if one.section != section:
            section = one.section
            click.echo(f"\n## {one.section_en if english else one.section}")
        click.echo("\n" + _paragraph_text(one, lang))


@cli.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
def verify(file: str) -> None:
    """Prove again that every quote stands in the paper.

    FILE is the JSON of an answer or of an exported conversation; - for stdin.
    """
    from natoqa.answer import read_answers
    from natoqa.answer import verify as prove
    from natoqa.corpus import load_paper
    from natoqa.settings import load_settings

    if file == "-":
        _require_stdin("an answer's JSON file")
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read {file!r} ({error}): give an answer's JSON file") from None
    answers = read_answers(text)
    paper = load_paper(load_settings().paper)
    failed = 0
    for number, answer in enumerate(answers, 1):
        for problem in prove(answer, paper):
            failed += 1
            where = "text" if problem.citation is None else f"citation {problem.citation}"
            of = f"answer {number}, " if len(answers) > 1 else ""
            click.echo(f"{of}{where}: {problem.message}", err=True)
    if failed:
        raise NatoqaError(f"{failed} of the answer's claims cannot be proved")
    quotes = sum(len(answer.citations) for answer in answers)
    if not quotes:
        click.echo("nothing is quoted")
        return
    said = "1 quote stands" if quotes == 1 else f"{quotes} quotes stand"
    click.echo(f"{said} in the paper")


@cli.command()
def doctor() -> None:
    """Check the installation: packages, data, model, index and a trial question."""
    from natoqa.doctor import checks

    failed = 0
    for check in checks():
        failed += not check.ok
        click.echo(f"{'ok  ' if check.ok else 'FAIL'}  {check.name}: {check.detail}")
    if failed:
        raise NatoqaError(f"{failed} check{'s' * (failed > 1)} failed: see above")


def _bare(message: str) -> str:
    """A message in lower case without the marks around it: "/exit", "ｅｘｉｔ", "Quit."."""
    return unicodedata.normalize("NFKC", message).strip(" /:.!()。").lower()


def _require_stdin(instead: str) -> None:
    if sys.stdin is None:
        raise InputError(f"standard input is closed: give {instead}")


def _take_any_bytes() -> None:
    """Bytes of stdin that are no UTF-8 become characters that the question's check names."""
    _require_stdin("the question as an argument")
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")


def terminal_text(answer: Answer) -> str:
    """An answer for a terminal: text, then each quote with its place."""
    lines = [answer.text]
    if answer.notice:
        lines.insert(0, f"({answer.notice})")
    seen = set()
    for citation in answer.citations:
        if citation.quote in seen:
            continue
        seen.add(citation.quote)
        quote = citation.quote.replace("\n", " ")
        lines.append(f"\n  {citation.marker} ({citation.where(answer.language)}) 「{quote}」")
    return "\n".join(lines)


def _paragraph_text(paragraph: Paragraph, lang: str | None) -> str:
    from natoqa.answer import on_pages

    head = f"{paragraph.marker} ({on_pages(paragraph.pages, 'en')})"
    if lang == "ja":
        return f"{head}\n{paragraph.text}"
    if lang == "en":
        return f"{head}\n{paragraph.translation}"
    return f"{head}\n{paragraph.text}\n\n{paragraph.translation}\n(unofficial translation)"


def main() -> None:
    """Run the command line; every error is one line on stderr."""
    # A model that the user names is still fetched; nothing reports usage.
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    # An unreachable hub is one line of ours, not pages of its retries.
    os.environ.setdefault("HF_HUB_VERBOSITY", "error")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that has no ä shows another sign for it, and the rest.
            stream.reconfigure(errors="replace")
    try:
        code: Any = cli.main(standalone_mode=False)
    except NatoqaError as error:
        click.echo(f"natoqa: {error}", err=True)
        sys.exit(error.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        sys.exit(2)
    except click.ClickException as error:
        click.echo(f"natoqa: {error.format_message()}", err=True)
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("natoqa: interrupted", err=True)
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        # A defect: the traceback is for a bug report, not for everybody.
        if logging.getLogger().isEnabledFor(logging.INFO):
            raise
        if isinstance(error, OSError) and error.strerror:  # a full disk is none
            click.echo(f"natoqa: cannot read or write ({error})", err=True)
            sys.exit(1)
        click.echo(
            f"natoqa: unexpected {type(error).__name__}: {error}: run again as natoqa --verbose "
            "for the traceback",
            err=True,
        )
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
