"""Citation recall and precision after ALCE, with verbatim quotes in place of an NLI model.

ALCE (Gao et al. 2023, "Enabling Large Language Models to Generate Text with
Citations") asks an NLI model whether the cited passages entail a sentence.
Here every gold answer has its evidence, so it can be looked up instead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from natoqa.answer import Answer, Citation
from natoqa.evaluation.matching import matches
from natoqa.evaluation.questions import EvalQuestion
from natoqa.paper import Paper

_MARKS = re.compile(r"(?:\s*\[¶\d+\])+")
_NUMBER = re.compile(r"¶\d+")
_BULLET = re.compile(r"^\s*(?:[-*•・]|\d+[.)])\s+")
# After a Japanese full stop; after an English one that a new sentence follows. "U.S. troops" and
# "No. 350" do not end a sentence.
_SENTENCE_END = re.compile(
    r"(?<=[。！？])(?![」』）])|(?<=[.!?])(?<!\b[A-Z]\.)(?<!\bNo\.)(?<!\bNos\.)(?<!\bMr\.)\s+(?=[A-Z\"“'])"
)


@dataclass(frozen=True)
class Statement:
    """A sentence of an answer, and the marks that follow it."""

    text: str
    markers: tuple[str, ...]


def statements(text: str) -> list[Statement]:
    """The sentences of an answer with their marks.

    Marks belong to the sentence that they follow. A line without marks that
    leads into a list, or that ends in a colon, states nothing and is left out.

    Args:
        text: An answer's text.
    """
    lines = text.splitlines()
    found: list[Statement] = []
    for i, line in enumerate(lines):
        following = lines[i + 1] if i + 1 < len(lines) else ""
        body = _BULLET.sub("", line, count=1)
        if not _MARKS.search(line) and (
            body.rstrip().endswith((":", "：")) or _BULLET.match(following)
        ):
            continue
        found.extend(_of_line(body))
    return found


def _of_line(line: str) -> list[Statement]:
    found: list[Statement] = []
    position = 0
    for marks in [*_MARKS.finditer(line), None]:
        piece = line[position : marks.start() if marks else len(line)]
        sentences = [s.strip() for s in _SENTENCE_END.split(piece) if re.search(r"\w", s)]
        if marks:
            position = marks.end()
            markers = tuple(_NUMBER.findall(marks.group()))
            if sentences:
                found += [Statement(s, ()) for s in sentences[:-1]]
                found.append(Statement(sentences[-1], markers))
            elif found:
                # Marks parted by punctuation alone belong to the same sentence.
                last = found.pop()
                found.append(Statement(last.text, last.markers + markers))
        else:
            found += [Statement(s, ()) for s in sentences]
    return found


def supports(citation: Citation, question: EvalQuestion, paper: Paper) -> bool:
    """Whether a citation proves (part of) the gold answer.

    Its paragraph must be a gold one, and its quote must overlap a piece of
    gold evidence, or it (or its translation) must hold an alternative of
    some answer group.

    Args:
        citation: From an answer.
        question: With its gold.
        paper: The paper.
    """
    paragraph_id = citation.paragraph.id
    if paragraph_id not in question.gold_ids:
        return False
    text = paper.paragraph(paragraph_id).text
    for evidence in question.evidence:
        if evidence.paragraph == paragraph_id:
            start = text.index(evidence.quote)
            if citation.start < start + len(evidence.quote) and start < citation.end:
                return True
    said = citation.quote if question.language == "ja" else citation.translation
    return any(
        matches(said, alternative, question.language)
        for group in question.answer
        for alternative in group
    )


def citation_scores(answer: Answer, question: EvalQuestion, paper: Paper) -> tuple[float, float]:
    """Citation recall and precision of an answer.

    Recall: share of the answer's sentences with a supporting citation of
    their own. Precision: share of its citations that support.

    Returns:
        (recall, precision); (0, 0) for an answer without sentences or citations.
    """
    good = [supports(citation, question, paper) for citation in answer.citations]
    said = statements(answer.text)
    owned = _by_statement(said, answer.citations)
    supported = sum(any(good[i] for i in own) for own in owned)
    recall = supported / len(said) if said else 0.0
    return recall, sum(good) / len(good) if good else 0.0


def _by_statement(
    said: Sequence[Statement], citations: Sequence[Citation]
) -> list[tuple[int, ...]]:
    """Which citations belong to each sentence, as positions in `citations`.

    An answer has one citation for each mark, in order. Where one mark stands
    for several quotes of its paragraph, all of them belong to it.
    """
    marks = [marker for statement in said for marker in statement.markers]
    if marks == [citation.marker for citation in citations]:
        positions = iter(range(len(citations)))
        return [tuple(next(positions) for _ in statement.markers) for statement in said]
    return [
        tuple(i for i, citation in enumerate(citations) if citation.marker in statement.markers)
        for statement in said
    ]
