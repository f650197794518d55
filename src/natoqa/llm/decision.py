"""The decision on a sentence: its signs (natoqa.llm.signs), each with a score, added up.

    log-odds(borne out) = bias + sum_i steps_i(sign_i)

Each step function is a small table in models/llm_checks.json, fitted by `training.llm_checks`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from functools import cache

from pydantic import BaseModel, ConfigDict, ValidationError

from natoqa.errors import NatoqaError
from natoqa.resources import models_folder


class Steps(BaseModel):
    """A step function.

    Attributes:
        edges: Where it steps, rising.
        scores: Up to the first edge, between the edges, above the last: one more than edges.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    edges: tuple[float, ...]
    scores: tuple[float, ...]

    def at(self, value: float) -> float:
        """The score of a value."""
        return self.scores[bisect_left(self.edges, value)]


class Decision(BaseModel):
    """When a sentence is taken to be borne out.

    Attributes:
        bias: Log-odds before any sign.
        threshold: Log-odds below which a sentence is not.
        signs: The step function of each sign.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    bias: float
    threshold: float
    signs: dict[str, Steps]

    def accepts(self, signs: Mapping[str, float]) -> bool:
        """Whether a sentence with such signs is borne out.

        Raises:
            KeyError: A sign is missing.
        """
        score = self.bias + sum(steps.at(signs[name]) for name, steps in self.signs.items())
        return score >= self.threshold

    def against(self, signs: Mapping[str, float]) -> str:
        """The sign that speaks most against a sentence, compared with the best it could say."""
        return min(self.signs, key=lambda n: self.signs[n].at(signs[n]) - max(self.signs[n].scores))


@cache
def load_decision() -> Decision:
    """Read models/llm_checks.json.

    Raises:
        NatoqaError: The file is missing or damaged.
    """
    path = models_folder() / "llm_checks.json"
    try:
        return Decision.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        first = str(error).splitlines()[0]
        raise NatoqaError(f"cannot read {path} ({first}): install natoqa again") from None
