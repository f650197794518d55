"""What happens on the page: each handler takes what the browser sent and gives what it shows."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import gradio as gr

from natoqa.answer import Language
from natoqa.assistant import Assistant
from natoqa.conversation import check_question
from natoqa.errors import InputError, NatoqaError
from natoqa.glossary import load_glossary
from natoqa.ui import export
from natoqa.ui.answers import error_html, live_html, log_html, next_html
from natoqa.ui.cards import sources_html
from natoqa.ui.feedback import save_feedback
from natoqa.ui.suggest import Suggester
from natoqa.ui.texts import UiTexts
from natoqa.ui.turns import MOST_TURNS, Turn, dump, history, load, new_run

_log = logging.getLogger(__name__)
# Between two updates of an answer being written, in seconds.
_PAUSE = 0.06


class Screen(NamedTuple):
    """What changes on the page; what is not given stays as it is."""

    question: Any = None
    log: Any = None
    live: Any = None
    sources: Any = None
    store: Any = None
    following: Any = None

    def updates(self) -> tuple[Any, ...]:
        """As Gradio wants it."""
        return tuple(gr.skip() if value is None else value for value in self)


class Handlers:
    """The handlers of one page.

    Args:
        assistant: Answers.
        suggester: Suggests what to ask next.
        texts: Texts of the page.
    """

    def __init__(self, assistant: Assistant, suggester: Suggester, texts: UiTexts) -> None:
        self._assistant = assistant
        self._paper = assistant.paper
        self._glossary = load_glossary(assistant.paper.slug)
        self._suggester = suggester
        self._texts = texts

    def ask(self, question: str, store: object, language: str) -> Iterator[tuple[Any, ...]]:
        """A question from the box."""
        yield from self._answer(question, self._turns(store), language)

    def ask_sample(
        self, store: object, language: str, event: gr.EventData
    ) -> Iterator[tuple[Any, ...]]:
        """A sample question or a suggestion was pressed."""
        yield from self._answer(_field(event, "question"), self._turns(store), language)

    def retry(self, store: object, language: str, event: gr.EventData) -> Iterator[tuple[Any, ...]]:
        """Answer the last question again, or the last question as edited."""
        turns = self._turns(store)
        if not turns:
            return
        edited = "question" in _data(event)
        question = _field(event, "question") if edited else turns[-1].answer.question
        yield from self._answer(question, turns[:-1], language, instead_of=turns)

    def suggest(self, store: object) -> str:
        """What to ask after the last answer."""
        turns = self._turns(store)
        if not turns:
            return ""
        return next_html(self._suggester.suggest(turns), turns[-1].answer.language)

    def stop(self, question: str, store: object) -> tuple[Any, ...]:
        """The answer was stopped; the question goes back into the box."""
        turns = self._turns(store)
        live = f'<p class="hint stopped" role="status">{self._texts.both("stopped")}</p>'
        return Screen(question, self._log(turns), live).updates()

    def show(self, store: object, event: gr.EventData) -> str:
        """The sources of an earlier answer."""
        turns = self._turns(store)
        number = _number(event)
        return self._sources(turns, number if 0 <= number < len(turns) else len(turns) - 1)

    def clear(self) -> tuple[Any, ...]:
        """A new conversation."""
        return self._screen([])

    def restore(self, store: object) -> tuple[Any, ...]:
        """The page was loaded: show the conversation that the browser kept."""
        return self._screen(self._turns(store))

    def rate(self, store: object, event: gr.EventData) -> str:
        """Thumbs up or down, or the word that goes with it; tells the page whether it is saved."""
        run, rating = _field(event, "run"), _field(event, "rating")
        rated = next((turn for turn in self._turns(store) if turn.run == run), None)
        if rated is None or rating not in ("up", "down"):
            return f"{run} failed"
        try:
            save_feedback(rated, rating, _field(event, "comment"))
        except NatoqaError as error:
            _log.error("%s", error)
            return f"{run} failed"
        return f"{run} saved"

    def keep_ratings(self, store: object, event: gr.EventData) -> dict[str, Any]:
        """The conversation with the ratings that were saved."""
        given = _data(event).get("ratings")
        ratings = given if isinstance(given, dict) else {}
        turns = [
            turn.model_copy(update={"rating": ratings[turn.run]})
            if ratings.get(turn.run) in ("up", "down")
            else turn
            for turn in self._turns(store)
        ]
        return dump(turns, self._paper)

    def relabel(self, language: str) -> tuple[Any, ...]:
        """The interface language was switched: what Gradio's own components show."""
        shown: Language = "ja" if language == "ja" else "en"

        def text(name: str) -> str:
            return self._texts.get(shown, name)

        return (
            gr.update(label=text("question_label"), placeholder=text("question_placeholder")),
            gr.update(value=text("send")),
            gr.update(value=text("stop")),
        )

    def export_markdown(self, store: object, language: str) -> str:
        """The conversation as Markdown; "" when there is none."""
        turns = self._turns(store)
        shown: Language = "ja" if language == "ja" else "en"
        return export.to_markdown(turns, self._paper, self._texts, shown) if turns else ""

    def export_json(self, store: object) -> str:
        """The conversation as JSON; "" when there is none."""
        turns = self._turns(store)
        return export.to_json(turns, self._paper) if turns else ""

    def _turns(self, store: object) -> list[Turn]:
        return load(store, self._paper)

    def _answer(
        self,
        question: str,
        turns: list[Turn],
        language: str,
        instead_of: Sequence[Turn] = (),
    ) -> Iterator[tuple[Any, ...]]:
        """Stream an answer to a question that follows these turns.

        Args:
            question: As typed.
            turns: The conversation before it.
            language: "ja" or "en" to fix the answer's language, else "".
            instead_of: The conversation to keep when the question cannot be used.
        """
        wrong = self._problem(question)
        if wrong is not None:
            yield Screen(live=wrong).updates()
            return
        asked = " ".join(question.split())
        number, run = len(turns), new_run()
        live = live_html(asked, "", number, run)
        yield Screen("", self._log(turns), live, following="").updates()
        fixed = language if language in ("ja", "en") else None
        try:
            events = self._assistant.stream(asked, history=history(turns), language=fixed)
            text, shown = "", time.monotonic()
            for event in events:
                if event.answer is not None:
                    answered = Turn(answer=event.answer, run=run)
                    turns = [*turns, answered][-MOST_TURNS:]
                    screen = self._screen(turns)
                    break
                text = event.text if event.replace else text + event.text
                if time.monotonic() - shown > _PAUSE:
                    shown = time.monotonic()
                    yield Screen(live=live_html(asked, text, number, run)).updates()
        except Exception:  # whatever went wrong, the reader gets one plain sentence
            _log.exception("no answer to %r", asked)
            live = error_html("error_failed", question=asked)
            yield Screen(asked, self._log(instead_of or turns), live).updates()
            return
        yield screen

    def _problem(self, question: str) -> str | None:
        """What is wrong with a question, as HTML in the interface language."""
        limit = self._assistant.settings.max_question_chars
        if len(question) > limit:
            return error_html("error_long", count=f"{len(question):,}", limit=f"{limit:,}")
        if not any(ch.isalnum() for ch in question):
            return error_html("error_wordless" if question.strip() else "error_empty")
        try:
            check_question(question, limit)
        except InputError:
            return error_html("error_control")
        return None

    def _screen(self, turns: list[Turn], question: str | None = None) -> tuple[Any, ...]:
        sources = self._sources(turns, len(turns) - 1)
        store = dump(turns, self._paper)
        return Screen(question, self._log(turns), "", sources, store, "").updates()

    def _log(self, turns: Sequence[Turn]) -> str:
        return log_html(turns)

    def _sources(self, turns: Sequence[Turn], number: int) -> str:
        turn = turns[number] if turns else None
        return sources_html(turn, number, self._glossary)


def _field(event: gr.EventData, name: str) -> str:
    value = _data(event).get(name, "")
    return value if isinstance(value, str) else ""


def _number(event: gr.EventData) -> int:
    value = _data(event).get("turn", -1)
    return int(value) if isinstance(value, int | str) and str(value).isdecimal() else -1


def _data(event: gr.EventData) -> dict[str, Any]:
    data = event._data
    return data if isinstance(data, dict) else {}
