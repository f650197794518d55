"""How many planted lies the checks on LLM answers catch, and how many true sentences they lose.

    python -m benchmarks.llm_checks [--show]

Statements about the paper, written by hand in both languages: true ones (shortened,
paraphrased, translated) and false ones (wrong numbers, dates and names, exchanged roles,
opposites, inventions, true sentences with a false citation). The checks are fitted on the
tuning file (training/llm_checks.py). What they make of single statements of the held-out file was
never looked at, so its figures are the ones to quote. The free files have free
paraphrases and lies that change one thing: tuning_free is fitted on too; the totals of heldout_free
were looked at while signs were chosen, those of confirmed only while the threshold was. The prose
file has sentences as models write them (merged, hedged, "the author argues"); it was written before
the signs and is not fitted on. The outside file was written by a reader of docs/llm.md and of the
rules that decide at once, to get past them. The pairs are true and false twins that differ in one
thing, in words of their own, with no wrong number, date or unknown name to give the lie away: the
hardest, never fitted on.
A lie is caught when the answer does not show it; a false citation, when the answer does not
cite that paragraph. The whole paper is the context, as in the default settings.
"""

from __future__ import annotations

import argparse
import csv
import math
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from natoqa.corpus import load_paper
from natoqa.llm.checks import Checker, Verdict
from natoqa.llm.evidence import load_evidence
from natoqa.llm.parse import Claim
from natoqa.paper import Paper
from natoqa.units import Language

FILES = (
    "tuning",
    "tuning_free",
    "heldout",
    "heldout_free",
    "confirmed",
    "prose",
    "outside",
    "pairs",
    "verbatim",
)
DATA = Path(__file__).resolve().parents[1] / "tests" / "llm" / "data"


@dataclass(frozen=True)
class Statement:
    """One statement with the paragraphs it cites."""

    true: bool
    kind: str
    language: Language
    claim: Claim


@dataclass(frozen=True)
class Outcome:
    """A statement and what the checks made of it."""

    statement: Statement
    verdict: Verdict

    @property
    def good(self) -> bool:
        """Whether a true sentence was kept, or a lie was caught."""
        cited = {citation.paragraph.id for citation in self.verdict.citations}
        if self.statement.kind == "citation":
            return not cited & set(self.statement.claim.paragraphs)
        return self.verdict.supported == self.statement.true


def wilson(good: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """95% confidence interval of a proportion (Wilson 1927)."""
    middle = (good + z * z / 2) / (n + z * z)
    half = z * math.sqrt(good * (n - good) / n + z * z / 4) / (n + z * z)
    return middle - half, middle + half


def read(name: str) -> list[Statement]:
    """The statements of a file."""
    with (DATA / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Statement(
            row["label"] == "true",
            row["kind"],
            "ja" if row["language"] == "ja" else "en",
            Claim(row["text"], tuple(f"p{int(n):02d}" for n in row["cites"].split(","))),
        )
        for row in rows
    ]


def verbatim(paper: Paper) -> list[Statement]:
    """Every sentence of the paper, and its translation."""
    languages: tuple[Language, ...] = ("ja", "en")
    return [
        Statement(True, "verbatim", language, Claim(sentence.shown(language), (paragraph.id,)))
        for paragraph in paper.body
        for sentence in paragraph.sentences
        for language in languages
    ]


def judge(paper: Paper, statements: list[Statement]) -> list[Outcome]:
    """What the checks make of statements."""
    checker = Checker(load_evidence(paper.slug))
    context = [paragraph.id for paragraph in paper.paragraphs]
    return [Outcome(s, checker.check(s.claim, s.language, context)) for s in statements]


def report(name: str, outcomes: list[Outcome], *, show: bool) -> None:
    """Print the figures of one file."""
    print(f"\n{name}")
    for true, word in ((False, "lies caught"), (True, "true sentences kept")):
        those = [o for o in outcomes if o.statement.true is true]
        if not those:
            continue
        good = sum(o.good for o in those)
        low, high = wilson(good, len(those))
        share = f"{good / len(those):.3f} [{low:.3f}, {high:.3f}]"
        print(f"  {word:20} {good:4} of {len(those):4}  {share}")
        for part in ("kind", "language"):
            every = Counter(getattr(o.statement, part) for o in those)
            kept = Counter(getattr(o.statement, part) for o in those if o.good)
            print("    " + ", ".join(f"{key} {kept[key]}/{n}" for key, n in sorted(every.items())))
    if show:
        for outcome in outcomes:
            if not outcome.good:
                word = "lost" if outcome.statement.true else "passed"
                cites = " ".join(outcome.statement.claim.paragraphs)
                reason = outcome.verdict.reason
                print(
                    f"  {word} ({outcome.statement.kind}, {cites}) {reason}: "
                    f"{outcome.statement.claim.text}"
                )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="print what went wrong")
    parser.add_argument("--only", choices=FILES)
    options = parser.parse_args()
    paper = load_paper()
    for name in FILES:
        if options.only in (None, name):
            statements = verbatim(paper) if name == "verbatim" else read(name)
            report(name, judge(paper, statements), show=options.show)


if __name__ == "__main__":
    main()
