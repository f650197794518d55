"""Which counted list of the paper answers a question, and whether all of it is to be told."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from natoqa.comparison import compares
from natoqa.coverage import match_words
from natoqa.glossary import Entry, Glossary
from natoqa.in_general import asks_for_challenges, asks_in_general
from natoqa.lists import CountedList, announced_by, asked_count, choose_list, find_lists
from natoqa.paper import Paper
from natoqa.steps import Retrieved
from natoqa.words import content_words

# So many of the best sentences are looked at.
_LOOKED = 8
# A list that the paper announces answers a question that names nothing else from this chance on.
_LISTED = 0.05
# With a word that the list lacks it does only from this chance on: of questions written or asked,
# those that it does not answer had 0.58 at most, those that it does 0.91 at least.
_SURE_OF_LIST = 0.75
# What is asked in general is answered with the members of a list rather than with their number.
_OPEN = frozenset({"other", "event", "purpose"})
# A word that no sentence matches for so much of its weight is one that the paper lacks.
_UNHEARD = 0.5


class Listing:
    """Chooses among the lists of a paper.

    Args:
        paper: The paper.
        glossary: Names of its things.
        is_subject: Whether all of the paper is about a thing.

    Attributes:
        lists: Its lists, in reading order.
    """

    def __init__(
        self, paper: Paper, glossary: Glossary, is_subject: Callable[[Entry], bool]
    ) -> None:
        self.lists = find_lists(paper)
        self._glossary = glossary
        self._is_subject = is_subject

    def answering(self, found: Retrieved) -> CountedList | None:
        """The list that answers, or None.

        Args:
            found: What was found for a question.
        """
        ranking = found.ranking
        question, best = ranking.question, np.argsort(-found.reading, kind="stable")
        if asks_in_general(question.text, self._glossary) == "challenges":
            return self.lists[-1]  # of all areas, in the conclusion
        listed = choose_list(
            self.lists,
            question,
            [ranking.sentences[int(i)] for i in best[:_LOOKED]],
            ranking.names_all,
            names_nothing=all(map(self._is_subject, question.entries)),
        )
        first = ranking.sentences[int(best[0])]
        if listed is None and self._is_open_question(found):
            listed = announced_by(self.lists, first)
        words = content_words(question.text, question.spoken, self._glossary)
        texts = [question.text[word.start : word.end] for word in words]
        if asks_for_challenges(question.text) and not asked_count(question):
            # What is one of the challenges of all areas may have a list of its own.
            own = [o for o in self.lists if o.tells_challenges_of(texts, question.spoken)]
            if own:
                return own[0]
        if listed is None or asked_count(question):
            return listed
        in_part = listed.is_asked_in_part(texts, question.spoken, first.id)
        return None if in_part else listed

    def may_be_told(self, listed: CountedList, found: Retrieved, threshold: float) -> bool:
        """Whether it is sure enough that a list answers: less so with a word that it lacks.

        Args:
            listed: From `answering`.
            found: What was found.
            threshold: The confidence from which the paper answers.
        """
        least = threshold if asked_count(found.ranking.question) else _SURE_OF_LIST
        return found.confidence >= least or self._names_nothing_else(found, listed)

    def _names_nothing_else(self, found: Retrieved, listed: CountedList) -> bool:
        """Whether a question that an announced list answers has no word that the list lacks."""
        if (
            found.ranking.strangers
            or found.signs["unheard"] >= _UNHEARD
            or found.confidence < _LISTED
        ):
            return False
        inside = [sentence.id in listed.ids for sentence in found.ranking.sentences]
        matched = match_words(found.ranking, self._glossary)
        return bool((matched.table[:, inside].max(axis=1) >= _UNHEARD).all())

    def _is_open_question(self, found: Retrieved) -> bool:
        """Whether something is asked in general, and more than a word of what was spoken of."""
        standalone, question = found.completed.standalone, found.ranking.question
        if question.expects not in _OPEN or found.sides or compares(question):
            return False
        glossary = self._glossary
        own = content_words(standalone.own, question.spoken, glossary)
        return not standalone.completed or sum(word.end - word.start > 1 for word in own) > 1
