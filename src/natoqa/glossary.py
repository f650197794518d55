"""The paper's terms, people, places and acronyms in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from natoqa.corpus import read_tsv
from natoqa.resources import corpus_folder
from natoqa.text import has_japanese, normalise

_REMEMBERED = 256


@dataclass(frozen=True, eq=False)
class Entry:
    """One thing with its names; there is one object for each.

    Attributes:
        kind: term, organisation, plan, person, place, exercise, event, acronym.
        acronym: Such as "JATEC"; empty if it has none.
        ja: Japanese name, as in the paper.
        en: English name.
        ja_aliases: Other Japanese ways of writing it.
        en_aliases: Other English ways of writing it.
        note_ja: What the paper says it is.
        note_en: The same in English.
    """

    kind: str
    acronym: str
    ja: str
    en: str
    ja_aliases: tuple[str, ...]
    en_aliases: tuple[str, ...]
    note_ja: str
    note_en: str

    @property
    def surfaces(self) -> tuple[str, ...]:
        """Every way of writing it."""
        names = (self.acronym, self.ja, self.en, *self.ja_aliases, *self.en_aliases)
        return tuple(name for name in names if name)


@dataclass(frozen=True)
class Match:
    """An entry found in a text, as normalised: entry, and where."""

    entry: Entry
    start: int
    end: int


class Glossary:
    """Finds the entries that a text mentions.

    Args:
        entries: All entries.
    """

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self.entries = entries
        self._by_surface: dict[str, Entry] = {}
        # "US" in lower case is a pronoun.
        for entry in entries:
            for surface in entry.surfaces:
                if surface != "US":
                    self._by_surface.setdefault(normalise(surface), entry)
        longest_first = sorted(self._by_surface, key=len, reverse=True)
        latin = _first_of([s for s in longest_first if not has_japanese(s)])
        japanese = _first_of([s for s in longest_first if has_japanese(s)])
        self._pattern = re.compile(rf"{japanese}|(?<![a-z0-9]){latin}(?:s|'s)?(?![a-z0-9])")

        # The steps of an answer look at the same question one after the other.
        self._found = lru_cache(maxsize=_REMEMBERED)(lambda text: tuple(self._find(text)))

    def find(self, text: str) -> tuple[Match, ...]:
        """Entries in a text, longest match first, left to right.

        Args:
            text: Any text; offsets are in `normalise(text)`.
        """
        return self._found(text)

    def _find(self, text: str) -> Iterator[Match]:
        for found in self._pattern.finditer(normalise(text)):
            surface = found.group()
            entry = self._by_surface.get(surface)
            if entry is None:
                entry = self._by_surface.get(re.sub(r"'?s$", "", surface))
            if entry is not None:
                yield Match(entry, *found.span())


@cache
def load_glossary(slug: str = "nids-350") -> Glossary:
    """Read corpus/<slug>/glossary.tsv."""
    rows = read_tsv(corpus_folder(slug) / "glossary.tsv")
    return Glossary(
        tuple(
            Entry(
                kind=row["kind"],
                acronym=row["acronym"],
                ja=row["ja"],
                en=row["en"],
                ja_aliases=_split(row["ja_aliases"]),
                en_aliases=_split(row["en_aliases"]),
                note_ja=row["note_ja"] or "",
                note_en=row["note_en"] or "",
            )
            for row in rows
        )
    )


def _first_of(texts: Iterable[str]) -> str:
    """A pattern for the first of some texts that matches; by first letters, ten times as fast."""
    rests: dict[str, list[str]] = {}
    for text in texts:
        rests.setdefault(re.escape(text[0]), []).append(re.escape(text[1:]))
    either = "|".join(f"{letter}(?:{'|'.join(rest)})" for letter, rest in rests.items())
    return f"(?=[{''.join(rests)}])(?:{either})" if rests else "(?:)"


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())
