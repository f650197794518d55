"""The learned weights of retrieval, reading and abstention: small, and readable as JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, ValidationError

from natoqa.errors import NatoqaError
from natoqa.resources import models_folder

FloatArray = npt.NDArray[np.float64]


class Layer(BaseModel):
    """A small hidden layer that is added to a linear score: out · tanh(features · into + bias).

    Attributes:
        into: By feature, its weight to each hidden unit.
        bias: Of each hidden unit.
        out: What each hidden unit adds.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    into: dict[str, tuple[float, ...]]
    bias: tuple[float, ...]
    out: tuple[float, ...]

    def score(self, features: Mapping[str, FloatArray] | Mapping[str, float]) -> FloatArray:
        """What the layer adds to the score of each candidate, shape (n,), or of one, shape ().

        Args:
            features: By name, one value for each candidate, shape (n,), or one.
        """
        names, into, bias, out = self._arrays
        known = [i for i, name in enumerate(names) if name in features]
        table = np.array([features[names[i]] for i in known]).T
        return np.asarray(np.tanh(table @ into[known] + bias) @ out)

    @cached_property
    def _arrays(self) -> tuple[tuple[str, ...], FloatArray, FloatArray, FloatArray]:
        """Names of the features, and the weights as arrays."""
        names = tuple(self.into)
        into = np.array([self.into[name] for name in names])
        return names, into, np.array(self.bias), np.array(self.out)


class Weights(BaseModel):
    """Weights of linear scores, each a mapping from feature to weight.

    Attributes:
        paragraph: Fuses the legs' z-scores into a paragraph's score.
        untranslated: The same where the translation is switched off, and an English question meets
            Japanese text alone.
        sentence: Ranks the sentences of the best paragraphs.
        sentence_layer: What features say of a sentence together, added to `sentence`.
        sentence_follow_up: `sentence` for a follow-up, whose topic all sentences around share.
        sentence_follow_up_layer: The same as `sentence_layer`, added to `sentence_follow_up`.
        answerable: Log-odds that the paper answers; "bias" is the constant.
        answerable_layer: What those signs say together, added to `answerable`.
        answerable_follow_up: `answerable` for a question read in the context of those before it.
        answerable_follow_up_layer: The same as `answerable_layer`, added to that.
        second_reading: How the first reading and a second look at the question count
            (natoqa.second_look), for the order of the sentences.
        second_reading_follow_up: The same for a follow-up.
        second_answerable: `answerable` after a second look.
        second_answerable_follow_up: The same for a follow-up.
        context: Log-odds that a question asked after other turns leans on them.
        threshold: Refuse below this probability.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    paragraph: dict[str, float]
    untranslated: dict[str, float]
    sentence: dict[str, float]
    sentence_layer: Layer
    sentence_follow_up: dict[str, float]
    sentence_follow_up_layer: Layer
    answerable: dict[str, float]
    answerable_layer: Layer
    answerable_follow_up: dict[str, float]
    answerable_follow_up_layer: Layer
    second_reading: dict[str, float]
    second_reading_follow_up: dict[str, float]
    second_answerable: dict[str, float]
    second_answerable_follow_up: dict[str, float]
    context: dict[str, float]
    threshold: float


def save_weights(weights: Weights, path: Path) -> None:
    """Write weights as JSON, each list of numbers on a line."""
    text = weights.model_dump_json(indent=2)
    lists = re.sub(r"\[[^\]]*\]", lambda found: " ".join(found.group().split()), text)
    path.write_text(lists + "\n", encoding="utf-8")


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
