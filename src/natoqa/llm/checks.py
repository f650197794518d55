"""The checks on what an LLM wrote: every sentence must be borne out by a paragraph it cites.

In code, after the model, whatever the model was told. A number, date or name that no cited
paragraph has refutes a sentence at once; the paper's own words prove it at once. In between, the
signs of `natoqa.llm.signs` are weighed together. The quote of a citation is the paragraph's
sentence that covers the claim best, verbatim.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from natoqa.answer import Citation
from natoqa.compose import cite_sentence
from natoqa.llm.attribution import inner_claim
from natoqa.llm.decision import Decision, load_decision
from natoqa.llm.evidence import Evidence, Stated
from natoqa.llm.facts import is_count, missing_names, missing_quantities, unknown_names
from natoqa.llm.parse import Claim
from natoqa.llm.signs import reason_of, signs
from natoqa.llm.support import Support, support
from natoqa.llm.units import read_units
from natoqa.text import normalise, terms
from natoqa.units import Language

# How well a paragraph that a sentence does not cite must cover it.
LEAST_SUPPORT_ELSEWHERE = 0.8
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
        decision: Weighs the signs; the shipped one when None.
    """

    def __init__(self, evidence: Evidence, decision: Decision | None = None) -> None:
        self._evidence = evidence
        self._decision = decision

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

    def signs(self, claim: Claim, language: Language) -> Mapping[str, float] | None:
        """The signs of a sentence against all it cites; None when they are not asked.

        Args:
            claim: The sentence with the ids it cites.
            language: Of the sentence.
        """
        stated = [self._evidence.stated(i) for i in dict.fromkeys(claim.paragraphs)]
        text = inner_claim(claim.text, language)
        found = support(text, language, stated, self._evidence)
        if _at_once(text, language, stated, self._evidence) is not None:
            return None
        return signs(text, language, stated, found, self._evidence)

    def _elsewhere(self, claim: Claim, language: Language, ids: Sequence[str]) -> _Proof | None:
        text = inner_claim(claim.text, language)
        if not self._says_something(text, language):
            return None
        near = [
            i
            for i in ids
            if support(text, language, [self._evidence.stated(i)], self._evidence).score
            >= LEAST_SUPPORT_ELSEWHERE
        ]
        proofs = [self._proof(claim, language, [self._evidence.stated(i)])[0] for i in near]
        proved = [proof for proof in proofs if proof is not None]
        return max(proved, key=lambda p: p.support.score, default=None)

    def _says_something(self, text: str, language: Language) -> bool:
        """Whether a sentence that cites nothing says something of a thing.

        "I hope this helps!", 「以上です。」 and "It is Warsaw." are as near to one paragraph as to
        another.
        """
        sorts = [unit.sort for unit in read_units(text, language, self._evidence).items]
        named = sorts.count("name") + sorts.count("quantity")
        return named > 1 or (named == 1 and sorts.count("word") >= _LEAST_WORDS)

    def _proof(
        self, claim: Claim, language: Language, stated: Sequence[Stated]
    ) -> tuple[_Proof | None, str]:
        text = inner_claim(claim.text, language)
        found = support(text, language, stated, self._evidence)
        reason = _at_once(text, language, stated, self._evidence)
        if reason is None:
            decision = self._decision or load_decision()
            seen = signs(text, language, stated, found, self._evidence)
            reason = "" if decision.accepts(seen) else reason_of(decision.against(seen))
        return (None, reason) if reason else (_Proof(stated[0], found), "")


def _at_once(
    text: str, language: Language, stated: Sequence[Stated], evidence: Evidence
) -> str | None:
    """What decides without weighing: why not, "" when the words are the paper's own, or None."""
    if len(set(terms(text))) < _LEAST_WORDS:
        return "support"
    if any(normalise(text) in s.words for s in stated):
        return ""
    if not all(is_count(q) for q in missing_quantities(text, language, stated, evidence)):
        return "numbers"
    if missing_names(text, stated, evidence) or unknown_names(text, language, stated, evidence):
        return "names"
    return None


def _citation(stated: Stated, found: Support) -> Citation:
    return cite_sentence(stated.paragraph, found.lines[0].sentence)
