"""The texts of the page, in both languages at once.

The page carries every text in Japanese and in English and shows one of them, so that the
interface language changes without a round trip and nothing flashes on load.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from natoqa.answer import Language
from natoqa.errors import NatoqaError
from natoqa.resources import prompts_folder

LANGUAGES: tuple[Language, ...] = ("ja", "en")


@dataclass(frozen=True)
class UiTexts:
    """The texts in prompts/<language>/ui.toml.

    Attributes:
        texts: Text by name, for each language.
        followups: Suggested question by paragraph id, for each language.
    """

    texts: dict[Language, dict[str, str]]
    followups: dict[Language, dict[str, str]]

    def get(self, language: Language, name: str, /, **values: object) -> str:
        """One text as plain text.

        Raises:
            KeyError: There is no such text, or a blank has no value.
        """
        return self.texts[language][name].format(**values)

    def both(self, name: str, /, **values: object) -> Markup:
        """A text in both languages as HTML, values escaped."""
        return pair(self.get("ja", name, **values), self.get("en", name, **values))


_PAIR = Markup('<span class="t" lang="ja">{}</span><span class="t" lang="en">{}</span>')


def pair(ja: str, en: str) -> Markup:
    """Two plain texts as HTML of which the page shows the one in its own language."""
    return _PAIR.format(ja, en)


@cache
def load_texts() -> UiTexts:
    """Read prompts/ja/ui.toml and prompts/en/ui.toml.

    Raises:
        NatoqaError: A file is missing or damaged.
    """
    texts: dict[Language, dict[str, str]] = {}
    followups: dict[Language, dict[str, str]] = {}
    for language in LANGUAGES:
        path = prompts_folder() / language / "ui.toml"
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, tomllib.TOMLDecodeError) as error:
            raise NatoqaError(f"cannot read {path} ({error}): install natoqa again") from None
        followups[language] = table.pop("followup")
        texts[language] = table
    return UiTexts(texts, followups)
