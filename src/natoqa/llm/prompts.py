"""The prompts and notices in prompts/, and how text from outside is fenced in."""

from __future__ import annotations

import html
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from natoqa.conversation import Turn
from natoqa.errors import NatoqaError
from natoqa.llm.failure import Reason
from natoqa.paper import Paragraph
from natoqa.resources import prompts_folder
from natoqa.units import Language

# Turns of a conversation that a rewrite looks back on, and how much of each.
_TURNS = 6
_TURN_CHARS = 600


@dataclass(frozen=True)
class Prompts:
    """Prompts and notices of one language.

    Attributes:
        language: "ja" or "en".
        sentinel: What a model writes when the paper does not say.
        system: The rules.
        answer: Frame of the paper and the question.
        rewrite: Frame of a conversation whose last question is to be completed.
        notices: Why the extractive answer is given, by reason, and the like.
    """

    language: Language
    sentinel: str
    system: str
    answer: str
    rewrite: str
    notices: dict[str, str]

    def answer_messages(
        self,
        title: str,
        paragraphs: Sequence[Paragraph],
        question: str,
        asked: str,
        form: str,
    ) -> list[BaseMessage]:
        """The messages that ask for an answer.

        Args:
            title: Of the paper.
            paragraphs: In reading order.
            question: Standing by itself.
            asked: As the person typed it.
            form: "text" or "structured": how the answer is to be laid out.
        """
        paper = "\n".join(
            f'<paragraph id="¶{p.number}">\n{fence(p.text)}\n</paragraph>' for p in paragraphs
        )
        human = _fill(
            self.answer,
            title=fence(title),
            paper=paper,
            question=fence(question),
            asked=fence(asked),
        )
        system = _fill(self.system, sentinel=self.sentinel, form=self.notices[f"form_{form}"])
        return [SystemMessage(system), HumanMessage(human)]

    def rewrite_messages(self, turns: Sequence[Turn], question: str) -> list[BaseMessage]:
        """The messages that ask to complete a question.

        Args:
            turns: The conversation before it.
            question: The question.
        """
        history = "\n".join(
            f'<turn by="{turn.role}">{fence(turn.content[:_TURN_CHARS])}</turn>'
            for turn in turns[-_TURNS:]
        )
        return [HumanMessage(_fill(self.rewrite, history=history, question=fence(question)))]

    def notice(self, reason: Reason) -> str:
        """Why the answer is extractive, in a sentence for the reader."""
        return self.notices["instead"].replace("{why}", self.notices[f"why_{reason}"])


def fence(text: str) -> str:
    """Text from the paper or a person, so that it cannot open or close a tag."""
    return html.escape(text, quote=False)


def _fill(template: str, **values: str) -> str:
    """Put values into {{name}} places in one pass: what a value holds is never looked at again."""
    pieces = template.split("{{")
    filled = [pieces[0]]
    for piece in pieces[1:]:
        name, _, rest = piece.partition("}}")
        filled.append(values[name] + rest)
    return "".join(filled)


@cache
def load_prompts(language: Language) -> Prompts:
    """Read prompts/llm.toml and the files of one language.

    Raises:
        NatoqaError: A file is missing or damaged.
    """
    folder = prompts_folder()
    try:
        shared = tomllib.loads((folder / "llm.toml").read_text(encoding="utf-8"))
        notices = tomllib.loads((folder / language / "llm.toml").read_text(encoding="utf-8"))
        texts = {
            name: (folder / language / f"{name}.md").read_text(encoding="utf-8").strip()
            for name in ("system", "answer", "rewrite")
        }
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise NatoqaError(f"cannot read the prompts ({error}): install natoqa again") from None
    return Prompts(language=language, sentinel=shared["sentinel"], notices=notices, **texts)
