"""Learn how retrieval fuses its legs and how reading ranks sentences: models/weights.json.

    python -m training.reader --data FOLDER --questions evals/questions --output models/weights.json

Two linear scores, each a conditional logit (softmax over the candidates of a question, maximising
the probability of the right ones): paragraphs first, then sentences, to whose score a small hidden
layer adds what features say together (training.layer). Examples are JaQuAD train,
every article a small collection of its own, and questions.*.jsonl, chats*.jsonl and the answerable
ones of answerability.jsonl, written for this. The eval questions and JaQuAD dev are never learned
from; the dev half is measured.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from natoqa.coverage import match_words
from natoqa.sentence_features import sentence_features
from natoqa.settings import load_settings
from natoqa.weights import Layer, Weights, save_weights
from training.cases import Case, Project, jaquad_cases
from training.layer import Example, fit_ranking
from training.sentence_classifier import written_learner

FloatArray = npt.NDArray[np.float64]
SEED = 350
TRAIN_QUESTIONS = 2000
# Share of each source in the loss of questions by themselves, and of follow-ups: JaQuAD has none.
SHARES = {"jaquad": 0.25, "written": 0.45, "unread": 0.3}
FOLLOW_UP_SHARES = {"written": 0.4, "unread": 0.6}
L2 = 0.02


def fit(
    groups: Sequence[tuple[float, Sequence[Example]]], names: Sequence[str], l2: float = L2
) -> dict[str, float]:
    """Weights that maximise the probability of the right candidates.

    Args:
        groups: (share of the loss, examples).
        names: Features to use.
        l2: How strongly weights are kept small.
    """
    torch.manual_seed(SEED)
    weights = torch.zeros(len(names), dtype=torch.float64, requires_grad=True)
    tensors = [
        (
            share / len(examples),
            [
                (
                    torch.tensor(e.table(names)),
                    list(e.right),
                )
                for e in examples
            ],
        )
        for share, examples in groups
        if examples
    ]
    optimiser = torch.optim.LBFGS([weights], max_iter=80, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        total = l2 * (weights**2).sum()
        for share, examples in tensors:
            for matrix, right in examples:
                scores = matrix @ weights
                total = total + share * (
                    torch.logsumexp(scores, 0) - torch.logsumexp(scores[right], 0)
                )
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    return {n: round(float(w), 3) for n, w in zip(names, weights.detach(), strict=True)}


def paragraph_examples(cases: Sequence[Case]) -> list[Example]:
    """Paragraphs as candidates."""
    return [Example(c.ranking.question.language, c.ranking.features, c.paragraphs) for c in cases]


def sentence_examples(cases: Sequence[Case], weights: Mapping[str, float]) -> list[Example]:
    """Sentences as candidates, given the paragraph weights."""
    examples = []
    for case in cases:
        fused = sum(
            (weights.get(n, 0.0) * v for n, v in case.ranking.features.items()),
            np.zeros(len(case.ranking.scores)),
        )
        ranking = replace(case.ranking, scores=fused)
        features = sentence_features(ranking, match_words(ranking, case.glossary), case.glossary)
        examples.append(Example(ranking.question.language, features, case.sentences))
    return [e for e in examples if e.right]


def first_right(
    examples: Sequence[Example], weights: Mapping[str, float], k: int, layer: Layer | None = None
) -> float:
    """Share of examples with a right candidate among the k best."""
    hits = 0
    for e in examples:
        best = np.argsort(-e.score(weights, layer), kind="stable")[:k]
        hits += bool(set(best.tolist()) & set(e.right))
    return hits / max(len(examples), 1)


def report(
    name: str,
    examples: Sequence[Example],
    weights: Mapping[str, float],
    layer: Layer | None,
    untrained: Sequence[str],
) -> None:
    """Print recall at 1, 2 and 3 of the learned and of the plain sum of legs."""
    plain = dict.fromkeys(untrained, 1.0)
    for label, group in (("ja", "ja"), ("en", "en")):
        chosen = [e for e in examples if e.language == group]
        if chosen:
            row = " ".join(
                f"@{k} {first_right(chosen, weights, k, layer):.3f} (untrained "
                f"{first_right(chosen, plain, k):.3f})"
                for k in (1, 2, 3)
            )
            print(f"{name:28} {label} n={len(chosen):5} {row}")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--measure", action="store_true", help="measure on JaQuAD dev too")
    options = parser.parse_args()
    learner = written_learner()
    project = Project(learner)
    here = Path(__file__).parent
    cases = {
        "jaquad": list(jaquad_cases(options.data / "jaquad.train.jsonl.gz", TRAIN_QUESTIONS)),
        "written": list(project.written(here)),
        "unread": list(project.unread(here)),
    }
    paragraph, sentence, follow_up = learn(cases)
    less = {"translation": False, "paraphrase": False}
    bare_project = Project(learner, load_settings().model_copy(update=less))
    bare = [*bare_project.written(here), *bare_project.unread(here)]
    untranslated = fit_paragraphs([(1.0, bare)])
    legs = ["dense", "bm25", "late"]
    dev = list(project.evals(options.questions, "dev"))
    report("paragraph, eval dev", paragraph_examples(dev), paragraph, None, legs)
    alone = sentence_examples(_alone(dev), paragraph)
    report("sentence, eval dev", alone, *sentence, legs)
    within = sentence_examples(_within(dev), paragraph)
    report("follow-up sentence, eval dev", within, *follow_up, legs)
    if options.measure:
        measured = list(jaquad_cases(options.data / "jaquad.dev.jsonl.gz", None))
        report("paragraph, JaQuAD dev", paragraph_examples(measured), paragraph, None, legs)
        ranked = sentence_examples(measured, paragraph)
        report("sentence, JaQuAD dev", ranked, *sentence, legs)
    old = Weights.model_validate_json(options.output.read_bytes())
    new = old.model_copy(
        update={
            "paragraph": paragraph,
            "untranslated": untranslated,
            "sentence": sentence[0],
            "sentence_layer": sentence[1],
            "sentence_follow_up": follow_up[0],
            "sentence_follow_up_layer": follow_up[1],
        }
    )
    save_weights(new, options.output)


def fit_paragraphs(cases: Sequence[tuple[float, Sequence[Case]]]) -> dict[str, float]:
    """Paragraph weights; cases with their share of the loss."""
    groups = [(share, paragraph_examples(some)) for share, some in cases]
    return fit(groups, _names(groups))


def learn(
    cases: Mapping[str, Sequence[Case]],
) -> tuple[dict[str, float], tuple[dict[str, float], Layer], tuple[dict[str, float], Layer]]:
    """Paragraph weights, and given them those of sentences with a layer: alone, and follow-ups'."""
    paragraph = fit_paragraphs([(SHARES[name], value) for name, value in cases.items()])
    alone = [
        (SHARES[name], sentence_examples(_alone(value), paragraph)) for name, value in cases.items()
    ]
    within = [
        (share, sentence_examples(_within(cases[name]), paragraph))
        for name, share in FOLLOW_UP_SHARES.items()
    ]
    return paragraph, _fit_sentences(alone), _fit_sentences(within)


def _fit_sentences(
    groups: Sequence[tuple[float, Sequence[Example]]],
) -> tuple[dict[str, float], Layer]:
    names = _names(groups)
    return fit_ranking(groups, names, fit(groups, names), SEED)


def _alone(cases: Sequence[Case]) -> list[Case]:
    return [case for case in cases if case.ranking.focus is None]


def _within(cases: Sequence[Case]) -> list[Case]:
    return [case for case in cases if case.ranking.focus is not None]


def _names(groups: Sequence[tuple[float, Sequence[Example]]]) -> list[str]:
    return sorted({name for _, examples in groups for e in examples for name in e.features})


if __name__ == "__main__":
    main()
