"""The checks on what an LLM wrote: every sentence must be borne out by a paragraph it cites.

In code, after the model, whatever the model was told. A sentence passes when a paragraph in
the context has every number, date and name in it, joined to the same things, covers its
words, and does not say the opposite. The quote of its citation is the paragraph's sentence
that covers it best, verbatim.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from natoqa.answer import Citation
from natoqa.compose import cite_sentence
from natoqa.llm.binding import exchanged, misplaced
from natoqa.llm.evidence import Evidence, Stated
from natoqa.llm.facts import missing_names, missing_quantities
from natoqa.llm.parse import Claim
from natoqa.llm.polarity import contradiction, unsaid
from natoqa.llm.support import Support, support
from natoqa.text import normalise, terms
from natoqa.units import Language

# Fitted on the tuning half of tests/llm/data/statements.tsv (benchmarks/llm_checks.py).
LEAST_SUPPORT = 0.45
LEAST_SUPPORT_ELSEWHERE = 0.8
MOST_MISPLACED = 0.06


# A sentence with fewer content words says too little to be held against anything.
_LEAST_WORDS = 2


@dataclass(frozen=True)
class Verdict:
    """What the checks found about one sentence.

    Attributes:
        claim: The sentence.
        citations: Its proof; empty when nothing proves it.
        reason: Why it has none: "numbers", "names", "relations", "opposite", "support" or
            "citation"; "" when it is proved.
    """

    claim: Claim
    citations: tuple[Citation, ...]
    reason: str = ""

    @property
    def supported(self) -> bool:
        """Whether a paragraph proves the sentence."""
        return bool(self.citations)


@dataclass(frozen=True)
class _Proof:
    stated: Stated
    support: Support


class Checker:
    """Checks sentences against the paragraphs of one paper.

    Args:
        evidence: The paper, made ready.
    """

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence

    def check(self, claim: Claim, language: Language, context: Sequence[str]) -> Verdict:
        """Prove a sentence from the paragraphs it cites.

        Ids outside the context do not count. A sentence that is left with no id keeps its
        place only when some paragraph of the context proves it with room to spare, and then
        cites that one. Of several cited paragraphs those stay that prove it alone, or all
        when they do so only together.

        Args:
            claim: The sentence with the ids it cites.
            language: Of the answer.
            context: Ids of the paragraphs that the model was shown.
        """
        cited = [self._evidence.stated(i) for i in dict.fromkeys(claim.paragraphs) if i in context]
        if not cited:
            found = self._elsewhere(claim, language, context)
            proved = () if found is None else (_citation(found.stated, found.support),)
            return Verdict(claim, proved, "" if proved else "citation")
        proofs = [self._proof(claim, language, [stated]) for stated in cited]
        alone = tuple(_citation(p.stated, p.support) for p, _ in proofs if p is not None)
        if alone:
            return Verdict(claim, alone)
        if len(cited) == 1:
            return Verdict(claim, (), proofs[0][1])
        together, reason = self._proof(claim, language, cited)
        return Verdict(claim, self._each(claim, language, cited) if together else (), reason)

    def _each(
        self, claim: Claim, language: Language, cited: Sequence[Stated]
    ) -> tuple[Citation, ...]:
        """The best sentence of each paragraph that prove a sentence together."""
        return tuple(
            _citation(s, support(claim.text, language, [s], self._evidence)) for s in cited
        )

    def _elsewhere(self, claim: Claim, language: Language, ids: Sequence[str]) -> _Proof | None:
        proofs = [
            proof
            for i in ids
            if (proof := self._proof(claim, language, [self._evidence.stated(i)])[0])
            and proof.support.score >= LEAST_SUPPORT_ELSEWHERE
        ]
        return max(proofs, key=lambda p: p.support.score, default=None)

    def _proof(
        self, claim: Claim, language: Language, stated: Sequence[Stated]
    ) -> tuple[_Proof | None, str]:
        evidence, text = self._evidence, claim.text
        if len(set(terms(text))) < _LEAST_WORDS:
            return None, "support"
        found = support(text, language, stated, evidence)
        if any(normalise(text) in s.words for s in stated):
            return _Proof(stated[0], found), ""  # the paper's own words, or its translation's
        if missing_quantities(text, language, stated, evidence.year):
            return None, "numbers"
        if missing_names(text, language, stated, evidence):
            return None, "names"
        if found.score < LEAST_SUPPORT:
            return None, "support"
        lines = [line for s in stated for line in s.lines[language]]
        clash = contradiction(text, language, [found.lines[0].text])
        whole = " ".join([*(line.text for line in lines), *(line.restated for line in found.lines)])
        if clash.opposites or clash.negation or unsaid(text, language, whole):
            return None, "opposite"
        if exchanged(text, language, lines, evidence):
            return None, "relations"
        # What several paragraphs state together is a list: its members are not rivals.
        if len(stated) == 1 and (
            misplaced(text, language, lines, found.lines[0], evidence) > MOST_MISPLACED
        ):
            return None, "relations"
        return _Proof(stated[0], found), ""


def _citation(stated: Stated, found: Support) -> Citation:
    return cite_sentence(stated.paragraph, found.lines[0].sentence)
