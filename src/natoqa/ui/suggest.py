"""What to ask next: questions near the answer that the paper has been seen to answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

from natoqa.answer import Answer, Language
from natoqa.assistant import Assistant
from natoqa.errors import NatoqaError
from natoqa.text import normalise
from natoqa.ui.texts import UiTexts
from natoqa.ui.turns import Turn

_MOST = 3
# Most questions that are tried for one answer, so that suggesting stays quick.
_TRIES = 8
_STEPS = (1, -1, 2, -2, 3, -3)


def without_llm(assistant: Assistant) -> Assistant:
    """The same assistant answering from the text alone: nothing is sent, nothing is paid for."""
    if not assistant.settings.llm:
        return assistant
    return Assistant(assistant.settings.model_copy(update={"llm": None}))


class Suggester:
    """Picks follow-up questions and checks each with the assistant, once.

    Args:
        assistant: Answers the questions; one without an LLM, for it is asked often.
        texts: Texts of the page, with a question for each paragraph.
    """

    def __init__(self, assistant: Assistant, texts: UiTexts) -> None:
        self._assistant = assistant
        self._questions = texts.followups
        self._known: dict[tuple[Language, str], bool] = {}
        self._lock = threading.Lock()

    def suggest(self, turns: Sequence[Turn]) -> tuple[str, ...]:
        """Up to three questions to ask after the last of these turns.

        Args:
            turns: The conversation; what has been asked is not suggested again.
        """
        if not turns:
            return ()
        answer = turns[-1].answer
        if answer.kind == "smalltalk":  # it offers questions of its own
            return ()
        asked = {normalise(turn.answer.question) for turn in turns}
        chosen: list[str] = []
        for tries, paragraph in enumerate(self._near(answer)):
            if len(chosen) == _MOST or tries == _TRIES:
                break
            question = self._questions[answer.language].get(paragraph, "")
            if (
                question
                and normalise(question) not in asked
                and self.answers(paragraph, answer.language)
            ):
                chosen.append(question)
        return tuple(chosen)

    def _near(self, answer: Answer) -> Iterator[str]:
        """Paragraph ids, nearest to the answer first: its neighbours, then its own."""
        own = [c.paragraph.number for c in answer.citations]
        own += [passage.paragraph.number for passage in answer.passages[:3]]
        start = [n for n in dict.fromkeys(own) if n > 0] or [1]
        last = self._assistant.paper.body[-1].number
        order = [start[0] + step for step in _STEPS] + start
        for number in dict.fromkeys(order):
            if 1 <= number <= last:
                yield f"p{number:02d}"

    def answers(self, paragraph: str, language: Language) -> bool:
        """Whether a paragraph's question is answered from that paragraph; asked only once.

        Args:
            paragraph: Its id.
            language: Of the question.
        """
        key = (language, paragraph)
        with self._lock:
            if key in self._known:
                return self._known[key]
        try:
            answer = self._assistant.ask(self._questions[language][paragraph], language=language)
        except NatoqaError:
            return False
        cited = {citation.paragraph.id for citation in answer.citations}
        good = answer.answered and paragraph in cited
        with self._lock:
            self._known[key] = good
        return good
