"""Which of the glossary's things each sentence names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from natoqa.glossary import Entry, Glossary

FloatArray = npt.NDArray[np.float64]


class NameMatch:
    """Which glossary entries each sentence and paragraph names, weighed by rarity.

    Args:
        glossary: The entries.
        paragraphs: Every form of each sentence, by paragraph.
    """

    def __init__(self, glossary: Glossary, paragraphs: Sequence[Sequence[str]]) -> None:
        held = {entry: _towns_held(entry, glossary) for entry in glossary.entries}
        sentences = [text for paragraph in paragraphs for text in paragraph]
        n = len(sentences)
        self._sizes = (n, len(paragraphs))
        lengths = [len(paragraph) for paragraph in paragraphs]
        first = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)
        self.by_sentence = {entry: np.zeros(n, dtype=np.bool_) for entry in glossary.entries}
        for i, text in enumerate(sentences):
            for match in glossary.find(text):
                for entry in (match.entry, *held[match.entry]):
                    self.by_sentence[entry][i] = True
        self._by_paragraph = {
            entry: np.logical_or.reduceat(named, first) for entry, named in self.by_sentence.items()
        }
        self._idf = {
            entry: float(np.log1p((n - named.sum() + 0.5) / (named.sum() + 0.5)))
            for entry, named in self.by_sentence.items()
        }

    def scores(self, asked: Sequence[Entry]) -> FloatArray:
        """Share, by idf, of the asked entries that each sentence names; shape (S,)."""
        return self._shares(asked, self.by_sentence, self._sizes[0])

    def paragraph_scores(self, asked: Sequence[Entry]) -> FloatArray:
        """The same of each paragraph, shape (P,)."""
        return self._shares(asked, self._by_paragraph, self._sizes[1])

    def _shares(
        self, asked: Sequence[Entry], named: Mapping[Entry, npt.NDArray[np.bool_]], size: int
    ) -> FloatArray:
        total = sum(self._idf[entry] for entry in asked)
        result = np.zeros(size)
        for entry in asked:
            result += self._idf[entry] / total * named[entry]
        return result


def _towns_held(entry: Entry, glossary: Glossary) -> tuple[Entry, ...]:
    """The places in the name of something else: Madrid in the Madrid Summit."""
    if entry.kind == "place":
        return ()
    return tuple(
        other
        for other in glossary.entries
        if other.kind == "place" and other.ja in entry.ja and other.en in entry.en
    )
