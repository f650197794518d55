"""The learned weights of retrieval, reading and abstention: small, and readable as JSON."""

from __future__ import annotations

from functools import cache

from pydantic import BaseModel, ConfigDict, ValidationError

from natoqa.errors import NatoqaError
from natoqa.resources import models_folder


class Weights(BaseModel):
    """Weights of linear scores, each a mapping from feature to weight.

    Attributes:
        paragraph: Fuses the legs' z-scores into a paragraph's score.
        untranslated: The same where the translation is switched off, and an English question meets
            Japanese text alone.
        sentence: Ranks the sentences of the best paragraphs.
        sentence_follow_up: The same for a follow-up, whose topic all sentences around share.
        answerable: Log-odds that the paper answers; "bias" is the constant.
        answerable_follow_up: The same for a question read in the context of the turns before it.
        context: Log-odds that a question asked after other turns leans on them.
        threshold: Refuse below this probability.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    paragraph: dict[str, float]
    untranslated: dict[str, float]
    sentence: dict[str, float]
    sentence_follow_up: dict[str, float]
    answerable: dict[str, float]
    answerable_follow_up: dict[str, float]
    context: dict[str, float]
    threshold: float


@cache
def load_weights() -> Weights:
    """Read models/weights.json.

    Raises:
        NatoqaError: The file is missing or damaged.
    """
    path = models_folder() / "weights.json"
    try:
        return Weights.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        first = str(error).splitlines()[0]
        raise NatoqaError(f"cannot read {path} ({first}): install natoqa again") from None
