"""Fit when to say that the paper does not answer, and when a question leans on the turns before it.

    python -m training.abstention --questions evals/questions --output models/weights.json

Three logistic regressions: over natoqa.abstention.evidence, one for questions by themselves and one
for follow-ups (each with a small hidden layer, training.layer), and over context_signs. Examples:
training/answerability.jsonl, questions.*.jsonl and chats*.jsonl (written for this) and the dev half
of the eval questions; those that the paper does not answer also after another question, in its
context. The threshold is the highest at which at most 3.5% of the questions by themselves that the
paper answers are refused (5.5% of follow-ups), each scored by a model that did not see it (10-fold
cross-validation, in which a question stays with itself). Whether a question leans on the turns
before it is learned from follow-ups, and from other questions asked in chats or after one that has
nothing to do with them; where only one of the two ways to take them finds the right paragraph, that
one is right.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from natoqa.abstention import context_signs, log_odds
from natoqa.conversation import check_history
from natoqa.steps import Request, Retrieved
from natoqa.weights import Layer, Weights, save_weights
from training.chats import messages
from training.data import gold, rows
from training.layer import fit_truth
from training.sentence_classifier import Unseen, written_learner

FloatArray = npt.NDArray[np.float64]
SEED = 350
# Those in chats are harder than most: of questions written apart from these a third as many are
# refused.
# Follow-ups have few words of their own, so more must be refused for any to be refused rightly: in
# chats 0.76 of the unanswerable ones at 0.07, 0.65 at 0.03.
MOST_REFUSED = 0.035
MOST_FOLLOW_UPS_REFUSED = 0.055
C = 0.3


@dataclass(frozen=True)
class Example:
    """A question's signs, and whether what they decide is so."""

    source: str
    language: str
    kind: str
    question: str
    signs: Mapping[str, float]
    true: bool


def ways(unseen: Unseen, row: Mapping[str, Any]) -> tuple[Retrieved, ...]:
    """What is found for each way to take a question, by itself first; none if not searched."""
    pipeline = unseen.assistant(row["question"])._pipeline
    completed = pipeline.complete(Request(row["question"], check_history(row.get("history"))))
    if pipeline.direct(completed) is not None:
        return ()
    return tuple(sorted(pipeline.ways(completed), key=is_within))


def is_within(found: Retrieved) -> bool:
    """Whether a question was taken in the context of the turns before it."""
    return found.completed.standalone.completed


def answered(row: Mapping[str, Any]) -> bool:
    """Whether the paper answers the question of a row."""
    return row["kind"] not in {"unanswerable", "off-topic", "near-topic", "trap"}


def example(source: str, row: Mapping[str, Any], found: Retrieved) -> Example:
    """The evidence of a question taken one way."""
    kind = row.get("subkind") or row["kind"]
    language = found.completed.language
    return Example(source, language, kind, row["question"], dict(found.signs), answered(row))


def evidence(unseen: Unseen, source: str, items: Iterable[dict[str, Any]]) -> list[Example]:
    """Evidence of questions; of those that lean on the turns before them, in their context.

    What is not answered is not to be answered either way that it may be taken.
    """
    result = []
    for row in items:
        found = ways(unseen, row)
        if found and answered(row):
            found = (found[-1 if leans_on(row) else 0],)
        result += [example(source, row, one) for one in found]
    return result


def leans_on(row: Mapping[str, Any]) -> bool:
    """Whether a question is to be read in the context of the turns before it."""
    return bool(row.get("leans", bool(row.get("history"))))


def after_another(
    unseen: Unseen, items: Sequence[dict[str, Any]], before: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Each question after one of others, drawn at random, and its answer."""
    rng = random.Random(SEED)
    result = []
    for row in items:
        first = rng.choice(before)["question"]
        history = [
            {"role": "user", "content": first},
            {"role": "assistant", "content": unseen.assistant(first).ask(first).text},
        ]
        result.append({**row, "history": history})
    return result


def is_right(row: Mapping[str, Any], found: Retrieved) -> bool:
    """Whether the best sentence stands in a right paragraph."""
    ranking = found.ranking
    best = int(ranking.paragraph_of[int(np.argmax(found.reading))])
    return ranking.paragraphs[best].id in gold(row)


def context_examples(
    unseen: Unseen, items: Sequence[dict[str, Any]], weights: Weights
) -> list[Example]:
    """Answerable questions after turns; those that are wrong taken either way are left out."""
    result = []
    for row in items:
        found = ways(unseen, row)
        if len(found) < 2:
            continue
        alone, within = (is_right(row, one) for one in found)
        if not alone and not within:
            continue
        signs = context_signs(found[0].signs, found[1].signs, weights)
        kind, language = row["kind"], found[0].completed.language
        # A question that names a new thing and is answered by itself leans on nothing.
        leaning = kind == "followup" and not signs["new_name"]
        true = within if alone != within else leaning
        result.append(Example("context", language, kind, row["question"], signs, true))
    return result


@dataclass(frozen=True)
class Fitted:
    """Weights of log-odds, and the chance that they give each example in cross-validation.

    Attributes:
        weights: By sign; "bias" is the constant.
        layer: A hidden layer, or None.
        chance: That each example is true, shape (n,).
        truth: Whether it is, shape (n,).
    """

    weights: dict[str, float]
    layer: Layer | None
    chance: FloatArray
    truth: npt.NDArray[np.bool_]


def fit(examples: Sequence[Example]) -> Fitted:
    """Fit the examples' truth to their signs; signs that never differ are left out."""
    table = np.array([list(e.signs.values()) for e in examples])
    used = table.std(axis=0) > 0.0
    names = [n for n, some in zip(examples[0].signs, used, strict=True) if some]
    table = table[:, used]
    truth = np.array([e.true for e in examples])
    model = make_pipeline(
        StandardScaler(), LogisticRegression(C=C, class_weight="balanced", max_iter=2000)
    )
    chance = cross_val_predict(
        model, table, truth, cv=_folds(), groups=_groups(examples), method="predict_proba"
    )[:, 1]
    model.fit(table, truth)
    scaler, regression = model[0], model[1]
    slopes = regression.coef_[0] / scaler.scale_
    bias = float(regression.intercept_[0] - (slopes * scaler.mean_).sum())
    weights = {"bias": round(bias, 3)} | {
        n: round(float(w), 3) for n, w in zip(names, slopes, strict=True)
    }
    return Fitted(weights, None, chance, truth)


def fit_with_layer(examples: Sequence[Example]) -> Fitted:
    """The same with a hidden layer."""
    names = list(examples[0].signs)
    table = np.array([list(e.signs.values()) for e in examples])
    truth = np.array([e.true for e in examples])
    chance = np.zeros(len(examples))
    for seen, unseen in _folds().split(table, truth, _groups(examples)):
        linear, layer = fit_truth(table[seen], truth[seen], names, SEED)
        for i in unseen:
            odds = sum(linear[n] * v for n, v in examples[i].signs.items())
            chance[i] = 1.0 / (1.0 + np.exp(-odds - layer.score(examples[i].signs)))
    weights, layer = fit_truth(table, truth, names, SEED)
    return Fitted(weights, layer, chance, truth)


def _folds() -> StratifiedGroupKFold:
    return StratifiedGroupKFold(10, shuffle=True, random_state=SEED)


def _groups(examples: Sequence[Example]) -> list[str]:
    """A question is not measured with what was learned from itself after other turns."""
    return [example.question for example in examples]


def moved(fitted: Fitted, by: float) -> Fitted:
    """The same with all log-odds moved."""
    odds = np.log(fitted.chance / (1.0 - fitted.chance)) + by
    weights = fitted.weights | {"bias": round(fitted.weights["bias"] + by, 3)}
    return replace(fitted, weights=weights, chance=1.0 / (1.0 + np.exp(-odds)))


def report(examples: Sequence[Example], fitted: Fitted, threshold: float) -> None:
    """Print what share of each sort of question is refused in cross-validation."""
    refused = fitted.chance < threshold
    groups = sorted({(e.source, e.language, e.true) for e in examples})
    for group in groups:
        mask = np.array([(e.source, e.language, e.true) == group for e in examples])
        word = "answerable" if group[2] else "unanswerable"
        print(
            f"  {group[0]:8} {group[1]}: {word} refused {refused[mask].mean():.3f} of {mask.sum()}"
        )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--errors", action="store_true", help="list what is decided wrongly")
    options = parser.parse_args()
    here = Path(__file__).parent
    unseen = Unseen(written_learner())
    own = list(rows(here / "answerability.jsonl"))
    by_file = {path.name: list(rows(path)) for path in sorted(here.glob("questions.*.jsonl"))}
    unread = by_file.pop("questions.unread.jsonl")
    written = [row for file in by_file.values() for row in file]
    dev = [
        row
        for path in sorted(options.questions.glob("*.jsonl"))
        for row in rows(path)
        if row["split"] == "dev"
    ]
    paper = unseen.assistant().paper
    said = list(messages(here / "chats.jsonl", paper))
    live = list(messages(here / "chats.unread.jsonl", paper))
    plain = [row for row in [*own, *written, *unread] if answered(row) and not row.get("history")]
    unasked = [row for row in own if not answered(row) and not row.get("history")]
    everything = [
        *evidence(unseen, "written", own),
        *evidence(unseen, "reader", written),
        *evidence(unseen, "unread", unread),
        *evidence(unseen, "chats", said),
        *evidence(unseen, "live", live),
        *evidence(unseen, "dev", dev),
        *(
            e
            for e in evidence(unseen, "after", after_another(unseen, unasked, plain))
            if e.signs["follow_up"]
        ),
    ]
    alone = [e for e in everything if not e.signs["follow_up"]]
    follow_ups = [e for e in everything if e.signs["follow_up"]]
    by_itself, within = fit_with_layer(alone), fit_with_layer(follow_ups)
    threshold = float(np.quantile(by_itself.chance[by_itself.truth], MOST_REFUSED))
    # One threshold for all: the odds of follow-ups are moved to where theirs would be.
    lowest = float(np.quantile(within.chance[within.truth], MOST_FOLLOW_UPS_REFUSED))
    within = moved(within, log_odds(threshold) - log_odds(lowest))
    for name, examples, fitted in (
        ("by itself", alone, by_itself),
        ("follow-up", follow_ups, within),
    ):
        auc = roc_auc_score(fitted.truth, fitted.chance)
        print(f"{name}: cross-validated AUC {auc:.3f}, threshold {threshold:.3f}")
        report(examples, fitted, threshold)
        if options.errors:
            for e, chance in zip(examples, fitted.chance, strict=True):
                if e.true != (chance >= threshold):
                    print(f"    {chance:.2f} {e.source} {e.kind} {e.question}")
    old = Weights.model_validate_json(options.output.read_bytes())
    new = old.model_copy(
        update={
            "answerable": by_itself.weights,
            "answerable_layer": by_itself.layer,
            "answerable_follow_up": within.weights,
            "answerable_follow_up_layer": within.layer,
            "threshold": round(threshold, 3),
        }
    )
    turns = [row for row in [*written, *own, *said, *live] if answered(row) and row.get("history")]
    turns += after_another(unseen, plain, plain)
    leaning = context_examples(unseen, turns, new)
    context = fit(leaning)
    right = (context.chance >= 0.5) == context.truth
    for true in (True, False):
        some = context.truth == true
        print(
            f"leans on the turns before it: {true}: right {right[some].mean():.3f} of {some.sum()}"
        )
    new = new.model_copy(update={"context": context.weights})
    save_weights(new, options.output)


if __name__ == "__main__":
    main()
