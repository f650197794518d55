"""The conversation as HTML: questions, answers with their marks, and what can be done with them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from natoqa.answer import Answer
from natoqa.messages import load_messages
from natoqa.ui.markup import Stretch, render
from natoqa.ui.templates import fill
from natoqa.ui.texts import LANGUAGES, load_texts
from natoqa.ui.turns import Turn

_CITED = re.compile(r"\[(¶\d{1,3})\]")
# A mark in brackets cites; without them (as in a refusal) it only names a paragraph.
_MARK = re.compile(r"\s?\[¶(\d{1,3})\]|(?<!\[)¶(\d{1,3})")
_HALF_MARK = re.compile(r"\s?\[(?:¶\d{0,3})?$")
# U+2060 keeps a mark on the line of the words before it.
_LINK = Markup(
    '\u2060<a class="mark" href="#{id}" data-turn="{turn}" data-p="{id}" data-cite="{cite}">'
    "¶{number}</a>"
)
_ASK = Markup('<li><button type="button" class="ask" data-do="ask">{}</button></li>')


@dataclass(frozen=True)
class ShownTurn:
    """What the template shows of a turn."""

    number: int
    run: str
    question: str
    answered: bool
    language: str
    body: Markup
    notice: str
    searched: str
    engine: str
    translated: bool
    rating: str | None


def log_html(turns: Sequence[Turn]) -> str:
    """The whole conversation, or the welcome when there is none."""
    samples = [(language, load_messages(language).samples) for language in LANGUAGES]
    return fill("turns", turns=[_shown(turn, i) for i, turn in enumerate(turns)], samples=samples)


def live_html(question: str, text: str, number: int, run: str) -> str:
    """The turn being answered.

    Args:
        question: As asked.
        text: What has been written so far.
        number: Position of the turn in the conversation.
        run: Name of this try at an answer, so that the page knows one that was stopped.
    """
    shown = _HALF_MARK.sub("", text)
    return fill("live", question=question, run=run, body=_body(shown, (), number, ()))


def next_html(questions: Sequence[str], language: str) -> str:
    """What to ask next; nothing when there is nothing to suggest."""
    return fill("next", questions=questions, language=language)


def error_html(name: str, question: str = "", **values: object) -> str:
    """A plain sentence about what went wrong, in the interface language.

    Args:
        name: Of the text in ui.toml.
        question: What was asked, to show it again; or "".
        values: What the text has blanks for.
    """
    return fill("error", question=question, message=load_texts().both(name, **values))


def mark_targets(answer: Answer) -> list[int]:
    """For each [¶n] in the text, which citation it stands for (-1: none).

    A sentence may rest on several quotes of one paragraph under one mark; the k-th mark of
    a paragraph then points to the k-th of its quotes.
    """
    seen: Counter[str] = Counter()
    targets: list[int] = []
    for marker in _CITED.findall(answer.text):
        places = [i for i, c in enumerate(answer.citations) if c.marker == marker]
        targets.append(places[min(seen[marker], len(places) - 1)] if places else -1)
        seen[marker] += 1
    return targets


def _shown(turn: Turn, number: int) -> ShownTurn:
    answer = turn.answer
    strong = [Stretch(s.start, s.end, "<strong>", "</strong>") for s in answer.highlights]
    offers = answer.kind in ("smalltalk", "refusal")
    return ShownTurn(
        number=number,
        run=turn.run,
        question=answer.question,
        answered=answer.answered,
        language=answer.language,
        body=_body(answer.text, strong, number, mark_targets(answer), offers=offers),
        notice=answer.notice,
        searched=answer.searched if answer.passages else "",
        engine="" if answer.engine == "extractive" else answer.engine,
        translated=answer.language == "en" and answer.kind in ("fact", "list"),
        rating=turn.rating,
    )


def _body(
    text: str,
    strong: Sequence[Stretch],
    turn: int,
    targets: Sequence[int],
    *,
    offers: bool = False,
) -> Markup:
    """The text of an answer: paragraphs, lists, bold words and marks.

    Args:
        text: Plain text with marks.
        strong: Words to show in bold.
        turn: Position in the conversation.
        targets: Which citation each mark stands for.
        offers: Whether the items of a list are questions to ask.
    """
    marks = _marks(text, turn, targets)
    out: list[Markup] = []
    items: list[Markup] = []
    at = 0
    for line in [*text.split("\n"), ""]:
        start, end = at, at + len(line)
        at = end + 1
        if line.startswith("- "):
            inline = _inline(text, start + 2, end, marks, strong)
            items.append(_ASK.format(line[2:]) if offers else Markup("<li>{}</li>").format(inline))
            continue
        if items:
            out.append(Markup("<ul>{}</ul>").format(Markup("").join(items)))
            items = []
        if line.strip():
            out.append(Markup("<p>{}</p>").format(_inline(text, start, end, marks, strong)))
    return Markup("").join(out)


def _marks(text: str, turn: int, targets: Sequence[int]) -> list[tuple[int, int, Markup]]:
    """Where the marks stand in a text, with the link for each."""
    found: list[tuple[int, int, Markup]] = []
    cited = iter(targets)
    for match in _MARK.finditer(text):
        number = int(match.group(1) or match.group(2))
        cite = next(cited, -1) if match.group(1) else -1
        link = _LINK.format(id=f"p{number:02d}", turn=turn, cite=cite, number=number)
        found.append((match.start(), match.end(), link))
    return found


def _inline(
    text: str,
    start: int,
    end: int,
    marks: Sequence[tuple[int, int, Markup]],
    strong: Sequence[Stretch],
) -> Markup:
    out: list[Markup] = []
    at = start
    for first, last, link in [*marks, (end, end, Markup(""))]:
        if first < start or last > end:
            continue
        moved = [Stretch(s.start - at, s.end - at, s.open, s.close) for s in strong]
        out += [render(text[at:first], [moved]), link]
        at = last
    return Markup("").join(out)
