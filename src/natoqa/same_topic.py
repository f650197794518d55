"""Whether a follow-up is told of what was spoken of: 「ドイツは？」, "the next one"."""

from __future__ import annotations

import re
import unicodedata

from natoqa.glossary import Entry, Glossary
from natoqa.mentions import novel
from natoqa.paper import Paper, Sentence
from natoqa.pointing import asks_for_another, bare_name, only_name, only_names, takes_part
from natoqa.steps import Retrieved
from natoqa.text import normalise
from natoqa.things import Things, all_of, is_named
from natoqa.words import content_words

# 「プラハでの首脳会合」; English names that the paper lacks are strangers.
_SUMMIT_OF = re.compile(
    r"(?P<place>[\u30a1-\u30fa\u30fc]{2,})(?:の|で(?:の|開かれた))?(?:NATO)?(?:首脳会[合議]|サミット)"
)
_OF_SUMMITS = re.compile(r"首脳会[合議]|サミット")
_MEASURES = frozenset({"number", "money", "percent", "duration", "age"})
_SAID = re.compile(r"言|書|述べ|触れ|について|に関して|\b(?:says?|said|tell|mention|about)\b")
_KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc・]{3,}")


class SameTopic:
    """Holds answers against what was spoken of.

    Args:
        paper: The paper.
        glossary: Names of its things.
        things: Finds them.
    """

    def __init__(self, paper: Paper, glossary: Glossary, things: Things) -> None:
        self._said = normalise(" ".join(f"{p.text} {p.translation}" for p in paper.body))
        self._glossary = glossary
        self._things = things

    @property
    def titled(self) -> set[Entry]:
        """What the paper's title names."""
        return self._things.titled

    def leaves(self, question: str, found: Retrieved, sentence: Sentence) -> bool:
        """Whether a follow-up is told of something else than was spoken of.

        「ドイツは？」 is told of Germany what was asked of another country, and "the next one" is
        one of the things spoken of, and not what was just shown.
        """
        standalone, focus = found.completed.standalone, found.ranking.focus
        if not standalone.completed:
            return False
        if asks_for_another(question):
            shown = focus is not None and focus.shown[found.ranking.sentences.index(sentence)]
            things = self._things.of(standalone.text)
            return bool(shown) or (bool(things) and not is_named(things, all_of(sentence)))
        if self._is_only_a_stranger(question, found):
            return True
        if takes_part(question, self._glossary):
            things = self._things.of(standalone.text) - self._things.named(question)
            return bool(things) and not is_named(things, all_of(sentence))
        if only_name(question, self._glossary) and self._lacks_what_was_asked(found, sentence):
            return True
        country = only_names(question, self._glossary)
        return country is not None and not self.tells_of(country, sentence, found)

    def tells_of(self, country: Entry, sentence: Sentence, found: Retrieved) -> bool:
        """Whether a sentence tells of a country what was spoken of.

        It names the country, and stands where the answer before did or has a word of the question.

        Args:
            country: Of which a follow-up asks the same.
            sentence: The sentence.
            found: What was found for the follow-up.
        """
        standalone = found.completed.standalone
        text = all_of(sentence)
        if not is_named([country], text):
            return False
        topic, low = standalone.text, normalise(text)
        words = [
            normalise(topic[word.start : word.end])
            for word in content_words(topic, found.ranking.question.spoken, self._glossary)
            if word.end - word.start > 1 and word.entry is not country
        ]
        # "What does it say about China?" asks of another country whatever is said.
        told = not words and _SAID.search(normalise(topic))
        at_hand = told or sentence.id[:3] in standalone.paragraphs
        return bool(at_hand) or any(word in low for word in words)

    def _lacks_what_was_asked(self, found: Retrieved, sentence: Sentence) -> bool:
        """Whether "And JATEC?" after how many work at NSATU is told no number."""
        question = found.ranking.question
        shown = sentence.shown(question.language)
        return question.expects in _MEASURES and not novel(shown, question, self._glossary)

    def is_of_an_unnamed_summit(self, question: str) -> bool:
        """Whether a summit is named for a place that the paper does not name."""
        found = _SUMMIT_OF.search(unicodedata.normalize("NFKC", question))
        return found is not None and self._lacks(found["place"])

    def _is_only_a_stranger(self, question: str, found: Retrieved) -> bool:
        """Whether a follow-up is nothing but a name that the paper lacks: "And Prague?"."""
        name = bare_name(question)
        strangers = {normalise(stranger) for stranger in found.ranking.strangers}
        if name in strangers:
            return True
        # As a place of a summit it must be one that the paper names.
        of_summits = _OF_SUMMITS.search(found.completed.standalone.text)
        return bool(of_summits and _KATAKANA.fullmatch(name) and self._lacks(name))

    def _lacks(self, name: str) -> bool:
        """Whether neither the paper nor the glossary has a name in katakana."""
        return normalise(name) not in self._said and not self._glossary.find(name)
