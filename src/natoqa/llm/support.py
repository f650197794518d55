"""How much of a sentence the paper's lines cover, by words and by vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from natoqa.late_interaction import best_matches
from natoqa.llm.evidence import Evidence, Line, Stated
from natoqa.quantities import quantities, states
from natoqa.text import normalise, terms
from natoqa.units import Language

# A token whose best cosine is below this has no counterpart.
_COUNTERPART = 0.35


# Words that carry a sentence and say little themselves count for less: writers choose them freely.
_LIGHT = frozenset(
    """also however subsequently thus overall likely respectively particularly namely well rather
    further furthermore moreover meanwhile roughly approximately around almost nearly some while
    whereas although though because since therefore hence including together currently now today
    recently reportedly apparently effectively essentially basically largely mainly chiefly simply
    indeed instead even still yet just quite very much more most both either such own same way ways
    thing things matter matters fact facts case cases point points part parts regard terms context
    become became becomes becoming remain remains remained make makes made making take takes took
    taken give gives given set sets come comes came go goes went get gets got put puts seen see sees
    serve serves served consist consists comprise comprises include includes included mean means
    meant say says said saying call calls called describe describes described note notes noted
    highlight highlights suggest suggests indicate indicates show shows showed shown regarding
    concerning amid across within among toward towards upon via per whose whom which who being been
    having would could should may might will shall must can""".split()
) | frozenset(
    "こと もの ため 一方 場合 点 など 見方 背景 形 方 際 中 上 的 化 者 側 今 時 後 前 氏 為 以 当 "
    "本 同 各 つまり また さらに ただし なお そして しかし".split()
)
_LIGHT_SHARE = 0.4


def is_light(word: str) -> bool:
    """Whether a word carries a sentence and says little itself."""
    return word.strip().lower() in _LIGHT


@dataclass(frozen=True)
class Support:
    """How well lines cover a sentence.

    Attributes:
        lines: Those that cover it best, the best first.
        late: Mean best cosine of the sentence's tokens in them, weighted (late interaction).
        alone: Weighted share, 0 to 1, of tokens that have no counterpart.
        words: Share, 0 to 1, of its lexical terms that stand in them, weighted by idf.
    """

    lines: tuple[Line, ...]
    late: float
    alone: float
    words: float

    @property
    def score(self) -> float:
        """One number from about -0.5 to 1.25: higher is better covered."""
        return self.late - self.alone + 0.25 * self.words


_NOTHING = Support((), 0.0, 1.0, 0.0)


def support(text: str, language: Language, stated: Sequence[Stated], evidence: Evidence) -> Support:
    """Find the lines that cover a sentence, greedily, and how much they do.

    At most one line more than there are paragraphs is chosen.

    A line is compared in both languages and with its restatements, and each token of the sentence
    takes the best match: they know other words for the same thing.

    Args:
        text: The sentence.
        language: Of the sentence.
        stated: The paragraphs whose lines to choose from.
        evidence: The paper.
    """
    lines = [line for s in stated for line in s.lines[language]]
    others = [line for s in stated for line in s.lines["en" if language == "ja" else "ja"]]
    tokens = evidence.model.token_vectors(text)
    share = [_LIGHT_SHARE if is_light(token) else 1.0 for token in tokens.tokens]
    weights = tokens.weights * np.array(share, dtype=np.float32)
    total = float(weights.sum())
    if not lines or total <= 0.0:
        return _NOTHING
    matches = np.maximum(
        best_matches(tokens.vectors, evidence.pack(line.text for line in lines)),
        best_matches(tokens.vectors, evidence.pack(line.text for line in others)),
    )
    restated = evidence.pack(said for s in stated for said in s.restated)
    matches = np.maximum(matches, best_matches(tokens.vectors, restated))
    best = np.full(len(tokens.ids), -1.0, dtype=np.float32)
    chosen: list[int] = []
    for _ in range(min(len(stated) + 1, len(lines))):
        gains = weights @ np.maximum(best[:, None], matches)
        gains[chosen] = -np.inf
        chosen.append(int(np.argmax(gains)))
        best = np.maximum(best, matches[:, chosen[-1]])
    # A name or number that stands in the paragraphs is there, however it is written.
    best[_standing(text, language, stated, evidence, tokens.offsets)] = 1.0
    covering = tuple(lines[i] for i in chosen)
    said = set(terms(text))
    weight = sum(evidence.idf(term) for term in said)
    present = said & frozenset().union(*(line.terms for line in covering))
    return Support(
        lines=covering,
        late=float(weights @ best) / total,
        alone=float(weights @ (best < _COUNTERPART)) / total,
        words=sum(evidence.idf(term) for term in present) / weight if weight else 0.0,
    )


def _standing(
    text: str,
    language: Language,
    stated: Sequence[Stated],
    evidence: Evidence,
    offsets: npt.NDArray[np.int32],
) -> npt.NDArray[np.bool_]:
    """Which tokens are part of a name or number that the paragraphs have, shape (t,)."""
    known = frozenset().union(*(s.names for s in stated))
    found = [q for s in stated for q in s.quantities]
    spans = [(q.start, q.end) for q in quantities(text, language) if states(found, q)]
    if len(normalise(text)) == len(text):
        spans += [(m.start, m.end) for m in evidence.glossary.find(text) if m.entry in known]
    inside = np.zeros(len(offsets), dtype=np.bool_)
    for start, end in spans:
        inside |= (offsets[:, 0] < end) & (offsets[:, 1] > start)
    return inside
