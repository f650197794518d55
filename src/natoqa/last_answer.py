"""What is asked about the answer before: where it stands, word for word; or that it was wrong."""

from __future__ import annotations

import numpy as np

from natoqa.answer import as_quoted, marks
from natoqa.focus import quotes
from natoqa.paper import Paper, Paragraph, Sentence
from natoqa.static_model import StaticModel


def proof_of(answer: str, paper: Paper, model: StaticModel) -> list[tuple[Paragraph, Sentence]]:
    """The sentences of the paper that an answer rests on.

    Those that it quotes, in either language; of a paragraph that it marks and does not quote, the
    one that is nearest to it.

    Args:
        answer: An answer with its marks.
        paper: The paper.
        model: Tells what is near.

    Returns:
        In the order of the marks; nothing where the answer marks no paragraph.
    """
    found: list[tuple[Paragraph, Sentence]] = []
    plain = as_quoted(answer)
    for number in dict.fromkeys(marks(answer)):
        paragraph = paper.get(f"p{number:02d}")
        if paragraph is None:
            continue
        quoted = [
            s for s in paragraph.sentences if quotes(plain, s.text) or quotes(plain, s.translation)
        ]
        found += [(paragraph, s) for s in quoted or [_nearest(plain, paragraph, model)]]
    return found


def _nearest(text: str, paragraph: Paragraph, model: StaticModel) -> Sentence:
    forms = [s.text for s in paragraph.sentences] + [s.translation for s in paragraph.sentences]
    scores = model.encode(forms) @ model.encode([text])[0]
    return paragraph.sentences[int(np.argmax(scores)) % len(paragraph.sentences)]
