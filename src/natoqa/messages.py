"""The fixed messages in prompts/, by language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import get_args

from natoqa.errors import NatoqaError
from natoqa.resources import prompts_folder
from natoqa.units import Language


@dataclass(frozen=True)
class Messages:
    """Messages of one language.

    Attributes:
        language: "ja" or "en".
        texts: Message by name.
        samples: Sample questions.
    """

    language: Language
    texts: dict[str, str]
    samples: tuple[str, ...]

    def get(self, name: str, **values: object) -> str:
        """A message with its blanks filled in.

        Raises:
            KeyError: There is no such message, or a blank has no value.
        """
        return self.texts[name].format(**values)


@cache
def load_messages(language: Language) -> Messages:
    """Read prompts/<language>/messages.toml.

    Raises:
        NatoqaError: The file is missing or damaged.
    """
    path = prompts_folder() / language / "messages.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise NatoqaError(f"cannot read {path} ({error}): install natoqa again") from None
    texts = {name: value for name, value in table.items() if isinstance(value, str)}
    return Messages(language, texts, tuple(table["samples"]))


def is_refusal(answer: str) -> bool:
    """Whether an answer says that the paper does not say."""
    return any(answer.startswith(load_messages(x).get("refusal")) for x in get_args(Language))
