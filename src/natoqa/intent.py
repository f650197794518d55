"""What a message wants: something that the paper says, or something about it, natoqa or the talk.

A multinomial logistic regression over the words of the message (the bundled model's tokens, pairs
of neighbours) and its vector, fitted by training/intents.py. The vector lets words that were never
seen in training count; the tokens tell "the paper" from "the declaration".
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError, safe_open

from natoqa.embeddings import bundled_model
from natoqa.errors import NatoqaError
from natoqa.resources import models_folder
from natoqa.static_model import StaticModel
from natoqa.text import normalise
from natoqa.wording import wording

FloatArray = npt.NDArray[np.float32]

Intent = Literal[
    # The paper itself: natoqa.front.
    "author",
    "affiliation",
    "date",
    "completed",
    "title",
    "series",
    "length",
    "sections",
    "cite",
    "tongue",
    "official",
    "access",
    "rights",
    # A summary of the paper or of a section: natoqa.overview.
    "summary",
    "introduction",
    "deterrence",
    "ukraine",
    "partnership",
    "conclusion",
    # Courtesies and natoqa itself: natoqa.smalltalk.
    "greeting",
    "thanks",
    "goodbye",
    "about",
    # The answer before: where it stands, again, shorter, in the other language, not liked.
    "source",
    "repeat",
    "shorter",
    "translate",
    "disagree",
    "confused",
    # Something else of the paper as such, which no paper says; something else than to read it.
    "unsaid",
    "unable",
    # Everything that has to be looked for in the paper.
    "body",
]
INTENTS: tuple[Intent, ...] = get_args(Intent)
FRONT = frozenset(INTENTS[:13])
STANDING = frozenset(INTENTS[10:13])
SUMMARY = frozenset(INTENTS[13:19])
SMALLTALK = frozenset(INTENTS[19:23])
ABOUT_ANSWER = frozenset(INTENTS[23:29])
DECLINED = frozenset(INTENTS[29:31])


def features_of(text: str, model: StaticModel) -> tuple[tuple[int, ...], FloatArray]:
    """What a message is judged by.

    Args:
        text: The message.
        model: Cuts it into tokens.

    Returns:
        Its tokens and pairs of neighbours as distinct numbers, and its unit vector, shape (d,).
    """
    words, tokens = wording(text, model)
    return words, model.text_vector(tokens)


@dataclass(frozen=True, eq=False)
class IntentModel:
    """The fitted weights, for k intents.

    Attributes:
        intents: Their names, k of them.
        places: Row in `words` of each token or pair that counts.
        words: Shape (n, k).
        vector: Weights of the vector, shape (d, k).
        bias: Shape (k,).
    """

    intents: tuple[Intent, ...]
    places: dict[int, int]
    words: FloatArray
    vector: FloatArray
    bias: FloatArray

    def chances(self, text: str) -> dict[Intent, float]:
        """Probability of each intent, 0 to 1, summing to 1.

        Args:
            text: A message.
        """
        words, vector = features_of(text, bundled_model())
        rows = [self.places[word] for word in words if word in self.places]
        odds = self.bias + vector @ self.vector
        if rows:
            # A long message has many words, each of which says less.
            odds = odds + self.words[rows].sum(axis=0) / np.sqrt(len(words))
        grown = np.exp(odds - odds.max())
        return dict(zip(self.intents, (grown / grown.sum()).tolist(), strict=True))


@cache
def load_intents() -> IntentModel:
    """Read models/intents.safetensors.

    Raises:
        NatoqaError: The file is missing or damaged.
    """
    return read_intents(models_folder() / "intents.safetensors")


def read_intents(path: Path) -> IntentModel:
    """Read fitted weights.

    Args:
        path: As training/intents.py writes it.

    Raises:
        NatoqaError: The file is missing or damaged.
    """
    try:
        with safe_open(path, framework="numpy") as file:
            names: Sequence[Intent] = json.loads(file.metadata()["intents"])
            ids, words, vector, bias = (
                file.get_tensor(name) for name in ("ids", "words", "vector", "bias")
            )
        return IntentModel(
            tuple(names),
            {int(word): row for row, word in enumerate(ids)},
            words.astype(np.float32),
            vector.astype(np.float32),
            bias.astype(np.float32),
        )
    except (SafetensorError, OSError, KeyError, TypeError, ValueError) as error:
        raise NatoqaError(f"cannot read {path} ({error}): install natoqa again") from None


# From this probability on a message is taken to want what the body does not say.
_SURE = 0.5
# "A pledge was made. How long is it?" as a whole is not about the length of the paper.
_TOLD = 0.95
# "Page number?" after an answer means its page, and "What can it do?" not natoqa. Of what was said
# there is no conclusion but the paper's, nor rights or an official standing.
_ELSEWHERE = 0.2
_LESS_LIKELY = (FRONT | SUMMARY | {"about", "unsaid"}) - STANDING - {"conclusion"}
# A section is named by what the body speaks of too, so its summary must be surer to be meant.
_SECTION_SURE = 0.8
_SECTIONS: frozenset[Intent] = frozenset({"deterrence", "ukraine", "partnership"})
# What is said of the paper as such is worded in any way, so it must be surer by as much not to be
# looked for.
_DECLINED_SURER = 0.15
# "Who wrote it and when was it published?": a second thing asked for has this probability, and each
# part, which says less by itself, this one.
_SECOND, _PART = 0.25, 0.1
_AND = re.compile(r"[、,]|[?？](?=.)|と(?=[^いはもかの言思])|\b(?:and|plus)\b|および|及び")


@lru_cache(maxsize=512)
def wanted(
    text: str,
    part: str = "",
    *,
    follows: bool = False,
    elsewhere: bool = False,
    sure: float = _SURE,
) -> tuple[Intent, ...]:
    """What a message wants.

    Args:
        text: The message.
        part: The part of it that asks, which may tell better.
        follows: Whether an answer stands before it, which it may be about.
        elsewhere: Whether that is about what the paper says, and the message does not name the
            paper, so that it is less likely to be about the paper itself.
        sure: How sure it must be that it does not want something that the paper's body says, as a
            probability.

    Returns:
        One intent, or several where it asks for several things of the paper itself.
    """
    chances = _chances(text, follows=follows, elsewhere=elsewhere)
    if chances["body"] > _TOLD:
        return ("body",)
    if part and part != text:
        asking = _chances(part, follows=follows, elsewhere=elsewhere)
        chances = min(chances, asking, key=lambda chance: chance["body"])
    if chances["body"] > 1.0 - sure:
        return ("body",)
    order = sorted((i for i in chances if i != "body"), key=lambda i: -chances[i])
    if order[0] in _SECTIONS and chances["body"] > 1.0 - _SECTION_SURE:
        return ("body",)
    if order[0] in DECLINED and chances["body"] > 1.0 - sure - _DECLINED_SURER:
        return ("body",)
    if order[0] not in FRONT:
        return (order[0],)
    parts = [_front(one) for one in _AND.split(normalise(part or text)) if len(one.strip()) > 1]
    if len(set(parts)) > 1 and None not in parts:
        return tuple(dict.fromkeys(one for one in parts if one is not None))
    return (order[0], *(i for i in order[1:] if i in FRONT and chances[i] >= _SECOND))


def _front(part: str) -> Intent | None:
    """What a part of a question about the paper itself asks for."""
    chances = _chances(part, follows=False)
    best = max(FRONT, key=lambda i: chances[i])
    return best if chances[best] >= _PART else None


def _chances(text: str, *, follows: bool, elsewhere: bool = False) -> dict[Intent, float]:
    chances = load_intents().chances(text)
    weighed = {
        intent: chance * (_ELSEWHERE if elsewhere and intent in _LESS_LIKELY else 1.0)
        for intent, chance in chances.items()
        if follows or intent not in ABOUT_ANSWER
    }
    total = max(sum(weighed.values()), 1e-9)
    return {intent: chance / total for intent, chance in weighed.items()}
