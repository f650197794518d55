"""The eval questions, answered through a chat server by a model that quotes and by one that lies.

    python -m benchmarks.llm_suite [--every N]

Both models are scripts behind an OpenAI-compatible server on 127.0.0.1, so the whole chain runs:
HTTP, LangChain's client, parsing, checks. The first answers with the sentence of the paper that the
question's evidence stands in (or its translation), the second with a planted lie each time.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.llm_checks import Statement, read
from natoqa import Answer, Assistant
from natoqa.answer import verify
from natoqa.evaluation.questions import EvalQuestion, shipped_questions
from natoqa.paper import Paper
from natoqa.settings import load_settings
from tests.llm.server import Body, ChatServer, Reply

SENTINEL = "NOT_IN_PAPER"


@dataclass(frozen=True)
class Asked:
    """A question, what the model said, and the answer."""

    question: EvalQuestion
    said: str
    answer: Answer


def quote(question: EvalQuestion, paper: Paper) -> str:
    """What a model says that quotes the right paragraph, with its mark."""
    for evidence in question.evidence:
        paragraph = paper.get(evidence.paragraph)
        if paragraph is None or paragraph.number == 0:
            continue
        for sentence in paragraph.sentences:
            if evidence.quote in sentence.text or sentence.text in evidence.quote:
                text = sentence.shown(question.language)
                return f"{text} [{paragraph.marker}]"
    return SENTINEL


def lie_text(lie: Statement) -> str:
    """What a model says that lies, with its marks."""
    return lie.claim.text + "".join(f" [¶{int(i[1:])}]" for i in lie.claim.paragraphs)


def run(
    assistant: Assistant, server: ChatServer, questions: Iterable[EvalQuestion], *, lying: bool
) -> list[Asked]:
    """Ask every question; the server answers each with one script."""
    lies = {
        language: itertools.cycle(
            [s for s in read("heldout") + read("tuning") if not s.true and s.language == language]
        )
        for language in ("ja", "en")
    }
    asked: list[Asked] = []
    for question in questions:
        said = (
            lie_text(next(lies[question.language])) if lying else quote(question, assistant.paper)
        )

        def script(body: Body, said: str = said, question: EvalQuestion = question) -> Reply:
            # A rewrite has one message; the question stands by itself then.
            return Reply(said if len(body["messages"]) > 1 else question.question)

        server.script = script
        history = [{"role": t.role, "content": t.content} for t in question.history]
        asked.append(Asked(question, said, assistant.ask(question.question, history=history)))
    return asked


def shown(asked: Asked) -> bool:
    """Whether the model's sentence reached the answer."""
    return asked.said.split(" [¶")[0] in asked.answer.text


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="only every Nth question")
    options = parser.parse_args()
    questions = list(shipped_questions())[:: options.every]
    with ChatServer().running() as server:
        assistant = Assistant(
            load_settings(llm="openai:scripted", llm_base_url=server.url, llm_retries=0)
        )
        for lying in (False, True):
            results = run(assistant, server, questions, lying=lying)
            written = [
                a for a in results if a.answer.engine == "openai:scripted" and a.said != SENTINEL
            ]
            through = sum(shown(a) for a in written)
            proved = sum(not verify(a.answer, assistant.paper) for a in results)
            name = "lies shown" if lying else "quotes shown"
            print(
                f"{name}: {through} of {len(written)}; answers proved: {proved} of "
                f"{len(results)}; not sent to the model or refused: "
                f"{len(results) - len(written)}"
            )


if __name__ == "__main__":
    main()
