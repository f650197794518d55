"""What is said where the paper does not answer: so, what comes near, and the closest sentence."""

from __future__ import annotations

import numpy as np

from natoqa.compose import as_told
from natoqa.coverage import is_particular
from natoqa.messages import load_messages
from natoqa.steps import Draft, Retrieved

_NEAREST = 3
# The closest sentence is quoted from this chance on: below it, that has nothing to do with the
# question.
_RELATED = 0.05


def refusal(found: Retrieved, confidence: float) -> Draft:
    """Say that the paper does not answer.

    A refusal may be wrong; then the closest sentence is the answer after all. It is quoted as what
    it is and proves nothing, so it is no citation.

    Args:
        found: What was found for the question.
        confidence: Probability, 0 to 1, that the paper answers.
    """
    language = found.completed.language
    messages = load_messages(language)
    nearest = messages.get("nearest_join").join(
        messages.get(
            "nearest_item",
            marker=p.paragraph.marker,
            heading=p.paragraph.heading if language == "ja" else p.paragraph.heading_en,
        )
        for p in found.passages[:_NEAREST]
    )
    gap = " " if language == "en" else ""
    text = messages.get("refusal") + gap + messages.get("refusal_nearest", nearest=nearest)
    if (confidence >= _RELATED and not _is_of_another(found)) or _claims_of_it(found):
        text += "\n" + _closest(found)
    return Draft(found.completed, text, False, "refusal", passages=found.passages)


def _is_of_another(found: Retrieved) -> bool:
    """Whether a particular thing is asked about and the best sentence names none such.

    What it says of another body would look like an answer. Nor is anything close to the meaning of
    what the paper never names.
    """
    question, ranking = found.ranking.question, found.ranking
    if question.expects == "definition" and ranking.strangers:
        return True
    particular = [entry for entry in question.entries if is_particular(entry)]
    best = int(np.argmax(found.reading))
    return bool(particular) and not any(ranking.named[entry][best] for entry in particular)


def _claims_of_it(found: Retrieved) -> bool:
    """Whether something is claimed of a thing that the best sentence is about.

    "Did SAGU start in 2023?" is told what the paper says of SAGU's start.
    """
    question, ranking = found.ranking.question, found.ranking
    best = ranking.sentences[int(np.argmax(found.reading))]
    named = any(is_particular(entry) for entry in question.entries)
    return question.expects == "yesno" and named and ranking.names_all(best.id)


def _closest(found: Retrieved) -> str:
    language, ranking = found.completed.language, found.ranking
    best = int(np.argmax(found.reading))
    paragraph = ranking.paragraphs[int(ranking.paragraph_of[best])]
    sentence = as_told(ranking.sentences[best], language).text
    return load_messages(language).get(
        "refusal_closest", sentence=sentence, marker=paragraph.marker
    )
