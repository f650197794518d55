"""The wording of a message: its tokens and pairs of them, for what is learned from messages."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from natoqa.static_model import StaticModel
from natoqa.text import in_new_forms

# Before the first token and after the last.
_EDGE = -1
# Numbers below are tokens, the others pairs.
PAIR = 1 << 32


@lru_cache(maxsize=512)
def wording(text: str, model: StaticModel) -> tuple[tuple[int, ...], npt.NDArray[np.int32]]:
    """How a message is worded; case and width do not count.

    Args:
        text: The message.
        model: Cuts it into tokens.

    Returns:
        Its tokens and pairs of neighbours as distinct numbers, and the token ids in order.
    """
    # The model's tokenizer itself makes nothing of case and width.
    tokens = model.tokenize([in_new_forms(text)])[0]
    ids = tokens.tolist()
    pairs = [(a + 2) * PAIR + b + 2 for a, b in pairwise([_EDGE, *ids, _EDGE])]
    return tuple(dict.fromkeys([*ids, *pairs])), tokens
